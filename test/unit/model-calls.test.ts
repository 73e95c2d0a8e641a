/** What a run asks of a model is a row beside its entry, with what it cost where that is known. */
import { expect, test } from 'vitest';
import { defineKeyword } from '../../src/spec/index.ts';
import { house, until } from '../support/house.ts';
import { scripted, scriptMachines } from '../support/script-machine.ts';

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
      messages: [{ role: 'user', text: 'how much?' }],
      config: {},
      key: ask.key,
      abort: ask.abort,
      granted: [],
      stream: () => undefined,
    }),
});

async function asked(prices: (model: string | undefined) => { input: number; output: number } | undefined, money?: number) {
  const all = house({
    keywords: [think],
    machines: scriptMachines,
    terms: { ttlMs: 1e12, prices: async () => prices, ...(money !== undefined && { budgets: { asks: 9, tokens: 1e6, money } }) },
  });
  await all.deploy({ think: scripted([{ keyword: 'THINK' }]) });
  const run = await all.store.runs.start({ bot: 'bot', script: 'think', inputs: null });
  const engine = all.engine('a');
  await engine.start();
  await until(async () => (await all.store.runs.find(run))?.endedAt !== undefined);
  return { ...all, run, calls: await all.store.runs.modelCalls(run) };
}

test('with its price, and audited', async () => {
  const { calls, run, store } = await asked(() => ({ input: 0.5, output: 2 }));
  expect(calls).toMatchObject([
    {
      run,
      address: '0.0',
      attempt: 1,
      bot: 'bot',
      model: 'm',
      provider: 'test',
      inputTokens: 3,
      outputTokens: 2,
      cost: 5.5,
      outcome: 'done',
    },
  ]);
  expect(store.tables.audit.map(({ row }) => `${row.what} ${row.subject} ${row.tier}`)).toEqual(['effect THINK 1']);
});

test('an unknown price is unknown, not 0', async () => {
  expect((await asked(() => undefined)).calls).toMatchObject([{ cost: null }]);
});

test('under a money limit an unknown price refuses and says so; nothing is asked', async () => {
  const { calls, store, run } = await asked(() => undefined, 5);
  expect(calls).toEqual([]);
  const fault = (await store.runs.entries(run)).find(({ kind }) => kind === 'fault');
  expect(Buffer.from(fault!.payload).toString()).toContain('the price of this model is not known');
});
