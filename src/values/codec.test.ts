import { expect, test } from 'vitest';
import { CodecError, decodeValue, encodeValue } from './codec.ts';
import { Dict } from './dict.ts';
import { DateTime, Marked, RowSet, Secret, type Value } from './types.ts';

const VALUES: readonly Value[] = [
  null,
  true,
  false,
  0,
  -0,
  111,
  112,
  -1,
  2 ** 47,
  -(2 ** 48),
  2 ** 53,
  0.1,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  '',
  'plain',
  'x'.repeat(127),
  'x'.repeat(128),
  '\u0000',
  'coração',
  '\ufeffBOM',
  '😀',
  'half a pair \ud83d',
  new DateTime(1.5e12),
  new DateTime(-1, true),
  new Secret(['Bearer ', { handle: 'run:1.2' }]),
  new Marked('from outside', 3),
  new Marked(new DateTime(0), 255),
  [1, 'two', [3, []]],
  Dict.from([
    ['Name', 'Ana'],
    ['__proto__', 1],
    ['constructor', [null]],
  ]),
  new RowSet([Dict.from([['a', 1]])]),
];

test.each(VALUES.map((value) => [value]))('%o comes back as it was', (value) => {
  expect(decodeValue(encodeValue(value))).toStrictEqual(value);
});

test('one list held twice is one list after decoding, and a list may hold itself', () => {
  const shared: Value[] = [1];
  const whole: Value[] = [shared, shared];
  whole.push(whole);
  const copy = decodeValue(encodeValue(whole)) as Value[];
  expect(copy[0]).toBe(copy[1]);
  expect(copy[2]).toBe(copy);
});

test('a chain of a hundred thousand objects needs no stack', () => {
  let chain: Value = null;
  for (let i = 0; i < 100_000; i++) chain = Dict.from([['next', chain]]);
  let depth = 0;
  for (let at = decodeValue(encodeValue(chain)); at instanceof Dict; at = at.get('next')) depth++;
  expect(depth).toBe(100_000);
});

test('damaged bytes are refused, never misread into a hang', () => {
  const bytes = encodeValue([1, 'two', Dict.from([['a', [new Secret(['x'])]]])]);
  for (let length = 0; length < bytes.length; length++) expect(() => decodeValue(bytes.subarray(0, length))).toThrow(CodecError);
  expect(() => decodeValue(Uint8Array.of(15))).toThrow('tag 15');
});
