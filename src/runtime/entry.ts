/**
 * What stands in an entry: the payload (a value or a fault, and what it cost), the name and the
 * hash that must match on replay, and the redacted preview for `show`.
 */

import { Bug } from '../base/index.ts';
import type { Entry, Fault, FaultCode } from '../spec/index.ts';
import { Dict, decodeValue, type Value, ValueDecoder, ValueEncoder } from '../values/index.ts';
import type { Answer, Ask } from './machine.ts';

/** What an act used up of its run's budgets; told in its entry, so that a replay counts the same. */
export interface Spend {
  readonly tokens: number;
  readonly money: number;
}

/** Larger values are faults; the store keeps those above 256 KB apart. */
export const MAX_PAYLOAD = 4 * 1024 * 1024;

const PLAIN = 0;
const SPENT = 1;

export function encodeAnswer(answer: Answer, spend?: Spend): Uint8Array {
  const encoder = new ValueEncoder();
  encoder.byte(spend ? SPENT : PLAIN);
  if (spend) {
    encoder.float(spend.tokens);
    encoder.float(spend.money);
  }
  if ('value' in answer) encoder.value(answer.value);
  else encodeFault(encoder, answer.fault);
  return encoder.finish();
}

function encodeFault(encoder: ValueEncoder, fault: Fault): void {
  encoder.text(fault.code);
  encoder.text(fault.message);
  encoder.integer(fault.line ?? 0);
  encoder.text(fault.script ?? '');
}

export interface DecodedEntry {
  readonly answer?: Answer;
  readonly spend?: Spend;
}

/** The answer an entry holds; entries of other kinds hold none. */
export function decodeEntry(entry: Pick<Entry, 'kind' | 'payload'>): DecodedEntry {
  if (entry.kind !== 'answer' && entry.kind !== 'fault') return {};
  const decoder = new ValueDecoder(entry.payload);
  const spend = decoder.byte() === SPENT ? { tokens: decoder.float(), money: decoder.float() } : undefined;
  if (entry.kind === 'fault') return { answer: { fault: decodeFault(decoder) }, ...(spend && { spend }) };
  const value = decoder.value();
  decoder.objects();
  return { answer: { value }, ...(spend && { spend }) };
}

function decodeFault(decoder: ValueDecoder): Fault {
  const code = decoder.text() as FaultCode;
  const message = decoder.text();
  const line = decoder.integer();
  const script = decoder.text();
  return { code, message, ...(line && { line }), ...(script && { script }) };
}

export const encodeIntent = (attempt: number, isClosed: boolean): Uint8Array => Uint8Array.of(attempt, isClosed ? 1 : 0);

/** One try of an outside act; `isClosed` when it is known that it did not happen. */
export function decodeIntent(entry: Pick<Entry, 'payload'>): { readonly attempt: number; readonly isClosed: boolean } {
  return { attempt: entry.payload[0] ?? 1, isClosed: entry.payload[1] === 1 };
}

/** A fork: the seed from here on, and what was set. Its address is that of the entry at which it leaves the other run. */
export interface Fork {
  readonly seed: Uint8Array;
  readonly values: Dict;
}

export function encodeFork({ seed, values }: Fork): Uint8Array {
  const encoder = new ValueEncoder();
  encoder.raw(seed);
  encoder.value(values);
  return encoder.finish();
}

export function decodeFork({ payload }: Pick<Entry, 'payload'>): Fork {
  const decoder = new ValueDecoder(payload);
  const seed = decoder.raw(16);
  const values = decoder.value();
  decoder.objects();
  if (!(values instanceof Dict)) throw new Bug('what a fork sets must be an object');
  return { seed, values };
}

/** Keyword and form as the journal names them. */
export const nameOf = (keyword: string, form: number): string => (form === 0 ? keyword : `${keyword}#${form}`);

/** The exact arguments as bytes; hashed for the entry and the audit. */
export function encodeArguments(ask: Pick<Ask, 'args'>): Uint8Array {
  const encoder = new ValueEncoder();
  for (const [name, value] of ask.args) {
    encoder.text(name);
    encoder.value(value);
  }
  return encoder.finish();
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

const PREVIEW = 80;

/** The first words of the arguments; a secret shows as its mask, a long text is cut. */
export function previewOf(args: ReadonlyMap<string, Value>): string {
  let text = '';
  for (const value of args.values()) {
    if (text.length >= PREVIEW) break;
    if (typeof value === 'string') text += `${text && ', '}${value.length > PREVIEW ? value.slice(0, PREVIEW) : value}`;
    else if (typeof value === 'number' || typeof value === 'boolean') text += `${text && ', '}${value}`;
    else if (value !== null) text += `${text && ', '}…`;
  }
  return storable(text.length > PREVIEW ? `${text.slice(0, PREVIEW - 1)}…` : text);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly what a text column refuses
const UNSTORABLE = /\u0000|\p{Surrogate}/gu;

/** Text columns hold neither NUL nor half a surrogate pair. */
export const storable = (text: string): string => (UNSTORABLE.test(text) ? text.replace(UNSTORABLE, '\ufffd') : text);

/** Values of the store's own columns (`inputs`, `result`, `memory`): plain codec bytes, empty for NOTHING. */
export const decodeStored = (bytes: Uint8Array | null): Value => (bytes === null || bytes.length === 0 ? null : decodeValue(bytes));
