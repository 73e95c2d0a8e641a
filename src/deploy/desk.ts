/**
 * The desk where people edit packages: files with their history, held until somebody publishes.
 *
 *   1. read the file, and merge by lines where it is no longer what the editor began with
 *   2. put on record what somebody else wrote there meanwhile
 *   3. the digest of the package as it will be is held (a row)
 *   4. write the file (whole or not at all; again from 1 if it was written since)
 *   5. the save is a row of the history; digests of before are let go
 *
 * Dying after 3 holds a digest that nothing has. Dying after 4 leaves a file that is held and whose row is missing: the
 * next look puts it on record as changed by nobody we know. Saves of a package come one after the other.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { FileHistory, FileVersion } from '../spec/index.ts';
import type { Deployer, DeployReport } from './deployer.ts';
import { arrange, filesBelow } from './layout.ts';
import { fileNameProblem, foldedName, isEditable } from './names.ts';
import {
  deletePackageFile,
  type FileContent,
  hashOf,
  listPackageFiles,
  type PackageFile,
  RefusedPath,
  readPackageFile,
  renamePackageFile,
  WrittenMeanwhile,
  writePackageFile,
} from './package-files.ts';
import { takeSnapshot, textOf } from './snapshot.ts';

const FOLD_MS = 60_000;
const TRIES = 5;
/** Who wrote what we only found. */
const NOBODY = '';
const FOUND = 'as it was found';
const OUTSIDE = 'changed by another editor';

export interface DeskParts {
  readonly deployer: Pick<Deployer, 'report' | 'saved' | 'publish' | 'home' | 'reconcile'>;
  readonly history: FileHistory;
  /** Three texts into one, by lines. */
  readonly merge: (base: string, mine: string, theirs: string) => { readonly text: string; readonly conflicts: readonly object[] };
}

export interface Save {
  readonly text: string;
  /** Hash of the text that was edited; absent: the file is new. */
  readonly base?: string;
  /** That text, where the server may have forgotten it. */
  readonly baseText?: string;
  readonly author: string;
  readonly sentence: string;
}

export interface Saved {
  readonly path: string;
  readonly hash: string;
  /** Where it is not the text that was sent. */
  readonly merged?: string;
  readonly unpublished: boolean;
}

/** Somebody else changed the same lines, or took the file away. */
export class EditedElsewhere extends Error {
  override readonly name = 'EditedElsewhere';
  readonly base: string;
  /** null: it is gone. */
  readonly theirs: { readonly text: string; readonly hash: string } | null;
  readonly conflicts: readonly object[];
  constructor(path: string, base: string, theirs: EditedElsewhere['theirs'], conflicts: readonly object[]) {
    super(theirs ? `the same lines of ${path} were changed by somebody else` : `${path} was deleted by somebody else`);
    this.base = base;
    this.theirs = theirs;
    this.conflicts = conflicts;
  }
}

/** A merge needs the text that was edited, and it is not in the history any more. */
export class UnknownBase extends Error {
  override readonly name = 'UnknownBase';
}

export class NoSuchFile extends Error {
  override readonly name = 'NoSuchFile';
}

export class ReadOnlyFile extends Error {
  override readonly name = 'ReadOnlyFile';
}

/** The name is taken: of a file, or of a bot. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
}

export class PackageDesk {
  readonly #parts: DeskParts;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Nothing where there is no such package; so in all that follow. */
  async list(bot: string): Promise<readonly PackageFile[]> {
    return listPackageFiles(this.#folder(bot));
  }

  async read(bot: string, path: string): Promise<FileContent> {
    const content = await readPackageFile(this.#folder(bot), path);
    if (!content) throw new NoSuchFile(path);
    return content;
  }

  save(bot: string, path: string, save: Save): Promise<Saved> {
    return this.#inTurn(bot, () => this.#again(() => this.#save(bot, path, save)));
  }

  delete(bot: string, path: string, by: Pick<Save, 'base' | 'author' | 'sentence'>): Promise<void> {
    return this.#inTurn(bot, () => this.#again(() => this.#delete(bot, path, by)));
  }

  rename(bot: string, from: string, to: string, author: string): Promise<Saved> {
    return this.#inTurn(bot, () =>
      this.#again(async () => {
        const content = await this.#editable(bot, from);
        await this.#refuseTaken(bot, to, from);
        await this.#note(bot, from, content);
        const bytes = content.bytes;
        await this.#change(bot, { [from]: null, [to]: bytes }, async (folder) => {
          await renamePackageFile(folder, from, to, content.mark);
          await this.#record(bot, from, null, author, `renamed to ${to}`);
          await this.#record(bot, to, content, author, `renamed from ${from}`);
        });
        return this.#saved(bot, to, content.hash);
      }),
    );
  }

  /** What is saved goes live. Nothing where the files change just now. */
  publish(bot: string): Promise<DeployReport | undefined> {
    const { deployer, history } = this.#parts;
    return this.#inTurn(bot, async () => {
      await this.#noteAll(bot);
      const report = await deployer.publish(bot);
      if (report?.ok && report.version) await history.published(bot, report.version);
      return report;
    });
  }

  /** Newest first; what another editor wrote is put on record before. */
  async history(
    bot: string,
    filter: { readonly path?: string; readonly before?: number; readonly limit: number },
  ): Promise<readonly FileVersion[]> {
    await this.#inTurn(bot, () => this.#noteAll(bot));
    return this.#parts.history.list({ bot, ...filter });
  }

  /** As a save: what was there stays in the history. */
  async restore(bot: string, number: number, author: string): Promise<Saved | undefined> {
    const version = await this.#parts.history.find(bot, number);
    if (!version) throw new NoSuchFile(`version ${number}`);
    const { path, text } = version;
    const sentence = `restored version ${number}`;
    return this.#inTurn(bot, () =>
      this.#again(async () => {
        const current = await readPackageFile(this.#folder(bot), path);
        const base = current && { base: current.hash };
        if (text !== undefined) return this.#save(bot, path, { text, author, sentence, ...base }, 0);
        if (current) await this.#delete(bot, path, { author, sentence, ...base });
        return undefined;
      }),
    );
  }

  /** A package of its own, held until it is published. Files by path. */
  async create(bot: string, files: ReadonlyMap<string, Uint8Array>, author: string, sentence: string): Promise<readonly PackageFile[]> {
    const { deployer, history } = this.#parts;
    return this.#inTurn(bot, async () => {
      if (deployer.report(bot)) throw new NameTaken(bot);
      const home = await deployer.home();
      const folder = join(home, `${bot}.gbai`);
      const half = join(home, `.${bot}.gbai.copying`);
      if (existsSync(folder)) throw new NameTaken(bot);
      await rm(half, { recursive: true, force: true });
      await mkdir(half, { recursive: true });
      for (const [path, bytes] of files) await beginFile(half, path, bytes);
      await history.hold(bot, contentOf(folder, files));
      await rename(half, folder);
      for (const [path, bytes] of files) {
        const text = isEditable(path) ? textOf(bytes) : undefined;
        if (text !== undefined) await this.#record(bot, path, { hash: hashOf(bytes), text }, author, sentence);
      }
      await deployer.reconcile();
      return listPackageFiles(folder);
    });
  }

  async #save(bot: string, path: string, save: Save, foldMs = FOLD_MS): Promise<Saved> {
    const current = await readPackageFile(this.#folder(bot), path);
    if (current && current.text === undefined) throw new ReadOnlyFile(path);
    if (!current) await this.#refuseTaken(bot, path);
    const text = await this.#merged(bot, path, save, current);
    const bytes = Buffer.from(text);
    const hash = hashOf(bytes);
    if (current) await this.#note(bot, path, current);
    if (hash !== current?.hash)
      await this.#change(bot, { [path]: bytes }, async (folder) => {
        await writePackageFile(folder, path, bytes, current?.mark ?? null);
        await this.#record(bot, path, { hash, text }, save.author, save.sentence, foldMs);
      });
    return { ...this.#saved(bot, path, hash), ...(text !== save.text && { merged: text }) };
  }

  /** The text to be written: that which was sent, or its merge with what somebody else wrote since. */
  async #merged(bot: string, path: string, { text, base, baseText }: Save, current: FileContent | undefined): Promise<string> {
    if (current?.hash === base || current?.text === text) return text;
    const from = base === undefined ? '' : await this.#baseText(bot, path, base, baseText);
    if (!current) throw new EditedElsewhere(path, from, null, []);
    const theirs = current.text as string;
    const { text: both, conflicts } = this.#parts.merge(from, text, theirs);
    if (conflicts.length > 0) throw new EditedElsewhere(path, from, { text: theirs, hash: current.hash }, conflicts);
    return both;
  }

  async #baseText(bot: string, path: string, base: string, sent: string | undefined): Promise<string> {
    if (sent !== undefined && hashOf(sent) === base) return sent;
    const text = await this.#parts.history.text(bot, path, base);
    if (text === undefined) throw new UnknownBase(path);
    return text;
  }

  async #delete(bot: string, path: string, { base, author, sentence }: Pick<Save, 'base' | 'author' | 'sentence'>): Promise<void> {
    const content = await this.#editable(bot, path);
    await this.#note(bot, path, content);
    const theirs = { text: content.text, hash: content.hash };
    if (base !== undefined && base !== content.hash) throw new EditedElsewhere(path, '', theirs, []);
    await this.#change(bot, { [path]: null }, async (folder) => {
      await deletePackageFile(folder, path, content.mark);
      await this.#record(bot, path, null, author, sentence);
    });
  }

  async #editable(bot: string, path: string): Promise<FileContent & { readonly text: string }> {
    const content = await this.read(bot, path);
    const { text } = content;
    if (text === undefined) throw new ReadOnlyFile(path);
    return { ...content, text };
  }

  /** Holds the package as it will be with these files (null: gone), then does it. */
  async #change(bot: string, changes: Readonly<Record<string, Uint8Array | null>>, act: (folder: string) => Promise<void>): Promise<void> {
    const { history, deployer } = this.#parts;
    const folder = this.#folder(bot);
    const content = contentAfter(folder, changes);
    if (content === undefined) throw new WrittenMeanwhile(bot);
    // A note or a test deploys nothing.
    if (content === contentAfter(folder, {})) return act(folder);
    await history.hold(bot, content);
    await act(folder);
    await history.release(bot, content);
    await deployer.saved(bot);
  }

  /** A change that somebody else made becomes a version, so that nothing written is ever only in a file. */
  async #note(bot: string, path: string, { hash, text }: FileContent): Promise<void> {
    const [last] = await this.#parts.history.list({ bot, path, limit: 1 });
    if (text === undefined || last?.hash === hash) return;
    const report = this.#parts.deployer.report(bot);
    const live = report?.ok && !report.unpublished && report.version ? { version: report.version } : {};
    const change = { bot, path, content: { hash, text }, author: NOBODY, sentence: last ? OUTSIDE : FOUND, ...live };
    await this.#parts.history.record(change, 0);
  }

  async #noteAll(bot: string): Promise<void> {
    const { history, deployer } = this.#parts;
    const folder = this.#folder(bot);
    for (const { path, hash } of await history.newest(bot)) {
      const content = await readPackageFile(folder, path);
      if (content) await this.#note(bot, path, content);
      else if (hash !== undefined) await this.#record(bot, path, null, NOBODY, 'deleted by another editor');
    }
    const report = deployer.report(bot);
    if (report?.ok && !report.unpublished && report.version) await history.published(bot, report.version);
  }

  async #record(
    bot: string,
    path: string,
    content: { readonly hash: string; readonly text?: string } | null,
    author: string,
    sentence: string,
    foldMs = 0,
  ): Promise<void> {
    const kept = content && { hash: content.hash, text: content.text ?? '' };
    await this.#parts.history.record({ bot, path, content: kept, author, sentence }, foldMs);
  }

  /** Some file systems take two names for one. */
  async #refuseTaken(bot: string, path: string, besides?: string): Promise<void> {
    const folder = this.#folder(bot);
    const names = filesBelow(folder).map((file) => relative(folder, file).split(sep).join('/'));
    const taken = names.find((each) => (each !== besides || path === besides) && foldedName(each) === foldedName(path));
    if (taken !== undefined) throw new NameTaken(taken);
  }

  #saved(bot: string, path: string, hash: string): Saved {
    return { path, hash, unpublished: this.#parts.deployer.report(bot)?.unpublished ?? false };
  }

  #folder(bot: string): string {
    const report = this.#parts.deployer.report(bot);
    if (!report) throw new NoSuchFile(bot);
    return report.folder;
  }

  /** Who writes beside us gets the next turn, not ours. */
  async #again<T>(act: () => Promise<T>): Promise<T> {
    for (let left = TRIES; ; left--) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof WrittenMeanwhile) || left === 0) throw error;
      }
    }
  }

  #inTurn<T>(bot: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(bot) ?? Promise.resolve()).then(act);
    const settled = turn.catch(() => undefined);
    this.#turns.set(bot, settled);
    void settled.then(() => this.#turns.get(bot) === settled && this.#turns.delete(bot));
    return turn;
  }
}

/** Digest of what a package would deploy; nothing where its files change just now. */
function contentAfter(folder: string, changes: Readonly<Record<string, Uint8Array | null>>): string | undefined {
  const at = (path: string) => join(folder, ...path.split('/'));
  const gone = new Set(Object.keys(changes).map(at));
  const written = Object.entries(changes).flatMap(([path, bytes]) => (bytes ? [[at(path), bytes] as const] : []));
  const files = [...filesBelow(folder).filter((file) => !gone.has(file)), ...written.map(([file]) => file)];
  return takeSnapshot(arrange(folder, files), new Map(written))?.content;
}

function contentOf(folder: string, files: ReadonlyMap<string, Uint8Array>): string {
  const placed = new Map([...files].map(([path, bytes]) => [join(folder, ...path.split('/')), bytes]));
  const content = takeSnapshot(arrange(folder, [...placed.keys()]), placed)?.content;
  if (content === undefined) throw new RefusedPath('name', `${folder} cannot be made`);
  return content;
}

async function beginFile(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const problem = fileNameProblem(path);
  if (problem) throw new RefusedPath('name', problem);
  const file = join(folder, ...path.split('/'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes, { flag: 'wx', flush: true });
}
