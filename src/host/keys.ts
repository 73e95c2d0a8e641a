/** Keys that must not be in the database: made once, kept in the data folder, readable by its owner alone. */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BYTES = 32;

export interface HostKeys {
  /** Seals secrets. */
  readonly seal: Uint8Array;
  /** Chains the audit log. */
  readonly audit: Uint8Array;
}

export const temporaryKeys = (): HostKeys => ({ seal: randomBytes(BYTES), audit: randomBytes(BYTES) });

export function loadKeys(dataFolder: string): HostKeys {
  const folder = join(dataFolder, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { seal: loadKey(join(folder, 'seal')), audit: loadKey(join(folder, 'audit')) };
}

/** Tells nodes that have the same keys from others, and tells nothing about the keys. */
export const fingerprintOf = ({ seal, audit }: HostKeys): string =>
  createHmac('sha256', Buffer.concat([seal, audit]))
    .update('basalt keys')
    .digest('hex')
    .slice(0, 32);

function loadKey(path: string): Uint8Array {
  try {
    // Fails where the key exists, so two processes that start at once agree on one.
    writeFileSync(path, randomBytes(BYTES), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = readFileSync(path);
  if (key.length !== BYTES)
    throw new Error(`${path} is damaged: it should hold ${BYTES} bytes and holds ${key.length}; put the key back from a backup`);
  return key;
}
