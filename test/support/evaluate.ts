/** Computes the small expressions of the function reference: literals, calls, `&`, comparison, members and indexes. */
import { findFunction } from '../../functions/index.ts';
import type { Fault, FunctionContext } from '../../src/spec/index.ts';
import type { Operator, Value } from '../../src/values/index.ts';
import { binary, Dict, getIndex, getMember, negate } from '../../src/values/index.ts';

/** What a function refused, as the program would see it. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface Settings {
  readonly limits?: { readonly text: number; readonly list: number };
  readonly trapped?: Fault | null;
  readonly seed?: number;
}

/** A context whose random numbers come from a seed (a linear congruential generator: even enough for tests). */
export function testContext({ limits = { text: 100_000, list: 10_000 }, trapped = null, seed = 1 }: Settings = {}): FunctionContext {
  let state = seed;
  let fault = trapped;
  return {
    random() {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    },
    fail(code, message) {
      throw new Refused(code, message);
    },
    error: () => fault,
    clearError() {
      fault = null;
    },
    limits,
  };
}

/** `literal` sees every scalar that is written out, before it is used: to mark them all, for example. */
export function evaluate(
  source: string,
  context = testContext(),
  variables: Readonly<Record<string, Value>> = {},
  literal: (value: string | number | boolean) => Value = (value) => value,
): Value {
  const tokens = source.match(/"(?:[^"]|"")*"|\d+(?:\.\d+)?|\w+\$?|<=|>=|<>|[^\s\w]/g) ?? [];
  let at = 0;
  const took = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at++;
    return true;
  };
  const all = <T>(close: string, read: () => T): T[] => {
    const items: T[] = [];
    while (!took(close)) {
      items.push(read());
      took(',');
    }
    return items;
  };
  /** From left to right, without precedence. */
  const expression = (): Value => {
    let left = operand();
    while (/^(?:[&+*/<>=-]|<=|>=|<>)$/.test(tokens[at] ?? '')) left = binary(tokens[at++] as Operator, left, operand());
    return left;
  };
  const operand = (): Value => {
    let value = primary();
    for (;;) {
      if (took('.')) value = getMember(value, tokens[at++] as string);
      else if (took('[')) {
        value = getIndex(value, expression());
        took(']');
      } else return value;
    }
  };
  const field = (): readonly [string, Value] => {
    const name = (tokens[at++] as string).replace(/^"|"$/g, '');
    took(':');
    return [name, expression()];
  };
  const primary = (): Value => {
    const token = tokens[at++] ?? '';
    if (token === '-') return negate(operand());
    if (token === '[') return all(']', expression);
    if (token === '{') return Dict.from(all('}', field));
    if (token.startsWith('"')) return literal(token.slice(1, -1).replaceAll('""', '"'));
    if (/^\d/.test(token)) return literal(Number(token));
    if (/^(?:true|false)$/i.test(token)) return literal(token.toLowerCase() === 'true');
    if (/^null$/i.test(token)) return null;
    if (Object.hasOwn(variables, token)) return variables[token] as Value;
    const found = findFunction(token);
    if (!found) throw new Error(`${source}: nothing is called "${token}"`);
    return found.apply(took('(') ? all(')', expression) : [], context);
  };
  const value = expression();
  if (at < tokens.length) throw new Error(`${source}: "${tokens[at]}" is left over`);
  return value;
}
