import { describe, expect, test } from 'vitest';
import { type FlushWrite, NotFound } from '../../src/spec/index.ts';
import { decodeValue, encodeValue } from '../../src/values/index.ts';
import { end, entry, flushNext, hear, park, program, publish, sleep } from './staging.ts';
import type { Bench } from './store.ts';

const TTL = 60_000;

export function exerciseRuns(bench: () => Bench): void {
  describe('runs and commands', () => {
    async function running() {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const run = await store.runs.start({ bot: 'shop', script: 'start', inputs: 1 });
      const lease = await store.journal.join('north', TTL);
      await store.journal.claim(lease, 10);
      return { store, lease, run };
    }
    const state = async (run: string) => (await bench().store.runs.find(run))?.state;

    test('a run needs a live bot and a script of it', async () => {
      const { store } = await running();
      await expect(store.runs.start({ bot: 'nobody', script: 'start', inputs: null })).rejects.toBeInstanceOf(NotFound);
      await expect(store.runs.start({ bot: 'shop', script: 'nothing', inputs: null })).rejects.toBeInstanceOf(NotFound);
      await expect(store.runs.command('nowhere', { kind: 'cancel' }, 'ana')).rejects.toBeInstanceOf(NotFound);
      expect(await store.runs.find('nowhere')).toBeUndefined();
    });

    test('what goes on by itself is listed by its time, until it is woken', async () => {
      const { store, lease, run } = await running();
      const { id: conversation } = await store.conversations.open('shop', 'ana');
      const writes = [sleep(run, '0.1', 9_000), hear(run, '0.2', conversation, 3_000), hear(run, '0.3', conversation)];
      await flushNext(store, lease, { entries: [entry(run, 1)], writes: [...writes, park(run)] });
      const timer = { run, bot: 'shop', kind: 'timer', due: 9_000 };
      const reply = { run, bot: 'shop', kind: 'reply', due: 3_000 };
      expect(await store.runs.upcoming(10)).toEqual([reply, timer]);
      expect(await store.runs.upcoming(1)).toEqual([reply]);
      await store.journal.wakeDue(3_000, 10);
      expect(await store.runs.upcoming(10)).toEqual([timer]);
    });

    test('a birth is a run that this node has leased; where there is no such script, nothing is born', async () => {
      const { store, lease } = await running();
      const { id: conversation } = await store.conversations.open('shop', 'ana');
      const birth = (bot: string, more: object = {}) =>
        ({ kind: 'birth', run: store.runs.newId(), bot, script: 'start', inputs: encodeValue(7), at: 5, ...more }) as const;
      const writes = [
        birth('shop', { user: 'eva' }),
        birth('nobody'),
        birth('shop', { conversation }),
        birth('shop', { script: 'nothing' }),
      ];
      const { begun } = await flushNext(store, lease, { entries: [], writes });
      expect(begun.map(({ run, user }) => ({ run, user }))).toEqual([
        { run: writes[0]!.run, user: 'eva' },
        { run: writes[2]!.run, user: 'ana' },
      ]);
      expect(begun[1]).toMatchObject({
        bot: 'shop',
        script: 'start',
        conversation,
        claims: 1,
        cancelling: false,
        entries: [],
        signals: [],
      });
      expect(decodeValue(new Uint8Array(begun[1]!.inputs))).toBe(7);
      expect(await store.runs.find(writes[1]!.run)).toBeUndefined();
      const other = await store.journal.join('south', TTL);
      expect((await store.journal.claim(other, 10)).map((each) => each.run)).not.toContain(writes[0]!.run);
      await flushNext(store, lease, { entries: [entry(writes[0]!.run, 1)], writes: [end(writes[0]!.run)] });
      expect(await state(writes[0]!.run)).toBe('done');
    });

    test("a birth whose flush is sent again is answered like the first time; one that came with a lost lease is another node's", async () => {
      const { store, lease } = await running();
      const birth = { kind: 'birth', run: store.runs.newId(), bot: 'shop', script: 'start', inputs: encodeValue(null), at: 5 } as const;
      const batch = { entries: [], writes: [birth] };
      const number = lease.flush + 1;
      const first = await store.journal.flush(lease, number, batch);
      lease.flush = number - 1;
      expect((await store.journal.flush(lease, number, batch)).begun.map((each) => each.run)).toEqual(first.begun.map((each) => each.run));
      const again = await store.journal.join('north', TTL);
      const claimed = [...(await store.journal.claim(again, 10)), ...(await store.journal.claim(again, 10))];
      expect(claimed.find((each) => each.run === birth.run)).toMatchObject({ claims: 2 });
    });

    test('runs are listed newest first, by page, bot and state', async () => {
      const { store, lease, run } = await running();
      await publish(store, { start: program('start') }, undefined, 'other');
      const runs = [run];
      for (const bot of ['shop', 'other', 'shop']) {
        bench().now++;
        runs.unshift(await store.runs.start({ bot, script: 'start', inputs: null }));
      }
      const list = async (filter: { bot?: string; state?: 'ready' | 'done'; before?: string }) =>
        (await store.runs.list({ limit: 3, ...filter })).map((each) => each.id);
      expect(await list({})).toEqual(runs.slice(0, 3));
      expect(await list({ before: runs[2]! })).toEqual([run]);
      expect(await list({ bot: 'other' })).toEqual([runs[1]]);
      expect(await list({ state: 'ready' })).toEqual(runs.slice(0, 3));
      await flushNext(store, lease, { writes: [end(run)] });
      expect(await list({ state: 'done' })).toEqual([run]);
    });

    test('cancel reaches a run in memory with its node’s next flush', async () => {
      const { store, lease, run } = await running();
      await store.runs.command(run, { kind: 'cancel' }, 'ana');
      expect(await state(run)).toBe('cancelling');
      expect((await flushNext(store, lease, {})).commands).toEqual([{ run, command: 'cancel' }]);
      await flushNext(store, lease, { writes: [{ kind: 'end', run, state: 'cancelled', result: entry(run, 1).payload }] });
      expect(await state(run)).toBe('cancelled');
      expect((await flushNext(store, lease, {})).commands).toEqual([]);
    });

    test('a run that is to be cancelled does not go to sleep', async () => {
      const { store, lease, run } = await running();
      await store.runs.command(run, { kind: 'cancel' }, 'ana');
      const receipt = await flushNext(store, lease, { writes: [sleep(run, '0.1', 9), park(run)] });
      expect(receipt).toMatchObject({ stillOurs: [run], commands: [{ run, command: 'cancel' }] });
    });

    test('one that has been told sleeps between its undos, and wakes for what they wait for', async () => {
      const { store, lease, run } = await running();
      await store.runs.command(run, { kind: 'cancel' }, 'ana');
      const told = entry(run, 1, { kind: 'cancel', address: '' });
      const writes: FlushWrite[] = [sleep(run, '0.1', 9), { kind: 'park', run, isCancelled: true }];
      expect((await flushNext(store, lease, { entries: [told], writes })).stillOurs).toEqual([]);
      expect(await store.journal.claim(lease, 10)).toEqual([]);
      expect(await store.journal.wakeDue(9, 10)).toMatchObject({ woken: 1 });
      const [claimed] = await store.journal.claim(lease, 10);
      expect(claimed).toMatchObject({ run, cancelling: true, entries: [{ kind: 'cancel' }], signals: [{ address: '0.1' }] });
    });

    test('cancel makes a sleeping run ready for whoever claims it', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [sleep(run, '0.1', 9), park(run)] });
      await store.runs.command(run, { kind: 'cancel' }, 'ana');
      expect(await store.journal.claim(lease, 10)).toMatchObject([{ run, cancelling: true }]);
    });

    test('an ended run takes no command', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [end(run)] });
      for (const kind of ['cancel', 'hold', 'resume'] as const) await store.runs.command(run, { kind }, 'ana');
      expect(await state(run)).toBe('done');
      expect(await store.journal.claim(lease, 10)).toEqual([]);
    });

    test('hold stops a sleeping run at once, one in memory by its node', async () => {
      const { store, lease, run } = await running();
      await store.runs.command(run, { kind: 'hold' }, 'ana');
      expect((await flushNext(store, lease, {})).commands).toEqual([{ run, command: 'hold' }]);
      await flushNext(store, lease, { writes: [{ kind: 'held', run, reason: 'operator', message: 'by ana' }] });
      expect(await store.runs.find(run)).toMatchObject({ state: 'held', heldReason: 'operator' });
      const sleeper = await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { writes: [sleep(sleeper, '0.1', 9), park(sleeper)] });
      await store.runs.command(sleeper, { kind: 'hold' }, 'ana');
      expect(await state(sleeper)).toBe('held');
      expect((await store.journal.wakeDue(9, 10)).woken).toBe(1);
      expect(await state(sleeper)).toBe('held');
      await store.runs.command(sleeper, { kind: 'resume' }, 'ana');
      expect(await store.journal.claim(lease, 10)).toMatchObject([{ run: sleeper, signals: [{ signal: { kind: 'timer' } }] }]);
    });

    test('what a person decided stays with the run until it is in the journal', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, {
        entries: [entry(run, 1, { kind: 'intent' })],
        writes: [{ kind: 'held', run, reason: 'unknown-outcome', message: 'POST' }],
      });
      await store.runs.command(run, { kind: 'answer', value: 'it went through' }, 'ana');
      const [claimed] = await store.journal.claim(lease, 10);
      expect(claimed).toMatchObject({ claims: 1, operator: { kind: 'answer', actor: 'ana' } });
      expect(decodeValue(claimed!.operator!.value!)).toBe('it went through');
      const again = await store.journal.join('north', TTL);
      expect((await store.journal.claim(again, 10))[0]?.operator?.kind).toBe('answer');
      await flushNext(store, again, { entries: [entry(run, 2, { kind: 'operator' })] });
      const last = await store.journal.join('north', TTL);
      expect((await store.journal.claim(last, 10))[0]?.operator).toBeUndefined();
    });

    test('cancelling a held run makes it ready for that', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [{ kind: 'held', run, reason: 'bug', message: 'odd' }] });
      await store.runs.command(run, { kind: 'cancel' }, 'ana');
      expect(await store.journal.claim(lease, 10)).toMatchObject([{ run, cancelling: true }]);
    });
  });
}
