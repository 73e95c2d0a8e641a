/**
 * The engine of one node: joins, claims runs, drives them, and gives all of it back.
 *
 *   join → claim ready runs → load → drive ⇄ flush → park, hold or end
 *
 * It learns of work from its own flushes, from hints (which may be lost) and from a slow sweep (which may not). Timers
 * are rows: the node keeps one alarm, for the next of them. An idle node flushes nothing now and then, so that its lease
 * stays proved. When a flush says the lease is lost, whatever it holds belongs to somebody else: acts are aborted, runs
 * dropped, and it joins again under a new epoch.
 */
import { Bug } from '../base/index.ts';
import {
  type AuditRow,
  type Bus,
  type ClaimedRun,
  type ClockPort,
  type ConversationHint,
  type DigestPort,
  type Entry,
  type FlushReceipt,
  type Keyword,
  type Lease,
  LeaseLost,
  NotFound,
  type Ports,
  type RandomPort,
  type RunStart,
  type SealPort,
  type Store,
  StoreUnavailable,
  TOPIC,
} from '../spec/index.ts';
import { encodeValue } from '../values/index.ts';
import { type Budgets, DEFAULT_BUDGETS, Door, type Prices } from './door/index.ts';
import { Driver } from './driver.ts';
import { storable } from './entry.ts';
import { type Birth, FlushLane, type LaneItem } from './flush-lane.ts';
import type { LiveRun } from './live-run.ts';
import { loadRun, SEED_BYTES } from './loader.ts';
import type { Machines } from './machine.ts';
import { isStaged, pausePoint } from './pause-point.ts';
import { storePorts } from './store-ports.ts';
import { Versions } from './versions.ts';

export interface EngineParts {
  readonly store: Pick<Store, 'journal' | 'packages' | 'memory' | 'conversations' | 'runs'>;
  /** Memory and people are the store's own. */
  readonly ports: Omit<Ports, 'memory' | 'people'>;
  readonly bus: Bus;
  readonly random: RandomPort;
  readonly digest: DigestPort;
  readonly seal: SealPort;
  /** Never in the database. */
  readonly auditKey: Uint8Array;
  readonly keywords: readonly Keyword[];
  readonly machines: Machines;
  /** One per process: a second process under this name takes the first one's runs. */
  readonly node: string;
  readonly terms?: EngineTerms;
}

export interface EngineTerms {
  readonly ttlMs?: number;
  readonly sweepMs?: number;
  /** Runs in memory at once. */
  readonly mostRuns?: number;
  readonly budgets?: Budgets;
  readonly prices?: Prices;
  /** What the operator granted a bot beyond its policy. */
  readonly grants?: (bot: string) => readonly string[];
  readonly strict?: boolean;
  /** An open intent that was found is decided this long after it was written: then its act cannot be under way any more. */
  readonly intentMs?: number;
  readonly actMs?: { readonly repeatable: number; readonly consequential: number };
}

export interface Engine {
  /** Joins and begins to claim. */
  start(): Promise<void>;
  /** Lets what is in flight settle (not longer than this), then gives the runs back. */
  stop(graceMs?: number): Promise<void>;
  /**
   * Begins a run, here if there is room, and answers its id once it is stored. Throws NotFound, or StoreUnavailable when
   * it is not known whether it was stored.
   */
  begin(run: RunStart): Promise<string>;
  /** Puts an act of a person into this node's chain; resolves when it is on disk. Whoever acts waits for that first. */
  audit(row: AuditRow): Promise<void>;
  /** A hint: some run may be ready. Never needed, only faster. */
  wake(): void;
  /** Provisional tokens and other hints of a conversation. */
  onStream(conversation: string, listener: (hint: ConversationHint) => void): () => void;
  /** Resolves when nothing is claimed, driven or flushed any more; what waits for outside acts or timers does not count. */
  settled(): Promise<void>;
  /** Now, without waiting. */
  readonly isSettled: boolean;
  readonly stats: EngineStats;
}

export interface EngineStats {
  readonly runs: number;
  /** Acts under way, pauses between two tries not counted. */
  readonly acting: number;
  readonly flushes: number;
  readonly entries: number;
  readonly claimed: number;
  readonly isPaused: boolean;
  /** Program time of the last acknowledged flush; null before the first. */
  readonly flushedAt: number | null;
}

const TTL_MS = 15_000;
const CLAIM_AT_ONCE = 100;
const DUE_AT_ONCE = 500;
const POISON_CLAIMS = 4;
const REJOIN_MS = 1000;
const ABORT_MS = 1000;

export function createEngine(parts: EngineParts): Engine {
  return new NodeEngine(parts);
}

class NodeEngine implements Engine {
  readonly #parts: EngineParts;
  readonly #clock: ClockPort;
  readonly #ttlMs: number;
  readonly #lane: FlushLane;
  readonly #driver: Driver;
  readonly #versions: Versions;
  readonly #runs = new Map<string, LiveRun>();
  readonly #counts = { flushes: 0, entries: 0, claimed: 0 };
  #flushedAt: number | null = null;

  #lease: Lease | undefined;
  #isRunning = false;
  #isPaused = false;
  #claiming: Promise<void> | undefined;
  #claimAgain = false;
  /** A run that may have killed a node before: until it gets somewhere, nothing else is claimed. */
  #suspect: LiveRun | undefined;
  #alarmAt = Number.POSITIVE_INFINITY;
  #forget: { alarm?: () => void; beat?: () => void; sweep?: () => void; rejoin?: () => void; grace?: () => void } = {};
  #unsubscribe: (() => void) | undefined;
  #background = new Set<Promise<void>>();
  /** Told when no run is in memory any more. */
  #drained: (() => void)[] = [];
  /** Told when the lane forgets what is queued. */
  readonly #unwritten = new Set<(reason: Error) => void>();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const { clock } = parts.ports;
    const terms = parts.terms ?? {};
    this.#clock = clock;
    this.#ttlMs = terms.ttlMs ?? TTL_MS;
    const actMs = terms.actMs ?? { repeatable: 600_000, consequential: 60_000 };
    this.#lane = new FlushLane(
      { journal: parts.store.journal, clock, digest: parts.digest, auditKey: parts.auditKey, log: parts.ports.log },
      {
        stored: (items, receipt) => this.#stored(items, receipt),
        unstorable: (run, error) => this.#unstorable(run, error),
        lost: (error) => this.#lost(error),
        full: (isFull) => this.#full(isFull),
      },
    );
    this.#driver = new Driver({
      lane: this.#lane,
      clock,
      digest: parts.digest,
      log: parts.ports.log,
      keywords: new Map(parts.keywords.map((keyword) => [keyword.name, keyword])),
      ttlMs: this.#ttlMs,
      intentMs: terms.intentMs ?? actMs.consequential,
      left: (run) => this.#left(run),
      due: (at) => this.#setAlarm(at),
    });
    const ports: Ports = { ...parts.ports, ...storePorts(parts.store) };
    const prices = terms.prices ?? (() => undefined);
    this.#driver.use(new Door({ desk: this.#driver, ports, bus: parts.bus, seal: parts.seal, prices, actMs }));
    this.#versions = new Versions(parts.store.packages, { grants: terms.grants ?? (() => []), strict: terms.strict ?? false });
  }

  get stats(): EngineStats {
    return { runs: this.#runs.size, acting: this.#acting, ...this.#counts, isPaused: this.#isPaused, flushedAt: this.#flushedAt };
  }

  get #acting(): number {
    let acting = 0;
    for (const run of this.#runs.values())
      for (const open of run.open.values()) if (open.stage === 'acting' && !open.forgetBackoff) acting++;
    return acting;
  }

  async start(): Promise<void> {
    if (this.#isRunning) throw new Bug('the engine runs already');
    this.#isRunning = true;
    this.#unsubscribe = this.#parts.bus.subscribe(TOPIC.ready, () => this.wake());
    await this.#join();
  }

  async stop(graceMs = 10_000): Promise<void> {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#unsubscribe?.();
    for (const forget of Object.values(this.#forget)) forget?.();
    this.#forget = {};
    await this.#claiming;
    const forgetGrace = this.#clock.after(graceMs, () => this.#endGrace());
    for (const run of [...this.#runs.values()]) this.#driver.close(run, 'drain');
    await this.#emptied();
    await this.#lane.drained();
    forgetGrace();
    this.#forget.grace?.();
    await Promise.all(this.#background);
    const lease = this.#lease;
    this.#lease = undefined;
    this.#lane.close();
    this.#forgetUnwritten();
    if (lease) await this.#parts.store.journal.leave(lease);
  }

  audit(row: AuditRow): Promise<void> {
    if (!this.#lease) return Promise.reject(new StoreUnavailable('this node does not write at the moment'));
    const shown = { ...row, bot: storable(row.bot), actor: storable(row.actor), subject: storable(row.subject) };
    return new Promise((resolve, reject) => {
      this.#unwritten.add(reject);
      const whenStored = () => {
        this.#unwritten.delete(reject);
        resolve();
      };
      this.#lane.push({ writes: [{ kind: 'audit', run: row.run ?? '', row: shown }], whenStored });
    });
  }

  #forgetUnwritten(): void {
    for (const reject of this.#unwritten) reject(new StoreUnavailable('the node lost its lease before this was written'));
    this.#unwritten.clear();
  }

  #emptied(): Promise<void> {
    if (this.#runs.size === 0 || !this.#lease) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  /** Acts are aborted; what does not even heed that is left behind, and the next owner decides its intent. */
  #endGrace(): void {
    for (const run of this.#runs.values()) run.abortActs('the node stops');
    this.#forget.grace = this.#clock.after(ABORT_MS, () => {
      for (const run of this.#runs.values()) run.isDropped = true;
      this.#runs.clear();
      this.#lane.close();
      for (const resolve of this.#drained.splice(0)) resolve();
    });
  }

  wake(): void {
    if (!this.#isRunning) return;
    this.#claimSoon();
    if (this.#runs.size > 0) this.#inBackground(this.#lookForSignals());
  }

  begin(start: RunStart): Promise<string> {
    const { runs } = this.#parts.store;
    if (this.#lease && this.#hasRoom()) return this.#bear(start, runs.newId());
    return runs.start(start).finally(() => this.#parts.bus.publish(TOPIC.ready, {}));
  }

  #bear(start: RunStart, id: string): Promise<string> {
    return new Promise((done, failed) => {
      const birth: Birth = {
        id,
        isOver: false,
        done: () => done(id),
        failed(error) {
          birth.isOver = true;
          failed(error);
        },
      };
      const write = { ...start, kind: 'birth', run: id, inputs: encodeValue(start.inputs), at: this.#clock.now() } as const;
      this.#lane.push({ birth, writes: [write] });
    });
  }

  onStream(conversation: string, listener: (hint: ConversationHint) => void): () => void {
    return this.#parts.bus.subscribe(TOPIC.conversation(conversation), (message) => listener(message as ConversationHint));
  }

  async settled(): Promise<void> {
    for (;;) {
      const claiming = this.#claiming;
      await claiming;
      await this.#lane.drained();
      if (this.#background.size > 0) await Promise.all(this.#background);
      else if (this.isSettled) return;
    }
  }

  get isSettled(): boolean {
    return !this.#claiming && this.#lane.isIdle && this.#background.size === 0;
  }

  // ── lease ──

  async #join(): Promise<void> {
    const lease = await this.#parts.store.journal.join(this.#parts.node, this.#ttlMs);
    this.#lease = lease;
    this.#lane.open(lease);
    this.#beat();
    this.#sweepLater();
    this.#claimSoon();
    this.#inBackground(this.#wakeDue());
  }

  #lost(error: unknown): void {
    const { log } = this.#parts.ports;
    if (error instanceof LeaseLost) log.log('warn', 'the lease is lost; all runs are dropped', { node: this.#parts.node });
    else
      log.log('error', 'a flush failed in a way nobody expected; all runs are dropped', {
        cause: String(error),
        stack: (error as Error)?.stack,
      });
    this.#lease = undefined;
    for (const run of this.#runs.values()) {
      run.isDropped = true;
      run.abortActs('the lease is lost');
    }
    this.#runs.clear();
    this.#suspect = undefined;
    this.#forgetUnwritten();
    for (const resolve of this.#drained.splice(0)) resolve();
    if (this.#isRunning) this.#rejoin(0);
  }

  #rejoin(afterMs: number): void {
    this.#forget.rejoin = this.#clock.after(afterMs, () => {
      if (!this.#isRunning) return;
      this.#inBackground(
        this.#join().catch((error: unknown) => {
          this.#parts.ports.log.log('warn', 'could not join; trying again', { reason: String(error) });
          this.#rejoin(REJOIN_MS);
        }),
      );
    });
  }

  /** An idle node proves its lease every fifth of the ttl. */
  #beat(): void {
    this.#forget.beat?.();
    this.#forget.beat = this.#clock.after(this.#ttlMs / 5, () => {
      if (!this.#lease) return;
      if (this.#clock.monotonic() - this.#lane.provenAt >= this.#ttlMs / 5) this.#lane.push({});
      this.#beat();
    });
  }

  #full(isFull: boolean): void {
    this.#isPaused = isFull;
    this.#parts.ports.log.log(isFull ? 'error' : 'info', isFull ? 'the disk is full; runs pause' : 'there is room on the disk again');
    if (!isFull) this.#claimSoon();
  }

  // ── claiming ──

  #claimSoon(): void {
    this.#claimAgain = true;
    if (this.#claiming || !this.#lease || !this.#isRunning) return;
    const claiming = this.#claimAll().finally(() => {
      if (this.#claiming === claiming) this.#claiming = undefined;
      if (this.#claimAgain && !this.#suspect && this.#hasRoom()) this.#claimSoon();
    });
    this.#claiming = claiming;
  }

  #hasRoom(): boolean {
    return this.#isRunning && !this.#isPaused && this.#lease !== undefined && this.#runs.size < (this.#parts.terms?.mostRuns ?? 2000);
  }

  async #claimAll(): Promise<void> {
    while (this.#claimAgain && !this.#suspect && this.#hasRoom()) {
      const lease = this.#lease as Lease;
      const room = Math.min(CLAIM_AT_ONCE, (this.#parts.terms?.mostRuns ?? 2000) - this.#runs.size);
      this.#claimAgain = false;
      try {
        const claimed = await this.#parts.store.journal.claim(lease, room);
        if (lease !== this.#lease) return;
        this.#counts.claimed += claimed.length;
        if (claimed.length > 0) this.#claimAgain = true;
        for (const each of claimed) await this.#take(lease, each);
      } catch (error) {
        if (error instanceof LeaseLost) this.#lost(error);
        else this.#parts.ports.log.log('warn', 'runs could not be claimed; the sweep tries again', { reason: String(error) });
        return;
      }
    }
  }

  async #take(lease: Lease, claimed: ClaimedRun): Promise<void> {
    if (isStaged()) await pausePoint('run.claimed', claimed.run);
    const version = await this.#versions.get(claimed.version);
    if (lease !== this.#lease) return;
    if (claimed.claims >= POISON_CLAIMS && !claimed.operator)
      this.#refuse(claimed, 'poison', `claimed ${claimed.claims} times without getting anywhere`);
    else if (!version) this.#refuse(claimed, 'bug', `version ${claimed.version} is not in the store`);
    else {
      try {
        this.#begin(
          claimed,
          loadRun(claimed, version, {
            machines: this.#parts.machines,
            budgets: this.#budgets,
            seed: () => this.#parts.random.bytes(SEED_BYTES),
          }),
        );
      } catch (error) {
        this.#refuse(claimed, 'bug', error instanceof Error ? error.message : String(error));
      }
    }
  }

  get #budgets(): Budgets {
    return this.#parts.terms?.budgets ?? DEFAULT_BUDGETS;
  }

  #begin(claimed: ClaimedRun, { run, begun }: ReturnType<typeof loadRun>): void {
    this.#runs.set(run.id, run);
    if (claimed.claims > 1) this.#suspect = run;
    if (begun) this.#lane.push({ run, entry: this.#note(run, 'begin', begun, '') });
    const { operator } = claimed;
    if (operator)
      this.#lane.push({
        run,
        entry: this.#note(run, 'operator', operator.value ?? new Uint8Array(0), `${operator.kind} by ${operator.actor}`),
      });
    if (claimed.cancelling) this.#driver.close(run, 'cancel');
    else {
      for (const ask of run.machine.outstanding()) this.#driver.register(run, ask);
      this.#driver.drive(run);
    }
  }

  /** An entry that answers no ask. */
  #note(run: LiveRun, kind: 'begin' | 'operator', payload: Uint8Array, preview: string): Entry {
    const argsHash = new Uint8Array(16);
    return {
      run: run.id,
      seq: ++run.seq,
      address: '',
      kind,
      name: kind,
      argsHash,
      payload,
      preview: storable(preview),
      at: this.#clock.now(),
    };
  }

  #refuse(claimed: ClaimedRun, reason: 'poison' | 'bug', message: string): void {
    this.#lane.push({ writes: [{ kind: 'held', run: claimed.run, reason, message: storable(message).slice(0, 2000) }] });
    this.#parts.ports.log.log('error', 'a run is held', { run: claimed.run, reason, message });
  }

  // ── what the lane tells ──

  #stored(items: readonly LaneItem[], receipt: FlushReceipt): void {
    this.#counts.flushes++;
    this.#flushedAt = this.#clock.now();
    for (const item of items) if (item.entry) this.#counts.entries++;
    for (const { conversation, last } of receipt.conversations)
      this.#parts.bus.publish(TOPIC.conversation(conversation), { kind: 'items', last } satisfies ConversationHint);
    this.#births(items, receipt);
    const stay = new Set(receipt.stillOurs);
    const back: LiveRun[] = [];
    for (const { run, isPark, isFinal } of items) {
      if (isPark && run && !run.isDropped) {
        if (stay.has(run.id)) back.push(run);
        else this.#parked(run);
      } else if (isFinal && run) this.#hint(run);
    }
    for (const run of this.#driver.stored(items)) if (run === this.#suspect) this.#suspect = undefined;
    if (back.length > 0) this.#inBackground(this.#fetchSignals(back));
    for (const { run: id, command } of receipt.commands) {
      const run = this.#runs.get(id);
      if (run) this.#driver.close(run, command);
    }
    if (receipt.ready > 0) {
      this.#parts.bus.publish(TOPIC.ready, {});
      this.#claimSoon();
    } else if (this.#claimAgain) this.#claimSoon();
  }

  #births(items: readonly LaneItem[], { begun }: FlushReceipt): void {
    const claims = new Map(begun.map((each) => [each.run, each]));
    for (const { birth } of items) {
      if (!birth) continue;
      const claimed = claims.get(birth.id);
      if (!claimed) birth.failed(new NotFound('the bot is not live, or has no such script'));
      else {
        this.#counts.claimed++;
        this.#inBackground(this.#take(this.#lease as Lease, claimed));
        birth.done();
      }
    }
  }

  #parked(run: LiveRun): void {
    run.isDropped = true;
    this.#left(run);
    this.#hint(run);
    if (isStaged()) void pausePoint('run.parked', run.id);
  }

  #left(run: LiveRun): void {
    this.#runs.delete(run.id);
    if (run === this.#suspect) {
      this.#suspect = undefined;
      this.#claimAgain = true;
    }
    if (this.#runs.size === 0) for (const resolve of this.#drained.splice(0)) resolve();
  }

  #hint(run: LiveRun): void {
    const { conversation } = run.claimed;
    if (conversation !== undefined)
      this.#parts.bus.publish(TOPIC.conversation(conversation), { kind: 'run', run: run.id } satisfies ConversationHint);
  }

  #unstorable(run: LiveRun, error: Error): void {
    this.#driver.hold(run, 'bug', `its rows cannot be stored: ${error.message}`);
    run.isDiscarded = true;
  }

  async #fetchSignals(runs: readonly LiveRun[]): Promise<void> {
    const signals = await this.#parts.store.journal.signals(runs.map((run) => run.id));
    for (const run of runs) {
      if (run.isDropped) continue;
      this.#driver.unpark(run);
      this.#driver.signalled(
        run,
        signals.filter((signal) => signal.run === run.id),
      );
    }
  }

  // ── timers and the sweep ──

  /** One alarm per node, for the next due row; further ones are found when it rings. */
  #setAlarm(at: number): void {
    if (at >= this.#alarmAt || !this.#isRunning) return;
    this.#forget.alarm?.();
    this.#alarmAt = at;
    const ms = Math.max(0, at - this.#clock.now());
    this.#forget.alarm = this.#clock.after(ms, () => this.#inBackground(this.#wakeDue()));
  }

  async #wakeDue(): Promise<void> {
    this.#forget.alarm?.();
    this.#alarmAt = Number.POSITIVE_INFINITY;
    for (;;) {
      const { woken, next } = await this.#parts.store.journal.wakeDue(this.#clock.now(), DUE_AT_ONCE);
      if (woken > 0) this.#claimSoon();
      if (woken > 0) this.#inBackground(this.#lookForSignals());
      if (woken >= DUE_AT_ONCE) continue;
      if (next !== null) this.#setAlarm(next);
      return;
    }
  }

  /** For runs that wait with one fiber while another is busy: nobody claims those. */
  async #lookForSignals(): Promise<void> {
    // What is on its way to disk may consume a signal: it would be read, and taken, twice.
    const runs = [...this.#runs.values()].filter((run) => !run.isParking && run.stored === run.seq && isWaiting(run));
    if (runs.length === 0) return;
    const seqs = runs.map((run) => run.seq);
    const signals = await this.#parts.store.journal.signals(runs.map((run) => run.id));
    for (const [i, run] of runs.entries()) {
      const theirs = signals.filter((signal) => signal.run === run.id);
      if (theirs.length > 0 && !run.isDropped && !run.isParking && run.seq === seqs[i]) this.#driver.signalled(run, theirs);
    }
  }

  #sweepLater(): void {
    this.#forget.sweep?.();
    this.#forget.sweep = this.#clock.after(this.#parts.terms?.sweepMs ?? this.#ttlMs / 3, () => {
      const lease = this.#lease;
      if (!lease) return;
      this.#inBackground(this.#sweep(lease));
      this.#sweepLater();
    });
  }

  async #sweep(lease: Lease): Promise<void> {
    await this.#parts.store.journal.sweep(lease);
    this.#claimSoon();
    await this.#wakeDue();
    await this.#lookForSignals();
  }

  #inBackground(work: Promise<void>): void {
    const task = work
      .catch((error: unknown) => {
        if (error instanceof LeaseLost && this.#lease) {
          this.#lane.close();
          this.#lost(error);
        } else this.#parts.ports.log.log('warn', 'the store did not answer; the sweep tries again', { reason: String(error) });
      })
      .finally(() => this.#background.delete(task));
    this.#background.add(task);
  }
}

function isWaiting(run: LiveRun): boolean {
  for (const open of run.open.values()) if (open.stage === 'waiting') return true;
  return false;
}
