/**
 * JSON both ways, straight from and to values, because JavaScript's own objects would lose the order of
 * fields named like numbers and give `__proto__` a meaning. `fromPlain` and `toPlain` are for libraries
 * that want JavaScript's objects. A Secret is written as its mask; marks are the caller's to keep.
 */
import { isoText } from './date-text.ts';
import { Dict } from './dict.ts';
import { FormatError } from './format-error.ts';
import { unmark } from './marks.ts';
import type { Value } from './types.ts';
import { DateTime, MASK, Marked, RowSet, Secret } from './types.ts';

const MAX_DEPTH = 200;
const MAX_TEXT = 64 * 1024 * 1024;
const MAX_NODES = 1_000_000;

export interface JsonLayout {
  /** Spaces a level; 0 writes one line. */
  readonly indent?: number;
  readonly maxLength?: number;
}

/** A number that JSON has no word for (infinity, not a number) becomes null. */
export function toJson(value: Value, { indent = 0, maxLength = MAX_TEXT }: JsonLayout = {}): string {
  const pieces: string[] = [];
  let length = 0;
  const open = new Set<unknown>();
  const put = (piece: string) => {
    length += piece.length;
    if (length > maxLength) throw new FormatError(`the JSON would be longer than ${maxLength} characters`, 'length');
    pieces.push(piece);
  };
  const newline = (depth: number) => indent > 0 && put(`\n${' '.repeat(indent * depth)}`);
  const all = (brackets: string, items: Iterable<readonly [key: string | undefined, value: Value]>, depth: number) => {
    put(brackets[0] as string);
    let isEmpty = true;
    for (const [key, item] of items) {
      if (!isEmpty) put(',');
      isEmpty = false;
      newline(depth + 1);
      if (key !== undefined) put(`${JSON.stringify(key)}:${indent > 0 ? ' ' : ''}`);
      write(item, depth + 1);
    }
    if (!isEmpty) newline(depth);
    put(brackets[1] as string);
  };
  const write = (item: Value, depth: number): void => {
    const leaf = leafText(item);
    if (leaf !== undefined) put(leaf);
    else {
      enter(item, depth, open);
      if (item instanceof Dict) all('{}', item.entries(), depth);
      else all('[]', keyless(item instanceof RowSet ? item.rows : (item as Value[])), depth);
      open.delete(item);
    }
  };
  write(value, 0);
  return pieces.join('');
}

function leafText(value: Value): string | undefined {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof DateTime) return JSON.stringify(isoText(value));
  if (value instanceof Marked) return leafText(unmark(value));
  if (value instanceof Secret) return JSON.stringify(MASK);
  return undefined;
}

function* keyless(values: readonly Value[]): Iterable<readonly [undefined, Value]> {
  for (const value of values) yield [undefined, value];
}

/** Refuses a value inside itself, and nesting deeper than a reader would take. */
function enter(value: unknown, depth: number, open: Set<unknown>): void {
  if (open.has(value)) throw new FormatError('this value contains itself, so it cannot be written out');
  if (depth >= MAX_DEPTH) throw new FormatError(`this value is nested deeper than ${MAX_DEPTH} levels`);
  open.add(value);
}

/** Plain JavaScript for libraries: fields become own properties, dates become text, one object stays one object. */
export function toPlain(value: Value): unknown {
  const done = new Map<Value, unknown>();
  const open = new Set<unknown>();
  const convert = (item: Value, depth: number): unknown => {
    if (item instanceof Marked) return convert(unmark(item), depth);
    if (item instanceof DateTime) return isoText(item);
    if (item instanceof Secret) return MASK;
    if (item === null || typeof item !== 'object') return item;
    if (done.has(item)) return done.get(item);
    enter(item, depth, open);
    const rows = item instanceof RowSet ? item.rows : item;
    // fromEntries defines properties, so a field named __proto__ is a field.
    const plain =
      rows instanceof Dict
        ? Object.fromEntries([...rows.entries()].map(([key, field]) => [key, convert(field, depth + 1)]))
        : (rows as Value[]).map((each) => convert(each, depth + 1));
    open.delete(item);
    done.set(item, plain);
    return plain;
  };
  return convert(value, 0);
}

/** From what a library answered: own fields only; a Date is taken as the wall clock it shows in UTC. */
export function fromPlain(plain: unknown): Value {
  const open = new Set<unknown>();
  let nodes = 0;
  const convert = (item: unknown, depth: number): Value => {
    if (++nodes > MAX_NODES) throw new FormatError(`more than ${MAX_NODES} values at once`, 'length');
    if (item === null || item === undefined) return null;
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') return item;
    if (typeof item === 'bigint') return Number.isSafeInteger(Number(item)) ? Number(item) : String(item);
    if (typeof item !== 'object') throw new FormatError(`a ${typeof item} is no value`);
    if (isValueObject(item)) return item;
    if (item instanceof Date) return Number.isNaN(item.getTime()) ? null : new DateTime(item.getTime());
    if (ArrayBuffer.isView(item)) throw new FormatError('bytes are no value');
    enter(item, depth, open);
    const value: Value = Array.isArray(item)
      ? Array.from(item, (each) => convert(each, depth + 1))
      : Dict.from(fieldsOf(item).map(([key, field]) => [key, convert(field, depth + 1)] as const));
    open.delete(item);
    return value;
  };
  return convert(plain, 0);
}

const fieldsOf = (item: object): (readonly [string, unknown])[] =>
  item instanceof Map ? [...item].map(([key, field]) => [String(key), field] as const) : Object.entries(item);

const isValueObject = (item: object): item is Dict | RowSet | DateTime | Secret | Marked =>
  [Dict, RowSet, DateTime, Secret, Marked].some((kind) => item instanceof kind);

/** Reads strict JSON. Says where and what was found when it is none. */
export function fromJson(text: string): Value {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

const SPACE = /[ \t\n\r\uFEFF]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside a text
const TEXT = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const WORDS: readonly (readonly [string, Value])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

class Reader {
  #at = 0;
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Value {
    this.#match(SPACE);
    const first = this.#text[this.#at];
    if (first === '{' || first === '[') {
      if (depth >= MAX_DEPTH) throw new FormatError(`this JSON is nested deeper than ${MAX_DEPTH} levels`);
      this.#at++;
      return first === '{' ? this.#object(depth) : this.#list(depth);
    }
    if (first === '"') return this.#string();
    const number = this.#match(NUMBER);
    if (number) return Number(number);
    for (const [word, value] of WORDS)
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    return this.#expected('a value');
  }

  end(): void {
    this.#match(SPACE);
    if (this.#at < this.#text.length) this.#expected('the end');
  }

  #object(depth: number): Dict {
    const dict = new Dict();
    if (this.#took('}')) return dict;
    do {
      this.#match(SPACE);
      if (this.#text[this.#at] !== '"') this.#expected('a field name in double quotes');
      const key = this.#string();
      if (!this.#took(':')) this.#expected('":"');
      dict.set(key, this.value(depth + 1));
    } while (this.#took(','));
    if (!this.#took('}')) this.#expected('"," or "}"');
    return dict;
  }

  #list(depth: number): Value[] {
    const list: Value[] = [];
    if (this.#took(']')) return list;
    do list.push(this.value(depth + 1));
    while (this.#took(','));
    if (!this.#took(']')) this.#expected('"," or "]"');
    return list;
  }

  #string(): string {
    const raw = this.#match(TEXT);
    if (!raw) return this.#expected('a text that ends on its line with a double quote');
    return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  }

  #took(mark: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #expected(what: string): never {
    const found = this.#at < this.#text.length ? `"${this.#text.slice(this.#at, this.#at + 20)}"` : 'the end';
    throw new FormatError(`this is no JSON: ${what} was expected at character ${this.#at + 1}, but there is ${found}`);
  }
}
