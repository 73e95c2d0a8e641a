import { expect, test } from 'vitest';
import { DateTime, Dict, MARK, Marked, RowSet, Secret, type Value } from './index.ts';
import { binary, isLike, joinParts, negate, not, type Operator } from './operators.ts';

const day = (text: string) => new DateTime(Date.parse(text), true);
const dict = (...entries: [string, Value][]) => Dict.from(entries);
const rows = (...items: Value[]) => new RowSet(items);

const CASES: readonly (readonly [Value, Operator, Value, Value])[] = [
  [1, '+', 2, 3],
  [null, '+', 1, 1],
  [2, '+', null, 2],
  [null, '+', null, null],
  ['a', '+', null, 'a'],
  ['n = ', '+', 1.5, 'n = 1.5'],
  ['5', '+', 3, '53'],
  [true, '+', '!', 'true!'],
  ['on ', '+', day('2026-11-21'), 'on 2026-11-21'],
  [day('2026-11-21'), '+', 86_400, day('2026-11-22')],
  [day('2026-11-21'), '-', day('2026-11-20'), 86_400],
  [day('2026-11-21'), '-', 86_400, day('2026-11-20')],
  [[1], '+', [2], [1, 2]],
  ['x', '+', [1, 'a'], 'x[1,"a"]'],
  [1, '&', 2, '12'],
  ['7', '-', '2', 5],
  ['3', '*', 4, 12],
  [7, '/', 2, 3.5],
  [-7, '\\', 2, -3],
  [7, 'mod', 4, 3],
  [2, '^', 10, 1024],
  [null, '*', 5, 0],
  ['10', '=', 10, true],
  ['10', '=', '10.0', false],
  ['abc', '=', 10, false],
  ['b', '>', 10, true],
  ['9', '<', 10, true],
  ['9', '<', '10', false],
  ['a', '=', 'A', false],
  [null, '=', '', true],
  [null, '=', 0, true],
  [null, '=', false, true],
  [null, '=', rows(), true],
  [null, '=', [], false],
  [null, '<', 5, true],
  [true, '=', 'True', true],
  [true, '=', 1, true],
  [1, '<>', 2, true],
  [[1, [2]], '=', [1, [2]], true],
  [dict(['A', 1]), '=', dict(['a', 1]), true],
  [dict(['a', 1]), '=', dict(['b', 1]), false],
  [day('2026-11-21'), '=', '2026-11-21', true],
  [day('2026-11-21'), '<', '2026-12-01', true],
  ['\u{1F600}', '>', '\uFFFD', true],
  [true, 'xor', true, false],
  ['hello', 'contains', 'ell', true],
  ['hello', 'contains', 'ELL', false],
  [[1, 'x'], 'contains', '1', true],
  [dict(['Name', 1]), 'contains', 'name', true],
  [null, 'contains', 'x', false],
  ['x', 'in', ['x', 'y'], true],
  ['z', 'not in', ['x', 'y'], true],
  ['Hello', 'like', 'h%o', true],
  ['Hello', 'not like', 'h_o', true],
];

test.each(CASES)('%j %s %j', (a, operator, b, expected) => {
  expect(binary(operator, a, b)).toEqual(expected);
});

test.each<[Value, Operator, Value, string]>([
  ['abc', '-', 1, 'type'],
  ['', '*', 1, 'type'],
  [1, '/', 0, 'division'],
  [1, 'mod', 0, 'division'],
  [1, '\\', null, 'division'],
  [[], '<', 1, 'type'],
  [day('2026-11-21'), '+', 1e15, 'bad-argument'],
])('%j %s %j is refused: %s', (a, operator, b, code) => {
  expect(() => binary(operator, a, b)).toThrow(expect.objectContaining({ code }));
});

test('marks pass through operators and join', () => {
  const web = new Marked('7', MARK.web);
  const mail = new Marked(2, MARK.mail);
  expect(binary('+', web, 'x')).toEqual(new Marked('7x', MARK.web));
  expect(binary('-', web, mail)).toEqual(new Marked(5, MARK.web | MARK.mail));
  expect(binary('=', web, 7)).toEqual(new Marked(true, MARK.web));
  expect(negate(mail)).toEqual(new Marked(-2, MARK.mail));
  expect(not(mail)).toEqual(new Marked(false, MARK.mail));
  expect(joinParts(['a', web, 1])).toEqual(new Marked('a71', MARK.web));
});

test('a secret joined with text is a secret', () => {
  const secret = new Secret([{ handle: 'h' }]);
  expect(binary('+', 'Bearer ', secret)).toEqual(new Secret(['Bearer ', { handle: 'h' }]));
  expect(joinParts([secret, '', 1])).toEqual(new Secret([{ handle: 'h' }, '1']));
  expect(binary('=', secret, new Secret([{ handle: 'h' }]))).toBe(true);
  expect(binary('=', secret, '•••')).toBe(false);
  expect(() => binary('contains', secret, 'a')).toThrow('cannot look into a secret');
});

test('a pattern full of stars is matched in reasonable time', () => {
  expect(isLike('a'.repeat(2000), `${'%a'.repeat(100)}b`)).toBe(false);
});
