import fc from 'fast-check';
import { expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import type { FunctionDefinition } from '../../src/spec/index.ts';
import type { Value } from '../../src/values/index.ts';
import { DateTime, Dict, Marked, RowSet, Secret } from '../../src/values/index.ts';
import { values } from '../support/arbitrary-values.ts';
import { Refused, testContext } from '../support/evaluate.ts';

const LIMITS = { text: 2_000, list: 200 };

test('any function with any arguments gives a value within the limits, or refuses', () => {
  fc.assert(
    fc.property(callsOf(functions), ([definition, args, seed]) => {
      const result = resultOf(() => definition.apply(args, testContext({ limits: LIMITS, seed })));
      if (result !== undefined) expect(problemIn(result, new Set())).toBeUndefined();
    }),
    { numRuns: 60_000 },
  );
});

test('the same call gives the same result', () => {
  const repeatable = functions.filter(({ name }) => !CHANGING.includes(name));
  fc.assert(
    fc.property(callsOf(repeatable), ([definition, args, seed]) => {
      const run = () => resultOf(() => definition.apply(args, testContext({ limits: LIMITS, seed })));
      expect(run()).toEqual(run());
    }),
    { numRuns: 20_000 },
  );
});

/** With as many arguments as the function takes. */
const callsOf = (definitions: readonly FunctionDefinition[]) =>
  fc.constantFrom(...definitions).chain((definition) => {
    const [least, most] = definition.arity;
    const args = fc.array(values, { minLength: least, maxLength: Math.min(most, least + 2) });
    return fc.tuple(fc.constant(definition), args, fc.integer());
  });

const CHANGING = ['PUSH', 'POP', 'SHIFT', 'UNSHIFT'];

/** Nothing where it was refused with a sentence; any other error is a bug and is thrown on. */
function resultOf(call: () => Value): Value | undefined {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(error.message).toMatch(/\S/);
    return undefined;
  }
}

function problemIn(value: Value, open: Set<unknown>): string | undefined {
  if (value === undefined) return 'undefined is no value';
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return undefined;
  if (typeof value === 'string') return value.length > LIMITS.text ? `a text of ${value.length}` : undefined;
  if (value instanceof DateTime) return Number.isInteger(value.ms) ? undefined : 'a date that is none';
  if (value instanceof Marked) return problemIn(value.value, open);
  if (value instanceof Secret) return 'a secret from nowhere';
  if (open.has(value)) return undefined;
  open.add(value);
  const inner = value instanceof Dict ? Array.from(value.entries(), ([, field]) => field) : value instanceof RowSet ? value.rows : value;
  if (inner.length > LIMITS.list) return `a list of ${inner.length}`;
  return inner.map((each) => problemIn(each, open)).find((problem) => problem !== undefined);
}
