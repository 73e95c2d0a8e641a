/** Prunes what is older than the retention, batch by batch with a pause between, at the start and every six hours. */
import type { ClockPort, LogPort, Store } from '../spec/index.ts';

const EVERY_MS = 6 * 3_600_000;
const PAUSE_MS = 50;
const BATCH = 200;
export const DAY_MS = 86_400_000;
export const RETENTION_DAYS = 90;

/** All of it, now; answers how many runs. */
export async function pruneAll(store: Pick<Store, 'retention'>, before: number, pause: () => Promise<void>): Promise<number> {
  let all = 0;
  let after: string | undefined;
  for (;;) {
    const { pruned, last } = await store.retention.prune({ before, limit: BATCH, ...(after !== undefined && { after }) });
    all += pruned;
    if (last === undefined || pruned < BATCH) return all;
    after = last;
    await pause();
  }
}

/** Versions of files, but those that went live and the newest of each; answers how many. */
export async function pruneEdits(store: Pick<Store, 'files'>, before: number, pause: () => Promise<void>): Promise<number> {
  for (let all = 0; ; await pause()) {
    const pruned = await store.files.prune({ before, limit: BATCH });
    all += pruned;
    if (pruned < BATCH) return all;
  }
}

export const pauseOn = (clock: ClockPort) => () => new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));

/** Answers how to stop. */
export function keepRetention(parts: {
  readonly store: Pick<Store, 'retention' | 'files'>;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly days: number;
}): () => void {
  const { store, clock, log, days } = parts;
  let forget = () => {};
  let isStopped = false;
  const turn = async () => {
    try {
      const pruned = await pruneAll(store, clock.now() - days * DAY_MS, pauseOn(clock));
      const edits = await pruneEdits(store, clock.now() - days * DAY_MS, pauseOn(clock));
      if (edits > 0) log.log('info', `${edits} old versions of files were pruned`, { olderThanDays: days });
      if (pruned > 0) log.log('info', `the history of ${pruned} runs was pruned`, { olderThanDays: days });
    } catch (error) {
      if (!isStopped) log.log('warn', 'old history could not be pruned; tried again later', { reason: String(error) });
    }
    if (!isStopped) forget = clock.after(EVERY_MS, () => void turn());
  };
  forget = clock.after(EVERY_MS / 100, () => void turn());
  return () => {
    isStopped = true;
    forget();
  };
}
