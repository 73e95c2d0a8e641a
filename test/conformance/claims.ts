import { describe, expect, test } from 'vitest';
import { encodeValue } from '../../src/values/index.ts';
import { entry, flushNext, hear, park, program, publish, until } from './staging.ts';
import type { Bench } from './store.ts';

const TTL = 60_000;

export function exerciseClaims(bench: () => Bench): void {
  describe('claims and leases', () => {
    const begin = async (count: number) => {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const runs: string[] = [];
      for (let i = 0; i < count; i++) {
        bench().now++;
        runs.push(await store.runs.start({ bot: 'shop', script: 'start', inputs: i, user: 'ana' }));
      }
      return runs;
    };

    test('the oldest ready runs come first, each to one node only', async () => {
      const { store } = bench();
      const runs = await begin(4);
      const [north, south] = [await store.journal.join('north', TTL), await store.journal.join('south', TTL)];
      const first = await store.journal.claim(north, 3);
      const second = await store.journal.claim(south, 3);
      expect([first, second].map((each) => each.map((one) => one.run))).toEqual([runs.slice(0, 3), runs.slice(3)]);
      expect(first[1]).toMatchObject({ bot: 'shop', script: 'start', user: 'ana', claims: 1, cancelling: false, entries: [], signals: [] });
      expect(new Uint8Array(first[1]!.inputs)).toEqual(encodeValue(1));
    });

    test('a node that comes back under its name has its runs at once, with what it had stored', async () => {
      const { store } = bench();
      const [run] = await begin(1);
      const former = await store.journal.join('north', TTL);
      await store.journal.claim(former, 10);
      const entries = [entry(run!, 1), entry(run!, 2), entry(run!, 3)];
      await flushNext(store, former, { entries, writes: [{ kind: 'checkpoint', run: run!, seq: 2, state: encodeValue('state') }] });
      const lease = await store.journal.join('north', TTL);
      expect(lease.epoch).toBeGreaterThan(former.epoch);
      const [again] = await store.journal.claim(lease, 10);
      expect(again!.checkpoint!.seq).toBe(2);
      expect(new Uint8Array(again!.checkpoint!.state)).toEqual(encodeValue('state'));
      expect(again!.entries.map(plain)).toEqual([plain(entries[2]!)]);
      expect((await store.runs.entries(run!)).map(plain)).toEqual(entries.map(plain));
    });

    test('nodes are listed with what they hold; a node with other keys is known', async () => {
      const { store } = bench();
      await begin(2);
      const north = await store.journal.join('north', TTL);
      await store.journal.join('east', 0);
      await store.journal.claim(north, 10);
      await store.journal.leave(await store.journal.join('south', TTL));
      expect((await store.nodes()).map(({ name, state, runs }) => ({ name, state, runs }))).toEqual([
        { name: 'east', state: 'lapsed', runs: 0 },
        { name: 'north', state: 'live', runs: 2 },
        { name: 'south', state: 'left', runs: 0 },
      ]);
      await store.journal.sweep(north);
      expect((await store.nodes())[0]).toMatchObject({ name: 'east', state: 'left' });
      expect([await store.sameKeys('one'), await store.sameKeys('two'), await store.sameKeys('one')]).toEqual([true, false, true]);
    });

    test('another node takes over whole what a lapsed one had', async () => {
      const { store } = bench();
      const runs = await begin(3);
      const dead = await store.journal.join('north', 1);
      await store.journal.claim(dead, 10);
      const south = await store.journal.join('south', TTL);
      const ready = await until(async () => (await store.journal.sweep(south)).ready, 'the take-over');
      expect(ready).toBe(3);
      expect((await store.journal.claim(south, 1)).length).toBe(1);
      expect((await store.journal.sweep(south)).ready).toBe(0);
      expect(runs).toHaveLength(3);
    });

    test('a node that leaves gives its runs back', async () => {
      const { store } = bench();
      const runs = await begin(2);
      const north = await store.journal.join('north', TTL);
      await store.journal.claim(north, 10);
      await store.journal.leave(north);
      const south = await store.journal.join('south', TTL);
      expect((await store.journal.claim(south, 1)).map((each) => each.run)).toEqual(runs.slice(0, 1));
    });

    test('a run that was claimed in vain comes alone, and is held the fourth time', async () => {
      const { store } = bench();
      const runs = await begin(2);
      const seen: string[][] = [];
      for (let i = 0; i < 7; i++) {
        const lease = await store.journal.join('north', TTL);
        seen.push((await store.journal.claim(lease, 10)).map((each) => `${runs.indexOf(each.run)}:${each.claims}`));
      }
      expect(seen.slice(0, 3)).toEqual([['0:1', '1:1'], ['0:2'], ['0:3']]);
      expect(await store.runs.find(runs[0]!)).toMatchObject({ state: 'held', heldReason: 'poison' });
      expect(seen.flat().filter((each) => each.startsWith('1:'))).toEqual(['1:1', '1:2', '1:3']);
      expect((await store.runs.find(runs[1]!))?.heldReason).toBe('poison');
    });

    test('an entry shows that a run gets on: its claims count from 1 again', async () => {
      const { store } = bench();
      const [run] = await begin(1);
      for (let seq = 1; seq <= 5; seq++) {
        const lease = await store.journal.join('north', TTL);
        const [claimed] = await store.journal.claim(lease, 10);
        expect(claimed?.claims).toBe(1);
        await flushNext(store, lease, { entries: [entry(run!, seq)] });
      }
    });

    test('a program of an engine we do not know is held, not run', async () => {
      const { store } = bench();
      await publish(store, { start: program('start', 99) });
      const run = await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
      expect(await store.journal.claim(await store.journal.join('north', TTL), 10)).toEqual([]);
      expect(await store.runs.find(run)).toMatchObject({ state: 'held', heldReason: 'engine' });
    });

    test('a waiting run has no owner: nobody takes it over', async () => {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const { id } = await store.conversations.open('shop', 'ana');
      const north = await store.journal.join('north', TTL);
      const [run] = await store.journal.claim(north, 10);
      await flushNext(store, north, { writes: [hear(run!.run, '0.1', id), park(run!.run)] });
      expect(await store.journal.claim(await store.journal.join('north', TTL), 10)).toEqual([]);
      expect((await store.runs.find(run!.run))?.state).toBe('waiting');
    });

    test('an entry larger than 256 KB comes back whole', async () => {
      const { store } = bench();
      const [run] = await begin(1);
      const lease = await store.journal.join('north', TTL);
      await store.journal.claim(lease, 10);
      const payload = encodeValue('x'.repeat(700_000));
      await flushNext(store, lease, { entries: [entry(run!, 1, { payload }), entry(run!, 2, { payload })] });
      const [again] = await store.journal.claim(await store.journal.join('north', TTL), 10);
      expect(again!.entries.map((each) => Buffer.compare(each.payload, payload))).toEqual([0, 0]);
    });
  });
}

/** Bytes as plain arrays: one client answers with Buffers. */
const plain = (each: ReturnType<typeof entry>) => ({ ...each, argsHash: [...each.argsHash], payload: [...each.payload] });
