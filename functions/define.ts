/**
 * How a function of the library is written: a line of usage, a summary, an example, and the act on a `Call`, which
 * reads the arguments and knows how to refuse them. Here, once, also stands what holds for all of them:
 *
 * - Too few or too many arguments are refused.
 * - A secret is refused by every function, since its result would tell of it; the few that only pass values on or
 *   ask what they are say `passes: true`.
 * - What was opened while reading marks the result; a function that passes values on leaves them their own marks.
 * - Errors of values and formats become faults that the program can trap.
 */
import type { FunctionContext, FunctionDefinition } from '../src/spec/index.ts';
import { defineFunction } from '../src/spec/index.ts';
import type { Value } from '../src/values/index.ts';
import { FormatError, Marked, markTree, resetMarks, Secret, seenMarks, ValueFault } from '../src/values/index.ts';
import { Call } from './call.ts';

interface Written extends Pick<FunctionDefinition, 'aliases' | 'summary' | 'example' | 'prefix' | 'bare' | 'stepsPerElement'> {
  /** `MID(text, start [, length])`: name and arity are read from it; `…` stands for any number more. */
  readonly usage: string;
  /** The result is made of arguments as they are, or tells nothing of their content. */
  readonly passes?: boolean;
  readonly since?: string;
  readonly revision?: number;
  readonly apply: (call: Call) => Value;
}

export function define(group: FunctionDefinition['group'], written: Written): FunctionDefinition {
  const { usage, passes = false, since = '0.1', revision = 1, apply, ...rest } = written;
  const name = /^[A-Z0-9_]+/.exec(usage)?.[0] as string;
  const arity = arityOf(usage);
  return defineFunction({
    ...rest,
    usage,
    name,
    group,
    since,
    revision,
    arity,
    apply(args, context) {
      const call = new Call(name, args, context);
      if (args.length < arity[0] || args.length > arity[1]) call.refuse(`takes ${expected(arity)}, found ${args.length}: write ${usage}`);
      if (passes) return guarded(apply, call, context);
      const own = marksOfAll(args, call);
      resetMarks();
      const result = guarded(apply, call, context);
      const marks = own | seenMarks();
      // The result is new down to its scalars, so they may be marked in place.
      return marks === 0 ? result : markTree(result, marks);
    },
  });
}

/** Also of arguments that the function does not look at. Scalars are most of what passes here, hence the plain loop. */
function marksOfAll(args: readonly Value[], call: Call): number {
  let marks = 0;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (typeof arg !== 'object') continue;
    if (arg instanceof Secret) call.refuseSecret();
    if (arg instanceof Marked) marks |= arg.marks;
  }
  return marks;
}

/** Names outside brackets are required. */
export function arityOf(usage: string): readonly [least: number, most: number] {
  const inside = usage.slice(usage.indexOf('(') + 1, usage.lastIndexOf(')'));
  const names = (text: string) => text.match(/\w+/g)?.length ?? 0;
  let required = inside;
  while (required.includes('[')) required = required.replace(/\[[^[\]]*\]/, '');
  return [names(required), inside.includes('…') ? Number.POSITIVE_INFINITY : names(inside)];
}

const expected = ([least, most]: FunctionDefinition['arity']): string => {
  if (most === least) return least === 0 ? 'no arguments' : `${least} ${least === 1 ? 'argument' : 'arguments'}`;
  return most === Number.POSITIVE_INFINITY ? `at least ${least} arguments` : `${least} to ${most} arguments`;
};

function guarded(apply: Written['apply'], call: Call, context: FunctionContext): Value {
  try {
    return apply(call);
  } catch (error) {
    if (error instanceof FormatError) return context.fail(error.code, `${call.name}: ${error.message}`);
    if (!(error instanceof ValueFault)) throw error;
    return context.fail(error.code === 'no-such-method' ? 'type' : error.code, `${call.name}: ${error.message}`);
  }
}
