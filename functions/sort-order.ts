/** The order of SORT, for any two values: by kind first, so that it is total; texts by code point, whatever the locale. */
import type { Value } from '../src/values/index.ts';
import { compareText, DateTime } from '../src/values/index.ts';

export function bySortRank(a: Value, b: Value): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'string') return compareText(a, b as string);
  if (a instanceof DateTime) return a.ms - (b as DateTime).ms;
  return typeof a === 'number' || typeof a === 'boolean' ? byNumber(Number(a), Number(b)) : 0;
}

/** NaN comes last, equal to itself: otherwise the order would not be one. */
const byNumber = (a: number, b: number): number =>
  a < b ? -1 : a > b ? 1 : a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));

function rankOf(value: Value): number {
  if (value === null) return 0;
  const place = ['boolean', 'number', 'string'].indexOf(typeof value);
  if (value instanceof DateTime) return 2.5;
  return place < 0 ? 4 : place + 1;
}
