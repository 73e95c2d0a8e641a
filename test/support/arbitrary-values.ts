/** Random values of every kind for property tests: scalars of all sorts, lists, objects, rows, dates, marked ones. */
import fc from 'fast-check';
import type { Value } from '../../src/values/index.ts';
import { DateTime, Dict, Marked, RowSet } from '../../src/values/index.ts';

/** The first of January of the year 1. */
const FIRST = -62_135_596_800_000;

export const dateTimes = fc
  .tuple(fc.integer({ min: FIRST, max: Date.UTC(9990, 0, 1) }), fc.boolean())
  .map(([ms, isDay]) => (isDay ? new DateTime(Math.floor(ms / 86_400_000) * 86_400_000, true) : new DateTime(ms)));

/** Texts that functions may take for something: numbers, dates, patterns, conditions, markup. */
export const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    '12.50',
    '2026-11-21',
    '21/11/2026 9:30 pm',
    'day',
    'months',
    'desc',
    'name',
    'a',
    'dd/MM/yyyy',
    'HH:mm tt',
    '#,##0.00',
    '@@-@@',
    'C2[pt]',
    'n',
    '0%',
  ),
  fc.constantFrom(
    'name = a AND age > 3',
    'item in (1, 2)',
    '[1,{"a":null}]',
    '<a b="c">d</a>',
    'a,b\n1,"2"',
    '__proto__',
    'constructor',
    '😀é',
    'false',
  ),
);

export const numbers = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer(), fc.double(), fc.constantFrom(0, -0, 1e21, 1e-9, 2 ** 53));

const scalars: fc.Arbitrary<Value> = fc.oneof(fc.constant(null), fc.boolean(), numbers, texts, dateTimes);

const marked = fc
  .tuple(fc.oneof(fc.boolean(), numbers, texts, dateTimes), fc.integer({ min: 1, max: 31 }))
  .map(([value, marks]) => new Marked(value, marks));

const objects = (fields: fc.Arbitrary<Value>): fc.Arbitrary<Dict> =>
  fc
    .array(fc.tuple(fc.oneof(fc.constantFrom('name', 'age', 'a', '__proto__', '10', '2'), fc.string({ maxLength: 6 })), fields), {
      maxLength: 4,
    })
    .map(Dict.from);

export const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value; list: Value[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    tie('list'),
    objects(tie('value')),
    tie('list').map((rows) => new RowSet(rows)),
    marked,
  ),
  list: fc.array(tie('value'), { maxLength: 5 }),
})).value;
