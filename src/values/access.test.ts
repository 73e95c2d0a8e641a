import { expect, test } from 'vitest';
import { callMethod, DateTime, Dict, getIndex, getMember, MARK, Marked, RowSet, Secret, setIndex, setMember, type Value } from './index.ts';

const ana = Dict.from([
  ['Name', 'Ana'],
  ['__proto__', 1],
]);

test.each<[Value, string, Value]>([
  [ana, 'NAME', 'Ana'],
  [ana, '__proto__', 1],
  [ana, 'constructor', null],
  [ana, 'length', null],
  [null, 'x', null],
  [5, 'x', null],
  ['abc', 'Length', 3],
  ['abc', 'constructor', null],
  [[1, 2], 'count', 2],
  [[1, 2], 'items', [1, 2]],
  [[1, 2], 'constructor', null],
  [new RowSet([ana]), 'name', 'Ana'],
  [new RowSet([ana]), 'count', 1],
  [new RowSet([]), 'name', null],
  [new DateTime(0), 'year', 1970],
  [new Marked('abc', MARK.web), 'length', new Marked(3, MARK.web)],
  [new Secret(['x']), 'parts', null],
])('%j . %s', (object, field, expected) => {
  expect(getMember(object, field)).toEqual(expected);
});

test.each<[Value, Value, Value]>([
  [['a', 'b'], 0, 'a'],
  [['a', 'b'], '1', 'b'],
  [['a', 'b'], 2, null],
  [['a', 'b'], -1, null],
  [['a', 'b'], 1.9, 'b'],
  [['a', 'b'], 'length', 2],
  [ana, 'name', 'Ana'],
  [Dict.from([['1', 'one']]), 1, 'one'],
  [new RowSet([ana]), 0, ana],
  [new RowSet([ana]), 'name', 'Ana'],
  ['abc', 1, 'b'],
  [new Marked('abc', MARK.web), 1, new Marked('b', MARK.web)],
  [null, 0, null],
])('%j [ %j ]', (object, index, expected) => {
  expect(getIndex(object, index)).toEqual(expected);
});

test('the place after the last appends, a farther one fills with NOTHING', () => {
  const list: Value[] = ['a'];
  setIndex(list, 1, 'b');
  setIndex(list, 3, 'd');
  expect(list).toEqual(['a', 'b', null, 'd']);
});

test.each<[() => void, string]>([
  [() => setIndex([], 1e9, 1, 1000), 'length'],
  [() => setIndex([], -1, 1), 'bad-argument'],
  [() => setIndex('abc', 0, 'x'), 'type'],
  [() => setMember(5, 'x', 1), 'type'],
  [() => setMember([], 'x', 1), 'type'],
  [() => callMethod(5, 'fly', []), 'no-such-method'],
  [() => callMethod(null, 'push', [1]), 'no-such-method'],
  [() => callMethod('a', 'constructor', []), 'no-such-method'],
  [() => callMethod('ab', 'repeat', [1e9], { text: 1000, list: 10 }), 'length'],
  [() => callMethod('a'.repeat(900), 'replace', ['a', 'bbbbbbbb'], { text: 1000, list: 10 }), 'length'],
  [() => callMethod([1, 2, 3], 'push', [4], { text: 10, list: 3 }), 'length'],
  [() => callMethod(new Secret(['x']), 'trim', []), 'no-such-method'],
])('refused %#: %s', (act, code) => {
  expect(act).toThrow(expect.objectContaining({ code }));
});

test.each<[Value, string, Value[], Value]>([
  [' a ', 'TRIM', [], 'a'],
  [null, 'trim', [], ''],
  ['a,b', 'split', [','], ['a', 'b']],
  ['a-a', 'replace', ['a', '$&'], '$&-$&'],
  ['hello', 'Contains', ['ell'], true],
  [12, 'toString', [], '12'],
  [[3, 1, 2], 'sort', [], [1, 2, 3]],
  [[1, 2, 3], 'slice', [1], [2, 3]],
  [[1, '2'], 'join', ['-'], '1-2'],
  [[1, 2], 'contains', ['2'], true],
  [ana, 'keys', [], ['Name', '__proto__']],
  [ana, 'has', ['NAME'], true],
  [new DateTime(0), 'year', [], 1970],
  [new Marked('a,b', MARK.web), 'split', [','], [new Marked('a', MARK.web), new Marked('b', MARK.web)]],
])('%j . %s ( %j )', (object, method, args, expected) => {
  expect(callMethod(object, method, args)).toEqual(expected);
});

test('methods that change a list change it for all who hold it', () => {
  const list: Value[] = [1];
  expect(callMethod(list, 'PUSH', [2])).toBe(2);
  expect(callMethod(list, 'splice', [0, 1])).toEqual([1]);
  expect(list).toEqual([2]);
});
