/**
 * Civil calendar arithmetic: parts, adding and differences by unit. Proleptic Gregorian, years 1 to
 * 9999, no zone and no locale of the host: only `Date`'s UTC half is used.
 *
 * A duration is a plain number of SECONDS. Operators therefore do:
 *   date + number, number + date   addSeconds(date, number)
 *   date - number                  addSeconds(date, -number)
 *   date - date                    secondsBetween(right, left), so that b + (a - b) = a
 * and DAYS(3) is 259200, HOURS(2) is 7200: `NOW() + DAYS(3)`, `NOW() + 90`, `NOW() - last > HOURS(2)`
 * all mean what they say. A day without a time (TODAY) stays one while it is moved by whole days.
 * Both give `undefined` or NaN where the calendar ends; the caller turns that into a fault.
 */
import { DateTime } from './types.ts';

export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

export type DateUnit = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const FIRST_MS = utc(1, 1, 1);
const LAST_MS = utc(9999, 12, 31) + DAY - 1;

export function civilOf(date: DateTime): CivilTime {
  const at = new Date(date.ms);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    millisecond: at.getUTCMilliseconds(),
  };
}

/** The moment with these parts, or nothing where one does not exist (30 February, 25 o'clock). Without an hour it is a day. */
export function dateFrom(parts: Partial<CivilTime> & Pick<CivilTime, 'year' | 'month' | 'day'>): DateTime | undefined {
  const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0 } = parts;
  if (![year, month, day, hour, minute, second, millisecond].every(Number.isInteger)) return undefined;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || millisecond < 0 || millisecond > 999)
    return undefined;
  const ms = utc(year, month, day) + ((hour * 60 + minute) * 60 + second) * SECOND + millisecond;
  return new DateTime(ms, parts.hour === undefined);
}

export const daysInMonth = (year: number, month: number): number => new Date(utc(year, month + 1, 0)).getUTCDate();

/** 1 is Sunday, 7 is Saturday, as BASIC counts. */
export const weekdayOf = (date: DateTime): number => new Date(date.ms).getUTCDay() + 1;

/** 1 on the first of January. */
export const dayOfYear = (date: DateTime): number => dayNumber(date.ms) - dayNumber(utc(civilOf(date).year, 1, 1)) + 1;

/** The same day without its time. */
export const dayOf = (date: DateTime): DateTime => new DateTime(dayNumber(date.ms) * DAY, true);

export const isWithinCalendar = (ms: number): boolean => ms >= FIRST_MS && ms <= LAST_MS;

export function addSeconds(date: DateTime, seconds: number): DateTime | undefined {
  return moved(date, date.ms + Math.round(seconds * SECOND));
}

/** From `from` to `to`, with fractions. */
export const secondsBetween = (from: DateTime, to: DateTime): number => (to.ms - from.ms) / SECOND;

const UNIT_MS = {
  week: 7 * DAY,
  day: DAY,
  hour: 3600 * SECOND,
  minute: 60 * SECOND,
  second: SECOND,
  millisecond: 1,
} as const;
const UNIT_MONTHS = { year: 12, quarter: 3, month: 1 } as const;

/** Months and years keep the day where it exists, else take the month's last; fractions of them are dropped. */
export function addToDate(date: DateTime, amount: number, unit: DateUnit): DateTime | undefined {
  if (!Number.isFinite(amount)) return undefined;
  if (isMonths(unit)) return addMonths(date, Math.trunc(amount) * UNIT_MONTHS[unit]);
  return moved(date, date.ms + Math.round(amount * UNIT_MS[unit]));
}

/**
 * How many units from `from` to `to`. Years to days count on the calendar (31 December to 1 January is
 * a year, a month and a day); weeks are seven such days; hours and less are whole ones that have passed.
 */
export function dateDifference(from: DateTime, to: DateTime, unit: DateUnit): number {
  if (isMonths(unit)) return monthsOf(to, unit) - monthsOf(from, unit);
  const days = dayNumber(to.ms) - dayNumber(from.ms);
  if (unit === 'day') return days;
  if (unit === 'week') return whole(days / 7);
  return whole((to.ms - from.ms) / UNIT_MS[unit]);
}

const UNIT_WORDS: readonly (readonly [DateUnit, string])[] = [
  ['year', 'year years yyyy yy y ano anos año años'],
  ['quarter', 'quarter quarters q qq trimestre trimestres'],
  ['month', 'month months mm m mon mês mes meses'],
  ['week', 'week weeks ww w wk semana semanas'],
  ['day', 'day days dd d dia dias día días'],
  ['hour', 'hour hours hh h hr hrs hora horas'],
  ['minute', 'minute minutes min mins n nn mi minuto minutos'],
  ['second', 'second seconds sec secs ss s segundo segundos'],
  ['millisecond', 'millisecond milliseconds ms fff milissegundo milissegundos milisegundo milisegundos'],
];
const UNITS = new Map(UNIT_WORDS.flatMap(([unit, words]) => words.split(' ').map((word) => [word, unit] as const)));

export const parseDateUnit = (text: string): DateUnit | undefined => UNITS.get(text.trim().toLowerCase());

const isMonths = (unit: DateUnit): unit is keyof typeof UNIT_MONTHS => unit in UNIT_MONTHS;

function addMonths(date: DateTime, months: number): DateTime | undefined {
  const { year, month, day } = civilOf(date);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  if (toYear < 1 || toYear > 9999) return undefined;
  const time = date.ms - dayNumber(date.ms) * DAY;
  return moved(date, utc(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth))) + time);
}

function moved(date: DateTime, ms: number): DateTime | undefined {
  return isWithinCalendar(ms) ? new DateTime(ms, date.dayOnly && ms % DAY === 0) : undefined;
}

function monthsOf(date: DateTime, unit: keyof typeof UNIT_MONTHS): number {
  const { year, month } = civilOf(date);
  return Math.floor((year * 12 + month - 1) / UNIT_MONTHS[unit]);
}

/** Towards zero, never -0. */
const whole = (value: number): number => Math.trunc(value) + 0;

const dayNumber = (ms: number): number => Math.floor(ms / DAY);

/** Not Date.UTC: that one takes years below 100 for years of the last century. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
