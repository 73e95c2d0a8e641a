/** Values as YAML, two spaces a level: what people and language models read easily. Texts that YAML would take for something else are quoted. */
import { isoText } from './date-text.ts';
import { Dict } from './dict.ts';
import { FormatError } from './format-error.ts';
import { unmark } from './marks.ts';
import type { Value } from './types.ts';
import { DateTime, MASK, Marked, RowSet, Secret } from './types.ts';

const MAX_DEPTH = 100;

export function toYaml(value: Value, maxLength: number): string {
  const lines: string[] = [];
  const open = new Set<Value>();
  let length = 0;
  const put = (line: string) => {
    length += line.length + 1;
    if (length > maxLength) throw new FormatError(`the YAML would be longer than ${maxLength} characters`, 'length');
    lines.push(line);
  };
  /** `lead` is what stands on the first line before the value: an indent with `key:` or `-`. */
  const write = (item: Value, lead: string, depth: number): void => {
    const inline = inlineText(item);
    if (inline !== undefined) return void put(lead === '' ? inline : `${lead} ${inline}`);
    if (open.has(item)) throw new FormatError('this value contains itself, so it cannot be written out');
    if (open.size >= MAX_DEPTH) throw new FormatError(`this value is nested deeper than ${MAX_DEPTH} levels`);
    open.add(item);
    if (lead !== '') put(lead);
    const indent = '  '.repeat(depth);
    if (item instanceof Dict) for (const [key, field] of item.entries()) write(field, `${indent}${textOf(key)}:`, depth + 1);
    else for (const each of listOf(item)) writeElement(each, indent, depth);
    open.delete(item);
  };
  /** `- key: value` keeps the first field of an object on the line of its dash. */
  const writeElement = (each: Value, indent: string, depth: number) => {
    const from = lines.length;
    if (inlineText(each) !== undefined || !(each instanceof Dict)) return write(each, `${indent}-`, depth + 1);
    write(each, `${indent}-`, depth + 1);
    lines.splice(from, 2, `${indent}- ${(lines[from + 1] as string).trimStart()}`);
  };
  write(value, '', 0);
  return `${lines.join('\n')}\n`;
}

const listOf = (value: Value): readonly Value[] => (value instanceof RowSet ? value.rows : (value as Value[]));

function inlineText(value: Value): string | undefined {
  if (value === null) return 'null';
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Marked) return inlineText(unmark(value));
  if (value instanceof DateTime) return isoText(value);
  if (value instanceof Secret) return JSON.stringify(MASK);
  if (value instanceof Dict) return value.size === 0 ? '{}' : undefined;
  return listOf(value).length === 0 ? '[]' : undefined;
}

const PLAIN = /^[\p{L}_/][\p{L}\p{N}_ ./()+@%-]*$/u;
const WORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

/** JSON's quoted text is YAML's too. */
function textOf(text: string): string {
  return PLAIN.test(text) && !text.endsWith(' ') && !WORDS.has(text.toLowerCase()) ? text : JSON.stringify(text);
}
