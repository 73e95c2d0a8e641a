import { expect, test } from 'vitest';
import type { Value } from '../src/values/index.ts';
import { toText } from '../src/values/index.ts';
import { evaluate, testContext } from '../test/support/evaluate.ts';

test.each<[string, Value]>([
  ['ABS("-3")', 3],
  ['ABS(NULL)', 0],
  ['ROUND(2.5)', 3],
  ['ROUND(-2.5)', -3],
  ['ROUND(1.005, 2)', 1.01],
  ['ROUND(1234, -2)', 1200],
  ['ROUND(1250, -2)', 1300],
  ['ROUND(5, 99)', 5],
  ['ROUND(-0.4)', 0],
  ['INT(-2.5)', -3],
  ['FIX(-2.5)', -2],
  ['FLOOR("2.9")', 2],
  ['CEILING(2.1)', 3],
  ['CEIL(-0.5)', 0],
  ['SGN(-3)', -1],
  ['SGN(0)', 0],
  ['SQR(9)', 3],
  ['POWER(2, -1)', 0.5],
  ['LOG(1)', 0],
  ['LOG(1000, 10)', 3],
  ['LOG(243, 3)', 5],
  ['LOG10(0.001)', -3],
  ['EXP(0)', 1],
  ['MOD(-7, 3)', -1],
  ['MOD(7.5, 2)', 1.5],
  ['MAX(1, "12", 3)', '12'],
  ['MAX([3, NULL, 9])', 9],
  ['MAX([])', null],
  ['MAX("b", "a")', 'b'],
  ['MIN([{ p: 3 }, { p: 1 }, { q: 0 }], "p")', 1],
  ['MAX([{ p: 3 }, { p: "21" }], "P")', '21'],
  ['MIN(5)', 5],
  ['SUM([1, "2.5", NULL])', 3.5],
  ['SUM([])', 0],
  ['SUM(NULL)', 0],
  ['SUM([{ p: 3 }, { p: "4" }], "p")', 7],
  ['AVG([1, NULL, 3])', 2],
  ['AVERAGE([])', 0],
  ['AVG([{ p: 3 }, { p: 4 }], "p")', 3.5],
  ['PI() > 3.14', true],
])('%s is %j', (source, expected) => expect(evaluate(source)).toBe(expected));

test.each([
  ['SQR(-1)', /SQR has no number as its result for -1/],
  ['LOG(0)', /LOG has no number/],
  ['POW(10, 999)', /POW has no number/],
  ['EXP(99999)', /EXP has no number/],
  ['ABS("three")', /ABS needs a number as its first argument, found "three"/],
  ['ABS([1])', /found a list/],
  ['MOD(5, 0)', /MOD cannot divide 5 by zero/],
  ['SUM([1, "x"])', /SUM needs numbers, found "x"/],
  ['MAX([1, [2]])', /MAX: a list is neither smaller nor larger/],
  ['RANDOM(5, 1)', /needs its first number not above its second, found 5 and 1/],
])('%s is refused', (source, message) => expect(() => evaluate(source)).toThrow(message));

test('MAX finds the latest date', () => {
  expect(toText(evaluate('MAX(DATEVALUE("2026-01-02"), DATEVALUE("2026-01-10"))'))).toBe('2026-01-10');
});

test('RANDOM reaches both ends and nothing else, and repeats with its seed', () => {
  const context = testContext();
  const drawn = Array.from({ length: 500 }, () => evaluate('RANDOM(1, 6)', context) as number);
  expect([...new Set(drawn)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  const again = testContext();
  expect(Array.from({ length: 500 }, () => evaluate('RANDOM(1, 6)', again))).toEqual(drawn);
  for (const source of ['RANDOM()', 'RND()', 'RND(1)']) {
    const value = evaluate(source, context) as number;
    expect(value >= 0 && value < 1).toBe(true);
  }
});
