import { expect, test } from 'vitest';
import {
  DateTime,
  Dict,
  isNothing,
  isTruthy,
  MARK,
  Marked,
  quoted,
  RowSet,
  resetMarks,
  Secret,
  seenMarks,
  toNumber,
  toText,
  type Value,
} from './index.ts';

const nan = Number.NaN;

test.each<[Value, string, number | undefined, boolean]>([
  [null, '', 0, false],
  ['', '', undefined, false],
  ['0', '0', 0, true],
  ['false', 'false', undefined, false],
  [' 12.50 ', ' 12.50 ', 12.5, true],
  ['-1e3', '-1e3', -1000, true],
  ['0x10', '0x10', undefined, true],
  ['1 2', '1 2', undefined, true],
  ['Infinity', 'Infinity', undefined, true],
  [true, 'true', 1, true],
  [false, 'false', 0, false],
  [0, '0', 0, false],
  [-0, '0', -0, false],
  [nan, 'NaN', nan, false],
  [0.1, '0.1', 0.1, true],
  [1e21, '1e+21', 1e21, true],
  [[], '[]', undefined, false],
  [[1, 'a', null], '[1,"a",null]', undefined, true],
  [Dict.from([['A', 1]]), '{"A":1}', undefined, true],
  [new RowSet([]), '[]', undefined, false],
  [new DateTime(0, true), '1970-01-01', undefined, true],
  [new Secret(['x']), '•••', undefined, true],
  [new Marked('7', MARK.web), '7', 7, true],
])('%j', (value, text, number, truth) => {
  expect(toText(value)).toBe(text);
  expect(toNumber(value)).toBe(number);
  expect(isTruthy(value)).toBe(truth);
});

test('a row set without rows is nothing', () => {
  expect([null, new RowSet([]), new RowSet([1]), '', []].map(isNothing)).toEqual([true, true, false, false, false]);
});

test('what was opened is remembered', () => {
  resetMarks();
  toText(new Marked('a', MARK.web));
  toNumber(new Marked(1, MARK.model));
  expect(seenMarks()).toBe(MARK.web | MARK.model);
});

test('a long text is cut in a message', () => {
  expect(quoted('x'.repeat(50))).toBe(`"${'x'.repeat(40)}…"`);
  expect(quoted([1])).toBe('a list');
});
