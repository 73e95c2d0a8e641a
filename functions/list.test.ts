import { expect, test } from 'vitest';
import type { Value } from '../src/values/index.ts';
import { RowSet, toJson } from '../src/values/index.ts';
import { evaluate, testContext } from '../test/support/evaluate.ts';

const PEOPLE = '[{ name: "Rui", age: 28 }, { name: "ana", age: 31 }, { name: "Ana", age: 5 }]';

test.each([
  ['UBOUND([])', '0'],
  ['UBOUND([1, 2, 3])', '3'],
  ['UBOUND(NULL)', '0'],
  ['COUNT({ a: 1, b: 2 })', '2'],
  ['SIZE("abc")', '3'],
  ['LBOUND([1])', '0'],
  ['FIRST([])', 'null'],
  ['FIRST([1, 2, 3], 2)', '[1,2]'],
  ['FIRST("abc")', '"abc"'],
  ['LAST([1, 2, 3])', '3'],
  ['LAST([1, 2, 3], 2)', '[2,3]'],
  ['LAST([1, 2, 3], 0)', '[]'],
  ['TAIL([1])', '[]'],
  ['TAKE([1, 2], 9)', '[1,2]'],
  ['DROP([1, 2], -1)', '[1,2]'],
  ['SLICE([1, 2, 3, 4], 1, 3)', '[2,3]'],
  ['SLICE([1, 2, 3, 4], -2)', '[3,4]'],
  ['SLICE("abcd", 1, 3)', '"bc"'],
  ['SORT([3, 1, 2])', '[1,2,3]'],
  ['SORT([3, 1, 2], "DESC")', '[3,2,1]'],
  ['SORT(["b", "B", "a", "é", "z"])', '["B","a","b","z","é"]'],
  ['SORT(["b", 2, NULL, TRUE, [1], 1])', '[null,true,1,2,"b",[1]]'],
  [`PLUCK(SORT(${PEOPLE}, "age"), "age")`, '[5,28,31]'],
  [`PLUCK(SORT(${PEOPLE}, "Name", "desc"), "name")`, '["ana","Rui","Ana"]'],
  ['UNIQUE([1, "1", 2, NULL, NULL, [1], [1]])', '[1,2,null,[1]]'],
  ['DISTINCT([{ a: 1, b: 1 }, { a: 1, b: 2 }], "a")', '[{"a":1,"b":1}]'],
  ['REVERSE([1, 2])', '[2,1]'],
  ['REVERSE("aé😀")', '"😀éa"'],
  ['CONCAT([1], [2, 3], 4, NULL)', '[1,2,3,4]'],
  ['CONCAT("a", 1, "b")', '"a1b"'],
  ['FLATTEN([1, [2, [3, [4]]]])', '[1,2,3,4]'],
  ['FLATTEN([1, [2, [3, [4]]]], 1)', '[1,2,[3,[4]]]'],
  ['RANGE(1, 4)', '[1,2,3,4]'],
  ['RANGE(4, 1)', '[4,3,2,1]'],
  ['RANGE(0, 1, 0.25)', '[0,0.25,0.5,0.75,1]'],
  ['RANGE(1, 5, -1)', '[]'],
  ['FILL("x", 2)', '["x","x"]'],
  ['FILL([1, 2], 0)', '[0,0]'],
  ['PUSH([1], 2, 3)', '[1,2,3]'],
  ['UNSHIFT([3], 1, 2)', '[1,2,3]'],
  ['POP([])', 'null'],
  ['SHIFT([1, 2])', '1'],
  ['INDEX_OF([1, "2"], 2)', '1'],
  ['INDEX_OF([1], 9)', '-1'],
  ['INDEX_OF("banana", "na")', '2'],
  ['LAST_INDEX_OF("banana", "na")', '4'],
  ['LAST_INDEX_OF([1, 2, 1], 1)', '2'],
  ['IN_ARRAY("b", ["a", "b"])', 'true'],
  ['IN_ARRAY(["a", "b"], "c")', 'false'],
  ['INCLUDES(["a"], "a")', 'true'],
  ['HAS({ Name: 1 }, "name")', 'true'],
  ['CHUNK([1, 2, 3], 2)', '[[1,2],[3]]'],
  ['BATCH([], 2)', '[]'],
  [`PLUCK(FILTER(${PEOPLE}, "name = ana AND age > 10"), "age")`, '[31]'],
  [`PLUCK(FILTER(${PEOPLE}, "age < 10 OR name like R%"), "age")`, '[28,5]'],
  [`COUNT(FILTER(${PEOPLE}, "age", 28))`, '1'],
  ['FILTER([1, 5, 9], "item >= 5")', '[5,9]'],
  ['FILTER(NULL, "a = 1")', '[]'],
  ['KEYS({ b: 1, A: 2 })', '["b","A"]'],
])('%s is %s', (source, expected) => expect(toJson(evaluate(source))).toBe(expected));

test.each([
  ['CHUNK([1], 0)', /needs a size of at least 1, found 0/],
  ['RANGE(1, 2, 0)', /steps of 0/],
  ['RANGE(1, 1000000000)', /would make a list of 1000000000 elements; the limit is 10000/],
  ['RANGE(1, 2, 0.0000000001)', /would make a list/],
  ['FILL(0, 1000000000)', /would make a list/],
  ['PUSH(NULL, 1)', /PUSH needs a list, found NOTHING/],
  ['PUSH("a", 1)', /needs a list, found a text/],
  ['SORT([1], "name", "sideways")', /sorts "asc" or "desc", found "sideways"/],
  ['FILTER([1], "= 3")', /FILTER: the name of a field was expected/],
  ['FILTER([1], "a in 3")', /was expected/],
])('%s is refused', (source, message) => expect(() => evaluate(source)).toThrow(message));

test('the verbs of change change the list itself, the others leave it', () => {
  const list: Value = [3, 1];
  const run = (source: string) => evaluate(source, testContext(), { list });
  expect(run('PUSH(list, 2)')).toBe(list);
  expect(run('SORT(list)')).toEqual([1, 2, 3]);
  expect(run('REVERSE(list)')).toEqual([2, 1, 3]);
  expect(list).toEqual([3, 1, 2]);
  expect(run('POP(list)')).toBe(2);
  expect(run('SHIFT(list)')).toBe(3);
  expect(list).toEqual([1]);
});

test('rows of a query are a list', () => {
  const rows = new RowSet(['a', 'b']);
  expect(evaluate('UBOUND(rows)', testContext(), { rows })).toBe(2);
  expect(evaluate('FIRST(rows)', testContext(), { rows })).toBe('a');
  expect(evaluate('JOIN(rows, "+")', testContext(), { rows })).toBe('a+b');
});

test('a list within itself, or doubled through many levels, is not followed for ever', () => {
  const loop: Value[] = [1];
  loop.push(loop);
  expect(() => evaluate('FLATTEN(loop)', testContext(), { loop })).toThrow(/contains itself/);
  let doubled: Value = [1];
  for (let i = 0; i < 60; i++) doubled = [doubled, doubled];
  expect(() => evaluate('FLATTEN(doubled)', testContext(), { doubled })).toThrow(/would make a list/);
  expect(() => evaluate('TOJSON(doubled)', testContext(), { doubled })).toThrow(/longer than 100000/);
  expect(() => evaluate('JOIN(PUSH(list, list))', testContext(), { list: loop })).toThrow(/contains itself/);
});
