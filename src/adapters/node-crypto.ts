/** Digests and randomness of this machine. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { DigestPort, RandomPort } from '../spec/index.ts';

export const nodeRandom: RandomPort = { bytes: (count) => randomBytes(count) };

export const nodeDigest: DigestPort = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  hmac: (key, bytes) => createHmac('sha256', key).update(bytes).digest(),
};
