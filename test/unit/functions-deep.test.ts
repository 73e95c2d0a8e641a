import { expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import type { Value } from '../../src/values/index.ts';
import { Dict } from '../../src/values/index.ts';
import { Refused, testContext } from '../support/evaluate.ts';

/** Deeper than any call stack. */
const LEVELS = 20_000;

const deepList = (): Value => {
  let list: Value = 'bottom';
  for (let i = 0; i < LEVELS; i++) list = [list];
  return list;
};
const deepObject = (): Value => {
  let object: Value = 'bottom';
  for (let i = 0; i < LEVELS; i++) object = Dict.from([['a', object]]);
  return object;
};
const circle = (): Value => {
  const list: Value[] = [1, 'a'];
  list.push(Dict.from([['back', list]]), list);
  return list;
};

test.each([
  ['nested without end', deepList],
  ['objects without end', deepObject],
  ['within themselves', circle],
])('values %s are taken or refused by every function', (_, make) => {
  const [one, other] = [make(), make()];
  for (const { name, arity, apply } of functions)
    for (const rest of [[], ['a'], [2, 'a'], [other]]) {
      // A copy of the top: POP and its like change their list.
      const args = [Array.isArray(one) ? [...one] : one, ...rest].slice(0, Math.min(arity[1], 3));
      if (args.length < arity[0]) continue;
      try {
        expect(apply(args, testContext()), name).toBeDefined();
      } catch (error) {
        if (!(error instanceof Refused)) throw new Error(`${name}: ${error}`, { cause: error });
        expect(error.message).toMatch(/\S/);
      }
    }
});
