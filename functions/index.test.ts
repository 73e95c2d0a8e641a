import { describe, expect, test } from 'vitest';
import { toJson } from '../src/values/index.ts';
import { evaluate, Refused } from '../test/support/evaluate.ts';
import { arityOf } from './define.ts';
import { findFunction, functions } from './index.ts';

/** Every name that the dialect's scripts and engines know, but for those of the clock, of forms and of business helpers. */
const DIALECT = `
  YEAR MONTH DAY HOUR MINUTE SECOND WEEKDAY FORMAT_DATE ISDATE DATEADD DATEDIFF
  FORMAT_TIME ADD_DAYS DAYS_BETWEEN HOURS_BETWEEN SECONDS_BETWEEN DAYS HOURS DATEVALUE
  INSTR LEN LEFT RIGHT MID UPPER UCASE LOWER LCASE TRIM LTRIM RTRIM REPLACE SPLIT JOIN CONTAINS IS_NUMERIC ISNUMERIC FORMAT
  LENGTH LOWERCASE CAPITALIZE EXTRACT_BETWEEN EXTRACT_BEFORE EXTRACT_AFTER
  ABS ROUND INT FIX FLOOR CEIL CEILING MAX MIN MOD SUM AVG AVERAGE RANDOM RND SGN SQR SQRT POW POWER EXP LOG LOG10
  SIN COS TAN ASIN ACOS ATAN ATN PI
  VAL STR CINT CDBL ISNULL ISEMPTY TYPEOF TYPENAME ISARRAY ISSTRING ISNUMBER ISBOOL IS_ARRAY NVL COALESCE IFNULL IIF CHOOSE
  TO_NUMBER PARSEINT PARSEFLOAT GUID UUID TOJSON TOYAML JSON CSV XML
  UBOUND LBOUND COUNT SIZE FIRST LAST HEAD TAIL TAKE DROP SLICE SORT UNIQUE DISTINCT REVERSE CONCAT FLATTEN RANGE
  PUSH POP SHIFT UNSHIFT INDEX_OF LAST_INDEX_OF IN_ARRAY INCLUDES HAS FILL BATCH CHUNK FILTER
  THROW RAISE ASSERT ERROR IS_ERROR GET_ERROR_MESSAGE ERR ERR_NUMBER ERR_DESCRIPTION ERR_CLEAR
`;

test.each(DIALECT.trim().split(/\s+/))('%s is there', (name) => expect(findFunction(name)).toBeDefined());

test('a function is found in any case, and with a dollar sign', () => {
  expect(findFunction('ucase$')).toBe(findFunction('UPPER'));
  expect(findFunction('Mid')?.name).toBe('MID');
  expect(findFunction('constructor')).toBeUndefined();
  expect(findFunction('')).toBeUndefined();
});

test('no name is given twice', () => {
  const names = functions.flatMap((each) => [each.name, ...(each.aliases ?? [])]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

describe('every example gives a value', () => {
  test.each(functions.map((each) => [each.name, each.example] as const))('%s: %s', (name, example) => {
    expect(example).toContain(name);
    if (name === 'THROW') expect(() => evaluate(example)).toThrow(Refused);
    else expect(() => toJson(evaluate(example))).not.toThrow();
  });
});

test.each([
  ['MID(text, start [, length])', [2, 3]],
  ['PI()', [0, 0]],
  ['INSTR([start,] text, find)', [2, 3]],
  ['RANDOM([from,] [to])', [0, 2]],
  ['CONCAT(first [, more, …])', [1, Number.POSITIVE_INFINITY]],
  ['X(a [, b [, c]])', [1, 3]],
])('arity of %s', (usage, arity) => expect(arityOf(usage)).toEqual(arity));

test('too few and too many arguments are refused with the usage', () => {
  expect(() => evaluate('MID("a")')).toThrow('MID takes 2 to 3 arguments, found 1: write MID(text, start [, length])');
  expect(() => evaluate('PI(1)')).toThrow('PI takes no arguments');
  expect(() => evaluate('ABS()')).toThrow('ABS takes 1 argument, found 0');
  expect(() => evaluate('CONCAT()')).toThrow('at least 1 argument');
});
