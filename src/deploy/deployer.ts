/**
 * Keeps bots equal to folders. A package is read whole, compiled whole and published whole; with an
 * error in it the last good version goes on serving and the status says where the fault is.
 *
 *   file event ─▶ quiet for a moment ─▶ reconcile: look at every package again
 *                                         changed ─▶ snapshot ─▶ compile ─▶ publish (one transaction)
 *                                         gone    ─▶ retire
 *
 * Looking again at everything, rather than following single events, makes a lost or doubled event
 * harmless; and every few seconds we look without any event, because some file systems send none. A package is only read
 * after its files have stood still; one that changed while it was read is read again.
 *
 * What somebody saves in the designer is not live by that: the digest of the package as it will be is a row before the
 * file is written, and a package whose content has such a digest is held until it is published. Content that nobody
 * announced was written by another editor, and goes live as ever.
 */
import { constants } from 'node:fs';
import { access, cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import type { Language } from '../compiler/index.ts';
import type { ClockPort, FileHistory, LogPort, Packages, Version, VersionOrigin } from '../spec/index.ts';
import { RefusedArchive, unpackArchive } from './archive.ts';
import { ANSWERING, type Compiled, compileSources, type Problem } from './compile.ts';
import { type PackageConfig, parseConfig } from './config.ts';
import { arrange, filesBelow, findPackages, type PackageLayout, readLayout } from './layout.ts';
import { fileNameProblem } from './names.ts';
import { Settle } from './settle.ts';
import { fingerprintOf, type Snapshot, takeSnapshot } from './snapshot.ts';

const LOOK_EVERY_MS = 5_000;

export interface Root {
  readonly folder: string;
  readonly policy: Version['policy'];
}

export interface DeployerOptions {
  readonly roots: readonly Root[];
  /** Where uploaded packages live; one of the roots. */
  readonly uploads: string;
  readonly packages: Packages;
  /** Which contents are held; absent where nobody edits packages here. */
  readonly holds?: Pick<FileHistory, 'held' | 'release'>;
  readonly language: Language;
  /** Names this compiler: what it compiled already is not compiled again. Absent: everything is, always. */
  readonly build?: string;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly log: LogPort;
  readonly settleMs?: number;
  /** How often the folders are looked at without an event. */
  readonly lookEveryMs?: number;
}

/** The outcome of the last try to deploy a package. */
export interface DeployReport {
  readonly bot: string;
  readonly folder: string;
  /** false: the files have errors; a version from before may still serve. */
  readonly ok: boolean;
  readonly at: number;
  /** The version that went live, or the last good one that still serves. */
  readonly version?: string;
  /** The files hold what was saved and not yet published; `ok` and `problems` tell of what was. */
  readonly unpublished?: true;
  readonly problems: readonly Problem[];
  /** Files that are not used, and why. */
  readonly notes: readonly string[];
}

export class Deployer {
  readonly #options: DeployerOptions;
  /** Names of the packages that were there at the last look. */
  #present: readonly string[] = [];
  readonly #reports = new Map<string, DeployReport>();
  /** Bot → what was last looked at, deployed or not. */
  readonly #seen = new Map<string, string>();
  /** Bot → a look that is new, and since when it has stood still. */
  readonly #moving = new Map<string, { readonly look: string; readonly since: number }>();
  readonly #listeners = new Set<(status: DeployReport) => void>();
  readonly #settleMs: number;
  readonly #settle: Settle;
  #watcher: FSWatcher | undefined;
  #rounds: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: DeployerOptions) {
    this.#options = options;
    this.#settleMs = options.settleMs ?? 250;
    this.#settle = new Settle(this.#settleMs, () => void this.#inTurn(() => this.#lookAgain('settled')));
  }

  /** Deploys what is there, then watches. */
  async start(): Promise<void> {
    for (const { folder } of this.#options.roots) await mkdir(folder, { recursive: true });
    await this.reconcile();
    this.#watcher = watch(
      this.#options.roots.map(({ folder }) => folder),
      { ignoreInitial: true, followSymlinks: false, ignored: (path) => /(^|\/)\.(?!\.?$)/.test(path) || path.includes('node_modules') },
    );
    this.#watcher.on('all', () => this.#settle.touch());
    this.#watcher.on('error', (error) =>
      this.#options.log.log('error', 'watching packages failed; changes are seen some seconds later', { error: String(error) }),
    );
    await new Promise<void>((resolve) => this.#watcher?.once('ready', resolve));
    await this.reconcile();
    this.#rounds = setInterval(() => this.#settle.touch(), this.#options.lookEveryMs ?? LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#rounds);
    this.#settle.stop();
    await this.#watcher?.close();
    await this.#turn;
  }

  reports(): readonly DeployReport[] {
    return [...this.#reports.values()].sort((a, b) => (a.bot < b.bot ? -1 : 1));
  }

  report(bot: string): DeployReport | undefined {
    return this.#reports.get(bot);
  }

  onChange(listener: (status: DeployReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks at one package that was just saved, without waiting for quiet; what somebody else wrote there waits for it. */
  saved(bot: string): Promise<void> {
    return this.#inTurn(async () => {
      const { layout, root } = this.#find(bot) ?? {};
      const snapshot = layout && takeSnapshot(layout);
      if (!layout || !root || !snapshot) this.#settle.touch();
      else if (await this.#isHeld(bot, snapshot)) await this.#hold(layout, snapshot);
      else if ((await this.#liveOrigin(bot, root))?.content === snapshot.content) await this.#deploy(layout, root);
      else this.#settle.touch();
    });
  }

  /** Compiles what is saved and puts it live. With an error in it the live version stays, and the package is held on. */
  publish(bot: string): Promise<DeployReport | undefined> {
    return this.#inTurn(async () => {
      const { layout, root } = this.#find(bot) ?? {};
      const snapshot = layout && takeSnapshot(layout);
      if (!layout || !root || !snapshot) return undefined;
      await this.#publish(layout, root, snapshot);
      this.#seen.set(bot, lookOf(layout, snapshot.fingerprint));
      return this.#reports.get(bot);
    });
  }

  /** What would be wrong with a script of that package that held this text; of no package: with it alone. */
  check(bot: string | undefined, path: string | undefined, text: string): readonly Problem[] {
    const folder = (bot !== undefined && this.#reports.get(bot)?.folder) || join(this.#options.uploads, 'script.gbai');
    const file = join(folder, path === undefined || fileNameProblem(path) ? 'script.bas' : path);
    const others = filesBelow(folder).filter((each) => each !== file);
    const layout = arrange(folder, [...others, file]);
    const snapshot = takeSnapshot(layout, new Map([[file, Buffer.from(text)]]));
    const inside = relative(join(folder, '..'), file);
    const beside = this.#present.filter((name) => name !== bot);
    return snapshot ? this.#compile(layout, snapshot, beside).problems.filter((problem) => problem.file === inside) : [];
  }

  /** Where packages that people begin here are put: the folder they keep, unless it may not be written. */
  async home(): Promise<string> {
    for (const { folder } of this.#options.roots)
      if (
        await access(folder, constants.W_OK).then(
          () => true,
          () => false,
        )
      )
        return folder;
    return this.#options.uploads;
  }

  /** Looks at every package again, now; one look at a time. */
  reconcile(): Promise<void> {
    return this.#inTurn(() => this.#lookAgain('all'));
  }

  /**
   * Takes an archive of one package: unpacked beside the others, compiled, and renamed into place
   * only without errors. Throws RefusedArchive.
   */
  async upload(archive: Uint8Array): Promise<DeployReport> {
    await mkdir(this.#options.uploads, { recursive: true });
    const { folder, packageName } = await unpackArchive(archive, this.#options.uploads);
    try {
      return await this.#inTurn(() => this.#takeIn(join(folder, packageName), packageName));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Retires the bot and moves its folder aside, where it can be taken back; answers whether there was one. */
  async remove(bot: string): Promise<boolean> {
    const report = this.#reports.get(bot);
    if (!report) return false;
    const aside = join(this.#options.uploads, '.removed');
    await mkdir(aside, { recursive: true });
    const target = join(await mkdtemp(join(aside, `${bot}-`)), basename(report.folder));
    await cp(report.folder, target, { recursive: true, verbatimSymlinks: true });
    await rm(report.folder, { recursive: true });
    await this.reconcile();
    return true;
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.then(
      () => undefined,
      (error) => this.#options.log.log('error', 'deploying failed; the running versions go on', { error: String(error) }),
    );
    return result;
  }

  async #lookAgain(which: 'all' | 'settled'): Promise<void> {
    const present = new Set<string>();
    const found = this.#options.roots.map((root) => [root, findPackages(root.folder)] as const);
    this.#present = found.flatMap(([, layouts]) => layouts.map(({ name }) => name));
    for (const [root, layouts] of found)
      for (const layout of layouts) {
        if (present.has(layout.name)) {
          this.#options.log.log('warn', `${layout.folder} is not deployed: another package is called ${layout.name}`);
          continue;
        }
        present.add(layout.name);
        const look = lookOf(layout);
        if (this.#seen.get(layout.name) === look) {
          this.#moving.delete(layout.name);
          if (this.#reports.get(layout.name)?.unpublished) await this.#deploy(layout, root);
          continue;
        }
        if (which === 'all' || this.#standsStill(layout.name, look)) await this.#deploy(layout, root);
        else this.#settle.touch();
      }
    const live = (await this.#options.packages.bots()).flatMap(({ name, state }) => (state === 'live' ? [name] : []));
    for (const bot of new Set([...live, ...this.#reports.keys()])) {
      if (present.has(bot)) continue;
      // Whoever replaces a folder by another takes the first away before the second is there.
      if (which === 'settled' && !this.#standsStill(bot, GONE)) this.#settle.touch();
      else await this.#retire(bot, live.includes(bot));
    }
  }

  /** One that is still being copied is left alone, however busy the other folders are. */
  #standsStill(bot: string, look: string): boolean {
    const now = performance.now();
    const moving = this.#moving.get(bot);
    if (moving?.look === look) return now - moving.since >= this.#settleMs - 5;
    this.#moving.set(bot, { look, since: now });
    return false;
  }

  async #deploy(layout: PackageLayout, root: Root): Promise<void> {
    const snapshot = takeSnapshot(layout);
    if (!snapshot) return this.#settle.touch();
    if (await this.#isHeld(layout.name, snapshot)) return this.#hold(layout, snapshot);
    await this.#publish(layout, root, snapshot);
    this.#seen.set(layout.name, lookOf(layout, snapshot.fingerprint));
    this.#moving.delete(layout.name);
  }

  /** What is live is not held, whichever way the files came to be like it again. */
  async #isHeld(bot: string, { content }: Snapshot): Promise<boolean> {
    const held = await this.#options.holds?.held();
    if (!held?.some((each) => each.bot === bot && each.content === content)) return false;
    return (await this.#liveOrigin(bot))?.content !== content;
  }

  /** Of the version that is live, under the policy of this root. */
  async #liveOrigin(bot: string, root?: Root): Promise<(VersionOrigin & { readonly version: string }) | undefined> {
    const row = await this.#options.packages.bot(bot);
    const version = row?.state === 'live' && row.version !== undefined ? await this.#options.packages.version(row.version) : undefined;
    if (!version?.origin || (root && version.policy !== root.policy)) return undefined;
    return { ...version.origin, version: version.id };
  }

  /** Looked at again in each round: another node may have published it. */
  async #hold(layout: PackageLayout, snapshot: Snapshot): Promise<void> {
    const { name: bot, folder, notes } = layout;
    const before = this.#reports.get(bot);
    const last = await this.#options.packages.bot(bot);
    this.#seen.set(bot, lookOf(layout, snapshot.fingerprint));
    this.#moving.delete(bot);
    if (before?.unpublished) return;
    const live = last?.state === 'live' && { version: last.version };
    this.#tell(this.#dated({ ...(before ?? { bot, folder, ok: true, problems: [], notes, ...live }), unpublished: true }));
    this.#options.log.log('info', `${bot} was edited; what was live goes on until it is published`);
  }

  /** By what was seen last: nobody is to wait for all folders. */
  #find(bot: string): { readonly layout: PackageLayout; readonly root: Root } | undefined {
    const folder = this.#reports.get(bot)?.folder;
    const root = folder && this.#options.roots.find((each) => folder.startsWith(join(each.folder, sep)));
    return root ? { layout: { ...readLayout(folder), name: bot }, root } : undefined;
  }

  async #publish(layout: PackageLayout, root: Root, snapshot: Snapshot): Promise<void> {
    const { name: bot, folder, notes } = layout;
    const live = await this.#liveOrigin(bot, root);
    if (live && live.content === snapshot.content && live.build === this.#options.build) {
      await this.#options.holds?.release(bot);
      this.#report({ bot, folder, ok: true, version: live.version, problems: live.problems as readonly Problem[], notes });
      return;
    }
    const { build } = this.#options;
    const { programs, problems, config } = this.#compile(layout, snapshot, await this.#botsBeside(layout.name));
    if (!programs) {
      const last = await this.#options.packages.bot(layout.name);
      const isHeld = await this.#isHeld(layout.name, snapshot);
      this.#report({
        bot: layout.name,
        folder: layout.folder,
        ok: false,
        ...(isHeld && { unpublished: true }),
        ...(last?.state === 'live' && { version: last.version }),
        problems,
        notes: layout.notes,
      });
      return;
    }
    const version = await this.#options.packages.publish({
      bot: layout.name,
      policy: root.policy,
      config: config.values,
      variables: config.variables,
      answers: ANSWERING,
      programs,
      sources: Object.fromEntries(snapshot.sources),
      ...(build !== undefined && { origin: { content: snapshot.content, build, problems } }),
    });
    // After it is live: dying between the two only means that it is published again.
    await this.#options.holds?.release(layout.name);
    this.#report({ bot: layout.name, folder: layout.folder, ok: true, version: version.id, problems, notes: layout.notes });
  }

  /** Those that live, and those that are about to: packages that name each other arrive in any order. */
  async #botsBeside(bot: string): Promise<readonly string[]> {
    const live = (await this.#options.packages.bots()).flatMap(({ name, state }) => (state === 'live' ? [name] : []));
    return [...new Set([...live, ...this.#present])].filter((name) => name !== bot);
  }

  #compile(
    layout: PackageLayout,
    snapshot: Snapshot,
    bots: readonly string[],
  ): Omit<Compiled, 'tools'> & { readonly config: PackageConfig } {
    const config = parseConfig(snapshot.config);
    const fileOf = (stem: string) => relative(join(layout.folder, '..'), layout.scripts.get(stem) ?? stem);
    const { programs, problems } = compileSources(snapshot.sources, config, this.#options.language, fileOf, bots);
    const unreadable = snapshot.unreadable.map(({ file, problem }) =>
      unreadableProblem(relative(join(layout.folder, '..'), file), problem),
    );
    const configFile = relative(join(layout.folder, '..'), layout.config ?? '');
    const mistaken = config.mistakes.map((each): Problem => ({ file: configFile, severity: 'error', ...each }));
    const wrong = [...unreadable, ...mistaken];
    return { config, problems: [...wrong, ...problems], ...(programs && wrong.length === 0 && { programs }) };
  }

  async #takeIn(fresh: string, packageName: string): Promise<DeployReport> {
    const layout = readLayout(fresh);
    const taken = this.#reports.get(layout.name);
    const target = join(this.#options.uploads, packageName);
    if (taken && taken.folder !== target)
      throw new RefusedArchive(
        `a bot called ${layout.name} is deployed from ${basename(taken.folder)} in another folder; rename the package`,
      );
    const snapshot = takeSnapshot(layout);
    if (!snapshot) throw new RefusedArchive('the archive changed while it was read');
    const { programs, problems } = this.#compile(layout, snapshot, await this.#botsBeside(layout.name));
    if (!programs)
      return this.#dated({
        bot: layout.name,
        folder: target,
        ok: false,
        ...(taken?.version && { version: taken.version }),
        problems,
        notes: layout.notes,
      });
    await swapIn(fresh, target);
    await this.#lookAgain('all');
    return this.#reports.get(layout.name) as DeployReport;
  }

  async #retire(bot: string, isLive: boolean): Promise<void> {
    this.#reports.delete(bot);
    this.#seen.delete(bot);
    this.#moving.delete(bot);
    await this.#options.holds?.release(bot);
    if (!isLive) return;
    await this.#options.packages.retire(bot);
    this.#options.log.log('info', `${bot} is retired: its folder is gone`);
  }

  #dated(outcome: Omit<DeployReport, 'at'>): DeployReport {
    return { ...outcome, at: this.#options.clock.now() };
  }

  #report(outcome: Omit<DeployReport, 'at'>): void {
    const status = this.#dated(outcome);
    this.#tell(status);
    for (const note of status.notes) this.#options.log.log('warn', `${status.bot}: ${note}`);
    for (const { severity, file, line, column, code, message, help } of status.problems)
      if (severity === 'error')
        this.#options.log.log('error', `${file}:${line}:${column} error[${code}]: ${message}${help ? ` (${help})` : ''}`);
    if (status.ok) this.#options.log.log('info', `${status.bot} is live`, { version: status.version });
    else
      this.#options.log.log(
        'error',
        status.version ? `${status.bot} has errors; its last good version goes on` : `${status.bot} has errors and is not live`,
      );
  }

  #tell(status: DeployReport): void {
    this.#reports.set(status.bot, status);
    for (const listener of this.#listeners) listener(status);
  }
}

/** The look of a package whose folder is not there. */
const GONE = 'gone';
const lookOf = (layout: PackageLayout, fingerprint = fingerprintOf(layout)) => `${layout.folder} ${fingerprint}`;

const unreadableProblem = (file: string, problem: 'not-utf8' | 'too-large'): Problem => ({
  file,
  line: 1,
  column: 1,
  severity: 'error',
  code: problem,
  message: problem === 'not-utf8' ? 'the file is not UTF-8 text' : 'the file is larger than 4 MB',
  help: problem === 'not-utf8' ? 'save it as UTF-8' : 'part it into several scripts',
});

/** The new folder stands in the old one's place at once; the old one is removed after. */
async function swapIn(fresh: string, target: string): Promise<void> {
  const old = join(fresh, '..', '.old');
  await rename(target, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(fresh, target);
}
