/** Ids: 48 bits of time, 80 of chance, in 26 letters that sort by time (the ULID form). */
import type { RandomPort } from '../../spec/index.ts';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function newId(now: number, random: RandomPort): string {
  let time = '';
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = LETTERS[rest % 32] + time;
  return time + letters(random.bytes(10));
}

/** Five bits a letter; 10 bytes are 16 letters. */
function letters(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += LETTERS[(held >> (bits - 5)) & 31];
  }
  return text;
}
