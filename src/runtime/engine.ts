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
  type ClockPort,
  type ConversationHint,
  type DigestPort,
  type Keyword,
  type Lease,
  LeaseLost,
  type Ports,
  type RandomPort,
  type RunStart,
  type SealPort,
  type Store,
  StoreUnavailable,
  TOPIC,
  type UseLimits,
} from '../spec/index.ts';
import { encodeValue } from '../values/index.ts';
import { Claimer } from './claimer.ts';
import { Allowances, type Budgets, DEFAULT_BUDGETS, Door, type Prices } from './door/index.ts';
import { Driver } from './driver.ts';
import { storable } from './entry.ts';
import { type Birth, FlushLane } from './flush-lane.ts';
import { FlushNews } from './flush-news.ts';
import type { LiveRun } from './live-run.ts';
import { SEED_BYTES } from './loader.ts';
import type { Machines } from './machine.ts';
import { NodeState } from './node-state.ts';
import { storePorts } from './store-ports.ts';
import { Tenure } from './tenure.ts';
import { Versions } from './versions.ts';
import { Waker } from './waker.ts';

export interface EngineParts {
  readonly store: Pick<Store, 'journal' | 'packages' | 'memory' | 'conversations' | 'runs' | 'budgets'>;
  /** Memory and people are the store's own. */
  readonly ports: Omit<Ports, 'memory' | 'people' | 'bots'>;
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
  /** What all bots together may use a day. */
  readonly dayLimits?: UseLimits;
  /** Loaded when a model is first asked. */
  readonly prices?: () => Promise<Prices>;
  /** What the operator granted a bot beyond its policy; the same list until it changes. */
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

const NO_GRANTS: readonly string[] = [];
const TTL_MS = 15_000;
const MOST_RUNS = 2000;
const ACT_MS = { repeatable: 600_000, consequential: 60_000 };
const ABORT_MS = 1000;
/** Of a flush, while the node stops: a connection that broke is given one chance more. */
const TRIES_AT_THE_END = 3;

export function createEngine(parts: EngineParts): Engine {
  return new NodeEngine(parts);
}

class NodeEngine implements Engine {
  readonly #parts: EngineParts;
  readonly #clock: ClockPort;
  readonly #state: NodeState;
  readonly #lane: FlushLane;
  readonly #driver: Driver;
  readonly #claimer: Claimer;
  readonly #waker: Waker;
  readonly #tenure: Tenure;
  readonly #news: FlushNews;
  #forgetAbort: (() => void) | undefined;
  #isStoreGone = false;
  #unsubscribe: (() => void) | undefined;
  /** Told when the lane forgets what is queued. */
  readonly #unwritten = new Set<(reason: Error) => void>();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const { store, bus, node } = parts;
    const { clock, log } = parts.ports;
    const { journal } = store;
    const terms = parts.terms ?? {};
    const ttlMs = terms.ttlMs ?? TTL_MS;
    this.#clock = clock;
    const state = new NodeState((error) => this.#taskFailed(error));
    const lane = this.#createLane();
    const driver = this.#createDriver(lane, ttlMs);
    const claimer = new Claimer({
      state,
      lane,
      driver,
      journal,
      clock,
      log,
      versions: new Versions(store.packages, { grants: terms.grants ?? (() => NO_GRANTS), strict: terms.strict ?? false }),
      loading: {
        machines: parts.machines,
        budgets: terms.budgets ?? DEFAULT_BUDGETS,
        seed: () => parts.random.bytes(SEED_BYTES),
      },
      mostRuns: terms.mostRuns ?? MOST_RUNS,
      lost: (error) => this.#lost(error),
    });
    const waker = new Waker({ state, driver, claimer, journal, clock, sweepMs: terms.sweepMs ?? ttlMs / 10 });
    this.#state = state;
    this.#lane = lane;
    this.#driver = driver;
    this.#claimer = claimer;
    this.#waker = waker;
    this.#tenure = new Tenure({ state, lane, journal, clock, log, node, ttlMs, joined: () => this.#joined() });
    this.#news = new FlushNews({ state, driver, claimer, waker, bus, clock });
  }

  #createLane(): FlushLane {
    const { store, digest, auditKey, ports } = this.#parts;
    return new FlushLane(
      { journal: store.journal, clock: this.#clock, digest, auditKey, log: ports.log },
      {
        stored: (items, receipt) => this.#news.stored(items, receipt),
        unstorable: (run, error) => this.#unstorable(run, error),
        lost: (error) => this.#lost(error),
        full: (isFull) => this.#full(isFull),
        refused: (times) => this.#refused(times),
      },
    );
  }

  #createDriver(lane: FlushLane, ttlMs: number): Driver {
    const { store, bus, seal, digest, ports, keywords, terms } = this.#parts;
    const actMs = terms?.actMs ?? ACT_MS;
    const driver = new Driver({
      lane,
      clock: this.#clock,
      digest,
      log: ports.log,
      keywords: new Map(keywords.map((keyword) => [keyword.name, keyword])),
      ttlMs,
      intentMs: terms?.intentMs ?? actMs.consequential,
      left: (run) => this.#news.left(run),
      due: (at) => this.#waker.setAlarm(at),
    });
    const allowances = new Allowances({ shares: store.budgets, clock: this.#clock, lease: () => this.#state.lease });
    const prices = terms?.prices ?? (async () => () => undefined);
    driver.use(
      new Door({
        desk: driver,
        ports: { ...ports, ...storePorts(store) },
        bus,
        seal,
        prices,
        allowances,
        serverLimits: terms?.dayLimits,
        actMs,
      }),
    );
    return driver;
  }

  get stats(): EngineStats {
    const { runs, acting, isPaused } = this.#state;
    const { flushes, entries, flushedAt } = this.#news;
    return { runs: runs.size, acting, flushes, entries, claimed: this.#claimer.claimed, isPaused, flushedAt };
  }

  async start(): Promise<void> {
    if (this.#state.isRunning) throw new Bug('the engine runs already');
    this.#state.isRunning = true;
    const { bus } = this.#parts;
    const forget = [
      bus.subscribe(TOPIC.ready, () => this.wake()),
      this.#news.listen(),
      bus.subscribe(TOPIC.events, () => {
        if (this.#state.isRunning) this.#state.inBackground(this.#waker.deliver());
      }),
    ];
    this.#unsubscribe = () => {
      for (const each of forget) each();
    };
    await this.#tenure.join();
  }

  #joined(): void {
    this.#waker.sweepLater();
    this.#claimer.soon();
    this.#state.inBackground(this.#waker.wakeDue());
    this.#state.inBackground(this.#waker.deliver());
  }

  async stop(graceMs = 10_000): Promise<void> {
    const state = this.#state;
    if (!state.isRunning) return;
    state.isRunning = false;
    this.#unsubscribe?.();
    this.#tenure.forgetTimers();
    this.#waker.forgetTimers();
    await this.#claimer.claiming;
    const forgetGrace = this.#clock.after(graceMs, () => this.#endGrace());
    for (const run of [...state.runs.values()]) this.#driver.close(run, 'drain');
    await state.emptied();
    await this.#lane.drained();
    forgetGrace();
    this.#forgetAbort?.();
    await state.tasks();
    const { lease } = state;
    state.lease = undefined;
    this.#lane.close();
    this.#forgetUnwritten();
    if (lease && !this.#isStoreGone) await this.#leave(lease);
  }

  /** Acts are aborted; what does not even heed that is left behind, and the next owner decides its intent. */
  #endGrace(): void {
    for (const run of this.#state.runs.values()) run.abortActs('the node stops');
    this.#forgetAbort = this.#clock.after(ABORT_MS, () => {
      this.#isStoreGone = !this.#lane.isIdle;
      this.#abandon();
    });
  }

  /** A node that stops does not wait for a store that is gone: its runs go on from what the store last heard. */
  #refused(times: number): void {
    if (this.#state.isRunning || times < TRIES_AT_THE_END) return;
    this.#isStoreGone = true;
    this.#abandon();
  }

  #abandon(): void {
    const details = { runs: this.#state.runs.size, reason: this.#isStoreGone ? 'the store does not answer' : 'acts did not end' };
    this.#parts.ports.log.log('warn', 'the node stops with work left; whoever starts next goes on from what is stored', details);
    this.#state.drop('the node stops');
    this.#lane.close();
    this.#state.tellDrained();
  }

  /** One that cannot be given back lapses by itself. */
  async #leave(lease: Lease): Promise<void> {
    try {
      await this.#parts.store.journal.leave(lease);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.#parts.ports.log.log('warn', 'the lease could not be given back; it lapses by itself', { reason: error.message });
    }
  }

  audit(row: AuditRow): Promise<void> {
    if (!this.#state.lease) return Promise.reject(new StoreUnavailable('this node does not write at the moment'));
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

  wake(): void {
    if (!this.#state.isRunning) return;
    this.#claimer.soon();
    if (this.#state.runs.size > 0) this.#state.inBackground(this.#waker.lookForSignals());
  }

  begin(start: RunStart): Promise<string> {
    const { runs } = this.#parts.store;
    if (this.#claimer.hasRoom()) return this.#bear(start, runs.newId());
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
      await this.#claimer.claiming;
      await this.#lane.drained();
      if (this.#state.isBusy) await this.#state.tasks();
      else if (this.isSettled) return;
    }
  }

  get isSettled(): boolean {
    return !this.#claimer.claiming && this.#lane.isIdle && !this.#state.isBusy;
  }

  // ── what goes wrong ──

  #lost(error: unknown): void {
    const { log } = this.#parts.ports;
    if (error instanceof LeaseLost) log.log('warn', 'the lease is lost; all runs are dropped', { node: this.#parts.node });
    else
      log.log('error', 'a flush failed in a way nobody expected; all runs are dropped', {
        cause: String(error),
        stack: (error as Error)?.stack,
      });
    this.#state.lease = undefined;
    this.#state.drop('the lease is lost');
    this.#forgetUnwritten();
    this.#state.tellDrained();
    if (this.#state.isRunning) this.#tenure.rejoin();
  }

  #full(isFull: boolean): void {
    this.#state.isPaused = isFull;
    this.#parts.ports.log.log(isFull ? 'error' : 'info', isFull ? 'the disk is full; runs pause' : 'there is room on the disk again');
    if (!isFull) this.#claimer.soon();
  }

  #unstorable(run: LiveRun, error: Error): void {
    this.#driver.hold(run, 'bug', `its rows cannot be stored: ${error.message}`);
    run.isDiscarded = true;
  }

  #taskFailed(error: unknown): void {
    if (error instanceof LeaseLost && this.#state.lease) {
      this.#lane.close();
      this.#lost(error);
    } else this.#parts.ports.log.log('warn', 'the store did not answer; the sweep tries again', { reason: String(error) });
  }
}
