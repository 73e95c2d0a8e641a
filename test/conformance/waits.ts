import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/spec/index.ts';
import { end, entry, flushNext, hear, NOTHING, park, program, publish, sleep, woken } from './staging.ts';
import type { Bench } from './store.ts';

const TTL = 60_000;

export function exerciseWaits(bench: () => Bench): void {
  describe('waits', () => {
    async function running() {
      const { store } = bench();
      await publish(store, { start: program('start'), child: program('child') });
      const { id } = await store.conversations.open('shop', 'ana');
      const lease = await store.journal.join('north', TTL);
      const [run] = await store.journal.claim(lease, 10);
      return { store, id, lease, run: run!.run };
    }
    const signalsOf = async (store: Store, run: string) =>
      (await store.journal.signals([run])).map(({ address, signal }) => `${address} ${signal.kind}`);

    test('timers wake when due, no sooner, the earliest first', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [sleep(run, '0.1', 500), sleep(run, '0.2', 300), park(run)] });
      expect(await store.journal.wakeDue(299, 10)).toEqual({ woken: 0, next: 300 });
      expect(await store.journal.wakeDue(300, 10)).toEqual({ woken: 1, next: 500 });
      const [claimed] = await store.journal.claim(lease, 10);
      expect(claimed?.signals).toEqual([{ run, address: '0.2', signal: { kind: 'timer' } }]);
      expect(await store.journal.wakeDue(500, 10)).toEqual({ woken: 1, next: null });
      expect(await signalsOf(store, run)).toEqual(['0.1 timer', '0.2 timer']);
    });

    test('many that are due wake in portions', async () => {
      const { store, lease, run } = await running();
      const others: string[] = [];
      for (let i = 0; i < 4; i++) others.push(await store.runs.start({ bot: 'shop', script: 'child', inputs: null }));
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { writes: [run, ...others].flatMap((each, i) => [sleep(each, '0.1', 100 + i), park(each)]) });
      expect((await store.journal.wakeDue(1_000, 3)).woken).toBe(3);
      expect((await store.journal.wakeDue(1_000, 3)).woken).toBe(2);
      expect(await store.journal.claim(lease, 10)).toHaveLength(5);
    });

    test('of a reply and a timeout the first to come counts', async () => {
      const { store, id, lease, run } = await running();
      await flushNext(store, lease, { writes: [hear(run, '0.1', id, 100), park(run)] });
      await store.journal.wakeDue(100, 10);
      await store.conversations.post(id, 'late', { text: 'late' });
      expect(await signalsOf(store, run)).toEqual(['0.1 timeout']);
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { writes: [woken(run, '0.1'), hear(run, '0.2', id, 900), park(run)] });
      expect((await store.journal.wakeDue(900, 10)).woken).toBe(0);
      expect(await signalsOf(store, run)).toEqual(['0.2 reply']);
    });

    test('an answered wait is gone; the same address may wait again', async () => {
      const { store, id, lease, run } = await running();
      await flushNext(store, lease, { writes: [hear(run, '0.1', id), park(run)] });
      expect(await store.runs.waits(run)).toEqual([{ address: '0.1', wait: { kind: 'reply', conversation: id }, due: undefined }]);
      await store.conversations.post(id, 'm1', { text: 'no' });
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { entries: [entry(run, 1)], writes: [woken(run, '0.1'), hear(run, '0.1', id, 70), park(run)] });
      expect(await store.runs.waits(run)).toEqual([{ address: '0.1', wait: { kind: 'reply', conversation: id }, due: 70 }]);
      expect(await signalsOf(store, run)).toEqual([]);
      expect((await store.runs.find(run))?.state).toBe('waiting');
      await store.conversations.post(id, 'm2', { text: 'yes' });
      expect(await store.journal.signals([run])).toEqual([{ run, address: '0.1', signal: { kind: 'reply', text: 'yes', number: 2 } }]);
    });

    test('a wait that is withdrawn wakes nobody', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [sleep(run, '0.1', 10), sleep(run, '0.2', 90), woken(run, '0.1'), park(run)] });
      expect(await store.journal.wakeDue(50, 10)).toEqual({ woken: 0, next: 90 });
    });

    test('a child runs under its parent, and its end wakes the parent', async () => {
      const { store, id, lease, run } = await running();
      const inputs = NOTHING;
      const receipt = await flushNext(store, lease, {
        writes: [
          { kind: 'run', run, id: 'c1', bot: 'shop', script: 'child', inputs, at: 7 },
          { kind: 'wait', run, address: '0.1', wait: { kind: 'child', run: 'c1' } },
          park(run),
        ],
      });
      expect(receipt).toMatchObject({ stillOurs: [], ready: 1 });
      const [child] = await store.journal.claim(lease, 10);
      expect(child).toMatchObject({ run: 'c1', script: 'child', user: 'ana' });
      expect(child!.conversation).toBeUndefined();
      const fault = { code: 'thrown', message: 'sold out' } as const;
      const ended = await flushNext(store, lease, { writes: [{ kind: 'end', run: 'c1', state: 'failed', result: NOTHING, fault }] });
      expect(ended.ready).toBe(1);
      const [parent] = await store.journal.claim(lease, 10);
      expect(parent?.signals).toEqual([
        { run, address: '0.1', signal: { kind: 'child', state: 'failed', value: null, message: 'sold out' } },
      ]);
      expect(id).toBe(parent?.conversation);
    });

    test('a child keeps its parent’s version after a redeployment', async () => {
      const { store, lease, run } = await running();
      const { version } = (await store.runs.find(run))!;
      await publish(store, { start: program('start') });
      await flushNext(store, lease, { writes: [{ kind: 'run', run, id: 'c1', bot: 'shop', script: 'child', inputs: NOTHING, at: 7 }] });
      expect((await store.runs.find('c1'))?.version).toBe(version);
    });

    test('a child whose script is not there fails, and whoever waits is told', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, {
        writes: [
          { kind: 'run', run, id: 'c1', bot: 'shop', script: 'missing', inputs: NOTHING, at: 7 },
          { kind: 'wait', run, address: '0.1', wait: { kind: 'child', run: 'c1' } },
          park(run),
        ],
      });
      expect(await store.runs.find('c1')).toMatchObject({ state: 'failed', fault: { code: 'no-such-routine' } });
      expect(await signalsOf(store, run)).toEqual(['0.1 child']);
    });

    test('a run that ends takes its waits with it', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [sleep(run, '0.1', 10), end(run)] });
      expect(await store.journal.wakeDue(50, 10)).toEqual({ woken: 0, next: null });
      expect(await store.runs.waits(run)).toEqual([]);
    });
  });
}
