import { describe, expect, test } from 'vitest';
import { findFunction, functions } from '../../functions/index.ts';
import type { Value } from '../../src/values/index.ts';
import { type DateTime, Dict, MARK, Marked, marksOf, RowSet, Secret, toJson } from '../../src/values/index.ts';
import { evaluate, Refused, testContext } from '../support/evaluate.ts';

const mark = (value: string | number | boolean | DateTime) => new Marked(value, MARK.web);

/** Their results tell how many or of what kind, or are made without any argument. */
const UNMARKED = new Set(
  'UBOUND LBOUND ISNULL ISEMPTY ISARRAY ISOBJECT ISSTRING ISNUMBER ISBOOL TYPEOF GUID RND PI ERR ERR_CODE ERR_CLEAR'.split(' '),
);

describe('an example with every literal marked', () => {
  test.each(functions.filter(({ name }) => name !== 'THROW').map((each) => [each.name, each.example] as const))(
    '%s: %s',
    (name, example) => {
      const result = evaluate(example, testContext(), {}, mark);
      // The same value, marks aside.
      expect(toJson(result)).toBe(toJson(evaluate(example)));
      if (!UNMARKED.has(name)) expect(scalarsIn(result).filter((each) => marksOf(each) === 0)).toEqual([]);
    },
  );
});

function scalarsIn(value: Value): readonly Value[] {
  if (value === null) return [];
  if (value instanceof Dict) return Array.from(value.entries()).flatMap(([, field]) => scalarsIn(field));
  if (Array.isArray(value) || value instanceof RowSet) return (Array.isArray(value) ? value : value.rows).flatMap(scalarsIn);
  return [value];
}

describe('marks follow what was looked at, and nothing else', () => {
  const web = mark('from the web');
  const variables = {
    web,
    seven: new Marked(7, MARK.mail),
    json: new Marked('{"a":["x"]}', MARK.tool),
    table: new Marked('name\nAna', MARK.document),
  };

  test.each<[source: string, marks: number]>([
    ['JOIN(["a", web])', MARK.web],
    ['JOIN(["a", "b"])', 0],
    ['TOJSON({ a: [web] })', MARK.web],
    ['TOYAML({ a: [web] })', MARK.web],
    ['CSV([{ a: web }])', MARK.web],
    ['XML({ a: web })', MARK.web],
    ['SUM([1, seven])', MARK.mail],
    ['MAX([1, seven])', MARK.mail],
    ['REPLACE("abc", web, "")', MARK.web],
    ['FORMAT(seven, "0.00")', MARK.mail],
    ['JOIN([web, seven])', MARK.web | MARK.mail],
    ['FIRST([web, "b"])', MARK.web],
    ['LAST([web, "b"])', 0],
    ['NVL(NULL, web)', MARK.web],
    ['NVL("a", web)', 0],
    ['IIF(web, "a", "b")', 0],
    ['IIF(TRUE, "a", web)', 0],
    ['CHOOSE(2, "a", web)', MARK.web],
    ['FIRST(SPLIT(web, " "))', MARK.web],
    ['JSON(json).a[0]', MARK.tool],
    ['FIRST(KEYS(JSON(json)))', MARK.tool],
    ['FIRST(CSV(table)).name', MARK.document],
    ['FIRST(SORT([web, "a"]))', 0],
    ['POP(PUSH(["a"], web))', MARK.web],
    ['FIRST(FILTER(["a", web], "item = a"))', 0],
    ['CONCAT("a", web)', MARK.web],
    ['SLICE(web, 0, 4)', MARK.web],
    ['REVERSE(web)', MARK.web],
    ['UBOUND([web])', 0],
  ])('%s', (source, marks) => expect(marksOf(evaluate(source, testContext(), variables))).toBe(marks));

  test('the mark of one call does not reach the next', () => {
    const context = testContext();
    evaluate('UPPER(web)', context, variables);
    expect(marksOf(evaluate('UPPER("a")', context))).toBe(0);
    expect(() => evaluate('ABS(web)', context, variables)).toThrow(Refused);
    expect(marksOf(evaluate('ABS(-1)', context))).toBe(0);
  });

  test('the elements of the caller stay as they were', () => {
    const list: Value[] = ['a', web];
    const calls = [
      'JOIN(list)',
      'SORT(list)',
      'REVERSE(list)',
      'UNIQUE(list)',
      'TOJSON(list)',
      'CHUNK(list, 1)',
      'FLATTEN(list)',
      'MAX(list)',
    ];
    for (const source of calls) evaluate(source, testContext(), { list });
    expect(list).toEqual(['a', web]);
    expect(list[1]).toBe(web);
  });
});

describe('a secret', () => {
  const secret = new Secret(['Bearer ', { handle: 'vault-17' }]);
  const OTHERS: readonly Value[] = ['a', 1, [1, 2]];

  test.each(functions.filter(({ arity }) => arity[1] > 0).map((each) => [each.name] as const))('is never told of by %s', (name) => {
    const definition = findFunction(name)!;
    const most = Math.min(definition.arity[1], Math.max(definition.arity[0], 3));
    for (let count = Math.max(1, definition.arity[0]); count <= most; count++)
      for (let at = 0; at < count; at++)
        for (const other of OTHERS) {
          const args = Array.from({ length: count }, (_, i): Value => (i === at ? secret : Array.isArray(other) ? [...other] : other));
          expect(told(() => definition.apply(args, testContext()))).not.toMatch(/Bearer|vault/);
        }
  });

  /** They give back what they were given, or tell of what kind it is. */
  const TAKERS =
    'LBOUND FIRST LAST TAIL REVERSE UNIQUE FLATTEN COALESCE ISNULL ISEMPTY ISARRAY ISOBJECT ISSTRING ISNUMBER ISBOOL TYPEOF NVL IIF SORT CONCAT'.split(
      ' ',
    );

  test.each(functions.filter(({ arity, name }) => arity[1] > 0 && !TAKERS.includes(name)).map((each) => [each.name] as const))(
    'is refused by %s',
    (name) => {
      const definition = findFunction(name)!;
      const args = Array.from({ length: Math.max(1, definition.arity[0]) }, () => secret);
      expect(told(() => definition.apply(args, testContext()))).toMatch(/secret/);
    },
  );

  test('passes unopened through what only passes values on', () => {
    const run = (source: string) => evaluate(source, testContext(), { secret });
    const calls = [
      'NVL(secret, 1)',
      'IIF(TRUE, secret, 1)',
      'COALESCE(NULL, secret)',
      'CHOOSE(1, secret)',
      'FIRST([secret])',
      'POP(PUSH([], secret))',
    ];
    for (const source of calls) expect(run(source), source).toBe(secret);
    expect(run('TYPEOF(secret)')).toBe('secret');
    expect(run('ISNULL(secret)')).toBe(false);
  });

  test('inside a list or object is masked in text, or refused', () => {
    const run = (source: string) => evaluate(source, testContext(), { secret });
    expect(run('TOJSON({ key: secret })')).toBe('{"key":"•••"}');
    expect(run('TOYAML([secret])')).toBe('- "•••"\n');
    expect(() => run('JOIN([secret, "a"])')).toThrow(/cannot take a secret/);
  });

  function told(call: () => Value): string {
    try {
      return toJson(call());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.message;
    }
  }
});
