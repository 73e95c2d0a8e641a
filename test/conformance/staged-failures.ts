/** E1 to E4 (E5 is the engine's, E6 and E7 are PGlite's own): each race is made to happen, in each order. */
import { describe, expect, test } from 'vitest';
import { LeaseLost, UnstorableRow } from '../../src/spec/index.ts';
import { blockedOrDone, end, entry, flushNext, hear, NOTHING, park, program, publish, sleep, talk } from './staging.ts';
import type { Bench } from './store.ts';

const TTL = 60_000;

export function exerciseStagedFailures(bench: () => Bench): void {
  describe('E1: a take-over and an open flush', () => {
    test('the new owner loads what the open flush committed', async () => {
      const { store, subject, gates } = bench();
      await publish(store, { start: program('start') });
      const { id } = await store.conversations.open('shop', 'ana');
      const former = await store.journal.join('north', TTL);
      const [run] = await store.journal.claim(former, 10);
      // The flush has its node row and stands before the conversation that the message holds.
      const gate = gates.closeAt('post.locked');
      const posting = store.conversations.post(id, 'm1', { text: 'hello' });
      await Promise.race([gate.reached, posting]);
      const flushing = flushNext(store, former, { entries: [entry(run!.run, 1)], writes: [talk(run!.run, id, 'Hi')] });
      await blockedOrDone(subject, flushing);
      const joining = store.journal.join('north', TTL);
      await blockedOrDone(subject, joining);
      gate.open();
      await posting;
      await flushing;
      const [again] = await store.journal.claim(await joining, 10);
      expect(again?.entries.map((each) => each.seq)).toEqual([1]);
    });

    test('the late owner is refused and nothing of it stays', async () => {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const { id } = await store.conversations.open('shop', 'ana');
      const former = await store.journal.join('north', TTL);
      const [run] = await store.journal.claim(former, 10);
      await store.journal.join('north', TTL);
      const late = flushNext(store, former, { entries: [entry(run!.run, 1)], writes: [talk(run!.run, id, 'Hi'), end(run!.run)] });
      await expect(late).rejects.toBeInstanceOf(LeaseLost);
      expect(await store.runs.entries(run!.run)).toEqual([]);
      expect(await store.conversations.since(id, 0, 10)).toEqual([]);
      expect((await store.runs.find(run!.run))?.state).toBe('ready');
      await expect(store.journal.claim(former, 10)).rejects.toBeInstanceOf(LeaseLost);
    });
  });

  describe('E2: going to sleep and waking at the same time', () => {
    async function listening() {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const { id } = await store.conversations.open('shop', 'ana');
      const lease = await store.journal.join('north', TTL);
      const [run] = await store.journal.claim(lease, 10);
      return { ...bench(), id, lease, run: run!.run };
    }
    /** Whoever came second must have seen the first: the run is ready, or never left memory. */
    const isAwake = async (run: string, stillOurs: readonly string[]) =>
      stillOurs.includes(run) || (await bench().store.runs.find(run))?.state === 'ready';

    test.each(['post.locked', 'post.looking'])('a message that stands at %s while the run parks', async (point) => {
      const { store, subject, gates, id, lease, run } = await listening();
      const gate = gates.closeAt(point);
      const posting = store.conversations.post(id, 'm1', { text: 'hello' });
      await Promise.race([gate.reached, posting]);
      const parking = flushNext(store, lease, { writes: [hear(run, '0.1', id), park(run)] });
      await blockedOrDone(subject, parking);
      gate.open();
      await posting;
      const { stillOurs } = await parking;
      expect(await isAwake(run, stillOurs)).toBe(true);
      expect(await store.journal.signals([run])).toMatchObject([{ address: '0.1', signal: { kind: 'reply', text: 'hello' } }]);
    });

    test('a message after the park', async () => {
      const { store, id, lease, run } = await listening();
      const { stillOurs } = await flushNext(store, lease, { writes: [hear(run, '0.1', id), park(run)] });
      expect(stillOurs).toEqual([]);
      await store.conversations.post(id, 'm1', { text: 'hello' });
      expect(await isAwake(run, [])).toBe(true);
    });

    test('a wait in one flush, the park in the next, the message between them', async () => {
      const { store, id, lease, run } = await listening();
      await flushNext(store, lease, { writes: [hear(run, '0.1', id)] });
      await store.conversations.post(id, 'm1', { text: 'hello' });
      expect((await flushNext(store, lease, { writes: [park(run)] })).stillOurs).toEqual([run]);
      expect((await store.runs.find(run))?.state).toBe('leased');
    });

    test('a timer that comes due while the run parks', async () => {
      const { store, subject, gates, lease, run } = await listening();
      await flushNext(store, lease, { writes: [sleep(run, '0.1', 50)] });
      const gate = gates.closeAt('wakeDue.locked');
      const waking = store.journal.wakeDue(50, 10);
      await Promise.race([gate.reached, waking]);
      const parking = flushNext(store, lease, { writes: [park(run)] });
      await blockedOrDone(subject, parking);
      gate.open();
      expect((await waking).woken).toBe(1);
      expect(await isAwake(run, (await parking).stillOurs)).toBe(true);
    });

    test.each(['the parent parks', 'the child ends'])('an ending child and a waiting parent on two nodes; %s last', async (last) => {
      const { store, subject, gates, id, lease, run } = await listening();
      const other = await bench().another();
      const south = await other.journal.join('south', TTL);
      const inputs = NOTHING;
      await flushNext(store, lease, {
        writes: [{ kind: 'run', run, id: 'child', bot: 'shop', script: 'start', inputs, conversation: id, at: 1 }],
      });
      expect((await other.journal.claim(south, 10)).map((each) => each.run)).toEqual(['child']);
      const waits = [
        { kind: 'wait', run, address: '0.1', wait: { kind: 'child', run: 'child' } } as const,
        talk(run, id, 'one moment'),
        park(run),
      ];
      const acts = {
        'the parent parks': () => flushNext(store, lease, { writes: waits }),
        'the child ends': () => flushNext(other, south, { writes: [end('child')] }),
      };
      const [first, second] =
        last === 'the parent parks' ? (['the child ends', 'the parent parks'] as const) : (['the parent parks', 'the child ends'] as const);
      const gate = gates.closeAt('post.locked');
      const posting = store.conversations.post(id, 'm1', { text: 'hello' });
      await Promise.race([gate.reached, posting]);
      const firstDone = acts[first]();
      await blockedOrDone(subject, firstDone);
      const secondDone = acts[second]();
      await blockedOrDone(subject, secondDone);
      gate.open();
      await posting;
      const receipts = [await firstDone, await secondDone];
      expect(
        await isAwake(
          run,
          receipts.flatMap((each) => each.stillOurs),
        ),
      ).toBe(true);
      expect(await store.journal.signals([run])).toMatchObject([
        { address: '0.1', signal: { kind: 'child', state: 'done', value: 'over' } },
      ]);
    });
  });

  test('E3: a reader that goes on from its cursor sees every item, though a slower writer came first', async () => {
    const { store, subject, gates } = bench();
    await publish(store, { start: program('start') });
    const { id } = await store.conversations.open('shop', 'ana');
    const lease = await store.journal.join('north', TTL);
    const [run] = await store.journal.claim(lease, 10);
    const gate = gates.closeAt('post.looking');
    const slow = store.conversations.post(id, 'slow', { text: 'slow' });
    await Promise.race([gate.reached, slow]);
    const quick = flushNext(store, lease, { writes: [talk(run!.run, id, 'quick')] });
    await blockedOrDone(subject, quick);
    const seen: number[] = [];
    const read = async () => {
      for (const { number } of await store.conversations.since(id, seen.at(-1) ?? 0, 10)) seen.push(number);
    };
    // One connection is one queue: there the reader itself would wait behind the gate.
    const reading = read();
    await blockedOrDone(subject, reading);
    gate.open();
    await Promise.all([slow, quick, reading]);
    await read();
    expect(seen).toEqual([1, 2]);
  });

  describe('E4: one bad row among good ones', () => {
    const bad: Readonly<Record<string, (run: string, id: string) => Parameters<typeof flushNext>[2]>> = {
      'a NUL in a memory name': (run) => ({
        writes: [{ kind: 'memory', run, scope: 'bot', owner: 'shop', key: 'a\0b', payload: NOTHING, at: 1 }],
      }),
      'half a surrogate pair in an address': (run) => ({ entries: [entry(run, 1, { address: '\ud800' })] }),
      'an entry that comes twice': (run) => ({ entries: [entry(run, 1), entry(run, 1)] }),
      'a state past its limit': (run) => ({ writes: [{ kind: 'checkpoint', run, seq: 1, state: new Uint8Array(5 * 1024 * 1024) }] }),
      'a memory name past its limit': (run) => ({
        writes: [{ kind: 'memory', run, scope: 'bot', owner: 'shop', key: 'k'.repeat(5_000), payload: NOTHING, at: 1 }],
      }),
      'a message to nobody': (run) => ({ writes: [talk(run, 'no-such-conversation', 'Hi')] }),
    };
    test.each(Object.keys(bad))('%s: none is stored, and the innocent go under the same number', async (what) => {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const { id } = await store.conversations.open('shop', 'ana');
      const other = await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
      const lease = await store.journal.join('north', TTL);
      const [guilty] = await store.journal.claim(lease, 10);
      const wrong = bad[what]!(guilty!.run, id);
      const both = { entries: [entry(other, 1), ...(wrong.entries ?? [])], writes: [talk(other, id, 'Hi'), ...(wrong.writes ?? [])] };
      await expect(flushNext(store, lease, both)).rejects.toBeInstanceOf(UnstorableRow);
      expect(await store.runs.entries(other)).toEqual([]);
      expect(await store.conversations.since(id, 0, 10)).toEqual([]);
      await flushNext(store, lease, { entries: [entry(other, 1)], writes: [talk(other, id, 'Hi')] });
      expect(await store.runs.entries(other)).toHaveLength(1);
      expect(await store.conversations.since(id, 0, 10)).toHaveLength(1);
    });
  });
}
