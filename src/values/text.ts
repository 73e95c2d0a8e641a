/** Any value as text, and as a number where it is one. Nothing here knows a locale. */
import { dateTimeText } from './date-text.ts';
import { toJson } from './json.ts';
import { unmark } from './marks.ts';
import { DateTime, MASK, Marked, Secret, type Value } from './types.ts';

/** NOTHING is empty text, lists and objects are their JSON, a secret is its mask. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Marked) return toText(unmark(value));
  if (value instanceof DateTime) return dateTimeText(value);
  if (value instanceof Secret) return MASK;
  return toJson(value);
}

/** As JavaScript prints it, but never -0: authors see 0. */
const numberText = (value: number): string => (value === 0 ? '0' : String(value));

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
/** Longer than any number: keeps the pattern off long texts. */
const LONGEST = 400;

/** The number a value is or spells; nothing for dates, lists, blank text and words. NOTHING is 0, TRUE is 1. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return textToNumber(value);
  return value instanceof Marked ? toNumber(unmark(value)) : undefined;
}

function textToNumber(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : undefined;
}

/** What kind of value this is, for messages: "a text". */
export function kindOf(value: Value): string {
  if (value === null) return 'NOTHING';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'a boolean';
  if (value instanceof Marked) return kindOf(value.value);
  if (value instanceof DateTime) return 'a date';
  if (value instanceof Secret) return 'a secret';
  return Array.isArray(value) ? 'a list' : 'rows' in value ? 'a row set' : 'an object';
}

/** A value inside a message: short, in quotes where it is text. */
export function quoted(value: Value): string {
  const plain = value instanceof Marked ? value.value : value;
  if (typeof plain === 'string') return `"${plain.length > 40 ? `${plain.slice(0, 40)}…` : plain}"`;
  return typeof plain === 'number' || typeof plain === 'boolean' || plain instanceof DateTime ? toText(plain) : kindOf(plain);
}
