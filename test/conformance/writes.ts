import { describe, expect, test } from 'vitest';
import { LeaseLost } from '../../src/spec/index.ts';
import { decodeValue, encodeValue } from '../../src/values/index.ts';
import { end, entry, flushNext, hear, NOTHING, park, program, publish, talk } from './staging.ts';
import type { Bench } from './store.ts';

const TTL = 60_000;

export function exerciseWrites(bench: () => Bench): void {
  describe('the flush', () => {
    async function running() {
      const { store } = bench();
      await publish(store, { start: program('start'), side: program('side') });
      const { id } = await store.conversations.open('shop', 'ana');
      const lease = await store.journal.join('north', TTL);
      const [run] = await store.journal.claim(lease, 10);
      return { store, id, lease, run: run!.run };
    }

    test('a number that was committed answers again as it did and writes nothing twice', async () => {
      const { store, id, lease, run } = await running();
      const other = await store.runs.start({ bot: 'shop', script: 'side', inputs: null });
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { writes: [hear(run, '0.1', id)] });
      await store.conversations.post(id, 'm1', { text: 'hello' });
      const batch = {
        entries: [entry(run, 1), entry(other, 1)],
        writes: [
          talk(other, id, 'one'),
          talk(other, id, 'two'),
          park(run),
          { kind: 'wait', run: other, address: '0.9', wait: { kind: 'timer', ms: 5 }, due: 5 } as const,
          park(other),
        ],
      };
      const first = await store.journal.flush(lease, 2, batch);
      const again = await store.journal.flush(lease, 2, batch);
      expect(first).toMatchObject({ stillOurs: [run], conversations: [{ conversation: id, last: 3 }] });
      expect(again).toMatchObject({ stillOurs: [run], conversations: [{ conversation: id, last: 3 }] });
      expect(await store.runs.entries(run)).toHaveLength(1);
      expect(await store.conversations.since(id, 0, 10)).toHaveLength(3);
      expect(lease.flush).toBe(2);
    });

    test.each([2, 7])('number %i when 1 is next is refused', async (number) => {
      const { store, lease, run } = await running();
      const flushing = store.journal.flush(lease, number, { entries: [entry(run, 1)], writes: [] });
      await expect(flushing).rejects.toBeInstanceOf(LeaseLost);
      expect(await store.runs.entries(run)).toEqual([]);
    });

    test('items are numbered in the order written, whatever text they hold', async () => {
      const { store, id, lease, run } = await running();
      const texts = ['plain', 'a "quoted" \\ text, {with} (all) kinds', 'NUL \0 and half a pair \ud83d', '💥 äöü', '', 'null', '\\x41'];
      await flushNext(store, lease, { writes: texts.map((text) => talk(run, id, text)) });
      await flushNext(store, lease, {
        writes: [{ kind: 'message', run, conversation: id, item: { type: 'prompt', input: 'menu', options: ['a', 'b'] }, at: 9 }],
      });
      const items = await store.conversations.since(id, 0, 100);
      expect(items.map((each) => each.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(items.slice(0, 7).map((each) => each.item)).toEqual(texts.map((text) => ({ type: 'bot', text })));
      expect(items[7]).toEqual({ number: 8, at: 9, item: { type: 'prompt', input: 'menu', options: ['a', 'b'] } });
      expect((await store.conversations.since(id, 5, 2)).map((each) => each.number)).toEqual([6, 7]);
    });

    test('memory holds the last write of a key, apart by scope and owner; NULL forgets', async () => {
      const { store, lease, run } = await running();
      const remember = (scope: 'bot' | 'user', key: string, value: string | null, at: number) =>
        ({ kind: 'memory', run, scope, owner: 'shop', key, payload: value === null ? null : encodeValue(value), at }) as const;
      await flushNext(store, lease, {
        writes: [
          remember('bot', 'a', 'one', 1),
          remember('bot', 'a', 'two\0', 2),
          remember('user', 'a', 'other', 3),
          remember('bot', 'b', 'x', 4),
        ],
      });
      expect(await store.memory('bot', 'shop', 'a')).toBe('two\0');
      await flushNext(store, lease, { writes: [remember('bot', 'a', 'three', 5), remember('bot', 'b', null, 6)] });
      expect([
        await store.memory('bot', 'shop', 'a'),
        await store.memory('user', 'shop', 'a'),
        await store.memory('bot', 'shop', 'b'),
      ]).toEqual(['three', 'other', null]);
    });

    test('a secret is kept as it was sealed', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [{ kind: 'secret', run, handle: `${run}:0.1`, sealed: Uint8Array.of(1, 2, 3) }] });
      expect([...(await store.secret(`${run}:0.1`))!]).toEqual([1, 2, 3]);
      expect(await store.secret('other')).toBeUndefined();
    });

    test('an ended run keeps its result or its fault, and its journal', async () => {
      const { store, lease, run } = await running();
      const failed = await store.runs.start({ bot: 'shop', script: 'side', inputs: null });
      await store.journal.claim(lease, 10);
      const fault = { code: 'thrown', message: 'no\0 way', line: 3 } as const;
      await flushNext(store, lease, {
        entries: [entry(run, 1)],
        writes: [end(run), { kind: 'end', run: failed, state: 'failed', result: NOTHING, fault }],
      });
      expect(await store.runs.find(run)).toMatchObject({ state: 'done', result: 'over', endedAt: bench().now });
      expect(await store.runs.find(failed)).toMatchObject({ state: 'failed', fault });
      expect((await store.runs.entries(run)).map((each) => decodeValue(each.payload))).toEqual(['answer 1']);
    });

    test('a held run says why, and nobody claims it', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [{ kind: 'held', run, reason: 'unknown-outcome', message: 'POST: no answer\0' }] });
      expect(await store.runs.find(run)).toMatchObject({ state: 'held', heldReason: 'unknown-outcome', message: 'POST: no answer\ufffd' });
      expect(await store.journal.claim(await store.journal.join('south', TTL), 10)).toEqual([]);
    });

    test('an empty flush renews the lease', async () => {
      const { store, lease } = await running();
      expect(await flushNext(store, lease, {})).toEqual({
        stillOurs: [],
        commands: [],
        conversations: [],
        ready: 0,
        begun: [],
        hasDeliveries: false,
      });
      expect(lease.flush).toBe(1);
    });
  });
}
