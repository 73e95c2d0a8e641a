import { describe, expect, test } from 'vitest';
import { Dict, RowSet, toJson } from '../src/values/index.ts';
import { evaluate, Refused, testContext } from '../test/support/evaluate.ts';

test.each([
  ['VAL("12.5 kg")', '12.5'],
  ['VAL("  -3e2x")', '-300'],
  ['VAL("kg")', '0'],
  ['VAL("")', '0'],
  ['VAL(NULL)', '0'],
  ['VAL(7)', '7'],
  ['VAL(".5")', '0.5'],
  ['STR(12.5)', '"12.5"'],
  ['STR(NULL)', '""'],
  ['CINT("2.5")', '3'],
  ['CINT(-2.5)', '-3'],
  ['CDBL(" 12.50 ")', '12.5'],
  ['TO_NUMBER(TRUE)', '1'],
  ['CBOOL("false")', 'false'],
  ['PARSEINT("42px")', '42'],
  ['PARSEINT("ff", 16)', '255'],
  ['PARSEINT("x")', 'null'],
  ['PARSEINT(3.9)', '3'],
  ['PARSEFLOAT("3.5h")', '3.5'],
  ['HEX(255)', '"FF"'],
  ['TOJSON([1, "a", NULL])', '"[1,\\"a\\",null]"'],
  ['TOJSON({ a: 1 }, 2)', '"{\\n  \\"a\\": 1\\n}"'],
  ['JSON("[1, {}]")', '[1,{}]'],
  ['JSON({ a: 1 })', '"{\\"a\\":1}"'],
  ['CSV("a;b")', '[]'],
  ['CSV([{ a: 1 }])', '"a\\n1\\n"'],
  ['XML("<a><b>1</b></a>")', '{"a":{"b":"1"}}'],
  ['XML([1], "list")', '"<list><item>1</item></list>"'],
  ['ISNULL("")', 'false'],
  ['ISNULL(NULL)', 'true'],
  ['ISEMPTY("  ")', 'true'],
  ['ISEMPTY(0)', 'false'],
  ['ISEMPTY({})', 'true'],
  ['ISARRAY("a")', 'false'],
  ['ISNUMBER("12")', 'false'],
  ['IS_NUMERIC("12")', 'true'],
  ['IS_NUMERIC("")', 'false'],
  ['IS_NUMERIC(NULL)', 'false'],
  ['ISBOOL(0)', 'false'],
  ['TYPEOF("a")', '"text"'],
  ['TYPEOF(1)', '"number"'],
  ['TYPEOF(TRUE)', '"boolean"'],
  ['TYPEOF(NULL)', '"nothing"'],
  ['TYPEOF({})', '"object"'],
  ['TYPENAME(DATEVALUE("2026-01-01"))', '"date"'],
  ['NVL(NULL, 5)', '5'],
  ['NVL("", 5)', '""'],
  ['COALESCE(NULL, NULL)', 'null'],
  ['IIF(0, "a", "b")', '"b"'],
  ['IIF(0, "a")', 'null'],
  ['CHOOSE(1, "a", "b")', '"a"'],
  ['CHOOSE(3, "a", "b")', 'null'],
  ['CHOOSE(0, "a", "b")', 'null'],
])('%s is %s', (source, expected) => expect(toJson(evaluate(source))).toBe(expected));

test('a query that found nothing is null and empty', () => {
  const rows = new RowSet([]);
  for (const source of ['ISNULL(rows)', 'ISEMPTY(rows)']) expect(evaluate(source, testContext(), { rows })).toBe(true);
  expect(evaluate('NVL(rows, 1)', testContext(), { rows })).toBe(1);
  expect(evaluate('TYPEOF(rows)', testContext(), { rows })).toBe('rows');
});

test('identifiers are of version 4, differ, and repeat with the seed', () => {
  const drawn = (seed: number) => {
    const context = testContext({ seed });
    return Array.from({ length: 200 }, () => evaluate('GUID()', context) as string);
  };
  const ids = drawn(1);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(200);
  expect(drawn(1)).toEqual(ids);
});

test.each([
  ['JSON("{a:1}")', /JSON: this is no JSON: a field name in double quotes was expected at character 2/],
  ['XML("<a>")', /XML: this is no XML/],
  ['CDBL("x")', /needs a number/],
  ['PARSEINT("1", 99)', /knows bases from 2 to 36/],
])('%s is refused', (source, message) => expect(() => evaluate(source)).toThrow(message));

describe('errors', () => {
  const trapped = { code: 'timeout', message: 'it took too long', line: 7 } as const;
  const run = (source: string, context = testContext({ trapped })) => evaluate(source, context);

  test('raised ones carry their message and the code "thrown"', () => {
    for (const source of ['THROW("no stock")', 'RAISE("no stock")', 'ASSERT(1 > 2, "no stock")']) {
      const raised = (() => {
        try {
          return run(source);
        } catch (error) {
          return error;
        }
      })();
      expect(raised).toBeInstanceOf(Refused);
      expect(raised).toMatchObject({ code: 'thrown', message: 'no stock' });
    }
    expect(run('ASSERT(2 > 1)')).toBe(true);
  });

  test('the trapped one can be seen and forgotten', () => {
    const context = testContext({ trapped });
    expect(toJson(run('ERROR()', context))).toBe('{"error":true,"message":"it took too long","code":"timeout","line":7}');
    expect(run('IS_ERROR()', context)).toBe(true);
    expect(run('ERR_DESCRIPTION()', context)).toBe('it took too long');
    expect(run('ERR_CODE()', context)).toBe('timeout');
    expect(run('ERR_NUMBER()', context)).toBe(1000);
    expect(run('ERR_CLEAR()', context)).toBe(null);
    expect([run('ERROR()', context), run('ERR()', context), run('IS_ERROR()', context), run('GET_ERROR_MESSAGE()', context)]).toEqual([
      null,
      0,
      false,
      '',
    ]);
  });

  test('classic numbers stay', () => {
    expect(run('ERR()', testContext({ trapped: { code: 'division', message: '' } }))).toBe(11);
    expect(run('ERR()', testContext({ trapped: { code: 'type', message: '' } }))).toBe(13);
  });

  test('an error object is told from other objects', () => {
    expect(run('IS_ERROR({ message: "x" })')).toBe(false);
    expect(run('IS_ERROR("x")')).toBe(false);
    expect(run('GET_ERROR_MESSAGE("x")')).toBe('');
    expect(run('ERROR("x")')).toBeInstanceOf(Dict);
  });
});
