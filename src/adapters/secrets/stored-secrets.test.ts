import { expect, test } from 'vitest';
import { createSeal } from '../seal.ts';
import { createSecrets } from './stored-secrets.ts';

test('a handle opens what was sealed under it, a config handle the value of that name', async () => {
  const seal = createSeal(new Uint8Array(32).fill(7));
  const secrets = createSecrets({ secret: async (handle) => (handle === 'r1:0.1' ? seal.seal('hunter2') : undefined) }, seal);
  expect(await secrets.open('r1:0.1', {})).toBe('hunter2');
  expect(await secrets.open('config:llm-key', { 'llm-key': 'k' })).toBe('k');
  expect(await secrets.open('config:llm-key', {})).toBeUndefined();
  expect(await secrets.open('r2:0.1', {})).toBeUndefined();
});
