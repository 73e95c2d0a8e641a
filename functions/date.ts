/**
 * Dates. NOW and TODAY are not here: they ask the clock and are effects. A duration is a number of seconds, so that
 * `NOW() + DAYS(3)` needs no rule of its own (`src/values/dates.ts`). A date that is NOTHING gives NOTHING.
 */
import type { DateUnit, Value } from '../src/values/index.ts';
import {
  addToDate,
  DateTime,
  dateDifference,
  dateFrom,
  datePart,
  dateTimeText,
  dayOf,
  formatDate,
  isDatePattern,
  parseDateTime,
  parseDateUnit,
  parseTime,
  secondsBetween,
} from '../src/values/index.ts';
import type { Call } from './call.ts';
import { define } from './define.ts';

const DATE = '"2026-11-21"';
const MOMENT = '"2026-11-21 09:30:15"';

const part = (name: string, summary: string, example: string) =>
  define('date', { usage: `${name}(date)`, summary, example, apply: (call) => ofDate(call, 0, (date) => datePart(date, name) ?? null) });

/** Parts of the clock are also read from a time without a day. */
const clockPart = (name: 'HOUR' | 'MINUTE' | 'SECOND', summary: string) =>
  define('date', {
    usage: `${name}(date)`,
    summary,
    example: `${name}(${MOMENT})`,
    apply: (call) => ofDate(call, 0, (date) => datePart(date, name) ?? null, true),
  });

const length = (name: string, unit: string, seconds: number) =>
  define('date', {
    usage: `${name}(n)`,
    summary: `A duration of n ${unit}, in seconds, to be added to a date or taken from it.`,
    example: `${name}(2)`,
    apply: (call) => call.number(0) * seconds,
  });

const between = (name: string, summary: string, measure: (from: DateTime, to: DateTime) => number) =>
  define('date', {
    usage: `${name}(from, to)`,
    summary,
    example: `${name}("2026-11-21 22:00", "2026-11-24 10:30")`,
    apply: (call) => ofDate(call, 0, (from) => ofDate(call, 1, (to) => measure(from, to))),
  });

const adding = (name: string, unit: DateUnit) =>
  define('date', {
    usage: `${name}(date, n)`,
    summary: `The date n ${unit}s later; earlier where n is negative.`,
    example: `${name}(${MOMENT}, 2)`,
    apply: (call) => ofDate(call, 0, (date) => moved(call, date, call.number(1), unit)),
  });

export const date = [
  part('YEAR', 'The year of a date.', `YEAR(${DATE})`),
  part('MONTH', 'The month of a date, 1 to 12.', `MONTH(${DATE})`),
  part('DAY', 'The day of the month, 1 to 31.', `DAY(${DATE})`),
  clockPart('HOUR', 'The hour of a date or time, 0 to 23.'),
  clockPart('MINUTE', 'The minute of a date or time.'),
  clockPart('SECOND', 'The second of a date or time.'),
  part('WEEKDAY', 'The day of the week: 1 is Sunday, 7 is Saturday.', `WEEKDAY(${DATE})`),
  define('date', {
    usage: 'FORMAT_DATE(date [, pattern])',
    aliases: ['FORMATDATE'],
    summary: 'A date as text by a pattern such as "dd/MM/yyyy"; see FORMAT.',
    example: `FORMAT_DATE(${DATE}, "DD/MM/YYYY")`,
    prefix: true,
    apply: (call) => dateByPattern(call, 'yyyy-MM-dd', false),
  }),
  define('date', {
    usage: 'FORMAT_TIME(time [, pattern])',
    aliases: ['FORMATTIME'],
    summary: 'The time of a date, or a time in text, by a pattern; "HH:mm" without one.',
    example: 'FORMAT_TIME("9:05 pm", "HH:mm")',
    prefix: true,
    apply: (call) => dateByPattern(call, 'HH:mm', true),
  }),
  define('check', {
    usage: 'ISDATE(value)',
    aliases: ['IS_DATE'],
    summary: 'Whether the value is a date, or a text that can be read as one.',
    example: 'ISDATE("31/12/2026")',
    apply: (call) => {
      const value = call.value(0);
      return value instanceof DateTime || (typeof value === 'string' && parseDateTime(value) !== undefined);
    },
  }),
  define('date', {
    usage: 'DATEVALUE(text)',
    aliases: ['CDATE', 'TO_DATE'],
    summary: 'The date that a text spells: "2026-11-21", "21/11/2026 09:30", "21 November 2026". Day before month where both could be.',
    example: 'DATEVALUE("21/11/2026")',
    apply: (call) => call.date(0),
  }),
  define('date', {
    usage: 'DATESERIAL(year, month, day)',
    summary: 'The date of these parts.',
    example: 'DATESERIAL(2026, 11, 21)',
    apply: (call) =>
      dateFrom({ year: call.whole(0), month: call.whole(1), day: call.whole(2) }) ??
      call.refuse(`finds no day ${call.whole(2)} in month ${call.whole(1)} of ${call.whole(0)}`),
  }),
  define('date', {
    usage: 'DATEADD(date, n, unit)',
    aliases: ['DATE_ADD'],
    summary:
      'The date n units later: year, quarter, month, week, day, hour, minute, second. Also DATEADD(date, unit, n) and DATEADD(unit, n, date). A month keeps the day, or takes its last.',
    example: 'DATEADD("2024-01-31", 1, "month")',
    prefix: true,
    apply: dateAdd,
  }),
  define('date', {
    usage: 'DATEDIFF(from, to [, unit])',
    aliases: ['DATE_DIFF'],
    summary:
      'How many units from one date to the other; days without a unit. Years to days are counted on the calendar, hours and less as they pass. Also DATEDIFF(unit, from, to).',
    example: 'DATEDIFF("2026-11-21", "2026-12-25", "day")',
    prefix: true,
    apply: dateDiff,
  }),
  adding('ADD_DAYS', 'day'),
  adding('ADD_HOURS', 'hour'),
  adding('ADD_MINUTES', 'minute'),
  adding('ADD_MONTHS', 'month'),
  adding('ADD_YEARS', 'year'),
  between('DAYS_BETWEEN', 'Days from one date to the other, as the calendar counts them.', (from, to) => dateDifference(from, to, 'day')),
  between('HOURS_BETWEEN', 'Hours from one moment to the other, with fractions.', (from, to) => secondsBetween(from, to) / 3600),
  between('MINUTES_BETWEEN', 'Minutes from one moment to the other, with fractions.', (from, to) => secondsBetween(from, to) / 60),
  between('SECONDS_BETWEEN', 'Seconds from one moment to the other.', secondsBetween),
  length('DAYS', 'days', 86_400),
  length('HOURS', 'hours', 3600),
  length('MINUTES', 'minutes', 60),
  length('SECONDS', 'seconds', 1),
  length('WEEKS', 'weeks', 604_800),
  define('date', {
    usage: 'DATEONLY(date)',
    summary: 'The day of a date, without its time.',
    example: `DATEONLY(${MOMENT})`,
    apply: (call) => ofDate(call, 0, dayOf),
  }),
];

/** NOTHING for NOTHING: an unset variable is never an error. */
function ofDate(call: Call, at: number, use: (date: DateTime) => Value, alsoTime = false): Value {
  const value = call.value(at);
  const time = alsoTime && typeof value === 'string' ? timeIn(value) : undefined;
  const date = time ?? call.date(at);
  return date === null ? null : use(date);
}

/** A time without a day, on the first day there is. */
function timeIn(text: string): DateTime | undefined {
  const time = parseTime(text);
  return time && dateFrom({ year: 1, month: 1, day: 1, ...time });
}

function dateByPattern(call: Call, standard: string, alsoTime: boolean): Value {
  const pattern = call.text(1, standard);
  if (!isDatePattern(pattern)) return call.refuse(`needs a pattern with parts of a date, like "${standard}", found "${pattern}"`);
  return ofDate(call, 0, (date) => formatDate(date, pattern) as string, alsoTime) ?? '';
}

/** The unit is the word that names one; the date is what reads as a date; what is left is the amount. */
function dateAdd(call: Call): Value {
  const unitAt = unitPlace(call, [1, 2, 0]);
  const [first, second] = [0, 1, 2].filter((at) => at !== unitAt) as [number, number];
  const dateAt = isNumber(call.value(first)) && !isNumber(call.value(second)) ? second : first;
  const amountAt = dateAt === first ? second : first;
  return ofDate(call, dateAt, (date) => moved(call, date, call.number(amountAt), unitOf(call, unitAt)));
}

function dateDiff(call: Call): Value {
  const unitAt = call.count === 3 ? unitPlace(call, [2, 0, 1]) : undefined;
  const [fromAt, toAt] = [0, 1, 2].filter((at) => at !== unitAt) as [number, number];
  const unit = unitAt === undefined ? 'day' : unitOf(call, unitAt);
  return ofDate(call, fromAt, (from) => ofDate(call, toAt, (to) => dateDifference(from, to, unit)));
}

function unitPlace(call: Call, places: readonly number[]): number {
  const found = places.find((at) => {
    const value = call.value(at);
    return typeof value === 'string' && parseDateUnit(value) !== undefined;
  });
  if (found !== undefined) return found;
  const strange = places.map((at) => call.value(at)).find((value) => typeof value === 'string' && /^[\p{L}\s]+$/u.test(value));
  return call.refuse(
    strange === undefined
      ? 'needs a unit: "day", "month", "hour", …'
      : `knows no unit "${strange}": use year, quarter, month, week, day, hour, minute or second`,
  );
}

const unitOf = (call: Call, at: number): DateUnit => parseDateUnit(call.text(at)) as DateUnit;

const isNumber = (value: Value): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^\s*[+-]?\d{1,7}(?:\.\d+)?\s*$/.test(value));

const moved = (call: Call, date: DateTime, amount: number, unit: DateUnit): DateTime =>
  addToDate(date, amount, unit) ?? call.refuse(`would leave the calendar: ${dateTimeText(date)} moved by ${amount} ${unit}s`);
