import { describe, expect, test } from 'vitest';
import { NotFound } from '../../src/spec/index.ts';
import { decodeValue, encodeValue } from '../../src/values/index.ts';
import { entry, flushNext, hear, park, program, publish, talk } from './staging.ts';
import type { Bench } from './store.ts';

export function exerciseForks(bench: () => Bench): void {
  describe('forks', () => {
    const set = (seq: number) => {
      const { run: _, ...rest } = entry('', seq, { kind: 'set', name: 'set', address: '0.2', preview: 'x = 1' });
      return rest;
    };
    async function ran() {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const lease = await store.journal.join('north', 60_000);
      const { id: conversation } = await store.conversations.open('shop', 'ana');
      const run = (await store.journal.claim(lease, 10))[0]?.run as string;
      const workflow = { kind: 'workflow', run, bot: 'shop' } as const;
      await flushNext(store, lease, {
        entries: [entry(run, 1, { kind: 'begin' }), entry(run, 2), entry(run, 3, { kind: 'wait' })],
        writes: [
          talk(run, conversation, 'hello'),
          { ...workflow, id: `${run}:0.1`, name: 'first', at: 5 },
          { ...workflow, id: `${run}:0.1`, state: 'done', at: 7, result: encodeValue('paid') },
          { ...workflow, id: `${run}:0.4`, name: 'second', at: 8 },
          hear(run, '0.5', conversation),
          park(run),
        ],
      });
      return { store, lease, run, conversation };
    }

    test('have copies of the entries that are named, and what is set after them', async () => {
      const { store, lease, run } = await ran();
      const fork = await store.runs.fork(run, { seqs: [1, 2], set: set(4), until: Number.MAX_SAFE_INTEGER });
      const original = await store.runs.entries(run);
      expect((await store.runs.entries(fork)).map(({ seq, kind, run: of }) => [of, seq, kind])).toEqual([
        [fork, 1, 'begin'],
        [fork, 2, original[1]!.kind],
        [fork, 4, 'set'],
      ]);
      expect((await store.runs.entries(fork))[1]).toEqual({ ...original[1], run: fork });
      const found = await store.runs.find(run);
      expect(await store.runs.find(fork)).toMatchObject({ state: 'ready', bot: 'shop', version: found?.version, script: 'start' });
      expect(await store.runs.entries(run)).toEqual(original);
      const claimed = (await store.journal.claim(lease, 10)).find((each) => each.run === fork);
      expect(claimed).toMatchObject({ user: 'ana', claims: 1 });
      expect(claimed?.checkpoint).toBeUndefined();
      expect(claimed?.entries).toHaveLength(3);
    });

    test('talk in a conversation of their own that knows what was said', async () => {
      const { store, lease, run, conversation } = await ran();
      await store.conversations.post(conversation, 'later', { text: 'for the other' });
      const fork = await store.runs.fork(run, { seqs: [1], set: set(2), until: Number.MAX_SAFE_INTEGER });
      const own = (await store.runs.find(fork))?.conversation as string;
      expect(own).not.toBe(conversation);
      expect((await store.conversations.since(own, 0, 10)).map(({ item }) => 'text' in item && item.text)).toEqual([
        'hello',
        'for the other',
      ]);
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { entries: [entry(fork, 3, { kind: 'wait' })], writes: [hear(fork, '0.5', own), park(fork)] });
      expect((await store.runs.find(fork))?.state).toBe('waiting');
      await store.conversations.post(own, 'now', { text: 'for the fork' });
      const woken = (await store.journal.claim(lease, 10)).find((each) => each.run === fork);
      expect(woken?.signals).toMatchObject([{ address: '0.5', signal: { kind: 'reply', text: 'for the fork' } }]);
    });

    test('go on with executions of workflows under their own names', async () => {
      const { store, run } = await ran();
      const at = (until: number) => store.runs.fork(run, { seqs: [1], set: set(2), until });
      const rows = async (fork: string) =>
        (await store.workflows.list({ run: fork, limit: 9 })).map((row) => [row.id.slice(fork.length), row.state, row.result]);
      expect(await rows(await at(6))).toEqual([[':0.1', 'running', undefined]]);
      expect(await rows(await at(9))).toEqual([
        [':0.4', 'running', undefined],
        [':0.1', 'done', 'paid'],
      ]);
      expect(await rows(await at(4))).toEqual([]);
    });

    test('are given what the run was given', async () => {
      const { store } = await ran();
      const run = await store.runs.start({ bot: 'shop', script: 'start', inputs: 7 });
      const fork = await store.runs.fork(run, { seqs: [], set: set(1), until: 0 });
      expect(decodeValue(new Uint8Array(await store.runs.inputs(fork)))).toBe(7);
      await expect(store.runs.inputs('nowhere')).rejects.toBeInstanceOf(NotFound);
      await expect(store.runs.fork('nowhere', { seqs: [], set: set(1), until: 0 })).rejects.toBeInstanceOf(NotFound);
    });
  });
}
