/**
 * Equality and order of any two values.
 *
 * Numbers with texts: as numbers where the text spells one, else as texts. Dates with texts: as dates where the text
 * is one. NOTHING equals empty text, 0, FALSE and an empty row set. A boolean equals the text that spells it.
 * Texts differ by case; their order is by code point. Lists and objects are equal when their parts are.
 */
import { parseDateTime } from './date-text.ts';
import { Dict } from './dict.ts';
import { unmark } from './marks.ts';
import { kindOf, toNumber, toText } from './text.ts';
import { DateTime, RowSet, Secret, type Value } from './types.ts';
import { ValueFault } from './value-fault.ts';

const MAX_DEPTH = 100;

export function areEqual(a: Value, b: Value, depth = 0): boolean {
  if (a === b) return true;
  const left = unmark(a);
  const right = unmark(b);
  if (typeof left === typeof right && (typeof left === 'string' || typeof left === 'number')) return left === right;
  if (isComposite(left) && isComposite(right)) return depth < MAX_DEPTH && areSameParts(left, right, depth + 1);
  if (isComposite(left)) return right === null && isEmptyRows(left);
  if (isComposite(right)) return left === null && isEmptyRows(right);
  if (left instanceof Secret || right instanceof Secret) return isSameSecret(left, right);
  return orderOfScalars(left, right) === 0;
}

/** Below 0, 0 or above 0; NaN where two numbers have no order. */
export function compareValues(a: Value, b: Value): number {
  const left = unmark(a);
  const right = unmark(b);
  for (const each of [left, right])
    if (isComposite(each) || each instanceof Secret)
      throw new ValueFault('type', `${kindOf(each)} is neither smaller nor larger than anything`);
  return orderOfScalars(left as Scalar, right as Scalar);
}

/** By code point, not by UTF-16 unit: they differ where surrogates meet U+E000 to U+FFFF. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    return x >= 0xd800 && y >= 0xd800 ? rank(x) - rank(y) : x - y;
  }
  return a.length - b.length;
}

const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit + 0x2000);

type Scalar = null | boolean | number | string | DateTime;
type Composite = Value[] | Dict | RowSet;

const isComposite = (value: Value): value is Composite => Array.isArray(value) || value instanceof Dict || value instanceof RowSet;
const isEmptyRows = (value: Composite): boolean => value instanceof RowSet && value.rows.length === 0;

function orderOfScalars(a: Scalar, b: Scalar): number {
  if (typeof a === 'number' && typeof b === 'number') return difference(a, b);
  if (a instanceof DateTime || b instanceof DateTime) return orderOfDates(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'string') return compareText(toText(a), b.toLowerCase());
  if (typeof b === 'boolean' && typeof a === 'string') return compareText(a.toLowerCase(), toText(b));
  if (a === null && typeof b === 'string') return compareText('', b);
  if (b === null && typeof a === 'string') return compareText(a, '');
  const x = toNumber(a);
  const y = toNumber(b);
  return x === undefined || y === undefined ? compareText(toText(a), toText(b)) : difference(x, y);
}

/** Not a subtraction: infinity equals infinity. */
const difference = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN);

function orderOfDates(a: Scalar, b: Scalar): number {
  const x = momentOf(a);
  const y = momentOf(b);
  return x === undefined || y === undefined ? compareText(toText(a), toText(b)) : difference(x, y);
}

const momentOf = (value: Scalar): number | undefined =>
  value instanceof DateTime ? value.ms : typeof value === 'string' ? parseDateTime(value)?.ms : undefined;

function areSameParts(a: Composite, b: Composite, depth: number): boolean {
  if (a instanceof Dict || b instanceof Dict) return a instanceof Dict && b instanceof Dict && areSameFields(a, b, depth);
  const left = a instanceof RowSet ? a.rows : a;
  const right = b instanceof RowSet ? b.rows : b;
  return left.length === right.length && left.every((each, i) => areEqual(each, right[i] as Value, depth));
}

function areSameFields(a: Dict, b: Dict, depth: number): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a.entries()) if (!b.has(key) || !areEqual(value, b.get(key), depth)) return false;
  return true;
}

/** Only by where they are stored: comparing must not help anyone to guess one. */
function isSameSecret(a: Value, b: Value): boolean {
  return a instanceof Secret && b instanceof Secret && JSON.stringify(a.parts) === JSON.stringify(b.parts);
}
