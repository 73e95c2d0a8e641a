import { expect, test } from 'vitest';
import { canonicalJson, DateTime, Dict, parseCanonical } from './index.ts';

test('the order of keys does not count, nor does what is undefined', () => {
  expect(canonicalJson({ b: 1, a: [{ d: null, c: 'x' }], e: undefined })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
});

test.each([Number.POSITIVE_INFINITY, -0, Number.NaN, 'a\0\ud800', [1, [2]], { a: true }])('%s comes back as it was', (data) => {
  expect(parseCanonical(canonicalJson({ data }))).toEqual({ data });
});

test('values with identity come back as what they were', () => {
  const read = parseCanonical(canonicalJson({ default: Dict.from([['Name', new DateTime(5, true)]]) })) as { default: Dict };
  expect([...read.default.entries()]).toEqual([['Name', new DateTime(5, true)]]);
});
