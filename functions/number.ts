/** Numbers. A result that is no finite number (the root of -1, a power beyond all bounds) is refused, never passed on. */
import type { Value } from '../src/values/index.ts';
import { compareValues, fieldOf, RowSet, toFixedText } from '../src/values/index.ts';
import type { Call } from './call.ts';
import { listOf } from './call.ts';
import { define } from './define.ts';

const one = (usage: string, aliases: readonly string[], summary: string, example: string, compute: (x: number) => number) =>
  define('number', { usage, aliases, summary, example, apply: (call) => finite(call, compute(call.number(0))) });

const two = (usage: string, aliases: readonly string[], summary: string, example: string, compute: (x: number, y: number) => number) =>
  define('number', { usage, aliases, summary, example, apply: (call) => finite(call, compute(call.number(0), call.number(1))) });

export const number = [
  one('ABS(x)', [], 'The number without its sign.', 'ABS(-3.5)', Math.abs),
  define('number', {
    usage: 'ROUND(x [, places])',
    summary: 'The number rounded to decimal places, or to tens and hundreds where places is negative; halves go away from zero.',
    example: 'ROUND(2.345, 2)',
    apply: (call) => finite(call, rounded(call.number(0), Math.max(-300, Math.min(30, call.whole(1))))),
  }),
  one('INT(x)', ['FLOOR'], 'The next whole number below.', 'INT(-2.5)', Math.floor),
  one('FIX(x)', ['TRUNC', 'TRUNCATE'], 'The number without its fraction.', 'FIX(-2.5)', Math.trunc),
  one('CEIL(x)', ['CEILING'], 'The next whole number above.', 'CEIL(2.1)', Math.ceil),
  one('SGN(x)', ['SIGN'], '-1, 0 or 1: the sign of a number.', 'SGN(-7)', Math.sign),
  one('SQR(x)', ['SQRT'], 'The square root.', 'SQR(2.25)', Math.sqrt),
  two('POW(x, y)', ['POWER'], 'x raised to the power y.', 'POW(2, 10)', (x, y) => x ** y),
  one('EXP(x)', [], 'e raised to the power x.', 'EXP(0)', Math.exp),
  define('number', {
    usage: 'LOG(x [, base])',
    aliases: ['LN'],
    summary: 'The natural logarithm, or the one to a base.',
    example: 'LOG(8, 2)',
    apply: (call) => finite(call, call.has(1) ? logarithm(call.number(0), call.number(1)) : Math.log(call.number(0))),
  }),
  one('LOG10(x)', [], 'The logarithm to the base 10.', 'LOG10(1000)', Math.log10),
  one('SIN(x)', [], 'The sine of an angle in radians.', 'SIN(0)', Math.sin),
  one('COS(x)', [], 'The cosine of an angle in radians.', 'COS(0)', Math.cos),
  one('TAN(x)', [], 'The tangent of an angle in radians.', 'TAN(0)', Math.tan),
  one('ASIN(x)', [], 'The angle whose sine is x, in radians.', 'ROUND(ASIN(1), 4)', Math.asin),
  one('ACOS(x)', [], 'The angle whose cosine is x, in radians.', 'ACOS(1)', Math.acos),
  one('ATAN(x)', ['ATN'], 'The angle whose tangent is x, in radians.', 'ROUND(ATAN(1), 4)', Math.atan),
  define('number', {
    usage: 'PI()',
    summary: 'The number pi.',
    example: 'ROUND(PI(), 5)',
    bare: true,
    apply: () => Math.PI,
  }),
  define('number', {
    usage: 'MOD(x, y)',
    summary: 'What is left of x divided by y; it has the sign of x.',
    example: 'MOD(17, 5)',
    apply: (call) =>
      call.number(1) === 0 ? call.refuse(`cannot divide ${call.number(0)} by zero`, 'division') : call.number(0) % call.number(1),
  }),
  define('number', {
    usage: 'MAX(first [, more, …])',
    summary:
      'The largest of its arguments, of a list, or of a field of its rows: MAX(a, b), MAX(list), MAX(list, "field"). Numbers, dates or texts.',
    example: 'MAX(3, 9, 4)',
    prefix: true,
    apply: (call) => extreme(call, (order) => order > 0),
  }),
  define('number', {
    usage: 'MIN(first [, more, …])',
    summary:
      'The smallest of its arguments, of a list, or of a field of its rows: MIN(a, b), MIN(list), MIN(list, "field"). Numbers, dates or texts.',
    example: 'MIN([3, 9, 4])',
    prefix: true,
    apply: (call) => extreme(call, (order) => order < 0),
  }),
  define('number', {
    usage: 'SUM(list [, field])',
    summary: 'The sum of a list, or of a field of its rows. NOTHING counts as 0.',
    example: 'SUM([{ price: 2 }, { price: 3.5 }], "price")',
    apply: (call) => finite(call, sumOf(call, elements(call))),
  }),
  define('number', {
    usage: 'AVG(list [, field])',
    aliases: ['AVERAGE'],
    summary: 'The mean of a list, or of a field of its rows; what is NOTHING is left out, and none give 0.',
    example: 'AVG([1, 2, 6])',
    apply: (call) => {
      const values = elements(call).filter((each) => each !== null);
      return values.length === 0 ? 0 : finite(call, sumOf(call, values) / values.length);
    },
  }),
  define('number', {
    usage: 'RANDOM([from,] [to])',
    summary: 'A number from 0 up to 1; with arguments a whole number from one to the other, both included (from 0, if only one is given).',
    example: 'RANDOM(3, 3)',
    prefix: true,
    apply: random,
  }),
  define('number', {
    usage: 'RND([x])',
    summary: 'A number from 0 up to 1, never 1 itself. The argument of old BASICs is not used.',
    example: 'RND() < 1',
    bare: true,
    apply: (call) => call.context.random(),
  }),
];

function finite(call: Call, result: number): number {
  if (!Number.isFinite(result))
    return call.refuse(
      `has no number as its result for ${call.args
        .map((_, at) => call.text(at))
        .join(', ')
        .slice(0, 80)}`,
    );
  return result + 0;
}

/** On decimal digits: 1.005 to two places is 1.01. */
function rounded(x: number, places: number): number {
  if (places >= 0) return Number(toFixedText(x, places));
  const unit = 10 ** -places;
  return Number(toFixedText(x / unit, 0)) * unit;
}

/** Exact for powers, where the quotient of two logarithms is not: LOG(1000, 10) is 3. */
function logarithm(x: number, base: number): number {
  const quotient = base === 2 ? Math.log2(x) : base === 10 ? Math.log10(x) : Math.log(x) / Math.log(base);
  const near = Math.round(quotient);
  return base ** near === x ? near : quotient;
}

const elements = (call: Call): readonly Value[] => (call.has(1) ? call.list(0).map((each) => fieldOf(each, call.text(1))) : call.list(0));

const sumOf = (call: Call, values: readonly Value[]): number => values.reduce<number>((sum, each) => sum + call.numberOf(each), 0);

/** NOTHING takes no part. The result is the element itself. */
function extreme(call: Call, wins: (order: number) => boolean): Value {
  const first = call.raw(0);
  const isList = Array.isArray(first) || first instanceof RowSet;
  const values = isList ? elements(call) : call.count === 1 ? listOf(first) : call.args;
  let best: Value = null;
  for (const each of values) if (each !== null && (best === null || wins(compareValues(each, best)))) best = each;
  return best;
}

function random(call: Call): number {
  if (call.count === 0) return call.context.random();
  const from = Math.ceil(call.count === 1 ? 0 : call.number(0));
  const to = Math.floor(call.number(call.count - 1));
  if (from > to) return call.refuse(`needs its first number not above its second, found ${from} and ${to}`);
  return from + Math.floor(call.context.random() * (to - from + 1));
}
