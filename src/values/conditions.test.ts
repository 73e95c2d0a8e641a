import { expect, test } from 'vitest';
import { Dict, meets, probeOf, type Value } from './index.ts';

const ORDER = Dict.from([
  ['id', 7],
  ['state', 'paid'],
  ['note', null],
  ['customer', Dict.from([['city', 'Porto']])],
  ['tags', ['a', 'b']],
]);

test.each<[Value, boolean]>([
  [null, true],
  [['=', 'id', 7], true],
  [['=', 'ID', '7'], true],
  [['<>', 'id', 7], false],
  [['>', 'id', 6], true],
  [['>=', 'id', 8], false],
  [['=', 'customer.city', 'Porto'], true],
  [['contains', 'tags', 'b'], true],
  [['in', 'state', ['open', 'paid']], true],
  [['not in', 'state', ['open', 'paid']], false],
  [['like', 'state', 'pa%'], true],
  [['null', 'note'], true],
  [['not', ['null', 'missing']], false],
  [['true', 'state'], true],
  [['and', ['=', 'id', 7], ['=', 'state', 'open']], false],
  [['or', ['=', 'id', 8], ['=', 'state', 'paid']], true],
  [['xor', ['=', 'id', 7], ['=', 'state', 'paid']], false],
])('%j of the order is %s', (condition, expected) => {
  expect(meets(condition, ORDER)).toBe(expected);
});

test.each<[Value, string | undefined]>([
  [['=', 'id', 7], 'id=7'],
  [['and', ['>', 'id', 6], ['=', 'State', 'paid']], 'state=paid'],
  [['or', ['=', 'id', 7], ['=', 'state', 'paid']], undefined],
  [['not', ['=', 'id', 7]], undefined],
  [['=', 'customer.city', 'Porto'], undefined],
  [null, undefined],
])('%j is found by %s', (condition, expected) => {
  expect(probeOf(condition)).toBe(expected);
});
