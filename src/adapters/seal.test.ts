import { expect, test } from 'vitest';
import { createSeal } from './seal.ts';

const key = new Uint8Array(32).fill(1);

test.each(['hunter2', '', 'a\0\ud83d', '💥'.repeat(1000)])('%j is opened as it was sealed', (text) => {
  const seal = createSeal(key);
  const sealed = seal.seal(text);
  expect(seal.open(sealed)).toBe(text);
  expect(Buffer.from(sealed).includes(text || 'nothing')).toBe(false);
  expect(Buffer.compare(seal.seal(text), sealed)).not.toBe(0);
});

test('a changed byte, a short tag and another key are refused', () => {
  const seal = createSeal(key);
  const sealed = Buffer.from(seal.seal('hunter2'));
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed);
    changed[i] = changed[i]! ^ 1;
    expect(() => seal.open(changed)).toThrow();
  }
  expect(() => seal.open(sealed.subarray(0, 16))).toThrow();
  expect(() => createSeal(new Uint8Array(32).fill(2)).open(sealed)).toThrow();
  expect(() => createSeal(new Uint8Array(16))).toThrow('32 bytes');
});
