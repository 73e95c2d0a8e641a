import { expect, test } from 'vitest';
import { areEqual, DateTime, Dict, MARK, Marked, probeFor, probesOf, type Value } from './index.ts';

const VALUES: readonly Value[] = [
  null,
  true,
  false,
  0,
  1,
  -1.5,
  42,
  Number.NaN,
  '',
  '0',
  '1',
  ' 42 ',
  '42.0',
  'true',
  'FALSE',
  'paid',
  'Paid',
  '2026-01-05',
  new DateTime(Date.UTC(2026, 0, 5), true),
  new Marked('paid', MARK.web),
  'x'.repeat(100),
  `${'x'.repeat(59)}😀`,
  'a\0b',
  '\ud800',
];

test('what equals a value has its probe', () => {
  for (const wanted of VALUES)
    for (const given of VALUES) {
      const probe = probeFor('State', wanted);
      if (probe !== undefined && areEqual(wanted, given)) expect(probesOf(Dict.from([['state', given]]))).toContain(probe);
    }
});

test('a probe can be stored, and is short', () => {
  for (const value of VALUES) {
    const probe = probeFor('f', value) ?? '';
    expect(probe).not.toMatch(/\0|\p{Surrogate}/u);
    expect(probe.length).toBeLessThan(70);
  }
});

test.each([null, 0, true, '', 'false', '2026-01-05'])('%s has none: more than one text equals it', (value) => {
  expect(probeFor('f', value)).toBeUndefined();
});

test('other fields and other values differ', () => {
  expect(probeFor('id', 7)).not.toBe(probeFor('id', 8));
  expect(probeFor('id', 7)).not.toBe(probeFor('ix', 7));
  expect(probesOf('no object')).toEqual([]);
});
