/**
 * Runs the JavaScript of a random program: what it said, and whether it ended by a fault. Its functions are
 * generators that stop where they ask and where they fork, and are woven by the rule that the language states: one
 * goes on until it asks or ends; of several that can, the lowest; if none can, the answer that came first counts.
 */
import { binary, Dict, getMember, isTruthy, toNumber, toText, type Value, ValueFault } from '../../src/values/index.ts';
import { Audience, type Given } from './audience.ts';

export interface Told {
  readonly said: readonly string[];
  readonly end: 'done' | 'failed';
}

type Stop = { readonly asks: string } | { readonly forks: readonly Body[] };
type Thread = Generator<Stop, Value | undefined, undefined>;
type Body = () => Thread;

interface Fiber {
  /** Numbers of the branches on the way to it. */
  readonly path: readonly number[];
  readonly parent: Fiber | null;
  readonly thread: Thread;
  /** Its branches that have not ended, and the faults of those that have, in order. */
  open: number;
  faults: (ValueFault | undefined)[];
}

class OutOfFuel extends Error {}

const Generators = Object.getPrototypeOf(function* () {}).constructor as new (...source: string[]) => (...helpers: unknown[]) => Thread;

/** Nothing where the program runs or grows too long to be worth comparing. */
export function runReference(javascript: string, order: readonly number[]): Told | undefined {
  const helpers = helpersOf(2000);
  try {
    return weave(new Generators(...Object.keys(helpers), javascript)(...Object.values(helpers)), new Audience(order));
  } catch (error) {
    if (error instanceof OutOfFuel) return undefined;
    throw error;
  }
}

function weave(main: Thread, audience: Audience<Fiber>): Told {
  const root: Fiber = { path: [], parent: null, thread: main, open: 0, faults: [] };
  const ready = new Set([root]);
  const answers: Given<Fiber>[] = [];
  let end: Told['end'] | undefined;

  const goOn = (fiber: Fiber, fault?: ValueFault): void => {
    ready.delete(fiber);
    try {
      const { done, value } = fault ? fiber.thread.throw(fault) : fiber.thread.next();
      if (done) ended(fiber);
      else if ('asks' in value) audience.hear(fiber, value.asks);
      else fork(fiber, value.forks);
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      ended(fiber, error);
    }
  };
  const fork = (parent: Fiber, bodies: readonly Body[]): void => {
    parent.open = bodies.length;
    parent.faults = [];
    for (const [i, body] of bodies.entries()) ready.add({ path: [...parent.path, i], parent, thread: body(), open: 0, faults: [] });
  };
  const ended = ({ parent, path }: Fiber, fault?: ValueFault): void => {
    if (!parent) {
      end = fault ? 'failed' : 'done';
      return;
    }
    parent.faults[path.at(-1) as number] = fault;
    parent.open--;
    if (parent.open === 0) goOn(parent, parent.faults.find(Boolean));
  };

  while (!end) {
    const lowest = [...ready].sort(byPath)[0];
    if (lowest) goOn(lowest);
    else {
      if (answers.length === 0) answers.push(...audience.give());
      const { asker, refused } = answers.shift() as Given<Fiber>;
      goOn(asker, refused ? new ValueFault('type', 'refused') : undefined);
    }
  }
  return { said: audience.said, end };
}

function byPath({ path: a }: Fiber, { path: b }: Fiber): number {
  const at = a.findIndex((branch, i) => branch !== b[i]);
  return at < 0 ? a.length - b.length : (a[at] as number) - (b[at] ?? -1);
}

function helpersOf(fuel: number) {
  let left = fuel;
  return {
    burn() {
      if (--left < 0) throw new OutOfFuel();
    },
    *talk(prefix: string, value: Value): Thread {
      yield { asks: toText(binary('+', prefix, value)) };
      return undefined;
    },
    *parallel(...forks: Body[]): Thread {
      yield { forks };
      return undefined;
    },
    truthy: isTruthy,
    bin(operator: Parameters<typeof binary>[0], a: Value, b: Value) {
      const value = binary(operator, a, b);
      if (typeof value === 'string' && value.length > 1000) throw new OutOfFuel();
      return value;
    },
    and: (a: Value, b: Body) => either(a, isTruthy(a), b),
    or: (a: Value, b: Body) => either(a, !isTruthy(a), b),
    coalesce: (a: Value, b: Body) => either(a, a === null, b),
    dict: (...entries: [string, Value][]) => Dict.from(entries),
    member: getMember,
    counts: (value: number, limit: number, step: number) => (step > 0 ? value <= limit : value >= limit),
    countOn(value: Value, step: number) {
      const number = toNumber(value);
      if (number === undefined) throw new ValueFault('type', 'the counter is no number');
      return number + step;
    },
    passOver(error: unknown) {
      if (!(error instanceof ValueFault)) throw error;
    },
  };
}

function* either(first: Value, isSecond: boolean, second: Body): Thread {
  return isSecond ? yield* second() : first;
}
