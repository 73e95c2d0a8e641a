import { describe, expect, test } from 'vitest';
import { type ModelCall, NotFound } from '../../src/spec/index.ts';
import { entry, flushNext, program, publish } from './staging.ts';
import type { Bench } from './store.ts';

export function exerciseGrants(bench: () => Bench): void {
  describe('grants and model calls', () => {
    test('what was granted is listed until it is taken back', async () => {
      const { store, now } = bench();
      expect(await store.grants.list()).toEqual([]);
      const first = await store.grants.add({ bot: 'shop', what: 'http:a.example:8080', by: 'ana' });
      bench().now++;
      const second = await store.grants.add({ bot: '*', what: 'outside-text', by: 'operator', until: 2_000_000_000_000 });
      expect(await store.grants.list()).toEqual([
        { id: first.id, bot: 'shop', what: 'http:a.example:8080', by: 'ana', at: now },
        { id: second.id, bot: '*', what: 'outside-text', by: 'operator', at: now + 1, until: 2_000_000_000_000 },
      ]);
      await store.grants.remove(first.id);
      expect(await store.grants.list()).toEqual([second]);
      await expect(store.grants.remove(first.id)).rejects.toBeInstanceOf(NotFound);
    });

    test('a model call is a row of the flush it came with, or none', async () => {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const run = await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
      const lease = await store.journal.join('north', 60_000);
      await store.journal.claim(lease, 10);
      const call: ModelCall = {
        run,
        address: '0.1',
        attempt: 2,
        bot: 'shop',
        model: 'm"1',
        provider: 'openai',
        inputTokens: 12,
        outputTokens: 3,
        estimated: true,
        cost: 0.0000125,
        ms: 1500,
        outcome: 'done',
        at: 9,
      };
      const { model: _, ...nameless } = call;
      const failed: ModelCall = { ...nameless, attempt: 1, cost: null, estimated: false, outcome: 'unknown', at: 8 };
      await flushNext(store, lease, {
        entries: [entry(run, 1)],
        writes: [failed, call].map((each) => ({ kind: 'model-call', run, call: each })),
      });
      expect(await store.runs.modelCalls(run)).toEqual([failed, call]);
      const late = { entries: [], writes: [{ kind: 'model-call', run, call }] as const };
      await expect(store.journal.flush({ ...lease, epoch: 0 }, 2, late)).rejects.toThrow(/lost/);
      expect(await store.runs.modelCalls(run)).toHaveLength(2);
    });
  });
}
