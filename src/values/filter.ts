/**
 * Conditions written as text, as FIND and FILTER take them: `status = 'open' AND (price > 10 OR city like São%)`.
 * The left side is always a field. Texts are compared without regard to case and accents; a value without quotes
 * runs to the next AND, OR or bracket. The parsed form is data, so that a store can translate it.
 */
import { getMember } from './access.ts';
import { areEqual, compareValues } from './compare.ts';
import { Dict } from './dict.ts';
import { FormatError } from './format-error.ts';
import { unmark } from './marks.ts';
import { isLike } from './operators.ts';
import { toText } from './text.ts';
import { isNothing, isTruthy } from './truth.ts';
import type { Value } from './types.ts';
import { RowSet } from './types.ts';

export type Condition =
  | { readonly kind: 'all'; readonly parts: readonly Condition[] }
  | { readonly kind: 'any'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'test'; readonly field: string; readonly operator: FilterOperator; readonly values: readonly FilterValue[] };

export type FilterOperator = '=' | '<>' | '<' | '>' | '<=' | '>=' | 'like' | 'contains' | 'in' | 'is null' | 'is true';
export type FilterValue = null | boolean | number | string;

/** `item` and `value` name the element itself where it has no fields. */
export function matches(condition: Condition, row: Value): boolean {
  if (condition.kind === 'all') return condition.parts.every((part) => matches(part, row));
  if (condition.kind === 'any') return condition.parts.some((part) => matches(part, row));
  if (condition.kind === 'not') return !matches(condition.part, row);
  return TESTS[condition.operator](fieldOf(row, condition.field), condition.values);
}

/** The field of a row by a path (`customer.city`); NOTHING where there is none. */
export function fieldOf(row: Value, path: string): Value {
  const isScalar = !(row instanceof Dict || row instanceof RowSet || Array.isArray(row));
  if (isScalar && /^(?:item|value)$/i.test(path)) return row;
  if (row instanceof Dict && row.has(path)) return row.get(path);
  return path.split('.').reduce<Value>((value, name) => getMember(value, name.trim()), row);
}

const TESTS: Readonly<Record<FilterOperator, (field: Value, values: readonly FilterValue[]) => boolean>> = {
  '=': (field, [value]) => isSame(field, value as FilterValue),
  '<>': (field, [value]) => !isSame(field, value as FilterValue),
  '<': (field, [value]) => order(field, value as FilterValue) < 0,
  '>': (field, [value]) => order(field, value as FilterValue) > 0,
  '<=': (field, [value]) => order(field, value as FilterValue) <= 0,
  '>=': (field, [value]) => order(field, value as FilterValue) >= 0,
  like: (field, [value]) => isLike(folded(toText(field)), folded(String(value))),
  contains: (field, [value]) =>
    Array.isArray(field) ? field.some((each) => isSame(each, value as FilterValue)) : folded(toText(field)).includes(folded(String(value))),
  in: (field, values) => values.some((value) => isSame(field, value)),
  'is null': (field) => isNothing(field),
  'is true': (field) => isTruthy(field),
};

const isSame = (field: Value, value: FilterValue): boolean => areEqual(foldedText(field), foldedText(value));

/** NaN, which is neither above nor below, where a side is NOTHING. */
function order(field: Value, value: FilterValue): number {
  const plain = foldedText(field);
  return plain === null || value === null ? Number.NaN : compareValues(plain, foldedText(value));
}

function foldedText(value: Value): Value {
  const plain = unmark(value);
  return typeof plain === 'string' ? folded(plain) : plain;
}

/** Small letters without accents. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

export function parseFilter(text: string): Condition {
  const reader = new Reader(text);
  const condition = reader.any(0);
  reader.end();
  return condition;
}

const MAX_DEPTH = 50;
const FIELD = /(?:\[([^\]]+)\]|`([^`]+)`|"([^"]+)"|([\p{L}_][\p{L}\p{N}_.$-]*))\s*/uy;
const OPERATOR =
  /(==|=|<>|!=|<=|>=|<|>|(?:not\s+)?(?:like|contains|in)(?![\p{L}\p{N}_])|is\s+(?:not\s+)?(?:null|empty|nothing)(?![\p{L}\p{N}_]))\s*/iuy;
const QUOTED = /'((?:[^']|'')*)'\s*|"((?:[^"]|"")*)"\s*/y;
/** Up to what may follow a value. */
const BARE = /(?:(?!\s+(?:and|or)\s)[^()])+/iy;
const BARE_IN_LIST = /[^(),]+/y;
const SYNONYMS: Readonly<Record<string, FilterOperator>> = { '==': '=', '!=': '<>' };

class Reader {
  #at = 0;
  readonly #text: string;
  constructor(text: string) {
    this.#text = text.trim();
  }

  any(depth: number): Condition {
    if (depth > MAX_DEPTH) throw new FormatError('this condition is nested too deeply');
    const parts = [this.#all(depth)];
    while (this.#took(/\s*or\s+/iy)) parts.push(this.#all(depth));
    return parts.length === 1 ? (parts[0] as Condition) : { kind: 'any', parts };
  }

  end(): void {
    if (this.#at < this.#text.length) this.#refuse('AND, OR or the end');
  }

  #all(depth: number): Condition {
    const parts = [this.#unit(depth)];
    while (this.#took(/\s*and\s+/iy)) parts.push(this.#unit(depth));
    return parts.length === 1 ? (parts[0] as Condition) : { kind: 'all', parts };
  }

  #unit(depth: number): Condition {
    if (this.#took(/not\s+/iy)) return { kind: 'not', part: this.#unit(depth + 1) };
    if (!this.#took(/\(\s*/y)) return this.#test();
    const inner = this.any(depth + 1);
    if (!this.#took(/\s*\)\s*/y)) this.#refuse('")"');
    return inner;
  }

  #test(): Condition {
    const name = this.#took(FIELD);
    if (!name) return this.#refuse('the name of a field');
    const field = (name[1] ?? name[2] ?? name[3] ?? name[4]) as string;
    const word = this.#took(OPERATOR)?.[1]?.toLowerCase().replace(/\s+/g, ' ');
    if (word === undefined) return { kind: 'test', field, operator: 'is true', values: [] };
    const isNot = /^not |^is not /.test(word);
    const test = this.#comparison(field, word.replace(/^not /, ''));
    return isNot ? { kind: 'not', part: test } : test;
  }

  #comparison(field: string, word: string): Condition {
    if (word.startsWith('is ')) return { kind: 'test', field, operator: 'is null', values: [] };
    if (word === 'in') return { kind: 'test', field, operator: 'in', values: this.#list() };
    const operator = SYNONYMS[word] ?? (word as FilterOperator);
    return { kind: 'test', field, operator, values: [this.#value(BARE)] };
  }

  #list(): FilterValue[] {
    if (!this.#took(/\(\s*/y)) this.#refuse('"(" and the values after IN');
    const values: FilterValue[] = [];
    do values.push(this.#value(BARE_IN_LIST));
    while (this.#took(/\s*,\s*/y));
    if (!this.#took(/\s*\)\s*/y)) this.#refuse('")"');
    return values;
  }

  #value(bare: RegExp): FilterValue {
    const quoted = this.#took(QUOTED);
    if (quoted) return quoted[1]?.replaceAll("''", "'") ?? (quoted[2] as string).replaceAll('""', '"');
    const written = this.#took(bare)?.[0].trim() ?? '';
    if (/^[+-]?\d+(?:\.\d+)?$/.test(written)) return Number(written);
    const lower = written.toLowerCase();
    if (lower === 'true' || lower === 'false') return lower === 'true';
    return lower === 'null' ? null : written;
  }

  #took(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at += match[0].length;
    return match;
  }

  #refuse(wanted: string): never {
    const found = this.#at < this.#text.length ? `"${this.#text.slice(this.#at, this.#at + 20)}"` : 'the end';
    throw new FormatError(`${wanted} was expected in the condition "${this.#text.slice(0, 60)}", but there is ${found}`);
  }
}
