/**
 * What comes for runs that wait: timers (rows, and one alarm for the next of them), signals for runs in memory, and the
 * slow sweep behind all hints.
 */
import { type ClockPort, DELIVERY_BACKOFF, type Journal, type Lease } from '../spec/index.ts';
import type { Claimer } from './claimer.ts';
import type { Driver } from './driver.ts';
import type { LiveRun } from './live-run.ts';
import type { NodeState } from './node-state.ts';

export interface WakerParts {
  readonly state: NodeState;
  readonly driver: Driver;
  readonly claimer: Claimer;
  readonly journal: Pick<Journal, 'signals' | 'wakeDue' | 'sweep' | 'deliver'>;
  readonly clock: ClockPort;
  readonly sweepMs: number;
}

const DUE_AT_ONCE = 500;
const DELIVERIES_AT_ONCE = 200;
const RETRY_STEP_MS = 100;

export class Waker {
  readonly #parts: WakerParts;
  #alarmAt = Number.POSITIVE_INFINITY;
  #forgetAlarm: (() => void) | undefined;
  #forgetSweep: (() => void) | undefined;
  /** When failed deliveries may be due again, in steps: many that fail together are one look. */
  readonly #retries = new Map<number, () => void>();

  constructor(parts: WakerParts) {
    this.#parts = parts;
  }

  /** One alarm per node, for the next due row; further ones are found when it rings. */
  setAlarm(at: number): void {
    const { state, clock } = this.#parts;
    if (at >= this.#alarmAt || !state.isRunning) return;
    this.#forgetAlarm?.();
    this.#alarmAt = at;
    this.#forgetAlarm = clock.after(Math.max(0, at - clock.now()), () => state.inBackground(this.wakeDue()));
  }

  async wakeDue(): Promise<void> {
    const { state, journal, claimer, clock } = this.#parts;
    this.#forgetAlarm?.();
    this.#alarmAt = Number.POSITIVE_INFINITY;
    for (;;) {
      const { woken, next } = await journal.wakeDue(clock.now(), DUE_AT_ONCE);
      if (woken > 0) claimer.soon();
      if (woken > 0) state.inBackground(this.lookForSignals());
      if (woken >= DUE_AT_ONCE) continue;
      if (next !== null) this.setAlarm(next);
      return;
    }
  }

  /** For runs that wait with one fiber while another is busy: nobody claims those. */
  async lookForSignals(): Promise<void> {
    const { state, journal, driver } = this.#parts;
    // What is on its way to disk may consume a signal: it would be read, and taken, twice.
    const runs = [...state.runs.values()].filter((run) => !run.isParking && run.stored === run.seq && isWaiting(run));
    if (runs.length === 0) return;
    const seqs = runs.map((run) => run.seq);
    const signals = await journal.signals(runs.map((run) => run.id));
    for (const [i, run] of runs.entries()) {
      const theirs = signals.filter((signal) => signal.run === run.id);
      if (theirs.length > 0 && !run.isDropped && !run.isParking && run.seq === seqs[i]) driver.signalled(run, theirs);
    }
  }

  /** For runs that wanted to leave memory and were told that something is there for them. */
  async fetchSignals(runs: readonly LiveRun[]): Promise<void> {
    const { journal, driver } = this.#parts;
    const signals = await journal.signals(runs.map((run) => run.id));
    for (const run of runs) {
      if (run.isDropped) continue;
      driver.unpark(run);
      driver.signalled(
        run,
        signals.filter((signal) => signal.run === run.id),
      );
    }
  }

  /** Begins the runs of handlers whose turn it is. */
  async deliver(): Promise<void> {
    const { state, journal, claimer, clock } = this.#parts;
    let ready: number;
    do {
      ready = await journal.deliver(clock.now(), DELIVERIES_AT_ONCE);
      if (ready > 0) claimer.soon();
    } while (ready === DELIVERIES_AT_ONCE && state.isRunning);
  }

  /**
   * Handlers have failed: each is due again after one of these times, by how often it failed before. The rows say which; a
   * node that did not see it finds them at its sweep.
   */
  deliverAgain(): void {
    const { clock } = this.#parts;
    for (const pause of DELIVERY_BACKOFF) {
      const at = Math.ceil((clock.now() + pause) / RETRY_STEP_MS) * RETRY_STEP_MS;
      if (!this.#retries.has(at))
        this.#retries.set(
          at,
          clock.after(at - clock.now(), () => this.#retry(at)),
        );
    }
  }

  #retry(at: number): void {
    this.#retries.delete(at);
    const { state } = this.#parts;
    if (state.isRunning && state.lease) state.inBackground(this.deliver());
  }

  sweepLater(): void {
    const { state, clock, sweepMs } = this.#parts;
    this.#forgetSweep?.();
    this.#forgetSweep = clock.after(sweepMs, () => {
      const { lease } = state;
      if (!lease) return;
      state.inBackground(this.#sweep(lease));
      this.sweepLater();
    });
  }

  forgetTimers(): void {
    this.#forgetAlarm?.();
    this.#forgetSweep?.();
    for (const forget of this.#retries.values()) forget();
    this.#retries.clear();
  }

  async #sweep(lease: Lease): Promise<void> {
    const { journal, claimer } = this.#parts;
    await journal.sweep(lease);
    await this.deliver();
    claimer.soon();
    await this.wakeDue();
    await this.lookForSignals();
  }
}

function isWaiting(run: LiveRun): boolean {
  for (const open of run.open.values()) if (open.stage === 'waiting') return true;
  return false;
}
