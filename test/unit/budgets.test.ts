/** Budgets of a day: what a bot's config.csv and the server allow is never passed, and the refusal says the figures. */
import { expect, test } from 'vitest';
import { dayLimits, runBudgets } from '../../src/runtime/index.ts';
import type { UseLimits } from '../../src/spec/index.ts';
import { defineKeyword } from '../../src/spec/index.ts';
import { house, until } from '../support/house.ts';
import { scripted, scriptMachines } from '../support/script-machine.ts';

/** Three tokens asked, two answered; at worst three and ten. */
const think = defineKeyword({
  group: 'language',
  since: '0.1',
  summary: '',
  example: '',
  name: 'THINK',
  syntax: 'THINK',
  params: {},
  effect: { class: 'repeatable', tier: 1, needs: ['model'] },
  perform: (_, { ports, ask }) =>
    ports.model.complete({
      messages: [{ role: 'user', text: 'what?!' }],
      maxTokens: 10,
      config: {},
      key: ask.key,
      abort: ask.abort,
      granted: [],
      stream: () => undefined,
    }),
});

async function opened(config: Readonly<Record<string, string>>, more: { server?: UseLimits; unpriced?: boolean } = {}) {
  const all = house({
    keywords: [think],
    machines: scriptMachines,
    terms: {
      ttlMs: 1e12,
      prices: async () => () => (more.unpriced ? undefined : { input: 1, output: 1 }),
      ...(more.server && { dayLimits: more.server }),
    },
  });
  await all.store.packages.publish({
    bot: 'bot',
    config,
    variables: {},
    policy: 'workshop',
    programs: { think: scripted([{ keyword: 'THINK' }]) },
    sources: {},
  });
  const engine = all.engine('a');
  await engine.start();
  const thinks = async () => {
    const run = await all.store.runs.start({ bot: 'bot', script: 'think', inputs: null });
    engine.wake();
    await until(async () => (await all.store.runs.find(run))?.endedAt !== undefined);
    const fault = (await all.store.runs.entries(run)).find(({ kind }) => kind === 'fault');
    return fault ? Buffer.from(fault.payload).toString() : 'ok';
  };
  return { ...all, engine, thinks };
}

test('a bot that has used its tokens is refused, with the figures; the next day is a new one', async () => {
  const { thinks, clock, store } = await opened({ 'budget-tokens-day': '25' });
  // 13 must be left for a call; it takes 5.
  expect([await thinks(), await thinks(), await thinks()]).toEqual(['ok', 'ok', 'ok']);
  expect(await thinks()).toContain('the bot bot may use 25 tokens a day; 15 are used');
  expect(await store.runs.list({ limit: 9 })).toHaveLength(4);
  clock.moveTo(clock.now() + 86_400_000);
  expect(await thinks()).toBe('ok');
});

test('money is counted by price; the server’s limit is for all bots', async () => {
  expect(await (await opened({ 'budget-usd-day': '12' })).thinks()).toContain('the bot bot may spend 12 US dollars a day');
  const { thinks } = await opened({ 'budget-usd-day': '1000' }, { server: { usd: 14 } });
  expect(await thinks()).toBe('ok');
  expect(await thinks()).toContain('this server may spend 14 US dollars a day; 5 are spent');
});

test('an unknown price is refused where money is limited, and only there', async () => {
  expect(await (await opened({ 'budget-usd-day': '12' }, { unpriced: true })).thinks()).toContain('the price of this model is not known');
  expect(await (await opened({ 'budget-tokens-day': '100' }, { unpriced: true })).thinks()).toBe('ok');
});

test('a run has its own limits', async () => {
  expect(await (await opened({ 'budget-tokens-run': '12' })).thinks()).toContain('this run may use 12 tokens');
  expect(await (await opened({ 'budget-usd-run': '12' })).thinks()).toContain('this run may spend 12');
});

test('what nobody uses for a minute is given back', async () => {
  const { thinks, clock, store } = await opened({ 'budget-tokens-day': '1000' });
  expect(await thinks()).toBe('ok');
  const held = () => [...store.tables.portions.values()].map(({ tokens }) => tokens);
  expect(held()).toEqual([45]);
  clock.moveTo(clock.now() + 60_000);
  await until(() => held()[0] === 0);
});

test('a limit that is no number allows nothing; none above the server’s', () => {
  expect(dayLimits({ 'budget-usd-day': 'ten' })).toEqual({ usd: 0 });
  expect(dayLimits({ 'budget-usd-day': ' ' })).toBeUndefined();
  expect(runBudgets({ 'budget-tokens-run': '50', 'budget-usd-run': '9' }, { asks: 1, tokens: 20, money: 3 })).toEqual({
    asks: 1,
    tokens: 20,
    money: 3,
  });
  expect(runBudgets({}, { asks: 1, tokens: 20 })).toEqual({ asks: 1, tokens: 20 });
});
