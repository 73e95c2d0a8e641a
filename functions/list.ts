/**
 * Lists. Those named as verbs of change (PUSH, POP, SHIFT, UNSHIFT) change the list for all who hold it; all others
 * leave it and give a new one. Elements are passed on as they are, with their marks.
 */
import type { Value } from '../src/values/index.ts';
import {
  areEqual,
  Dict,
  fieldOf,
  marksOf,
  matches,
  parseFilter,
  RowSet,
  toJson,
  toNumber,
  unmark,
  withMarks,
} from '../src/values/index.ts';
import type { Call } from './call.ts';
import { listOf } from './call.ts';
import { define } from './define.ts';
import { holds, indexIn, lastIndexIn } from './holds.ts';
import { bySortRank } from './sort-order.ts';

const part = (
  usage: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  take: (call: Call, list: readonly Value[]) => Value,
) => define('list', { usage, aliases, summary, example, passes: true, apply: (call) => take(call, call.list(0)) });

export const list = [
  define('list', {
    usage: 'UBOUND(list)',
    aliases: ['COUNT', 'SIZE'],
    summary:
      'The number of elements of a list or rows of a query (also fields, characters). A list counts from 0, so this is one past the last.',
    example: 'UBOUND(["a", "b", "c"])',
    passes: true,
    apply: (call) => call.size(0),
  }),
  define('list', {
    usage: 'LBOUND([list])',
    summary: 'The place of the first element: always 0.',
    example: 'LBOUND([7, 8])',
    passes: true,
    apply: () => 0,
  }),
  define('list', {
    usage: 'FIRST(list [, n])',
    aliases: ['HEAD'],
    summary: 'The first element, NOTHING if there is none; with n a list of the first n.',
    example: 'FIRST(["a", "b", "c"])',
    prefix: true,
    passes: true,
    apply: (call) => (call.has(1) ? call.list(0).slice(0, Math.max(0, call.whole(1))) : (call.list(0)[0] ?? null)),
  }),
  define('list', {
    usage: 'LAST(list [, n])',
    summary: 'The last element, NOTHING if there is none; with n a list of the last n.',
    example: 'LAST(["a", "b", "c"], 2)',
    prefix: true,
    passes: true,
    apply: (call) => {
      const all = call.list(0);
      return call.has(1) ? all.slice(Math.max(0, all.length - Math.max(0, call.whole(1)))) : (all.at(-1) ?? null);
    },
  }),
  part('TAIL(list)', [], 'The list without its first element.', 'TAIL([1, 2, 3])', (_, all) => all.slice(1)),
  part('TAKE(list, n)', [], 'The first n elements.', 'TAKE([1, 2, 3], 2)', (call, all) => all.slice(0, Math.max(0, call.whole(1)))),
  part('DROP(list, n)', [], 'The list without its first n elements.', 'DROP([1, 2, 3], 2)', (call, all) =>
    all.slice(Math.max(0, call.whole(1))),
  ),
  define('list', {
    usage: 'SLICE(list, start [, end])',
    summary: 'The elements from a place, counted from 0, up to but without another; negative places count from the end. Also of a text.',
    example: 'SLICE(["a", "b", "c", "d"], 1, 3)',
    passes: true,
    apply: slice,
  }),
  define('list', {
    usage: 'SORT(list [, field] [, order])',
    summary:
      'The list in order: NOTHING, numbers, dates, texts by code point. By a field of its rows if one is named; "desc" turns it round.',
    example: 'SORT([{ n: "b" }, { n: "a" }], "n", "asc")',
    prefix: true,
    passes: true,
    apply: sorted,
  }),
  define('list', {
    usage: 'UNIQUE(list [, field])',
    aliases: ['DISTINCT'],
    summary: 'Each element once (the first of equals); of rows, each value of a field once.',
    example: 'UNIQUE([1, 2, 1, 3])',
    passes: true,
    apply: unique,
  }),
  define('list', {
    usage: 'REVERSE(list)',
    summary: 'The list, or the text, from its end to its start.',
    example: 'REVERSE([1, 2, 3])',
    passes: true,
    apply: (call) => (isTextual(call.raw(0)) ? remarked(call, [...call.text(0)].reverse().join('')) : call.list(0).toReversed()),
  }),
  define('list', {
    usage: 'CONCAT(first [, more, …])',
    summary: 'All elements of the lists in one; texts alone are joined to one text.',
    example: 'CONCAT([1, 2], [3], 4)',
    passes: true,
    apply: concat,
  }),
  define('list', {
    usage: 'FLATTEN(list [, depth])',
    summary: 'The list with the elements of inner lists in place of them, through all levels or so many.',
    example: 'FLATTEN([1, [2, [3]]])',
    passes: true,
    apply: (call) => flattened(call, call.list(0), call.has(1) ? call.whole(1) : MAX_DEPTH),
  }),
  define('list', {
    usage: 'RANGE(from, to [, step])',
    summary: 'The numbers from one to another, both included.',
    example: 'RANGE(1, 10, 3)',
    apply: range,
  }),
  define('list', {
    usage: 'FILL(value, count)',
    summary: 'A list of so many times the value; FILL(list, value) gives every place of a list the value.',
    example: 'FILL(0, 3)',
    passes: true,
    apply: fill,
  }),
  define('list', {
    usage: 'PUSH(list, value [, more, …])',
    aliases: ['APPEND'],
    summary: 'Adds values at the end of the list itself, and gives the list.',
    example: 'PUSH([1, 2], 3)',
    prefix: true,
    passes: true,
    apply: (call) => added(call, (own, values) => own.push(...values)),
  }),
  define('list', {
    usage: 'UNSHIFT(list, value [, more, …])',
    summary: 'Adds values at the start of the list itself, and gives the list.',
    example: 'UNSHIFT([1, 2], 0)',
    passes: true,
    apply: (call) => added(call, (own, values) => own.unshift(...values)),
  }),
  define('list', {
    usage: 'POP(list)',
    summary: 'Takes the last element out of the list itself, and gives it.',
    example: 'POP([1, 2, 3])',
    passes: true,
    apply: (call) => call.ownList(0).pop() ?? null,
  }),
  define('list', {
    usage: 'SHIFT(list)',
    summary: 'Takes the first element out of the list itself, and gives it.',
    example: 'SHIFT([1, 2, 3])',
    passes: true,
    apply: (call) => call.ownList(0).shift() ?? null,
  }),
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
    usage: 'CHUNK(list, size)',
    aliases: ['BATCH'],
    summary: 'The list cut into lists of a size; the last may be shorter.',
    example: 'CHUNK([1, 2, 3, 4, 5], 2)',
    passes: true,
    apply: chunk,
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

const MAX_DEPTH = 100;

const isTextual = (value: Value): boolean => typeof (isCollection(value) ? null : unmark(value)) === 'string';
const isCollection = (value: Value): boolean => Array.isArray(value) || value instanceof RowSet || value instanceof Dict;

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

/** A part of a text is as marked as the text. */
const remarked = (call: Call, text: string): Value => withMarks(text, marksOf(call.raw(0)));

function slice(call: Call): Value {
  const end = call.has(2) ? call.whole(2) : undefined;
  return isTextual(call.raw(0)) ? remarked(call, call.text(0).slice(call.whole(1), end)) : call.list(0).slice(call.whole(1), end);
}

const ORDERS: ReadonlyMap<string, 1 | -1> = new Map([
  ['asc', 1],
  ['ascending', 1],
  ['desc', -1],
  ['descending', -1],
]);

function sorted(call: Call): Value {
  const isOrder = call.count === 2 && ORDERS.has(call.text(1).toLowerCase());
  const field = isOrder ? '' : call.text(1);
  const word = call.text(isOrder ? 1 : 2, 'asc').toLowerCase();
  const direction = ORDERS.get(word) ?? call.refuse(`sorts "asc" or "desc", found "${word}"`);
  const keyed = call.list(0).map((value) => ({ value, key: unmark(field === '' ? value : fieldOf(value, field)) }));
  return keyed.sort((a, b) => direction * bySortRank(a.key, b.key)).map(({ value }) => value);
}

function unique(call: Call): Value {
  const seen = new Set<string>();
  const field = call.text(1);
  return call.list(0).filter((value) => {
    const key = identityOf(unmark(field === '' ? value : fieldOf(value, field)));
    return !seen.has(key) && seen.add(key);
  });
}

/** Equal values have equal identities: a number and the text that spells it are one. */
function identityOf(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') {
    const number = toNumber(value);
    return number === undefined ? `text ${value}` : `number ${number}`;
  }
  return value === null ? 'nothing' : toJson(value);
}

function concat(call: Call): Value {
  if (call.args.every((value) => !isCollection(value))) {
    const texts = call.args.map((_, at) => call.text(at));
    call.fitText(texts.reduce((sum, text) => sum + text.length, 0));
    return withMarks(
      texts.join(''),
      call.args.reduce<number>((marks, arg) => marks | marksOf(arg), 0),
    );
  }
  const lists = call.args.map(listOf);
  call.fitList(lists.reduce((sum, each) => sum + each.length, 0));
  return lists.flat();
}

/** Counted while it grows: a list held twice by each of many levels is longer than it looks. */
function flattened(call: Call, values: readonly Value[], depth: number): Value[] {
  const result: Value[] = [];
  const open = new Set<Value>();
  const walk = (each: Value, left: number): void => {
    const inner = left >= 0 && (Array.isArray(each) || each instanceof RowSet) ? listOf(each) : undefined;
    if (!inner) {
      result.push(each);
      call.fitList(result.length);
      return;
    }
    if (open.has(each)) call.refuse('cannot flatten a list that contains itself');
    if (open.size > MAX_DEPTH) call.refuse(`cannot flatten more than ${MAX_DEPTH} levels`);
    open.add(each);
    for (const value of inner) walk(value, left - 1);
    open.delete(each);
  };
  for (const value of values) walk(value, depth - 1);
  return result;
}

function range(call: Call): Value {
  const [from, to] = [call.number(0), call.number(1)];
  const step = call.number(2, to < from ? -1 : 1);
  if (step === 0) return call.refuse('cannot go from one number to another in steps of 0');
  const count = Math.max(0, Math.floor((to - from) / step + 1e-9) + 1);
  call.fitList(count);
  return Array.from({ length: count }, (_, i) => from + i * step);
}

function fill(call: Call): Value {
  const isList = Array.isArray(call.raw(0)) || call.raw(0) instanceof RowSet;
  const count = isList ? call.list(0).length : Math.max(0, call.whole(1));
  call.fitList(count);
  return new Array<Value>(count).fill(call.raw(isList ? 1 : 0));
}

function added(call: Call, add: (own: Value[], values: readonly Value[]) => void): Value {
  const own = call.ownList(0);
  const values = call.args.slice(1);
  call.fitList(own.length + values.length);
  add(own, values);
  return call.raw(0);
}

function chunk(call: Call): Value {
  const size = call.whole(1);
  if (size < 1) return call.refuse(`needs a size of at least 1, found ${size}`);
  const all = call.list(0);
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
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
