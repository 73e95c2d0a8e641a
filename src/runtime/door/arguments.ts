/** What the program passed, as `perform` declared it: one pass by parameter type, planned once per keyword. */
import type { Keyword, Parameter } from '../../spec/index.ts';
import { isTruthy, kindOf, Marked, RowSet, toNumber, toText, type Value } from '../../values/index.ts';

type Coerce = (value: Value, name: string) => unknown;

interface Planned {
  readonly name: string;
  readonly isOptional: boolean;
  readonly coerce: Coerce;
}

/** The argument does not fit and the program is told; a mistake of the author, not of ours. */
export class BadArgument extends Error {
  override readonly name = 'BadArgument';
}

const asText: Coerce = (value) => (typeof value === 'string' ? value : toText(value));
const asIs: Coerce = (value) => value;

const COERCIONS: Readonly<Record<Parameter<unknown>['type'], Coerce | undefined>> = {
  text: asText,
  word: asText,
  raw: asText,
  number(value, name) {
    const number = toNumber(value);
    if (number === undefined) throw new BadArgument(`${name} must be a number, but is ${kindOf(value)}`);
    return number;
  },
  boolean: (value) => isTruthy(value),
  flag: (value) => isTruthy(value),
  list(value) {
    const plain = value instanceof Marked ? value : value instanceof RowSet ? value.rows : value;
    return Array.isArray(plain) ? plain : plain === null ? [] : [plain];
  },
  object: asIs,
  value: asIs,
  pairs: asIs,
  condition: asIs,
  target: undefined,
  block: undefined,
  statement: undefined,
};

const plans = new WeakMap<Keyword, readonly Planned[]>();

function planOf(keyword: Keyword): readonly Planned[] {
  let plan = plans.get(keyword);
  if (!plan) {
    plan = Object.entries(keyword.params as Record<string, Parameter<unknown>>).flatMap(([name, { type, isOptional }]) => {
      const coerce = COERCIONS[type];
      return coerce ? [{ name, isOptional, coerce }] : [];
    });
    plans.set(keyword, plan);
  }
  return plan;
}

/** `<name>Any` flags of lists travel beside their list and are declared as parameters of their own. */
export function argumentsFor(keyword: Keyword, given: ReadonlyMap<string, Value>): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const { name, isOptional, coerce } of planOf(keyword)) {
    const value = given.get(name);
    if (value === undefined) args[name] = undefined;
    else if (value === null && isOptional && coerce !== asIs) args[name] = undefined;
    else args[name] = coerce(value, name);
  }
  return args;
}
