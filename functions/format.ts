/**
 * FORMAT: a value as text by a pattern, which may be of a date, a number or a text. What the value is decides first,
 * then the pattern; a text that the pattern does not fit (no number, no date) stays as it is.
 */
import type { Value } from '../src/values/index.ts';
import {
  applyMask,
  DateTime,
  dateTimeText,
  formatDate,
  formatNumber,
  isDatePattern,
  isNumberPattern,
  isTextMask,
  parseDateTime,
  toCsv,
  toJson,
  toNumber,
  toXml,
  toYaml,
} from '../src/values/index.ts';
import type { Call } from './call.ts';
import { define } from './define.ts';

export const format = [
  define('text', {
    usage: 'FORMAT(value [, pattern])',
    summary:
      'The value as text by a pattern. Dates: "dd/MM/yyyy HH:mm:ss", "MMMM D, YYYY", "hh:mm tt". Numbers: "#,##0.00", "R$ #,##0.00", "0000", "0%", "C2[pt]", "N2[en]", "n". Texts: "@" a character or blank, "&" a character, "<" small, ">" capital, "!" from the left. "[pt]" at the end picks a language. "JSON", "YAML", "CSV" and "XML" name formats.',
    example: 'FORMAT(1234.5, "R$ #,##0.00")',
    prefix: true,
    apply: formatted,
  }),
];

const FORMATS: ReadonlyMap<string, (value: Value, limit: number) => string> = new Map<string, (value: Value, limit: number) => string>([
  ['json', (value, maxLength) => toJson(value, { maxLength })],
  ['yaml', toYaml],
  ['csv', toCsv],
  ['xml', (value, maxLength) => toXml(value, 'root', maxLength)],
]);

const WORDS: ReadonlyMap<string, readonly [yes: string, no: string]> = new Map([
  ['yes/no', ['Yes', 'No']],
  ['true/false', ['True', 'False']],
  ['on/off', ['On', 'Off']],
]);

function formatted(call: Call): Value {
  const value = call.value(0);
  const pattern = call.text(1);
  const name = pattern.trim().toLowerCase();
  const write = FORMATS.get(name);
  if (write) return write(value, call.context.limits.text);
  if (pattern === '' || value === null) return call.text(0);
  const words = WORDS.get(name);
  if (words) return words[toNumber(value) ? 0 : 1];
  if (value instanceof DateTime) return byDate(call, value, pattern);
  if (typeof value === 'number') return byNumber(call, value, pattern);
  return byText(call.text(0), pattern);
}

function byDate(call: Call, date: DateTime, pattern: string): string {
  const text = formatDate(date, pattern);
  if (text !== undefined) return text;
  return isTextMask(pattern)
    ? applyMask(dateTimeText(date), pattern)
    : call.refuse(`cannot show a date by "${pattern}": write something like "dd/MM/yyyy"`);
}

function byNumber(call: Call, number: number, pattern: string): string {
  const text = formatNumber(number, pattern);
  if (text !== undefined) return text;
  return isTextMask(pattern)
    ? applyMask(call.text(0), pattern)
    : call.refuse(`cannot show a number by "${pattern}": write something like "#,##0.00"`);
}

/** A text may spell a number or a date. */
function byText(text: string, pattern: string): string {
  const number = toNumber(text);
  if (isNumberPattern(pattern) && number !== undefined) return formatNumber(number, pattern) as string;
  if (isTextMask(pattern)) return applyMask(text, pattern);
  const date = isDatePattern(pattern) ? parseDateTime(text) : undefined;
  return date ? (formatDate(date, pattern) as string) : text;
}
