/** Finding elements in lists, and fields in rows. */
import type { Value } from '../src/values/index.ts';
import { areEqual, Dict, fieldOf, matches, parseFilter, unmark } from '../src/values/index.ts';
import type { Call } from './call.ts';
import { listOf } from './call.ts';
import { isCollection, isTextual } from './collection.ts';
import { define } from './define.ts';
import { holds, indexIn, lastIndexIn } from './holds.ts';

export const listSearch = [
  define('list', {
    usage: 'INDEX_OF(list, value)',
    aliases: ['INDEXOF'],
    summary: 'The place of the first element equal to a value, or of a part in a text, counted from 0; -1 if nowhere.',
    example: 'INDEX_OF(["a", "b"], "b")',
    apply: (call) => (isTextual(call.raw(0)) ? call.text(0).indexOf(call.text(1)) : indexIn(call.list(0), call.raw(1))),
  }),
  define('list', {
    usage: 'LAST_INDEX_OF(list, value)',
    aliases: ['LASTINDEXOF'],
    summary: 'The place of the last element equal to a value, or of a part in a text, counted from 0; -1 if nowhere.',
    example: 'LAST_INDEX_OF([1, 2, 1], 1)',
    apply: (call) => (isTextual(call.raw(0)) ? call.text(0).lastIndexOf(call.text(1)) : lastIndexIn(call.list(0), call.raw(1))),
  }),
  define('list', {
    usage: 'IN_ARRAY(value, list)',
    summary: 'Whether a list has an element equal to a value. The list may also come first.',
    example: 'IN_ARRAY(2, [1, 2])',
    apply: (call) => (isCollection(call.raw(1)) ? holds(call.raw(1), call.raw(0)) : holds(call.raw(0), call.raw(1))),
  }),
  define('list', {
    usage: 'INCLUDES(where, what)',
    aliases: ['HAS'],
    summary: 'Whether a list has an element, a text a part or an object a field.',
    example: 'INCLUDES({ name: "Ana" }, "name")',
    apply: (call) => holds(call.raw(0), call.raw(1)),
  }),
  define('list', {
    usage: 'FILTER(list, condition [, value])',
    summary:
      'The elements for which a condition holds: "status = open AND price > 10", with LIKE, IN, CONTAINS, IS NULL, OR, NOT and brackets. FILTER(list, field, value) compares one field. ITEM is the element itself.',
    example: 'FILTER([{ n: 1, ok: true }, { n: 5, ok: true }], "n > 2 AND ok = true")',
    passes: true,
    apply: filter,
  }),
  define('list', {
    usage: 'PLUCK(list, field)',
    summary: 'The values of one field of all rows.',
    example: 'PLUCK([{ n: 1 }, { n: 2 }], "n")',
    passes: true,
    apply: (call) => call.list(0).map((row) => fieldOf(row, call.text(1))),
  }),
  define('list', {
    usage: 'KEYS(object)',
    summary: 'The names of the fields of an object, in their order.',
    example: 'KEYS({ name: "Ana", age: 31 })',
    apply: (call) => {
      const value = call.value(0);
      if (!(value instanceof Dict)) return [];
      // Names have no marks of their own: they came from where the values came from.
      openAll(value);
      return Array.from(value.entries(), ([key]) => key);
    },
  }),
];

/** Opens every scalar within, so that its marks are seen; however deep, hence no recursion. */
function openAll(value: Value): void {
  const left: Value[] = [value];
  const met = new Set<Value>();
  for (let each = left.pop(); each !== undefined; each = left.pop()) {
    const plain = unmark(each);
    if (!isCollection(plain) || met.has(plain)) continue;
    met.add(plain);
    const parts = plain instanceof Dict ? Array.from(plain.entries(), ([, field]) => field) : listOf(plain);
    for (const part of parts) left.push(part);
  }
}

function filter(call: Call): Value {
  if (call.count === 2) {
    const condition = parseFilter(call.text(1));
    return call.list(0).filter((row) => matches(condition, row));
  }
  const field = call.text(1);
  const value = call.value(2);
  if (value !== null && typeof value === 'object') return call.list(0).filter((row) => areEqual(fieldOf(row, field), value));
  return call.list(0).filter((row) => matches({ kind: 'test', field, operator: '=', values: [value] }, row));
}
