import { describe, expect, test } from 'vitest';
import type { Lease, ModelCall } from '../../src/spec/index.ts';
import { flushNext, program, publish } from './staging.ts';
import type { Bench } from './store.ts';

const DAY = '2026-01-05';
const AT = Date.parse(`${DAY}T12:00:00Z`);
const scope = { kind: 'bot', owner: 'shop' } as const;
const server = { kind: 'server', owner: '' } as const;

export function exerciseBudgets(bench: () => Bench): void {
  describe('budgets', () => {
    async function nodes() {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const run = await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
      const north = await store.journal.join('north', 60_000);
      const south = await store.journal.join('south', 60_000);
      const take = (lease: Lease, tokens: number, share = 0) =>
        store.budgets.take(lease, {
          scope,
          day: DAY,
          limits: { tokens: 100 },
          least: { tokens, usd: 0 },
          share: { tokens: share, usd: 0 },
        });
      const call = (lease: Lease, tokens: number, at = AT) =>
        flushNext(store, lease, { writes: [{ kind: 'model-call', run, call: aCall(run, tokens, at) }] });
      return { store, north, south, take, call };
    }

    test('portions of all nodes and what is spent stay within the limit', async () => {
      const { north, south, take } = await nodes();
      expect(await take(north, 10, 60)).toEqual({ tokens: 60, usd: 0 });
      expect(await take(south, 10, 60)).toEqual({ tokens: 40, usd: 0 });
      expect(await take(south, 1)).toEqual({ spent: { tokens: 0, usd: 0 }, reserved: { tokens: 100, usd: 0 } });
    });

    test('nodes that ask at once get no more than there is', async () => {
      const { north, south, take } = await nodes();
      const taken = await Promise.all([take(north, 30), take(south, 30), take(north, 30), take(south, 30)]);
      expect(taken.filter((each) => 'tokens' in each)).toHaveLength(3);
    });

    test('a call moves from the portion to what is spent, with its flush', async () => {
      const { store, north, south, take, call } = await nodes();
      await take(north, 60);
      await call(north, 50);
      expect(await take(south, 41)).toEqual({ spent: { tokens: 50, usd: 0.5 }, reserved: { tokens: 10, usd: 0 } });
      await store.budgets.giveBack(north, { scope, day: DAY, tokens: 10, usd: 0 });
      expect(await take(south, 50)).toEqual({ tokens: 50, usd: 0 });
    });

    test('the portion of an epoch that is over is free again', async () => {
      const { store, north, south, take } = await nodes();
      await take(north, 90);
      expect(await take(south, 20)).toMatchObject({ reserved: { tokens: 90 } });
      const again = await store.journal.join('north', 60_000);
      expect(await take(again, 20)).toEqual({ tokens: 20, usd: 0 });
      expect(await take(south, 81)).toMatchObject({ reserved: { tokens: 20 } });
      expect(await take(south, 80)).toEqual({ tokens: 80, usd: 0 });
    });

    test('money counts like tokens, days and scopes stay apart, and what was used before the limit counts', async () => {
      const { store, north, call } = await nodes();
      await call(north, 50);
      await call(north, 70, AT - 86_400_000);
      const money = (who: typeof scope | typeof server, day: string, usd: number) =>
        store.budgets.take(north, { scope: who, day, limits: { usd: 2 }, least: { tokens: 0, usd }, share: { tokens: 0, usd: 0 } });
      expect(await money(scope, DAY, 1.6)).toEqual({ spent: { tokens: 50, usd: 0.5 }, reserved: { tokens: 0, usd: 0 } });
      expect(await money(server, DAY, 1.5)).toEqual({ tokens: 0, usd: 1.5 });
      expect(await money({ kind: 'bot', owner: 'other' } as never, DAY, 2)).toEqual({ tokens: 0, usd: 2 });
      expect(await money(scope, '2026-01-04', 1.4)).toMatchObject({ spent: { tokens: 70 } });
    });
  });
}

/** One cent a token. */
const aCall = (run: string, tokens: number, at: number): ModelCall => ({
  run,
  address: '0.1',
  attempt: 1,
  bot: 'shop',
  model: 'm',
  provider: 'openai',
  inputTokens: tokens,
  outputTokens: 0,
  estimated: false,
  cost: tokens / 100,
  ms: 1,
  outcome: 'done',
  at,
});
