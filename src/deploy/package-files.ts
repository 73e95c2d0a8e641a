/**
 * Reading and writing single files of a package as people edit them: never outside its folder, never through a link, and
 * whole or not at all.
 *
 *   write ─▶ a hidden file beside it, synced ─▶ the old one is still what was read? ─▶ renamed over it ─▶ folder synced
 *
 * Dying before the rename leaves the old file and a hidden one that the next save replaces; dying after it leaves the new
 * file. Watchers and layouts pass hidden files over.
 */
import { createHash } from 'node:crypto';
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { StoreFull } from '../spec/index.ts';
import { filesBelow } from './layout.ts';
import { fileNameProblem, isEditable } from './names.ts';
import { MOST_BYTES, textOf } from './snapshot.ts';

/** Why a file is shown but not changed. `kind`: it is no text that people edit here. */
export type ReadOnly = 'not-utf8' | 'too-large' | 'kind';

export interface PackageFile {
  readonly path: string;
  readonly bytes: number;
  /** Hex digest of the bytes; absent where it is not read. */
  readonly hash?: string;
  readonly readOnly?: ReadOnly;
}

export interface FileContent {
  readonly bytes: Uint8Array;
  readonly hash: string;
  /** Absent where it is read only. */
  readonly text?: string;
  readonly readOnly?: ReadOnly;
  /** Changes with every write, whoever writes. */
  readonly mark: string;
}

export type PathRefusal = 'name' | 'link' | 'size' | 'unwritable';

/** What was asked cannot be done with such a file; the sentence says why. */
export class RefusedPath extends Error {
  override readonly name = 'RefusedPath';
  readonly why: PathRefusal;
  constructor(why: PathRefusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.why = why;
  }
}

/** Somebody wrote the file after it was read: read it again. */
export class WrittenMeanwhile extends Error {
  override readonly name = 'WrittenMeanwhile';
}

/** What is shown whole, at most. */
const MOST_SHOWN = 32 * 1024 * 1024;
export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export async function listPackageFiles(folder: string): Promise<readonly PackageFile[]> {
  const paths = filesBelow(folder).map((path) => relative(folder, path).split(sep).join('/'));
  const files: PackageFile[] = [];
  for (const path of paths.sort()) {
    const file = fileNameProblem(path) ? undefined : await listed(folder, path);
    if (file) files.push(file);
  }
  return files;
}

async function listed(folder: string, path: string): Promise<PackageFile | undefined> {
  const { size } = (await lstat(join(folder, path)).catch(absent)) ?? {};
  if (size === undefined) return undefined;
  if (!isEditable(path)) return { path, bytes: size, readOnly: 'kind' };
  if (size > MOST_BYTES) return { path, bytes: size, readOnly: 'too-large' };
  const content = await readPackageFile(folder, path);
  return content && { path, bytes: size, hash: content.hash, ...(content.readOnly && { readOnly: content.readOnly }) };
}

/** Nothing where there is no such file. Throws RefusedPath. */
export async function readPackageFile(folder: string, path: string): Promise<FileContent | undefined> {
  const file = await insideOf(folder, path);
  const handle = file && (await openPlain(file));
  if (!handle) return undefined;
  try {
    const stat = await handle.stat({ bigint: true });
    if (!stat.isFile() || (await insideOf(folder, path)) !== file) throw new RefusedPath('link', `${path} is not a plain file`);
    if (stat.size > MOST_SHOWN) throw new RefusedPath('size', `${path} is larger than ${MOST_SHOWN} bytes`);
    const bytes = await handle.readFile();
    return { bytes, hash: hashOf(bytes), mark: markOf(stat), ...readable(path, bytes) };
  } finally {
    await handle.close();
  }
}

function readable(path: string, bytes: Uint8Array): Pick<FileContent, 'text' | 'readOnly'> {
  if (bytes.length > MOST_BYTES) return { readOnly: 'too-large' };
  const text = textOf(bytes);
  if (text === undefined) return { readOnly: isEditable(path) ? 'not-utf8' : 'kind' };
  return isEditable(path) ? { text } : { readOnly: 'kind' };
}

/** `was`: the mark of what it replaces, null where there is nothing yet. Throws RefusedPath, WrittenMeanwhile. */
export async function writePackageFile(folder: string, path: string, bytes: Uint8Array, was: string | null): Promise<void> {
  refuseName(path);
  if (!isEditable(path)) throw new RefusedPath('name', `${path} is not a kind of file that is edited here`);
  if (bytes.length > MOST_BYTES) throw new RefusedPath('size', `${path} would be larger than ${MOST_BYTES} bytes`);
  const file = await told(path, async () => {
    await makeFolders(folder, path);
    return insideOf(folder, path);
  });
  if (!file) throw new RefusedPath('link', `the folder of ${path} went away`);
  const half = join(dirname(file), `.${basename(file)}.saving`);
  await told(path, async () => {
    await rm(half, { force: true });
    await writeSynced(half, bytes, await modeOf(file));
    try {
      if ((await markAt(file)) !== was) throw new WrittenMeanwhile(path);
      await rename(half, file);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
    await syncFolder(dirname(file));
  });
}

/** Throws RefusedPath, WrittenMeanwhile. */
export async function deletePackageFile(folder: string, path: string, was: string): Promise<void> {
  const file = await insideOf(folder, path);
  if (!file || (await markAt(file)) !== was) throw new WrittenMeanwhile(path);
  await told(path, async () => {
    await rm(file);
    await syncFolder(dirname(file));
  });
}

/** Throws RefusedPath, WrittenMeanwhile. */
export async function renamePackageFile(folder: string, from: string, to: string, was: string): Promise<void> {
  if (!isEditable(to)) throw new RefusedPath('name', `${to} is not a kind of file that is edited here`);
  await told(to, async () => {
    await makeFolders(folder, to);
    const [file, target] = [await insideOf(folder, from), await insideOf(folder, to)];
    if (!file || !target || (await markAt(file)) !== was) throw new WrittenMeanwhile(from);
    // The same file again where capitals do not count.
    if (![null, was].includes(await markAt(target))) throw new WrittenMeanwhile(to);
    await rename(file, target);
    for (const changed of new Set([dirname(file), dirname(target)])) await syncFolder(changed);
  });
}

function refuseName(path: string): void {
  const problem = fileNameProblem(path);
  if (problem) throw new RefusedPath('name', problem);
}

/** Where the file really lies; nothing where its folder is not there. Links on the way are refused. */
async function insideOf(folder: string, path: string): Promise<string | undefined> {
  refuseName(path);
  const root = await realpath(folder).catch(absent);
  if (!root || !(await lstat(folder)).isDirectory()) return undefined;
  const file = join(root, ...path.split('/'));
  const real = await realpath(dirname(file)).catch(absent);
  if (real === undefined) return undefined;
  if (real !== dirname(file)) throw new RefusedPath('link', `${path} leads through a link`);
  return file;
}

/** O_NONBLOCK: what is no file after all, a pipe say, does not keep us. */
async function openPlain(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ELOOP') throw new RefusedPath('link', `${basename(file)} is a link`, { cause: error });
    return absent(error);
  }
}

async function makeFolders(folder: string, path: string): Promise<void> {
  const parts = path.split('/').slice(0, -1);
  for (let length = 1; length <= parts.length; length++) {
    const part = parts.slice(0, length);
    const parent = await insideOf(folder, part.join('/'));
    if (parent)
      await mkdir(parent).catch((error) => {
        if (codeOf(error) !== 'EEXIST') throw error;
      });
  }
}

async function writeSynced(file: string, bytes: Uint8Array, mode: number): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, mode);
  try {
    await handle.writeFile(bytes);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Some platforms cannot sync a folder; the rename is whole there too. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function modeOf(file: string): Promise<number> {
  const stat = await lstat(file).catch(absent);
  return stat ? stat.mode & 0o777 : 0o644;
}

async function markAt(file: string): Promise<string | null> {
  const stat = await lstat(file, { bigint: true }).catch(absent);
  if (!stat) return null;
  if (!stat.isFile()) throw new RefusedPath('link', `${basename(file)} is not a plain file`);
  return markOf(stat);
}

const markOf = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats) => `${ino} ${size} ${mtimeNs} ${ctimeNs}`;

/** A folder that may not be written is the operator's choice, and told as such. */
async function told<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (['ENOSPC', 'EDQUOT'].includes(code)) throw new StoreFull(`${path} was not written`, { cause: error });
    if (['EACCES', 'EPERM', 'EROFS'].includes(code))
      throw new RefusedPath('unwritable', `the server may not write ${path} (${code})`, { cause: error });
    if (['ENOTDIR', 'EISDIR'].includes(code))
      throw new RefusedPath('name', `a part of ${path} is a file, or all of it a folder`, { cause: error });
    throw error;
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

function absent(error: unknown): undefined {
  if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
  throw error;
}
