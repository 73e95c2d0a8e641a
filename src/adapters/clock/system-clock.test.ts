import { expect, test } from 'vitest';
import { offsetMs, systemClock } from './system-clock.ts';

const HOUR = 3_600_000;

test.each([
  ['UTC', '2026-07-01T00:00:00Z', 0],
  ['Europe/Berlin', '2026-01-15T12:00:00Z', 1],
  ['Europe/Berlin', '2026-07-15T12:00:00Z', 2],
  ['Europe/Berlin', '2026-03-29T00:59:59.999Z', 1],
  ['Europe/Berlin', '2026-03-29T01:00:00Z', 2],
  ['America/Sao_Paulo', '2026-11-21T02:00:00Z', -3],
  ['Asia/Kolkata', '2026-11-21T02:00:00Z', 5.5],
  ['America/New_York', '1969-12-31T23:59:59.500Z', -5],
])('%s at %s is %s hours from UTC', (zone, instant, hours) => {
  expect(offsetMs(zone, Date.parse(instant))).toBe(hours * HOUR);
});

test('a zone that does not exist is told', () => {
  expect(() => offsetMs('Mars/Olympus', 0)).toThrow(RangeError);
});

test('a timer calls back once and can be forgotten', async () => {
  const calls: string[] = [];
  const forget = systemClock.after(1, () => calls.push('forgotten'));
  forget();
  await new Promise<void>((resolve) => systemClock.after(5, resolve));
  expect(calls).toEqual([]);
});
