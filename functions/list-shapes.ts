/** New lists: in another order, joined, flattened, or made of nothing. */
import type { Value } from '../src/values/index.ts';
import { fieldOf, marksOf, RowSet, toJson, toNumber, unmark, withMarks } from '../src/values/index.ts';
import type { Call } from './call.ts';
import { listOf } from './call.ts';
import { isCollection, isTextual, remarked } from './collection.ts';
import { define } from './define.ts';
import { bySortRank } from './sort-order.ts';

export const listShapes = [
  define('list', {
    usage: 'SORT(list [, field] [, order])',
    stepsPerElement: 20,
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
];

const MAX_DEPTH = 100;

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
