/**
 * Operators over any two values; the interpreter has fast paths for plain numbers and texts and comes here for
 * the rest. `+` adds numbers (NOTHING counts as 0), moves dates by seconds, appends lists, and joins anything else
 * as text. The other arithmetic takes what spells a number and refuses the rest. Marks pass through to the result.
 */

import { areEqual, compareValues } from './compare.ts';
import { dateTimeText } from './date-text.ts';
import { addSeconds, secondsBetween } from './dates.ts';
import { Dict } from './dict.ts';
import { marksOf, unmark, withMarks } from './marks.ts';
import { kindOf, quoted, toNumber, toText } from './text.ts';
import { isTruthy } from './truth.ts';
import { DateTime, RowSet, Secret, type Value } from './types.ts';
import { ValueFault } from './value-fault.ts';

type Plain = Exclude<Value, import('./types.ts').Marked>;

const OPERATORS = {
  '+': add,
  '-': subtract,
  '*': arithmetic('multiply', (a, b) => a * b),
  '/': arithmetic('divide', divide),
  '\\': arithmetic('divide', (a, b) => Math.trunc(divide(a, b))),
  '^': arithmetic('raise', (a, b) => a ** b),
  mod: arithmetic('divide', (a, b) => a % divisor(b, a)),
  '&': joinTexts,
  '=': (a: Plain, b: Plain) => areEqual(a, b),
  '<>': (a: Plain, b: Plain) => !areEqual(a, b),
  '<': (a: Plain, b: Plain) => compareValues(a, b) < 0,
  '>': (a: Plain, b: Plain) => compareValues(a, b) > 0,
  '<=': (a: Plain, b: Plain) => compareValues(a, b) <= 0,
  '>=': (a: Plain, b: Plain) => compareValues(a, b) >= 0,
  xor: (a: Plain, b: Plain) => isTruthy(a) !== isTruthy(b),
  contains,
  'not contains': (a: Plain, b: Plain) => !contains(a, b),
  in: (a: Plain, b: Plain) => contains(b, a),
  'not in': (a: Plain, b: Plain) => !contains(b, a),
  like: (a: Plain, b: Plain) => isLike(toText(a), toText(b)),
  'not like': (a: Plain, b: Plain) => !isLike(toText(a), toText(b)),
} as const satisfies Record<string, (a: Plain, b: Plain) => Value>;

/** Without AND, OR and ??, which decide whether their right side is computed at all. */
export type Operator = keyof typeof OPERATORS;

export function binary(operator: Operator, a: Value, b: Value): Value {
  const marks = marksOf(a) | marksOf(b);
  return withMarks(OPERATORS[operator](unmark(a), unmark(b)), marks);
}

export function negate(value: Value): Value {
  return withMarks(0 - numberIn(unmark(value), 'negate'), marksOf(value));
}

/** `+x`: the number that x spells. */
export function plus(value: Value): Value {
  return withMarks(numberIn(unmark(value), 'read as a number'), marksOf(value));
}

export function not(value: Value): Value {
  return withMarks(!isTruthy(value), marksOf(value));
}

/** The text of all parts, one after the other; a secret among them makes a secret. */
export function joinParts(parts: readonly Value[]): Value {
  let marks = 0;
  let joined: Value = '';
  for (const part of parts) {
    marks |= marksOf(part);
    joined = joinTexts(joined, unmark(part));
  }
  return withMarks(joined, marks);
}

/** `%` and `*` stand for any text, `_` and `?` for one character; case is ignored. */
export function isLike(text: string, pattern: string): boolean {
  const subject = text.toLowerCase();
  const wanted = pattern.toLowerCase();
  let at = 0;
  let p = 0;
  let star = -1;
  let starAt = 0;
  while (at < subject.length) {
    const char = wanted[p];
    if (char === '%' || char === '*') {
      star = p++;
      starAt = at;
    } else if (p < wanted.length && (char === '_' || char === '?' || char === subject[at])) {
      at++;
      p++;
    } else if (star >= 0) {
      p = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (wanted[p] === '%' || wanted[p] === '*') p++;
  return p === wanted.length;
}

function add(a: Plain, b: Plain): Value {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a === null && (b === null || typeof b === 'number')) return b;
  if (b === null && typeof a === 'number') return a;
  if (a instanceof DateTime && typeof b === 'number') return moved(a, b);
  if (b instanceof DateTime && typeof a === 'number') return moved(b, a);
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  return joinTexts(a, b);
}

function subtract(a: Plain, b: Plain): Value {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a instanceof DateTime && b instanceof DateTime) return secondsBetween(b, a);
  if (a instanceof DateTime) return moved(a, -numberIn(b, 'subtract'));
  return numberIn(a, 'reduce') - numberIn(b, 'subtract');
}

function moved(date: DateTime, seconds: number): DateTime {
  const result = Number.isFinite(seconds) ? addSeconds(date, seconds) : undefined;
  if (!result) throw new ValueFault('bad-argument', `${dateTimeText(date)} moved by ${seconds} seconds leaves the calendar`);
  return result;
}

function joinTexts(a: Plain, b: Plain): string | Secret {
  if (!(a instanceof Secret || b instanceof Secret)) return toText(a) + toText(b);
  return new Secret([...secretParts(a), ...secretParts(b)]);
}

const secretParts = (value: Plain): Secret['parts'] => {
  if (value instanceof Secret) return value.parts;
  const text = toText(value);
  return text === '' ? [] : [text];
};

function arithmetic(verb: string, compute: (a: number, b: number) => number): (a: Plain, b: Plain) => number {
  return (a, b) => compute(numberIn(a, verb), numberIn(b, verb));
}

function numberIn(value: Plain, verb: string): number {
  const number = toNumber(value);
  if (number === undefined) throw new ValueFault('type', `cannot ${verb} ${quoted(value)}: it is not a number`);
  return number;
}

function divide(a: number, b: number): number {
  return a / divisor(b, a);
}

function divisor(b: number, a: number): number {
  if (b === 0) throw new ValueFault('division', `${a} cannot be divided by zero`);
  return b;
}

/** An element of a list, a part of a text, a field of an object. NOTHING holds nothing. */
function contains(where: Plain, what: Plain): boolean {
  if (where === null) return false;
  if (where instanceof RowSet) return where.rows.some((row) => areEqual(row, what));
  if (Array.isArray(where)) return where.some((item) => areEqual(item, what));
  if (where instanceof Dict) return where.has(toText(what));
  if (where instanceof Secret) throw new ValueFault('type', `cannot look into ${kindOf(where)}`);
  return toText(where).includes(toText(what));
}
