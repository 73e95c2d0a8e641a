/** Runs the JavaScript of a random program: what it said, and whether it ended by a fault. */
import { binary, Dict, getMember, isTruthy, toNumber, toText, type Value, ValueFault } from '../../src/values/index.ts';

export interface Told {
  readonly said: readonly string[];
  readonly end: 'done' | 'failed';
}

class OutOfFuel extends Error {}

/** Nothing where the program runs or grows too long to be worth comparing. */
export function runReference(javascript: string): Told | undefined {
  const said: string[] = [];
  let fuel = 2000;
  const burn = () => {
    if (--fuel < 0) throw new OutOfFuel();
  };
  const helpers = {
    burn,
    talk: (prefix: string, value: Value) => said.push(toText(binary('+', prefix, value))),
    truthy: isTruthy,
    bin: (operator: Parameters<typeof binary>[0], a: Value, b: Value) => {
      const value = binary(operator, a, b);
      if (typeof value === 'string' && value.length > 1000) throw new OutOfFuel();
      return value;
    },
    and: (a: Value, b: () => Value) => (isTruthy(a) ? b() : a),
    or: (a: Value, b: () => Value) => (isTruthy(a) ? a : b()),
    coalesce: (a: Value, b: () => Value) => (a === null ? b() : a),
    dict: (...entries: [string, Value][]) => Dict.from(entries),
    member: getMember,
    counts: (value: number, limit: number, step: number) => (step > 0 ? value <= limit : value >= limit),
    countOn: (value: Value, step: number) => {
      const number = toNumber(value);
      if (number === undefined) throw new ValueFault('type', 'the counter is no number');
      return number + step;
    },
    /** All branches end, then the first fault comes out. */
    parallel: (...branches: (() => void)[]) => {
      const faults = branches.flatMap((branch) => faultOf(branch));
      if (faults.length > 0) throw faults[0];
    },
    passOver: (error: unknown) => {
      if (!(error instanceof ValueFault)) throw error;
    },
  };
  try {
    new Function(...Object.keys(helpers), javascript)(...Object.values(helpers));
    return { said, end: 'done' };
  } catch (error) {
    if (error instanceof ValueFault) return { said, end: 'failed' };
    if (error instanceof OutOfFuel) return undefined;
    throw error;
  }
}

function faultOf(branch: () => void): readonly ValueFault[] {
  try {
    branch();
    return [];
  } catch (error) {
    if (error instanceof ValueFault) return [error];
    throw error;
  }
}
