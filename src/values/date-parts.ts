/** What `date.month` and YEAR(date) answer: one table for members and functions. */

import { dateTimeText } from './date-text.ts';
import { civilOf, dayOfYear, weekdayOf } from './dates.ts';
import type { DateTime } from './types.ts';

const PARTS: ReadonlyMap<string, (date: DateTime) => number | string> = new Map<string, (date: DateTime) => number | string>([
  ['year', (date) => civilOf(date).year],
  ['month', (date) => civilOf(date).month],
  ['day', (date) => civilOf(date).day],
  ['hour', (date) => civilOf(date).hour],
  ['minute', (date) => civilOf(date).minute],
  ['second', (date) => civilOf(date).second],
  ['millisecond', (date) => civilOf(date).millisecond],
  ['weekday', weekdayOf],
  ['dayofyear', dayOfYear],
  ['formatted', dateTimeText],
  ['date', (date) => dateTimeText(date).slice(0, 10)],
  ['timestamp', (date) => Math.floor(date.ms / 1000)],
]);

/** The part by its name without regard to case; nothing where a date has no such part. */
export const datePart = (date: DateTime, name: string): number | string | undefined => PARTS.get(name.toLowerCase())?.(date);

export const DATE_PARTS: readonly string[] = [...PARTS.keys()];
