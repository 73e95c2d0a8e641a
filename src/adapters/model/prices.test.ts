import { expect, test } from 'vitest';
import { loadPrices } from './prices.ts';

test('known models have a price a token, answers cost more than questions; unknown ones have none', async () => {
  const prices = await loadPrices();
  const known = prices('gpt-4o-mini');
  expect(known?.input).toBeGreaterThan(0);
  expect(known?.output).toBeGreaterThan(known?.input ?? 0);
  expect(known?.input).toBeLessThan(0.001);
  expect(prices('a-model-of-my-own')).toBeUndefined();
  expect(prices(undefined)).toBeUndefined();
});
