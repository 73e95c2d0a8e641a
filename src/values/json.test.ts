import { describe, expect, test } from 'vitest';
import { Dict } from './dict.ts';
import { fromJson, fromPlain, toJson, toPlain } from './json.ts';
import type { Value } from './types.ts';
import { DateTime, Marked, RowSet, Secret } from './types.ts';

describe('fromJson and back', () => {
  test.each([
    'null',
    'true',
    '-1.5',
    '1e+300',
    '"a\\"b\\\\c\\nd"',
    '[]',
    '{}',
    '{"10":1,"2":2,"b":[1,{"A":null}]}',
    '{"__proto__":{"x":1},"constructor":2,"toString":3}',
  ])('%s', (text) => expect(toJson(fromJson(text))).toBe(text));

  test('keeps spellings, finds fields in any', () => {
    const dict = fromJson('{ "FirstName" : "Ana" }') as Dict;
    expect(dict.get('firstname')).toBe('Ana');
    expect(toJson(dict)).toBe('{"FirstName":"Ana"}');
  });

  test('a field named __proto__ is only a field', () => {
    const plain = toPlain(fromJson('{"__proto__":{"evil":true}}')) as object;
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
    expect(Object.keys(plain)).toEqual(['__proto__']);
    expect('evil' in {}).toBe(false);
    expect(toJson(fromPlain(JSON.parse('{"__proto__":{"evil":true}}')))).toBe('{"__proto__":{"evil":true}}');
  });

  test.each([
    ['', /a value was expected at character 1, but there is the end/],
    ['{"a":1,}', /a field name in double quotes was expected at character 8/],
    ["{'a':1}", /a field name in double quotes/],
    ['[1 2]', /"," or "\]" was expected at character 4/],
    ['[1', /"," or "\]" was expected/],
    ['"a\nb"', /a text that ends on its line/],
    ['01', /the end was expected at character 2/],
    ['nul', /a value was expected/],
    ['"\\x"', /a text that ends/],
    [`${'['.repeat(300)}`, /nested deeper than 200/],
  ])('refuses %j', (text, message) => expect(() => fromJson(text)).toThrow(message));
});

test('writes what JSON has no word for', () => {
  const row = Dict.from([['n', new Marked(1, 1)]]);
  const value: Value = [Number.NaN, new DateTime(0, true), new DateTime(1500), new Secret([{ handle: 'h' }]), new RowSet([row])];
  expect(toJson(value)).toBe('[null,"1970-01-01","1970-01-01T00:00:01.500","•••",[{"n":1}]]');
  expect(toPlain(value)).toEqual([Number.NaN, '1970-01-01', '1970-01-01T00:00:01.500', '•••', [{ n: 1 }]]);
});

test('a value inside itself is refused, a value met twice is not', () => {
  const list: Value[] = [];
  list.push(list);
  expect(() => toJson(list)).toThrow(/contains itself/);
  expect(() => toPlain(list)).toThrow(/contains itself/);
  const shared = Dict.from([['a', 1]]);
  expect(toJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  const plain = toPlain([shared, shared]) as unknown[];
  expect(plain[0]).toBe(plain[1]);
});

test('a small value that unfolds into a huge text is refused before it is built', () => {
  let value: Value = [1];
  for (let i = 0; i < 100; i++) value = [value, value];
  expect(() => toJson(value, { maxLength: 10_000 })).toThrow(/longer than 10000/);
  expect(() => fromPlain(toPlain(value))).toThrow(/more than/);
});

test('indents on wish', () => {
  expect(toJson(fromJson('{"a":[1,2],"b":{}}'), { indent: 2 })).toBe('{\n  "a": [\n    1,\n    2\n  ],\n  "b": {}\n}');
});

test('takes what libraries answer', () => {
  const value = fromPlain({ a: undefined, b: 10n, c: 2n ** 70n, d: new Date(0), e: new Map([['k', [1]]]), f: [undefined, 1] });
  expect(toJson(value)).toBe('{"a":null,"b":10,"c":"1180591620717411303424","d":"1970-01-01T00:00:00","e":{"k":[1]},"f":[null,1]}');
  expect(() => fromPlain(() => 1)).toThrow(/a function is no value/);
  expect(() => fromPlain(new Uint8Array(1))).toThrow(/bytes/);
});
