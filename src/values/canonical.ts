/**
 * Plain data as one text: equal data, equal text, whatever the order its keys were written in. Programs are named by
 * the hash of it. What JSON has no word for (NaN, infinities, -0, and values with identity such as an object given
 * as a default) is written as a tagged object, so that reading gives back what was written.
 */
import { decodeValue, encodeValue } from './codec.ts';
import { Dict } from './dict.ts';
import { DateTime, Marked, RowSet, Secret, type Value } from './types.ts';

const TAG = '\u0001value';

export function canonicalJson(data: unknown): string {
  return JSON.stringify(plain(data));
}

export function parseCanonical(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => (isTagged(value) ? decodeValue(fromHex(value[TAG])) : value));
}

const isTagged = (value: unknown): value is { readonly [TAG]: string } => typeof value === 'object' && value !== null && TAG in value;

function plain(data: unknown): unknown {
  if (typeof data === 'number') return Number.isFinite(data) && !Object.is(data, -0) ? data : tagged(data);
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map(plain);
  if (isValueObject(data)) return tagged(data);
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, plain(value)]));
}

const isValueObject = (data: object): data is Dict | RowSet | DateTime | Secret | Marked =>
  [Dict, RowSet, DateTime, Secret, Marked].some((kind) => data instanceof kind);

const tagged = (value: Value) => ({ [TAG]: toHex(encodeValue(value)) });
const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
