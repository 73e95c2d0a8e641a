/** What operators granted: counts from the next act on, ends by itself, costs the act no query. */
import { expect, test } from 'vitest';
import { GrantBook } from '../../src/host/index.ts';
import { isGrant } from '../../src/runtime/index.ts';
import { defineKeyword, done, TOPIC } from '../../src/spec/index.ts';
import { house, until } from '../support/house.ts';
import { scripted, scriptMachines } from '../support/script-machine.ts';

const fetchIt = defineKeyword({
  group: 'language',
  since: '0.1',
  summary: '',
  example: '',
  name: 'FETCH',
  syntax: 'FETCH',
  params: {},
  effect: { class: 'repeatable', tier: 0, needs: ['http'] },
  async perform(_, { ports, ask }) {
    const outcome = await ports.http.request({
      method: 'GET',
      url: 'http://a.example/',
      key: ask.key,
      abort: ask.abort,
      config: {},
      granted: ask.granted,
    });
    return outcome.outcome === 'done' ? done('ok') : outcome;
  },
});

function opened() {
  let book: GrantBook | undefined;
  const all = house({
    keywords: [fetchIt],
    machines: scriptMachines,
    policy: 'strict',
    terms: { ttlMs: 1e12, grants: (bot) => book?.of(bot) ?? [] },
  });
  let reads = 0;
  const grants = {
    ...all.store.grants,
    list() {
      reads++;
      return all.store.grants.list();
    },
  };
  book = new GrantBook({ store: { grants }, clock: all.clock, bus: all.bus, log: { log: () => undefined } }, ['http:always.example']);
  return { ...all, book, reads: () => reads };
}

test('a grant counts from the next act on, and no longer than it was given for', async () => {
  const all = opened();
  await all.deploy({ fetch: scripted([{ keyword: 'FETCH' }]) });
  await all.book.open();
  const engine = all.engine('a');
  await engine.start();
  const ends = async () => {
    const id = await all.store.runs.start({ bot: 'bot', script: 'fetch', inputs: null });
    engine.wake();
    await until(async () => (await all.store.runs.find(id))?.endedAt !== undefined);
    const answer = (await all.store.runs.entries(id)).find(({ kind }) => kind === 'answer' || kind === 'fault');
    return answer?.kind;
  };
  expect(await ends()).toBe('fault');
  const end = all.clock.now() + 60_000;
  await all.store.grants.add({ bot: 'bot', what: 'http:a.example', by: 'operator', until: end });
  all.bus.publish(TOPIC.grants, {});
  await until(() => all.book.of('bot').length === 2);
  const reads = all.reads();
  expect([await ends(), await ends(), await ends()]).toEqual(['answer', 'answer', 'answer']);
  expect(all.reads()).toBe(reads);
  all.clock.moveTo(end);
  expect(await ends()).toBe('fault');
  all.book.close();
});

test('a lost hint is made good; another bot’s grants are not ours; `*` is for all', async () => {
  const { book, store, clock } = opened();
  await book.open();
  expect(book.of('bot')).toEqual(['http:always.example']);
  expect(book.of('bot')).toBe(book.of('bot'));
  await store.grants.add({ bot: 'other', what: 'model', by: 'x' });
  await store.grants.add({ bot: '*', what: 'mail', by: 'x' });
  clock.moveTo(clock.now() + 30_000);
  await until(() => book.of('bot').length === 2);
  expect(book.of('bot')).toEqual(['http:always.example', 'mail']);
  expect(book.of('other')).toEqual(['http:always.example', 'model', 'mail']);
});

test.each(['http', 'http:a.example', 'http:10.0.0.1:8080', 'http:[::1]:80', 'model', 'outside-text', 'keyword:SEND MAIL'])(
  '%s can be granted',
  (what) => expect(isGrant(what)).toBe(true),
);
test.each(['', 'https', 'http:', 'http:A.example', 'http:a/b', 'keyword:', 'everything', 'http:a:b'])('"%s" cannot', (what) =>
  expect(isGrant(what)).toBe(false),
);
