import { describe, expect, test } from 'vitest';
import type { FlushWrite } from '../../src/spec/index.ts';
import { encodeValue } from '../../src/values/index.ts';
import { end, flushNext, program, publish } from './staging.ts';
import type { Bench } from './store.ts';

export function exerciseWorkflows(bench: () => Bench): void {
  describe('executions of workflows', () => {
    async function running() {
      const { store } = bench();
      await publish(store, { start: program('start'), side: program('side') });
      const lease = await store.journal.join('north', 60_000);
      const run = await store.runs.start({ bot: 'shop', script: 'side', inputs: null });
      await store.journal.claim(lease, 10);
      return { store, lease, run };
    }
    const write = (run: string, id: string, more: Partial<Extract<FlushWrite, { kind: 'workflow' }>>): FlushWrite => ({
      kind: 'workflow',
      run,
      id,
      bot: 'shop',
      at: 5,
      ...more,
    });

    test('are one row each, moved on by what comes later', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [write(run, `${run}:0.1`, { name: 'claims' })] });
      const first = { id: `${run}:0.1`, run, bot: 'shop', name: 'claims', state: 'running', startedAt: 5, endedAt: undefined };
      expect(await store.workflows.list({ run, limit: 10 })).toEqual([{ ...first, step: undefined, result: undefined }]);
      await flushNext(store, lease, {
        writes: [write(run, `${run}:0.1`, { step: '1' }), write(run, `${run}:0.1`, { step: '2 pay', at: 6 })],
      });
      expect(await store.workflows.list({ bot: 'shop', limit: 10 })).toMatchObject([{ ...first, step: '2 pay' }]);
      await flushNext(store, lease, { writes: [write(run, `${run}:0.1`, { state: 'done', result: encodeValue('paid'), at: 9 })] });
      expect(await store.workflows.list({ state: 'done', limit: 10 })).toEqual([
        { ...first, step: '2 pay', state: 'done', endedAt: 9, result: 'paid' },
      ]);
      expect(await store.workflows.list({ state: 'running', limit: 10 })).toEqual([]);
    });

    test('that begin, move and end in one flush are one row too', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, {
        writes: [
          write(run, `${run}:0.1`, { name: 'a "quoted" \\ name, NUL \0' }),
          write(run, `${run}:0.1`, { step: '1', at: 6 }),
          write(run, `${run}:0.3`, { name: 'inner', at: 7 }),
          write(run, `${run}:0.1`, { state: 'done', at: 8 }),
        ],
      });
      const rows = await store.workflows.list({ run, limit: 10 });
      expect(rows.map(({ id, step, state, startedAt, endedAt }) => ({ id, step, state, startedAt, endedAt }))).toEqual([
        { id: `${run}:0.3`, step: undefined, state: 'running', startedAt: 7, endedAt: undefined },
        { id: `${run}:0.1`, step: '1', state: 'done', startedAt: 5, endedAt: 8 },
      ]);
      expect(rows[1]!.name).toContain('a "quoted" \\ name');
      expect(await store.workflows.list({ run, before: `${run}:0.3`, limit: 10 })).toHaveLength(1);
      expect(await store.workflows.list({ run, limit: 1 })).toMatchObject([{ id: `${run}:0.3` }]);
    });

    test('are found by name, time and words', async () => {
      const { store, lease, run } = await running();
      const begin = (n: number, name: string, step: string) => write(run, `${run}:0.${n}`, { name, step, at: n });
      await flushNext(store, lease, {
        writes: [
          begin(1, 'claims', '1 Read'),
          begin(2, 'Refunds 100%', '2 pay'),
          begin(3, 'claims', '3 PAY'),
          begin(4, 'x'.repeat(3000), '1'),
        ],
      });
      const found = async (filter: object) => (await store.workflows.list({ limit: 9, ...filter })).map(({ startedAt }) => startedAt);
      expect(await found({ name: 'claims' })).toEqual([3, 1]);
      expect(await found({ name: 'x'.repeat(3000) })).toEqual([4]);
      expect(await found({ name: 'x'.repeat(2999) })).toEqual([]);
      expect(await found({ since: 2, until: 4 })).toEqual([3, 2]);
      expect(await found({ text: 'pay' })).toEqual([3, 2]);
      expect(await found({ text: '100%' })).toEqual([2]);
      expect(await found({ text: '%' })).toEqual([2]);
      expect(await found({ text: 'claims', before: `${run}:0.3`, bot: 'shop', state: 'running' })).toEqual([1]);
    });

    test('a run is cancelled by the one that began it, and by no other', async () => {
      const { store, lease, run } = await running();
      const child = (id: string): FlushWrite => ({ kind: 'run', run, id, bot: 'shop', script: 'side', inputs: encodeValue(null), at: 1 });
      const stranger = await store.runs.start({ bot: 'shop', script: 'side', inputs: null });
      await flushNext(store, lease, { writes: [child(`${run}.0.1`), child(`${run}.0.2`)] });
      await flushNext(store, lease, {
        writes: [
          { ...end(run), state: 'cancelled' } as FlushWrite,
          { kind: 'cancel', run, target: `${run}.0.1` },
          { kind: 'cancel', run, target: stranger },
          { kind: 'cancel', run, target: 'nobody' },
        ],
      });
      expect((await store.runs.find(`${run}.0.1`))?.state).toBe('cancelling');
      expect((await store.runs.find(stranger))?.state).toBe('ready');
    });

    test('that still run end with a run that failed', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, {
        writes: [write(run, `${run}:0.1`, { name: 'open' }), write(run, `${run}:0.2`, { name: 'over', state: 'done' })],
      });
      await flushNext(store, lease, {
        writes: [{ ...end(run), state: 'failed' } as FlushWrite, { kind: 'workflows-end', run, state: 'failed', at: 12 }],
      });
      expect((await store.workflows.list({ run, limit: 10 })).map(({ name, state, endedAt }) => [name, state, endedAt])).toEqual([
        ['over', 'done', 5],
        ['open', 'failed', 12],
      ]);
    });
  });
}
