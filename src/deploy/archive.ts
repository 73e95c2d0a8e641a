/**
 * Packages as tar archives. An archive from outside is hostile until its list has been read
 * whole: only then is anything written, into a fresh folder that the caller renames.
 *
 * The list pass refuses rather than repairs: links, devices, absolute and parent paths, names that
 * clash when case is ignored, a file that is also a folder, more than the limits.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as tar from 'tar';
import { isPackageName } from './layout.ts';
import { foldedName, pathProblem } from './names.ts';

export interface ArchiveLimits {
  readonly entries: number;
  /** Bytes unpacked, all files together. */
  readonly bytes: number;
  readonly ratio: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = { entries: 5_000, bytes: 64 * 1024 * 1024, ratio: 100 };

/** Says what was found in an archive that is not taken, and what to do. */
export class RefusedArchive extends Error {
  override readonly name = 'RefusedArchive';
}

/** A gzip-compressed tar of one package folder, under its own name. Links and hidden files stay out. */
export async function packFolder(folder: string, name: string): Promise<Buffer> {
  const stream = tar.create(
    {
      gzip: true,
      portable: true,
      cwd: folder,
      prefix: name,
      noMtime: true,
      filter: (path, stat) => !hidden(path) && ('isSymbolicLink' in stat ? !stat.isSymbolicLink() : true),
    },
    ['.'],
  );
  return (await stream.concat()) as Buffer;
}

const hidden = (path: string) => path.split('/').some((part) => part.startsWith('.') && part !== '.');

/** Unpacks a checked archive into a fresh folder below `parent`; answers that folder and the package folder's name in it. */
export async function unpackArchive(
  bytes: Uint8Array,
  parent: string,
  limits = ARCHIVE_LIMITS,
): Promise<{ readonly folder: string; readonly packageName: string }> {
  const packageName = await checkArchive(bytes, limits);
  const folder = await mkdtemp(join(parent, '.unpacking-'));
  try {
    await feed(
      bytes,
      tar.extract({ cwd: folder, strict: true, preserveOwner: false, noMtime: true, umask: 0o022, maxDecompressionRatio: limits.ratio }),
    );
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw refusal(error);
  }
  return { folder, packageName };
}

/** The list pass: the name of the one package folder in it. Throws RefusedArchive; writes nothing. */
export async function checkArchive(bytes: Uint8Array, limits = ARCHIVE_LIMITS): Promise<string> {
  const inventory = new Inventory(limits);
  const parser = new tar.Parser({ strict: true, maxDecompressionRatio: limits.ratio });
  parser.on('entry', (entry: tar.ReadEntry) => {
    const problem = inventory.add(entry);
    entry.resume();
    // Throwing here would end the process: the parser is told instead.
    if (problem) parser.abort(new RefusedArchive(problem));
  });
  try {
    await feed(bytes, parser);
  } catch (error) {
    throw refusal(error);
  }
  return inventory.packageName();
}

/** Ends with the parser's end (for an unpacking one: with its last file closed) or its first error. */
async function feed(bytes: Uint8Array, parser: tar.Parser | tar.Unpack): Promise<void> {
  let failed: unknown;
  const ended = new Promise<void>((resolve) => {
    parser.on(parser instanceof tar.Unpack ? 'close' : 'end', resolve);
    parser.on('error', (error: unknown) => {
      failed ??= error;
      resolve();
    });
  });
  // Piece by piece, so that a bomb is dropped at its first excess and not after it.
  for (let at = 0; at < bytes.length && !failed; at += PIECE) {
    parser.write(Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(PIECE, bytes.length - at)));
    await setImmediate();
  }
  parser.end();
  await ended;
  if (failed) throw failed;
}

const PIECE = 16 * 1024;

const refusal = (error: unknown): RefusedArchive =>
  error instanceof RefusedArchive
    ? error
    : new RefusedArchive(`this is not a readable tar archive (${error instanceof Error ? error.message : String(error)})`, {
        cause: error,
      });

class Inventory {
  readonly #limits: ArchiveLimits;
  #count = 0;
  #bytes = 0;
  /** Folded path → what stands there; parents of files are folders. */
  readonly #kinds = new Map<string, 'file' | 'folder'>();
  readonly #tops = new Set<string>();

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  /** What is wrong with this entry, if anything. */
  add(entry: { readonly path: string; readonly type: string; readonly size?: number }): string | undefined {
    const { path, type } = entry;
    this.#count++;
    this.#bytes += entry.size ?? 0;
    if (this.#count > this.#limits.entries) return `the archive holds more than ${this.#limits.entries} entries`;
    if (this.#bytes > this.#limits.bytes) return `the archive unpacks to more than ${this.#limits.bytes} bytes`;
    if (type !== 'File' && type !== 'OldFile' && type !== 'ContiguousFile' && type !== 'Directory')
      return `${JSON.stringify(path)} is a ${type}; a package holds only files and folders`;
    return pathProblem(path) ?? this.#place(path, type === 'Directory' ? 'folder' : 'file');
  }

  #place(path: string, kind: 'file' | 'folder'): string | undefined {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.length === 0) return undefined;
    if (parts.length === 1 && kind === 'file')
      return `${JSON.stringify(path)} stands outside the package folder; pack the folder itself (basalt pack)`;
    this.#tops.add(parts[0] as string);
    for (let length = 1; length < parts.length; length++)
      if (this.#mark(parts.slice(0, length), 'folder') === 'file') return `${JSON.stringify(path)} lies in a folder that is also a file`;
    const former = this.#kinds.get(fold(parts));
    if (former === 'file' || (former && kind === 'file'))
      return `${JSON.stringify(path)} is in the archive twice (upper and lower case count as one)`;
    this.#mark(parts, kind);
    return undefined;
  }

  #mark(parts: readonly string[], kind: 'file' | 'folder'): 'file' | 'folder' {
    const key = fold(parts);
    const former = this.#kinds.get(key);
    if (!former) this.#kinds.set(key, kind);
    return former ?? kind;
  }

  packageName(): string {
    const [name, ...others] = [...this.#tops];
    if (!name) throw new RefusedArchive('the archive is empty; pack a .gbai folder (basalt pack)');
    if (others.length) throw new RefusedArchive(`the archive holds ${others.length + 1} folders; pack one .gbai folder at a time`);
    if (!isPackageName(name))
      throw new RefusedArchive(`the archive's folder is called ${JSON.stringify(name)}; a package folder ends in .gbai`);
    return name;
  }
}

const fold = (parts: readonly string[]) => foldedName(parts.join('/'));
