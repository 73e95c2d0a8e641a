/** One call of a function: its arguments, read as what the function needs, or refused with a sentence. */
import type { FunctionContext } from '../src/spec/index.ts';
import type { Value } from '../src/values/index.ts';
import { DateTime, Dict, kindOf, parseDateTime, quoted, RowSet, Secret, toNumber, toText, unmark } from '../src/values/index.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

export class Call {
  readonly name: string;
  readonly args: readonly Value[];
  readonly context: FunctionContext;
  constructor(name: string, args: readonly Value[], context: FunctionContext) {
    this.name = name;
    this.args = args;
    this.context = context;
  }

  get count(): number {
    return this.args.length;
  }

  /** Written, and not NOTHING. */
  has(at: number): boolean {
    return (this.args[at] ?? null) !== null;
  }

  /** As passed: marked or secret. */
  raw(at: number): Value {
    return this.args[at] ?? null;
  }

  /** Opened. */
  value(at: number): Value {
    return unmark(this.raw(at));
  }

  text(at: number, fallback = ''): string {
    return this.has(at) ? this.textOf(this.raw(at)) : fallback;
  }

  /** An element as text; a secret inside a list is refused like one outside. */
  textOf(value: Value): string {
    return value instanceof Secret ? this.refuseSecret() : toText(value);
  }

  number(at: number, fallback = 0): number {
    return this.has(at) ? this.numberOf(this.raw(at), `a number as its ${ORDINALS[at] ?? 'next'} argument`) : fallback;
  }

  numberOf(value: Value, wanted = 'numbers'): number {
    const number = toNumber(value);
    if (number === undefined || Number.isNaN(number)) return this.refuse(`needs ${wanted}, found ${quoted(value)}`, 'type');
    return number;
  }

  /** Without its fraction. */
  whole(at: number, fallback = 0): number {
    return Math.trunc(this.number(at, fallback));
  }

  /** A list, the rows of a row set, NOTHING as no elements; anything else is one element. */
  list(at: number): readonly Value[] {
    return listOf(this.raw(at));
  }

  /** How many elements, fields or characters; 0 for NOTHING. */
  size(at: number): number {
    const value = this.raw(at);
    if (value instanceof Secret) return this.refuseSecret();
    return value === null ? 0 : sizeOf(value);
  }

  /** The list itself, to be changed for all who hold it. */
  ownList(at: number): Value[] {
    const value = this.raw(at);
    if (value instanceof RowSet) return value.rows;
    return Array.isArray(value) ? value : this.refuse(`needs a list, found ${kindOf(value)}`, 'type');
  }

  /** NOTHING and empty text are no date; what cannot be read as one is refused. */
  date(at: number): DateTime | null {
    const value = this.value(at);
    if (value === null || value === '') return null;
    if (value instanceof DateTime) return value;
    const parsed = typeof value === 'string' ? parseDateTime(value) : undefined;
    return parsed ?? this.refuse(`needs a date as its ${ORDINALS[at] ?? 'next'} argument, found ${quoted(value)}`, 'type');
  }

  refuse(sentence: string, code: 'bad-argument' | 'type' | 'length' | 'division' = 'bad-argument'): never {
    return this.context.fail(code, `${this.name} ${sentence}`);
  }

  refuseSecret(): never {
    return this.refuse('cannot take a secret: its result would tell of it');
  }

  /** To be asked before the text is made. */
  fitText(length: number): void {
    const { text } = this.context.limits;
    if (!(length <= text)) this.refuse(`would make a text of ${length} characters; the limit is ${text}`, 'length');
  }

  fitList(length: number): void {
    const { list } = this.context.limits;
    if (!(length <= list)) this.refuse(`would make a list of ${length} elements; the limit is ${list}`, 'length');
  }
}

export function listOf(value: Value): readonly Value[] {
  if (value instanceof RowSet) return value.rows;
  if (Array.isArray(value)) return value;
  return value === null ? [] : [value];
}

/** How many: elements, fields, characters. */
export function sizeOf(value: Value): number {
  const plain = unmark(value);
  if (typeof plain === 'string') return plain.length;
  if (plain instanceof RowSet) return plain.rows.length;
  if (Array.isArray(plain)) return plain.length;
  return plain instanceof Dict ? plain.size : toText(plain).length;
}
