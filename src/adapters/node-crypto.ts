/** Digests and randomness of this machine. Both stand in every step: what they cost, each step costs. */
import { createHmac, hash, randomFillSync } from 'node:crypto';
import type { DigestPort, RandomPort } from '../spec/index.ts';

/** Drawn many at a time, given out once each. */
const drawn = new Uint8Array(4096);
let used = drawn.length;

export const nodeRandom: RandomPort = {
  bytes(count) {
    if (count > drawn.length) return randomFillSync(new Uint8Array(count));
    if (used + count > drawn.length) {
      randomFillSync(drawn);
      used = 0;
    }
    const bytes = drawn.slice(used, used + count);
    drawn.fill(0, used, used + count);
    used += count;
    return bytes;
  },
};

export const nodeDigest: DigestPort = {
  // One call, and the digest as a string of bytes: a third of the time of a hash object and its buffer.
  sha256: (bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'latin1'),
  hmac: (key, bytes) => createHmac('sha256', key).update(bytes).digest(),
};
