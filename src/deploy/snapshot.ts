/**
 * The files of a package as they are at one moment: read whole, and only believed when nothing
 * changed while they were read.
 */
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import type { PackageLayout } from './layout.ts';

export interface Snapshot {
  /** Stem → text; nothing where the file is not UTF-8 or too large. */
  readonly sources: ReadonlyMap<string, string>;
  readonly config: string;
  readonly unreadable: readonly { readonly file: string; readonly problem: 'not-utf8' | 'too-large' }[];
  /** Changes when any file of the package does. */
  readonly fingerprint: string;
}

const MOST_BYTES = 4 * 1024 * 1024;

/** Changes when a file comes, goes, or is written; no file is opened. */
export function fingerprintOf(layout: PackageLayout): string {
  const hash = createHash('sha256');
  for (const path of [...layout.scripts.values(), ...(layout.config ? [layout.config] : [])]) {
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
    hash.update(`${path}\0${stat ? `${stat.size}:${stat.mtimeNs}:${stat.ino}` : 'gone'}\0`);
  }
  return hash.digest('hex');
}

/** Nothing when a file changed or went away while we read: take it again. */
export function takeSnapshot(layout: PackageLayout): Snapshot | undefined {
  const fingerprint = fingerprintOf(layout);
  const sources = new Map<string, string>();
  const unreadable: { file: string; problem: 'not-utf8' | 'too-large' }[] = [];
  let config = '';
  try {
    for (const [stem, path] of layout.scripts) {
      const text = readText(path);
      if (typeof text === 'string') sources.set(stem, text);
      else unreadable.push({ file: path, problem: text.problem });
    }
    if (layout.config) {
      const text = readText(layout.config);
      if (typeof text === 'string') config = text;
      else unreadable.push({ file: layout.config, problem: text.problem });
    }
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  return fingerprintOf(layout) === fingerprint ? { sources, config, unreadable, fingerprint } : undefined;
}

function readText(path: string): string | { readonly problem: 'not-utf8' | 'too-large' } {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const stat = fstatSync(descriptor);
    if (stat.size > MOST_BYTES) return { problem: 'too-large' };
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(descriptor));
  } catch (error) {
    if (error instanceof TypeError && (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return { problem: 'not-utf8' };
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
