/** What a value is, and choosing between values. Those that choose pass values on as they are: marked, secret, shared. */
import type { Value } from '../src/values/index.ts';
import { DateTime, Dict, isNothing, isTruthy, kindOf, Marked, RowSet, Secret, toNumber } from '../src/values/index.ts';
import { sizeOf } from './call.ts';
import { define } from './define.ts';

const check = (name: string, aliases: readonly string[], summary: string, example: string, test: (value: Value) => boolean) =>
  define('check', {
    usage: `${name}(value)`,
    aliases,
    summary,
    example,
    passes: true,
    stepsPerElement: 0,
    apply: (call) => test(bare(call.raw(0))),
  });

/** Asking what kind of value it is tells nothing of what it says: the answer needs no mark. */
const bare = (value: Value): Value => (value instanceof Marked ? value.value : value);

export const checks = [
  check('ISNULL', ['IS_NULL', 'ISNOTHING'], 'Whether there is no value (also: a query that found nothing).', 'ISNULL(NULL)', isNothing),
  check(
    'ISEMPTY',
    ['IS_EMPTY'],
    'Whether there is nothing in it: NOTHING, empty text or blanks, an empty list or object.',
    'ISEMPTY("")',
    isEmpty,
  ),
  check('ISARRAY', ['IS_ARRAY', 'ISLIST', 'IS_LIST'], 'Whether the value is a list.', 'ISARRAY([1, 2])', isList),
  check('ISOBJECT', ['IS_OBJECT'], 'Whether the value is an object.', 'ISOBJECT({ a: 1 })', (value) => value instanceof Dict),
  check('ISSTRING', ['IS_STRING', 'ISTEXT'], 'Whether the value is a text.', 'ISSTRING("12")', (value) => typeof value === 'string'),
  check(
    'ISNUMBER',
    ['IS_NUMBER'],
    'Whether the value is a number, not a text that spells one.',
    'ISNUMBER("12")',
    (value) => typeof value === 'number',
  ),
  check(
    'ISBOOL',
    ['IS_BOOL', 'ISBOOLEAN', 'IS_BOOLEAN'],
    'Whether the value is TRUE or FALSE.',
    'ISBOOL(TRUE)',
    (value) => typeof value === 'boolean',
  ),
  define('check', {
    usage: 'IS_NUMERIC(value)',
    aliases: ['ISNUMERIC'],
    summary: 'Whether the value is a number or a text that spells one.',
    example: 'IS_NUMERIC("12.5")',
    apply: (call) => {
      const value = call.value(0);
      return typeof value === 'number' || (typeof value === 'string' && toNumber(value) !== undefined);
    },
  }),
  define('check', {
    usage: 'TYPEOF(value)',
    stepsPerElement: 0,
    aliases: ['TYPENAME', 'TYPE_NAME'],
    summary: 'The kind of a value: "text", "number", "boolean", "date", "list", "object", "rows", "secret" or "nothing".',
    example: 'TYPEOF([1, 2])',
    passes: true,
    apply: (call) => typeName(bare(call.raw(0))),
  }),
  define('check', {
    usage: 'NVL(value, otherwise)',
    stepsPerElement: 0,
    aliases: ['IFNULL', 'IF_NULL'],
    summary: 'The value, or the other if it is NOTHING.',
    example: 'NVL(NULL, "none")',
    passes: true,
    apply: (call) => (isNothing(call.raw(0)) ? call.raw(1) : call.raw(0)),
  }),
  define('check', {
    usage: 'COALESCE(value [, more, …])',
    stepsPerElement: 0,
    summary: 'The first value that is not NOTHING.',
    example: 'COALESCE(NULL, "", "x") & "."',
    passes: true,
    apply: (call) => call.args.find((value) => !isNothing(value)) ?? null,
  }),
  define('check', {
    usage: 'IIF(condition, then [, otherwise])',
    stepsPerElement: 0,
    summary: 'One of two values, by a condition. Both are computed.',
    example: 'IIF(3 > 2, "yes", "no")',
    passes: true,
    apply: (call) => call.raw(isTruthy(call.raw(0)) ? 1 : 2),
  }),
  define('check', {
    usage: 'CHOOSE(index, first [, more, …])',
    stepsPerElement: 0,
    summary: 'The value at a place, counted from 1; NOTHING beyond the last.',
    example: 'CHOOSE(2, "red", "green", "blue")',
    passes: true,
    apply: (call) => {
      const index = call.raw(0) instanceof Secret ? call.refuse('cannot count by a secret') : call.whole(0);
      return index >= 1 ? call.raw(index) : null;
    },
  }),
];

function isList(value: Value): boolean {
  return Array.isArray(value) || value instanceof RowSet;
}

function isEmpty(value: Value): boolean {
  if (value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return (isList(value) || value instanceof Dict) && sizeOf(value) === 0;
}

function typeName(value: Value): string {
  if (value instanceof RowSet) return 'rows';
  if (value instanceof DateTime) return 'date';
  return kindOf(value).replace(/^an? /, '').toLowerCase();
}
