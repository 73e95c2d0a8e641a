import { describe, expect, test } from 'vitest';
import { NotFound } from '../../src/spec/index.ts';
import { Dict, decodeValue } from '../../src/values/index.ts';
import { end, entry, flushNext, hear, park, program, publish, woken } from './staging.ts';
import type { Bench } from './store.ts';

const TTL = 60_000;

export function exerciseConversations(bench: () => Bench): void {
  describe('conversations', () => {
    const scripts = { start: program('start'), reply: program('reply') };
    async function opened(answers?: string) {
      const { store } = bench();
      await publish(store, scripts, answers);
      const { id } = await store.conversations.open('shop', 'ana');
      const lease = await store.journal.join('north', TTL);
      const claimed = async () => (await store.journal.claim(lease, 10)).map((each) => each);
      return { store, id, lease, claimed };
    }
    const inputsOf = (bytes: Uint8Array) => [...(decodeValue(bytes) as Dict).entries()];

    test('opening runs the start script, where there is one', async () => {
      const { store, id, claimed } = await opened();
      expect(await claimed()).toMatchObject([{ script: 'start', conversation: id, user: 'ana' }]);
      await publish(store, { reply: program('reply') }, undefined, 'mute');
      const mute = await store.conversations.open('mute', 'ana');
      expect(await claimed()).toEqual([]);
      expect(await store.conversations.find(mute.id)).toEqual({
        id: mute.id,
        bot: 'mute',
        user: 'ana',
        last: 0,
        createdAt: bench().now,
        closed: false,
      });
    });

    test('nobody talks to a bot that is not there or was retired', async () => {
      const { store } = await opened();
      await expect(store.conversations.open('nobody', 'ana')).rejects.toBeInstanceOf(NotFound);
      await store.packages.retire('shop');
      await expect(store.conversations.open('shop', 'ana')).rejects.toBeInstanceOf(NotFound);
      expect(await store.conversations.post('nowhere', 'm1', { text: 'hello' })).toBeUndefined();
    });

    test('a repeated message answers like the first and is stored once', async () => {
      const { store, id } = await opened();
      const posts = await Promise.all([1, 2, 3].map(() => store.conversations.post(id, 'm1', { text: 'hello' })));
      expect(posts).toEqual([{ number: 1 }, { number: 1 }, { number: 1 }]);
      expect(await store.conversations.post(id, 'm2', { text: 'again', value: 'v', switchers: ['s'] })).toEqual({ number: 2 });
      expect((await store.conversations.since(id, 0, 10)).map((each) => each.item)).toEqual([
        { type: 'user', text: 'hello' },
        { type: 'user', text: 'again', value: 'v', switchers: ['s'] },
      ]);
    });

    test('HEAR takes the oldest unread message, each once', async () => {
      const { store, id, lease, claimed } = await opened();
      const [run] = await claimed();
      for (const text of ['one', 'two', 'three']) await store.conversations.post(id, text, { text });
      await flushNext(store, lease, { writes: [hear(run!.run, '0.1', id), park(run!.run)] });
      expect(await store.journal.signals([run!.run])).toMatchObject([{ address: '0.1', signal: { text: 'one', number: 1 } }]);
      await flushNext(store, lease, {
        writes: [woken(run!.run, '0.1'), hear(run!.run, '0.2', id), hear(run!.run, '0.3', id), park(run!.run)],
      });
      expect((await store.journal.signals([run!.run])).map((each) => [each.address, 'text' in each.signal && each.signal.text])).toEqual([
        ['0.2', 'two'],
        ['0.3', 'three'],
      ]);
    });

    test('messages go to the foreground run only', async () => {
      const { store, id, lease, claimed } = await opened();
      const [front] = await claimed();
      const back = await store.runs.start({ bot: 'shop', script: 'reply', inputs: new Dict(), conversation: id });
      await claimed();
      await flushNext(store, lease, { writes: [hear(back, '0.1', id), park(back), hear(front!.run, '0.1', id), park(front!.run)] });
      await store.conversations.post(id, 'm1', { text: 'hello' });
      expect((await store.journal.signals([front!.run, back])).map((each) => each.run)).toEqual([front!.run]);
      // When it ends, the one that has listened longest takes its place.
      await claimed();
      await flushNext(store, lease, { writes: [end(front!.run)] });
      await store.conversations.post(id, 'm2', { text: 'and you?' });
      expect(await store.journal.signals([back])).toMatchObject([{ signal: { text: 'and you?' } }]);
    });

    test('messages left unread start the next runs, one after the other', async () => {
      const { store, id, lease, claimed } = await opened('reply');
      const [first] = await claimed();
      await store.conversations.post(id, 'm1', { text: 'one' });
      await store.conversations.post(id, 'm2', { text: 'two', value: 'zwei' });
      expect(await claimed()).toEqual([]);
      expect((await flushNext(store, lease, { writes: [end(first!.run)] })).ready).toBe(1);
      const [second] = await claimed();
      expect(second).toMatchObject({ script: 'reply', conversation: id, user: 'ana' });
      expect(inputsOf(second!.inputs)).toEqual([['message', 'one']]);
      expect(await claimed()).toEqual([]);
      await flushNext(store, lease, { writes: [end(second!.run)] });
      const [third] = await claimed();
      expect(inputsOf(third!.inputs)).toEqual([
        ['message', 'two'],
        ['value', 'zwei'],
      ]);
      expect((await flushNext(store, lease, { writes: [end(third!.run)] })).ready).toBe(0);
      await store.conversations.post(id, 'm3', { text: 'three' });
      expect(inputsOf((await claimed())[0]!.inputs)).toEqual([['message', 'three']]);
    });

    test('a run begun by a message hears what came after that message', async () => {
      const { store, id, lease, claimed } = await opened('reply');
      const [first] = await claimed();
      await store.conversations.post(id, 'm1', { text: 'book' });
      await store.conversations.post(id, 'm2', { text: 'tomorrow' });
      await flushNext(store, lease, { writes: [end(first!.run)] });
      const [second] = await claimed();
      await flushNext(store, lease, { writes: [hear(second!.run, '0.1', id), park(second!.run)] });
      expect(await store.journal.signals([second!.run])).toMatchObject([{ signal: { text: 'tomorrow' } }]);
    });

    test('without a script that answers, messages stay unread', async () => {
      const { store, id, lease, claimed } = await opened();
      const [first] = await claimed();
      await flushNext(store, lease, { writes: [end(first!.run)] });
      expect(await store.conversations.post(id, 'm1', { text: 'anyone?' })).toEqual({ number: 1 });
      expect(await claimed()).toEqual([]);
      // A later version may have one: the slow sweep finds what was left.
      await publish(store, scripts, 'reply');
      expect((await store.journal.sweep(lease)).ready).toBe(1);
      expect(inputsOf((await claimed())[0]!.inputs)).toEqual([['message', 'anyone?']]);
    });

    test('start runs first, even when it came with a later version', async () => {
      const { store, lease, claimed } = await opened();
      await claimed();
      await publish(store, { reply: program('reply') }, undefined, 'late');
      const { id } = await store.conversations.open('late', 'ana');
      await publish(store, scripts, 'reply', 'late');
      const scriptsRun: string[] = [];
      for (const text of ['one', 'two']) {
        await store.conversations.post(id, text, { text });
        const [run] = await claimed();
        scriptsRun.push(run!.script);
        await flushNext(store, lease, { writes: [end(run!.run)] });
      }
      expect(scriptsRun).toEqual(['start', 'reply']);
    });

    test('a secret reply reaches the run, is never shown, and is gone once taken', async () => {
      const { store, id, lease, claimed } = await opened();
      const [run] = await claimed();
      await store.conversations.post(id, 'm1', { text: '•••', value: 'hunter2', secret: true });
      expect((await store.conversations.since(id, 0, 10)).map((each) => each.item)).toEqual([{ type: 'user', text: '•••', secret: true }]);
      await flushNext(store, lease, { writes: [hear(run!.run, '0.1', id), park(run!.run)] });
      expect(await store.journal.signals([run!.run])).toMatchObject([{ signal: { text: '•••', value: 'hunter2' } }]);
      await flushNext(store, lease, { entries: [entry(run!.run, 1)], writes: [woken(run!.run, '0.1')] });
      expect(await store.journal.signals([run!.run])).toEqual([]);
    });

    test('a closed conversation takes no more messages', async () => {
      const { store, id } = await opened('reply');
      await store.conversations.post(id, 'm1', { text: 'hello' });
      await store.conversations.close(id);
      expect(await store.conversations.post(id, 'm2', { text: 'more' })).toBeUndefined();
      expect(await store.conversations.post(id, 'm1', { text: 'hello' })).toEqual({ number: 1 });
      expect(await store.conversations.find(id)).toMatchObject({ closed: true, last: 1 });
    });

    test('a visitor’s conversations are listed, newest first', async () => {
      const { store, id } = await opened();
      bench().now++;
      const { id: second } = await store.conversations.open('shop', 'ana');
      await store.conversations.open('shop', 'ben');
      expect((await store.conversations.list({ user: 'ana', limit: 10 })).map((each) => each.id)).toEqual([second, id]);
      expect((await store.conversations.list({ user: 'ana', bot: 'shop', limit: 1 })).map((each) => each.id)).toEqual([second]);
      expect(await store.conversations.list({ user: 'ana', bot: 'other', limit: 10 })).toEqual([]);
    });
  });
}
