/** Changes of a list itself, for all who hold it. */
import type { Value } from '../src/values/index.ts';
import type { Call } from './call.ts';
import { define } from './define.ts';

export const listChanges = [
  define('list', {
    usage: 'PUSH(list, value [, more, …])',
    stepsPerElement: 0,
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
    stepsPerElement: 0,
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
];

function added(call: Call, add: (own: Value[], values: readonly Value[]) => void): Value {
  const own = call.ownList(0);
  const values = call.args.slice(1);
  call.fitList(own.length + values.length);
  add(own, values);
  return call.raw(0);
}
