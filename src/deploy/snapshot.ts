/**
 * The files of a package as they are at one moment: read whole, and only believed when nothing
 * changed while they were read.
 */
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { PackageLayout } from './layout.ts';

export interface Snapshot {
  /** Stem → text; nothing where the file is not UTF-8 or too large. */
  readonly sources: ReadonlyMap<string, string>;
  readonly config: string;
  readonly unreadable: readonly { readonly file: string; readonly problem: 'not-utf8' | 'too-large' }[];
  /** Changes when any file of the package does. */
  readonly fingerprint: string;
  /** Digest of what the files hold and are called; equal wherever the folder stands. */
  readonly content: string;
}

/** Of a file that people edit or deploy. */
export const MOST_BYTES = 4 * 1024 * 1024;

/** Changes when a file comes, goes, or is written; no file is opened. */
export function fingerprintOf(layout: PackageLayout): string {
  const hash = createHash('sha256');
  for (const path of [...layout.scripts.values(), ...(layout.config ? [layout.config] : [])]) {
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
    hash.update(`${path}\0${stat ? `${stat.size}:${stat.mtimeNs}:${stat.ino}` : 'gone'}\0`);
  }
  return hash.digest('hex');
}

/** Nothing when a file changed or went away while we read: take it again. `instead`: what a file is about to hold. */
export function takeSnapshot(layout: PackageLayout, instead: ReadonlyMap<string, Uint8Array> = new Map()): Snapshot | undefined {
  const fingerprint = fingerprintOf(layout);
  const sources = new Map<string, string>();
  const unreadable: { file: string; problem: 'not-utf8' | 'too-large' }[] = [];
  const content = createHash('sha256');
  const read = (path: string): string | undefined => {
    const bytes = instead.get(path) ?? readBytes(path);
    const text = textOf(bytes);
    const inside = relative(layout.folder, path).split(sep).join('/');
    content.update(`${inside}\0${typeof bytes === 'number' ? `${bytes} bytes` : createHash('sha256').update(bytes).digest('hex')}\0`);
    if (text === undefined) unreadable.push({ file: path, problem: typeof bytes === 'number' ? 'too-large' : 'not-utf8' });
    return text;
  };
  let config = '';
  try {
    for (const [stem, path] of layout.scripts) {
      const text = read(path);
      if (text !== undefined) sources.set(stem, text);
    }
    if (layout.config) config = read(layout.config) ?? '';
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  if (fingerprintOf(layout) !== fingerprint) return undefined;
  return { sources, config, unreadable, fingerprint, content: content.digest('hex') };
}

/** How large it is where it is too large. */
function readBytes(path: string): Uint8Array | number {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = fstatSync(descriptor);
    return size > MOST_BYTES ? size : readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Nothing where it is not UTF-8. */
export function textOf(bytes: Uint8Array | number): string | undefined {
  if (typeof bytes === 'number') return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
