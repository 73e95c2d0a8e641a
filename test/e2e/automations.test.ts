/** What the first pages tell of bots, against a `basalt serve` of its own. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ServeProcess, serveBots } from '../support/serve.ts';

const SHOP = `PARAM item AS STRING DESCRIPTION "What to sell"
DESCRIPTION "Sells one thing"
ON EVENT "paid" WHERE amount = 7 DO
  TALK "thanks"
END ON
answer = DELEGATE TO "stock" WITH "count"
BOT "writer" WRITES letter
BOT item "look it up"
WAIT 3600
`;
let serve: ServeProcess;
beforeAll(async () => {
  serve = await serveBots({ shop: SHOP, stock: 'RETURN 3\n', broken: 'TALK "fine"\n' });
});
afterAll(() => serve.close());

const ask = (method: string, path: string, body?: unknown) =>
  fetch(`${serve.url}/api/v1${path}`, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
const get = async (path: string) => (await (await ask('GET', path)).json()) as Record<string, readonly Record<string, unknown>[]>;
const automation = async (bot: string) => (await get('/automations')).automations?.find((each) => each.bot === bot);

test('a bot that was never touched is live, with nothing to tell', async () => {
  expect(await automation('stock')).toEqual({
    bot: 'stock',
    title: 'stock',
    state: 'live',
    unpublished: false,
    errors: 0,
    events: [],
    approvals: 0,
  });
});

test('edits, errors and their author are told', async () => {
  await ask('PUT', '/packages/broken/files/broken.gbdialog/start.bas', { text: 'x', author: 'ben' }).then((answer) =>
    expect(answer.status).toBe(409),
  );
  await ask('PUT', '/packages/broken/files/broken.gbdialog/more.bas', { text: 'TALKK 1\n', author: 'ana', sentence: 'added a script' });
  expect(await automation('broken')).toMatchObject({
    state: 'live',
    unpublished: true,
    errors: 0,
    lastEdit: { author: 'ana', sentence: 'added a script' },
  });
  expect((await ask('POST', '/packages/broken/publish')).status).toBe(422);
  expect(await automation('broken')).toMatchObject({ state: 'live', unpublished: true, errors: 1 });
  await ask('POST', '/packages/fresh/new', {});
  expect(await automation('fresh')).toMatchObject({ state: 'new', unpublished: true, title: 'fresh' });
});

test('the last run and the next time are told', async () => {
  const { id } = (await (await ask('POST', '/runs', { bot: 'shop', script: 'start', inputs: { item: 'tea' } })).json()) as { id: string };
  await vi.waitFor(async () => expect(await automation('shop')).toMatchObject({ lastRun: { script: 'start' } }), { timeout: 60_000 });
  expect(await automation('shop')).toMatchObject({ events: ['paid'], lastRun: { id } });
});

test('who names whom is read from the programs that are live', async () => {
  const { bots } = await get('/directory');
  const shop = bots?.find(({ bot }) => bot === 'shop');
  expect(shop).toMatchObject({
    tools: [{ name: 'start', description: 'Sells one thing' }],
    delegates: [
      { script: 'start', line: 6, by: 'DELEGATE TO', bot: 'stock', task: 'count' },
      { script: 'start', line: 7, by: 'BOT', bot: 'writer' },
      { script: 'start', line: 8, by: 'BOT', task: 'look it up' },
    ],
  });
  expect(bots?.find(({ bot }) => bot === 'stock')).toMatchObject({ usedBy: ['shop'] });
});

test('a handler shows the last event it could have had', async () => {
  expect((await get('/triggers')).events).toEqual([
    { bot: 'shop', script: 'start~paid', event: { bot: 'shop', name: 'paid' }, where: expect.stringContaining('amount'), dead: 0 },
  ]);
  await ask('POST', '/bots/shop/events', { name: 'paid', payload: { amount: 8, note: '<b>x</b>' } });
  expect((await get('/triggers')).events).toMatchObject([{ last: { number: 1, payload: { amount: 8, note: '<b>x</b>' } } }]);
});
