/**
 * Dates as text: the plain form that a date takes in text and JSON, and reading the forms people and
 * services write. An offset at the end (`Z`, `+02:00`) is read over: a DateTime is a wall clock without a
 * zone, and the hour that was written is kept. Where day and month cannot be told apart the day comes first.
 */
import { monthNamed } from './calendar-names.ts';
import type { CivilTime } from './dates.ts';
import { civilOf, dateFrom } from './dates.ts';
import type { DateTime } from './types.ts';

/** `2026-11-21`, or with a time `2026-11-21 09:30:00`; milliseconds only where there are some. */
export function dateTimeText(date: DateTime): string {
  return date.dayOnly ? dayText(date) : `${dayText(date)} ${timeText(date)}`;
}

/** As services write it: `2026-11-21` or `2026-11-21T09:30:00`. */
export function isoText(date: DateTime): string {
  return date.dayOnly ? dayText(date) : `${dayText(date)}T${timeText(date)}`;
}

/** `09:30:00`, with milliseconds where there are some. */
export function timeText(date: DateTime): string {
  const { hour, minute, second, millisecond } = civilOf(date);
  const fraction = millisecond ? `.${pad(millisecond, 3)}` : '';
  return `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`;
}

export function parseDateTime(text: string): DateTime | undefined {
  // Longer than any date: nothing below runs over a long text.
  if (text.length > 80) return undefined;
  const trimmed = text.trim().replace(/^\p{L}+(-feira)?\.?,\s*/u, '');
  for (const [pattern, read] of DAY_FORMS) {
    const match = pattern.exec(trimmed);
    if (!match) continue;
    const day = read(match.slice(1) as string[]);
    const rest = trimmed.slice(match[0].length);
    const time = rest === '' ? {} : parseTimeParts(rest.replace(/^(?:T|,?\s+(?:at\s+|às\s+|a las\s+)?)/i, ''), true);
    return day && time && dateFrom({ ...day, ...time });
  }
  return undefined;
}

/** `9:30`, `09:30:15.250`, `9 pm`, `9:30 PM`, `9h30`: hour, minute, second, millisecond. */
export function parseTime(text: string): Required<TimeParts> | undefined {
  return text.length > 40 ? undefined : parseTimeParts(text.trim(), false);
}

type DayParts = Pick<CivilTime, 'year' | 'month' | 'day'>;
type TimeParts = Pick<CivilTime, 'hour' | 'minute' | 'second' | 'millisecond'>;

const numbers = (year?: string, month?: string, day?: string): DayParts => ({
  year: fullYear(year),
  month: Number(month),
  day: Number(day),
});

/** 21/11/2026, and 11/21/2026 where only that can be meant. */
const dayFirst = (first?: string, second?: string, year?: string): DayParts =>
  Number(second) > 12 && Number(first) <= 12 ? numbers(year, first, second) : numbers(year, second, first);

const named = (year?: string, month = '', day?: string): DayParts | undefined => {
  const number = monthNamed(month);
  return number === undefined ? undefined : { year: fullYear(year), month: number, day: Number(day) };
};

const DAY_FORMS: readonly (readonly [RegExp, (parts: readonly string[]) => DayParts | undefined])[] = [
  [/^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/, ([year, , month, day]) => numbers(year, month, day)],
  [/^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|(?<=\/)\d{2})(?!\d)/, ([first, , second, year]) => dayFirst(first, second, year)],
  [/^(\d{4})(\d{2})(\d{2})(?=$|T\d|\s|\d{6}$)/i, ([year, month, day]) => numbers(year, month, day)],
  [
    /^(\d{1,2})(?:st|nd|rd|th|º)?[\s-]+(?:(?:de|of)\s+)?(\p{L}{3,12})\.?,?[\s-]+(?:de\s+)?(\d{4})(?!\d)/iu,
    ([day, month, year]) => named(year, month, day),
  ],
  [/^(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/iu, ([month, day, year]) => named(year, month, day)],
];

const TIME =
  /^(\d{1,2})(?:(?::|h)(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(?:h(?!\d))?\s*([ap]\.?m\.?)?(?:\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?(?:\s*\([A-Z]+\))?$/i;
const COMPACT_TIME = /^(\d{2})(\d{2})(\d{2})$/;

function parseTimeParts(text: string, afterDay: boolean): TimeParts | undefined {
  const match = (afterDay && COMPACT_TIME.exec(text)) || TIME.exec(text);
  if (!match) return undefined;
  const [, hours, minutes, seconds = '0', fraction = '', half] = match;
  // A lone number is no time: "21/11/2026 5" and "5" are more likely slips.
  if (minutes === undefined && half === undefined && !/h\s*$/i.test(text)) return undefined;
  const hour = clockHour(Number(hours), half);
  const parts = { hour, minute: Number(minutes ?? 0), second: Number(seconds), millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)) };
  return hour >= 0 && hour < 24 && parts.minute < 60 && parts.second < 60 ? parts : undefined;
}

/** 12 am is 0, 12 pm is 12; 13 pm is none. */
function clockHour(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return -1;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

/** Two digits are of this century up to 69. */
function fullYear(text = ''): number {
  const year = Number(text);
  return text.length === 2 ? year + (year < 70 ? 2000 : 1900) : year;
}

function dayText(date: DateTime): string {
  const { year, month, day } = civilOf(date);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');
