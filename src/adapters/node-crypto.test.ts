import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { nodeDigest, nodeRandom } from './node-crypto.ts';

test('a digest is SHA-256 of exactly these bytes', () => {
  for (const bytes of [new Uint8Array(), Uint8Array.of(0, 255, 128, 10), new Uint8Array(100_000).fill(200)])
    expect([...nodeDigest.sha256(bytes)]).toEqual([...createHash('sha256').update(bytes).digest()]);
  expect(Buffer.from(nodeDigest.sha256(Buffer.from('abc'))).toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('random bytes come in any number and never twice', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 2_000; i++) {
    const bytes = nodeRandom.bytes(16);
    expect(bytes).toHaveLength(16);
    seen.add(Buffer.from(bytes).toString('hex'));
  }
  expect(seen.size).toBe(2_000);
  expect(nodeRandom.bytes(10_000)).toHaveLength(10_000);
  const kept = nodeRandom.bytes(8);
  const copy = [...kept];
  for (let i = 0; i < 1_000; i++) nodeRandom.bytes(8);
  expect([...kept]).toEqual(copy);
});
