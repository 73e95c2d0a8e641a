import { expect, test } from 'vitest';
import { Replay } from '../runtime/index.ts';
import type { Entry, RunRow } from '../spec/index.ts';
import { KeptReplays } from './kept-replays.ts';
import type { Lookback } from './parts.ts';

const entry = (seq: number) => ({ seq, run: 'r' }) as Entry;
const run = { id: 'r' } as RunRow;

function staged() {
  const journal = [entry(1), entry(2)];
  const told = { begun: 0, fed: [] as number[] };
  const lookback = {
    begin: async () => {
      told.begun++;
      return Object.create(Replay.prototype) as Replay;
    },
    feed: async (_: Replay, entries: readonly Entry[]) => void told.fed.push(...entries.map(({ seq }) => seq)),
  } as unknown as Lookback;
  const kept = new KeptReplays({ entries: async (_, after = 0) => journal.filter(({ seq }) => seq > after) });
  return { journal, told, look: (of: RunRow = run) => kept.upToDate(of, lookback) };
}

test('a second look feeds only what came since, also of two looks at once', async () => {
  const { journal, told, look } = staged();
  await look();
  await look();
  journal.push(entry(3));
  const [one, two] = await Promise.all([look(), look()]);
  expect(told).toEqual({ begun: 1, fed: [1, 2, 3] });
  expect([one.entries.length, two.entries.length]).toEqual([3, 3]);
});

test('a run whose history was pruned is looked at anew', async () => {
  const { told, look } = staged();
  await look();
  await look({ ...run, prunedAt: 1 });
  expect(told.begun).toBe(2);
});
