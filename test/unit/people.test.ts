import { expect, test } from 'vitest';
import { talkTo } from '../../keywords/talk-to.ts';
import { createMemoryStore } from '../../src/adapters/memory/index.ts';
import { storePorts } from '../../src/runtime/store-ports.ts';

async function reception() {
  const store = createMemoryStore({ now: () => 0 });
  for (const bot of ['clinic', 'shop']) {
    await store.packages.publish({ bot, config: {}, variables: {}, policy: 'workshop', programs: {}, sources: {} });
  }
  const { people } = storePorts(store);
  const talk = async (who: string) =>
    (await talkTo.perform?.({ who, message: 'hi' }, { ports: { people }, ask: { bot: 'clinic' } as never })) as object;
  return { store, people, talk };
}

test('a user is reached in the latest open conversation with this bot', async () => {
  const { store, people, talk } = await reception();
  const first = await store.conversations.open('clinic', 'ana');
  const second = await store.conversations.open('clinic', 'ana');
  await store.conversations.open('shop', 'ana');
  expect(await people.conversation('clinic', 'ana')).toBe(second.id);
  expect(await talk('ana')).toMatchObject({ writes: [{ kind: 'message', conversation: second.id, item: { type: 'bot', text: 'hi' } }] });
  await store.conversations.close(second.id);
  expect(await people.conversation('clinic', 'ana')).toBe(first.id);
});

test('a conversation is reached by its id, but not another bot’s', async () => {
  const { store, people } = await reception();
  const own = await store.conversations.open('clinic', 'ana');
  const other = await store.conversations.open('shop', 'ben');
  expect(await people.conversation('clinic', own.id)).toBe(own.id);
  expect(await people.conversation('clinic', other.id)).toBeUndefined();
});

test('whoever has none cannot be told', async () => {
  const { talk } = await reception();
  expect(await talk('nobody')).toMatchObject({ fault: { code: 'refused' } });
});
