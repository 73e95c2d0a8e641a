import { describe, expect, test } from 'vitest';
import { parseDateTime, toText } from '../src/values/index.ts';
import { evaluate, testContext } from '../test/support/evaluate.ts';

const NOW = parseDateTime('2026-11-21 09:30:15')!;
const TODAY = parseDateTime('2026-11-21')!;
const shown = (source: string) => toText(evaluate(source, testContext(), { now: NOW, today: TODAY }));

test.each([
  ['YEAR(now)', '2026'],
  ['MONTH("05/03/2026")', '3'],
  ['DAY("November 21, 2026")', '21'],
  ['HOUR(now)', '9'],
  ['HOUR(today)', '0'],
  ['HOUR("10:45 pm")', '22'],
  ['MINUTE("10:45")', '45'],
  ['SECOND(now)', '15'],
  ['WEEKDAY(now)', '7'],
  ['WEEKDAY("2026-11-22")', '1'],
  ['YEAR(NULL)', ''],
  ['YEAR("")', ''],
  ['ISDATE(now)', 'true'],
  ['ISDATE("31/02/2026")', 'false'],
  ['ISDATE(20261121)', 'false'],
  ['ISDATE(NULL)', 'false'],
  ['DATEVALUE("21/11/2026 9:30 PM")', '2026-11-21 21:30:00'],
  ['DATESERIAL(2024, 2, 29)', '2024-02-29'],
  ['DATEONLY(now)', '2026-11-21'],
  ['FORMAT_DATE(now, "dd/MM/yyyy")', '21/11/2026'],
  ['FORMAT_DATE(now)', '2026-11-21'],
  ['FORMAT_DATE(NULL, "dd/MM/yyyy")', ''],
  ['FORMAT_TIME(now)', '09:30'],
  ['FORMAT_TIME("14h05", "hh:mm tt")', '02:05 PM'],
])('%s is %s', (source, expected) => expect(shown(source)).toBe(expected));

describe('DATEADD takes its arguments in every order that scripts use', () => {
  test.each([
    ['DATEADD(today, 3, "days")', '2026-11-24'],
    ['DATEADD(today, "days", 3)', '2026-11-24'],
    ['DATEADD("day", 3, today)', '2026-11-24'],
    ['DATEADD("2026-11-21", "month", "1")', '2026-12-21'],
    ['DATEADD("month", "1", "2026-11-21")', '2026-12-21'],
    ['DATEADD("20261121", -1, "year")', '2025-11-21'],
    ['DATEADD("d", 1, "20261121")', '2026-11-22'],
    ['DATEADD(now, -90, "minutes")', '2026-11-21 08:00:15'],
    ['DATEADD(NULL, 1, "day")', ''],
    ['DATEADD(today, NULL, "day")', '2026-11-21'],
  ])('%s is %s', (source, expected) => expect(shown(source)).toBe(expected));

  test.each([
    ['DATEADD(today, 3, "fortnights")', /knows no unit "fortnights"/],
    ['DATEADD(today, 3, 4)', /needs a unit/],
    ['DATEADD("soon", 3, "day")', /needs a date as its first argument, found "soon"/],
    ['DATEADD(today, "many", "day")', /needs a number/],
    ['DATEADD(today, 99999999, "year")', /would leave the calendar/],
  ])('%s is refused', (source, message) => expect(() => shown(source)).toThrow(message));
});

describe('DATEDIFF takes the unit first or last', () => {
  test.each([
    ['DATEDIFF("2026-11-21", "2026-12-25", "day")', '34'],
    ['DATEDIFF("day", "2026-11-21", "2026-12-25")', '34'],
    ['DATEDIFF("2026-12-25", "2026-11-21", "d")', '-34'],
    ['DATEDIFF("2026-11-21", "2026-12-25")', '34'],
    ['DATEDIFF("yyyy", "2025-12-31", today)', '1'],
    ['DATEDIFF(today, now, "hours")', '9'],
    ['DATEDIFF(NULL, now, "hours")', ''],
  ])('%s is %s', (source, expected) => expect(shown(source)).toBe(expected));

  test.each([
    ['DATEDIFF(today, now, "eons")', /knows no unit "eons"/],
    ['DATEDIFF(today, 5, "day")', /needs a date as its second argument, found 5/],
  ])('%s is refused', (source, message) => expect(() => shown(source)).toThrow(message));
});

test.each([
  ['today + DAYS(3)', '2026-11-24'],
  ['now - HOURS(2)', '2026-11-21 07:30:15'],
  ['now + 45', '2026-11-21 09:31:00'],
  ['today + WEEKS(1)', '2026-11-28'],
  ['now - today', '34215'],
  ['now - today > HOURS(9)', 'true'],
  ['now - today > MINUTES(600)', 'false'],
  ['ADD_DAYS(today, 10)', '2026-12-01'],
  ['ADD_MONTHS("2024-01-31", 1)', '2024-02-29'],
  ['DAYS_BETWEEN("2026-11-21 23:00", "2026-11-22 01:00")', '1'],
  ['HOURS_BETWEEN(today, now) > 9.5', 'true'],
  ['SECONDS_BETWEEN(today, now)', '34215'],
  ['DAYS_BETWEEN(NULL, now)', ''],
])('%s is %s', (source, expected) => expect(shown(source)).toBe(expected));

test.each([
  ['YEAR("soon")', /YEAR needs a date as its first argument, found "soon"/],
  ['DATESERIAL(2025, 2, 29)', /finds no day 29 in month 2 of 2025/],
  ['FORMAT_DATE(today, "0.00")', /needs a pattern with parts of a date/],
  ['DAYS("three")', /needs a number/],
])('%s is refused', (source, message) => expect(() => shown(source)).toThrow(message));
