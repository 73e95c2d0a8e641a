import { describe, expect, test } from 'vitest';
import { datePart } from './date-parts.ts';
import { dateTimeText, parseDateTime, parseTime } from './date-text.ts';
import type { DateUnit } from './dates.ts';
import { addSeconds, addToDate, dateDifference, dateFrom, dayOf, daysInMonth, parseDateUnit, secondsBetween } from './dates.ts';

const date = (text: string) => {
  const found = parseDateTime(text);
  if (!found) throw new Error(`${text} is no date`);
  return found;
};
const shown = (text: string) => {
  const found = parseDateTime(text);
  return found && dateTimeText(found);
};

describe('parseDateTime', () => {
  test.each([
    ['2026-11-21', '2026-11-21'],
    ['2026/1/2', '2026-01-02'],
    ['21/11/2026', '2026-11-21'],
    ['03/04/2026', '2026-04-03'],
    ['11/21/2026', '2026-11-21'],
    ['21.11.2026', '2026-11-21'],
    ['21/11/26', '2026-11-21'],
    ['21/11/85', '1985-11-21'],
    ['20261121', '2026-11-21'],
    ['20261121093015', '2026-11-21 09:30:15'],
    ['2026-11-21 09:30', '2026-11-21 09:30:00'],
    ['2026-11-21T09:30:15', '2026-11-21 09:30:15'],
    ['2026-11-21T09:30:15.250Z', '2026-11-21 09:30:15.250'],
    ['2026-11-21T09:30:15.123456+02:00', '2026-11-21 09:30:15.123'],
    ['21/11/2026 9:05 PM', '2026-11-21 21:05:00'],
    ['21/11/2026 12 am', '2026-11-21 00:00:00'],
    ['Sat, 21 Nov 2026 05:04:45 GMT', '2026-11-21 05:04:45'],
    ['November 21, 2026', '2026-11-21'],
    ['21 de novembro de 2026', '2026-11-21'],
    ['21 de março de 2026 às 14h30', '2026-03-21 14:30:00'],
    ['21 de fevereiro de 2026 às 14:30', '2026-02-21 14:30:00'],
    ['  2024-02-29 ', '2024-02-29'],
    ['0001-01-01', '0001-01-01'],
    ['9999-12-31', '9999-12-31'],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test.each([
    '',
    'tomorrow',
    '2025-02-29',
    '31/04/2026',
    '2026-13-01',
    '2026-11-21 25:00',
    '2026-11-21 5',
    '12345678',
    '1.2.34',
    '0000-01-01',
    '12/2026',
    'May',
    '2026-11-21x',
    '99',
    `2026-11-21${' '.repeat(100)}`,
  ])('nothing for %j', (text) => expect(parseDateTime(text)).toBeUndefined());
});

test.each([
  ['9:30', [9, 30, 0, 0]],
  ['09:30:15.25', [9, 30, 15, 250]],
  ['9 pm', [21, 0, 0, 0]],
  ['12:15 a.m.', [0, 15, 0, 0]],
  ['14h', [14, 0, 0, 0]],
  ['14h05', [14, 5, 0, 0]],
  ['24:00', undefined],
  ['13 pm', undefined],
  ['9', undefined],
  ['9:5', undefined],
])('parseTime %s', (text, expected) => {
  const found = parseTime(text);
  expect(found && [found.hour, found.minute, found.second, found.millisecond]).toEqual(expected);
});

test.each<[string, number, DateUnit, string | undefined]>([
  ['2024-01-31', 1, 'month', '2024-02-29'],
  ['2025-01-31', 1, 'month', '2025-02-28'],
  ['2024-02-29', 1, 'year', '2025-02-28'],
  ['2024-02-29', -4, 'year', '2020-02-29'],
  ['2026-01-15', -1, 'month', '2025-12-15'],
  ['2026-11-30', 1, 'quarter', '2027-02-28'],
  ['2026-12-31', 1, 'day', '2027-01-01'],
  ['2026-11-21', 2, 'week', '2026-12-05'],
  ['2026-11-21', 5, 'hour', '2026-11-21 05:00:00'],
  ['2026-11-21', 24, 'hour', '2026-11-22'],
  ['2026-11-21 23:59:30', 45, 'second', '2026-11-22 00:00:15'],
  ['2026-11-21 10:00', 1.5, 'day', '2026-11-22 22:00:00'],
  ['9999-12-31', 1, 'day', undefined],
  ['0001-01-01', -1, 'month', undefined],
  ['2026-11-21', Number.POSITIVE_INFINITY, 'day', undefined],
])('addToDate %s %d %s', (from, amount, unit, expected) => {
  const result = addToDate(date(from), amount, unit);
  expect(result && dateTimeText(result)).toBe(expected);
});

test.each<[string, string, DateUnit, number]>([
  ['2025-12-31', '2026-01-01', 'year', 1],
  ['2025-12-31', '2026-01-01', 'month', 1],
  ['2025-12-31', '2026-01-01', 'quarter', 1],
  ['2026-11-21 23:59', '2026-11-22 00:01', 'day', 1],
  ['2026-11-21', '2026-11-27', 'week', 0],
  ['2026-11-21', '2026-11-28', 'week', 1],
  ['2026-11-21 10:59', '2026-11-21 11:01', 'hour', 0],
  ['2026-11-21 10:00', '2026-11-21 11:30', 'minute', 90],
  ['2026-11-22', '2026-11-21', 'day', -1],
  ['2026-11-21 10:30', '2026-11-21 10:00', 'hour', 0],
])('dateDifference %s to %s in %s', (from, to, unit, expected) => {
  expect(dateDifference(date(from), date(to), unit)).toBe(expected);
});

test('seconds move a date, and measure between two', () => {
  const from = date('2026-11-21');
  const to = addSeconds(from, 90.5)!;
  expect(dateTimeText(to)).toBe('2026-11-21 00:01:30.500');
  expect(secondsBetween(from, to)).toBe(90.5);
  expect(dateTimeText(addSeconds(from, -3 * 86400)!)).toBe('2026-11-18');
  expect(addSeconds(from, Number.NaN)).toBeUndefined();
});

test.each([
  ['day', 'day'],
  [' Days ', 'day'],
  ['dd', 'day'],
  ['HH', 'hour'],
  ['n', 'minute'],
  ['m', 'month'],
  ['yyyy', 'year'],
  ['dias', 'day'],
  ['fortnight', undefined],
  ['constructor', undefined],
])('parseDateUnit %s', (text, unit) => expect(parseDateUnit(text)).toBe(unit));

test.each([
  ['year', 2024],
  ['Month', 2],
  ['day', 29],
  ['hour', 7],
  ['minute', 8],
  ['second', 9],
  ['weekday', 5],
  ['dayofyear', 60],
  ['formatted', '2024-02-29 07:08:09'],
  ['constructor', undefined],
])('datePart %s', (name, expected) => expect(datePart(date('2024-02-29 07:08:09'), name)).toBe(expected));

test('days that do not exist are not made', () => {
  expect(dateFrom({ year: 2025, month: 2, day: 29 })).toBeUndefined();
  expect(dateFrom({ year: 99, month: 2, day: 28 })?.ms).toBe(new Date(0).setUTCFullYear(99, 1, 28));
  expect(daysInMonth(1900, 2)).toBe(28);
  expect(daysInMonth(2000, 2)).toBe(29);
  expect(daysInMonth(2026, 12)).toBe(31);
  expect(dateTimeText(dayOf(date('1969-12-31 23:00')))).toBe('1969-12-31');
});
