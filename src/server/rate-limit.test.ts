import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

test('a burst passes, the next waits, time gives back', () => {
  let now = 0;
  const limit = new RateLimit(2, 1, () => now);
  expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 1]);
  expect(limit.take('b')).toBe(0);
  now = 1000;
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 1]);
});

test('a clock that goes back takes nothing away', () => {
  let now = 10_000;
  const limit = new RateLimit(1, 1, () => now);
  expect(limit.take('a')).toBe(0);
  now = 0;
  expect(limit.take('a')).toBe(1);
  now = 1000;
  expect(limit.take('a')).toBe(0);
});
