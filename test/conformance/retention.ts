import { describe, expect, test } from 'vitest';
import { end, entry, flushNext, program, publish, sleep, talk } from './staging.ts';
import type { Bench } from './store.ts';

const DAY = 86_400_000;

export function exerciseRetention(bench: () => Bench): void {
  describe('retention', () => {
    async function aged() {
      const { store, now } = bench();
      await publish(store, { start: program('start') });
      const { id: quiet } = await store.conversations.open('shop', 'ana');
      // Claimed in the order begun.
      bench().now++;
      const { id: busy } = await store.conversations.open('shop', 'ben');
      const lease = await store.journal.join('north', 60_000);
      const [over, open] = await store.journal.claim(lease, 10);
      const texts = [talk(over!.run, quiet, 'bye'), talk(open!.run, busy, 'still here')];
      await flushNext(store, lease, {
        entries: [entry(over!.run, 1), entry(open!.run, 1)],
        writes: [...texts, end(over!.run), sleep(open!.run, '0.2', 9e15)],
      });
      bench().now = now + 100 * DAY;
      return { store, lease, quiet, busy, over: over!.run, open: open!.run, before: now + 10 * DAY };
    }

    test('the history of a run that ended long ago goes; its row stays and says so', async () => {
      const { store, over, quiet, before } = await aged();
      expect(await store.retention.count(before)).toBe(1);
      expect(await store.retention.prune({ before, limit: 10 })).toEqual({ pruned: 1, last: over });
      expect(await store.runs.entries(over)).toEqual([]);
      expect(await store.runs.find(over)).toMatchObject({ state: 'done', result: 'over', prunedAt: bench().now });
      expect(await store.conversations.since(quiet, 0, 10)).toEqual([]);
      expect((await store.conversations.find(quiet))?.last).toBe(1);
      expect(await store.retention.prune({ before, limit: 10 })).toEqual({ pruned: 0 });
    });

    test('a conversation goes on after it with the next number', async () => {
      const { store, quiet, before } = await aged();
      await store.retention.prune({ before, limit: 10 });
      expect(await store.conversations.post(quiet, 'c1', { text: 'hello again' })).toEqual({ number: 2 });
      expect((await store.conversations.since(quiet, 0, 10)).map(({ number }) => number)).toEqual([2]);
    });

    test('a run that has not ended keeps everything, however old; one that ended lately too', async () => {
      const { store, lease, open, busy, before } = await aged();
      await store.retention.prune({ before, limit: 10 });
      expect(await store.runs.entries(open)).toHaveLength(1);
      expect(await store.conversations.since(busy, 0, 10)).toHaveLength(1);
      await flushNext(store, lease, { writes: [end(open)] });
      expect(await store.retention.prune({ before, limit: 10 })).toEqual({ pruned: 0 });
    });
  });
}
