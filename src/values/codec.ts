/**
 * The value codec: values as bytes, compact and exact. Every number and every UTF-16 text comes back as it was,
 * two variables that hold one list still hold one list, and a list may hold itself.
 *
 * Lists, objects and row sets are not nested in the bytes: a value is written as a reference (kind and number),
 * and the contents of all of them follow, in the order of their numbers. So neither side recurses and a linked
 * list of a million links is harmless. A state is many values and one `objects()` at its end.
 */
import { Dict } from './dict.ts';
import { DateTime, Marked, RowSet, Secret, type Value } from './types.ts';

const NOTHING = 0;
const FALSE = 1;
const TRUE = 2;
const INTEGER = 3;
const FLOAT = 4;
const ASCII = 5;
const UTF8 = 6;
const UTF16 = 7;
const LIST = 8;
const OBJECT = 9;
const ROWS = 10;
const DATETIME = 11;
const DAY = 12;
const SECRET = 13;
const MARKED = 14;
/** 16 … 127: the integers 0 … 111. 128 … 255: an ASCII text of 0 … 127 characters. */
const SMALL_INTEGER = 16;
const SHORT_ASCII = 128;

type Shared = Value[] | Dict | RowSet;

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LONE_SURROGATE = /\p{Surrogate}/u;

export function encodeValue(value: Value): Uint8Array {
  const encoder = new ValueEncoder();
  encoder.value(value);
  return encoder.finish();
}

export function decodeValue(bytes: Uint8Array): Value {
  const decoder = new ValueDecoder(bytes);
  const value = decoder.value();
  decoder.objects();
  return value;
}

const LONGEST_KNOWN = 48;
/** Short texts decoded lately, by their hash: field names and labels come again with every effect of every run. */
const known: (string | undefined)[] = new Array(4096).fill(undefined);

function knownText(bytes: Uint8Array, start: number, length: number): string {
  let hash = length;
  for (let i = start; i < start + length; i++) hash = Math.imul(hash, 31) + (bytes[i] as number);
  const slot = (hash ^ (hash >>> 12)) & 4095;
  const found = known[slot];
  if (found !== undefined && found.length === length) {
    let i = 0;
    while (i < length && found.charCodeAt(i) === bytes[start + i]) i++;
    if (i === length) return found;
  }
  const text = String.fromCharCode(...bytes.subarray(start, start + length));
  known[slot] = text;
  return text;
}

/** Bytes that are no encoding of ours: a damaged row, or a newer engine's. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
}

/** Buffer and view of the encoder that finished last: encoders are made for every effect. */
let spare: DataView | undefined;

export class ValueEncoder {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;
  #numbers: Map<Shared, number> | undefined;
  #shared: Shared[] = [];
  #written = 0;

  constructor() {
    this.#view = spare ?? new DataView(new ArrayBuffer(4096));
    this.#bytes = new Uint8Array(this.#view.buffer);
    spare = undefined;
  }

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** Unsigned, up to 2^53. */
  integer(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** 32 bits, unsigned. */
  word(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#length, value);
    this.#length += 4;
  }

  float(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value);
    this.#length += 8;
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  text(value: string): void {
    const { length } = value;
    this.#room(length + 10);
    const start = this.#length;
    if (length < 128) this.#bytes[this.#length++] = SHORT_ASCII + length;
    else {
      this.byte(ASCII);
      this.integer(length);
    }
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) {
        this.#length = start;
        this.#wideText(value);
        return;
      }
      bytes[at++] = code;
    }
    this.#length = at;
  }

  value(value: Value): void {
    if (typeof value === 'string') this.text(value);
    else if (typeof value === 'number') this.#number(value);
    else if (value === null) this.byte(NOTHING);
    else if (typeof value === 'boolean') this.byte(value ? TRUE : FALSE);
    else if (value instanceof Marked) {
      this.byte(MARKED);
      this.byte(value.marks);
      this.value(value.value);
    } else if (value instanceof DateTime) {
      this.byte(value.dayOnly ? DAY : DATETIME);
      this.float(value.ms);
    } else if (value instanceof Secret) this.#secret(value);
    else this.#reference(value);
  }

  /** The contents of everything that was written as a reference so far; the last part of any encoding with values. */
  objects(): void {
    for (; this.#written < this.#shared.length; this.#written++) this.#contents(this.#shared[this.#written] as Shared);
  }

  finish(): Uint8Array {
    this.objects();
    const result = this.#bytes.slice(0, this.#length);
    if (this.#bytes.length <= 1 << 20) spare = this.#view;
    return result;
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0 && value < SHORT_ASCII - SMALL_INTEGER) this.byte(SMALL_INTEGER + value);
      else if (Math.abs(value) < 2 ** 48) {
        this.byte(INTEGER);
        this.integer(value < 0 ? -value * 2 - 1 : value * 2);
      } else this.#float(value);
    } else this.#float(value);
  }

  #float(value: number): void {
    this.byte(FLOAT);
    this.float(value);
  }

  #wideText(value: string): void {
    const isWellFormed = !LONE_SURROGATE.test(value);
    this.#room(value.length * 3 + 20);
    this.byte(isWellFormed ? UTF8 : UTF16);
    if (isWellFormed) {
      const bytes = utf8.encode(value);
      this.integer(bytes.length);
      this.raw(bytes);
      return;
    }
    this.integer(value.length);
    for (let i = 0; i < value.length; i++, this.#length += 2) this.#view.setUint16(this.#length, value.charCodeAt(i));
  }

  #secret(secret: Secret): void {
    this.byte(SECRET);
    this.integer(secret.parts.length);
    for (const part of secret.parts) {
      this.byte(typeof part === 'string' ? 0 : 1);
      this.text(typeof part === 'string' ? part : part.handle);
    }
  }

  #reference(value: Shared): void {
    this.byte(Array.isArray(value) ? LIST : value instanceof Dict ? OBJECT : ROWS);
    this.#numbers ??= new Map();
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#shared.push(value) - 1;
      this.#numbers.set(value, number);
    }
    this.integer(number);
  }

  #contents(value: Shared): void {
    if (value instanceof Dict) {
      this.integer(value.size);
      for (const [key, field] of value.entries()) {
        this.text(key);
        this.value(field);
      }
      return;
    }
    const items = Array.isArray(value) ? value : value.rows;
    this.integer(items.length);
    for (const item of items) this.value(item);
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

export class ValueDecoder {
  readonly #bytes: Uint8Array;
  #lazyView: DataView | undefined;
  #at = 0;
  readonly #shared: Shared[] = [];
  #filled = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get #view(): DataView {
    this.#lazyView ??= new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    return this.#lazyView;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new CodecError('the bytes end too early');
    return value;
  }

  integer(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 56; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new CodecError('an integer without an end');
  }

  word(): number {
    const at = this.#take(4);
    const [a = 0, b = 0, c = 0, d = 0] = [this.#bytes[at], this.#bytes[at + 1], this.#bytes[at + 2], this.#bytes[at + 3]];
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  }

  float(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  /** A view of the next bytes, not a copy. */
  raw(count: number): Uint8Array {
    const start = this.#take(count);
    return this.#bytes.subarray(start, start + count);
  }

  text(): string {
    const tag = this.byte();
    if (tag < SHORT_ASCII && tag !== ASCII && tag !== UTF8 && tag !== UTF16)
      throw new CodecError(`text was expected, tag ${tag} was found`);
    return this.#tagged(tag) as string;
  }

  value(): Value {
    return this.#tagged(this.byte());
  }

  /** Fills what the values read so far refer to. */
  objects(): void {
    for (; this.#filled < this.#shared.length; this.#filled++) this.#fill(this.#shared[this.#filled] as Shared);
  }

  #tagged(tag: number): Value {
    if (tag >= SHORT_ASCII) return this.#ascii(tag - SHORT_ASCII);
    if (tag >= SMALL_INTEGER) return tag - SMALL_INTEGER;
    switch (tag) {
      case NOTHING:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case INTEGER: {
        const coded = this.integer();
        return coded % 2 === 1 ? -(coded + 1) / 2 : coded / 2;
      }
      case FLOAT:
        return this.float();
      case ASCII:
        return this.#ascii(this.integer());
      case UTF8:
        return fromUtf8.decode(this.raw(this.integer()));
      case UTF16:
        return this.#utf16(this.integer());
      case DATETIME:
      case DAY:
        return new DateTime(this.float(), tag === DAY);
      case SECRET:
        return this.#secret();
      case MARKED: {
        const marks = this.byte();
        return new Marked(this.value() as Marked['value'], marks);
      }
      case LIST:
        return this.#resolve(() => []);
      case OBJECT:
        return this.#resolve(() => new Dict());
      case ROWS:
        return this.#resolve(() => new RowSet([]));
      default:
        throw new CodecError(`tag ${tag} is not known`);
    }
  }

  #ascii(length: number): string {
    const start = this.#take(length);
    if (length > LONGEST_KNOWN) return fromUtf8.decode(this.#bytes.subarray(start, start + length));
    return knownText(this.#bytes, start, length);
  }

  #utf16(length: number): string {
    const start = this.#take(length * 2);
    let text = '';
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.#view.getUint16(start + i * 2));
    return text;
  }

  #secret(): Secret {
    const parts: (string | { handle: string })[] = [];
    for (let count = this.integer(); count > 0; count--) {
      const isHandle = this.byte() === 1;
      const part = this.text();
      parts.push(isHandle ? { handle: part } : part);
    }
    return new Secret(parts);
  }

  #resolve(make: () => Shared): Value {
    const number = this.integer();
    if (number > this.#shared.length) throw new CodecError('a reference to nothing');
    if (number === this.#shared.length) this.#shared.push(make());
    return this.#shared[number] as Shared;
  }

  #fill(shell: Shared): void {
    const count = this.integer();
    if (count > this.#bytes.length) throw new CodecError('a list longer than its bytes');
    if (shell instanceof Dict)
      for (let i = 0; i < count; i++) {
        const key = this.text();
        shell.set(key, this.value());
      }
    else {
      const items = Array.isArray(shell) ? shell : shell.rows;
      for (let i = 0; i < count; i++) items.push(this.value());
    }
  }

  #take(count: number): number {
    const start = this.#at;
    if (start + count > this.#bytes.length) throw new CodecError('the bytes end too early');
    this.#at += count;
    return start;
  }
}
