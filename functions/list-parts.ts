/** Taking a list apart: its size, its ends, pieces of it. */
import type { Value } from '../src/values/index.ts';
import type { Call } from './call.ts';
import { isTextual, remarked } from './collection.ts';
import { define } from './define.ts';

const part = (
  usage: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  take: (call: Call, list: readonly Value[]) => Value,
) => define('list', { usage, aliases, summary, example, passes: true, apply: (call) => take(call, call.list(0)) });

export const listParts = [
  define('list', {
    usage: 'UBOUND(list)',
    stepsPerElement: 0,
    aliases: ['COUNT', 'SIZE'],
    summary:
      'The number of elements of a list or rows of a query (also fields, characters). A list counts from 0, so this is one past the last.',
    example: 'UBOUND(["a", "b", "c"])',
    passes: true,
    apply: (call) => call.size(0),
  }),
  define('list', {
    usage: 'LBOUND([list])',
    stepsPerElement: 0,
    summary: 'The place of the first element: always 0.',
    example: 'LBOUND([7, 8])',
    passes: true,
    apply: () => 0,
  }),
  define('list', {
    usage: 'FIRST(list [, n])',
    stepsPerElement: 0,
    aliases: ['HEAD'],
    summary: 'The first element, NOTHING if there is none; with n a list of the first n.',
    example: 'FIRST(["a", "b", "c"])',
    prefix: true,
    passes: true,
    apply: (call) => (call.has(1) ? call.list(0).slice(0, Math.max(0, call.whole(1))) : (call.list(0)[0] ?? null)),
  }),
  define('list', {
    usage: 'LAST(list [, n])',
    stepsPerElement: 0,
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
    usage: 'CHUNK(list, size)',
    aliases: ['BATCH'],
    summary: 'The list cut into lists of a size; the last may be shorter.',
    example: 'CHUNK([1, 2, 3, 4, 5], 2)',
    passes: true,
    apply: chunk,
  }),
];

function slice(call: Call): Value {
  const end = call.has(2) ? call.whole(2) : undefined;
  return isTextual(call.raw(0)) ? remarked(call, call.text(0).slice(call.whole(1), end)) : call.list(0).slice(call.whole(1), end);
}

function chunk(call: Call): Value {
  const size = call.whole(1);
  if (size < 1) return call.refuse(`needs a size of at least 1, found ${size}`);
  const all = call.list(0);
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
