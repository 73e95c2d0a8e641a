/**
 * Replays that were looked at lately: whoever watches a run asks for its steps again and again, and each time only the
 * entries that came since are read and fed. The journal never changes, so what was fed stays right.
 */
import type { Replay } from '../runtime/index.ts';
import type { Entry, RunRow, Runs } from '../spec/index.ts';
import type { Lookback } from './parts.ts';

/** Runs, and entries of one: the larger ones are replayed each time. */
const MOST_KEPT = 16;
const MOST_ENTRIES = 5_000;

export interface KeptReplay {
  readonly told: Replay;
  readonly entries: readonly Entry[];
}

export class KeptReplays {
  readonly #runs: Pick<Runs, 'entries'>;
  /** One look at a time; the last that was looked at is last. */
  readonly #kept = new Map<string, Promise<KeptReplay>>();

  constructor(runs: Pick<Runs, 'entries'>) {
    this.#runs = runs;
  }

  async upToDate(run: RunRow, lookback: Lookback): Promise<KeptReplay> {
    const before = run.prunedAt === undefined ? this.#kept.get(run.id) : undefined;
    const next = this.#next(run, lookback, before);
    this.#kept.delete(run.id);
    this.#kept.set(run.id, next);
    const forget = () => {
      if (this.#kept.get(run.id) === next) this.#kept.delete(run.id);
    };
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest as string);
    next.then(({ entries }) => {
      if (entries.length > MOST_ENTRIES) forget();
    }, forget);
    return next;
  }

  async #next(run: RunRow, lookback: Lookback, before: Promise<KeptReplay> | undefined): Promise<KeptReplay> {
    const known = await before?.catch(() => undefined);
    const more = await this.#runs.entries(run.id, known?.entries.at(-1)?.seq);
    if (known && more.length === 0) return known;
    const told = known?.told ?? (await lookback.begin(run));
    await lookback.feed(told, more);
    return { told, entries: known ? [...known.entries, ...more] : more };
  }
}
