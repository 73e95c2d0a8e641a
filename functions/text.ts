/** Texts. Places count from 1, as in every BASIC; INSTR, MID and LEN also know lists. NOTHING is an empty text. */
import type { Value } from '../src/values/index.ts';
import { RowSet, toNumber } from '../src/values/index.ts';
import type { Call } from './call.ts';
import { listOf } from './call.ts';
import { define } from './define.ts';
import { holds } from './holds.ts';

const changed = (usage: string, aliases: readonly string[], summary: string, example: string, change: (text: string) => string) =>
  define('text', { usage, aliases, summary, example, apply: (call) => change(call.text(0)) });

export const text = [
  define('text', {
    usage: 'LEN(value)',
    stepsPerElement: 0,
    aliases: ['LENGTH'],
    summary: 'The number of characters of a text, elements of a list or fields of an object.',
    example: 'LEN("Ana")',
    apply: (call) => call.size(0),
  }),
  define('text', {
    usage: 'INSTR([start,] text, find)',
    summary: 'Where a text stands in another, counted from 1; 0 if nowhere. With a start, looks from there on.',
    example: 'INSTR("banana", "an")',
    apply: instr,
  }),
  define('text', {
    usage: 'LEFT(text, length)',
    stepsPerElement: 0,
    summary: 'The first characters of a text.',
    example: 'LEFT("invoice-17", 7)',
    apply: (call) => call.text(0).slice(0, Math.max(0, call.whole(1))),
  }),
  define('text', {
    usage: 'RIGHT(text, length)',
    stepsPerElement: 0,
    summary: 'The last characters of a text.',
    example: 'RIGHT("invoice-17", 2)',
    apply: (call) => {
      const text = call.text(0);
      return text.slice(Math.max(0, text.length - Math.max(0, call.whole(1))));
    },
  }),
  define('text', {
    usage: 'MID(text, start [, length])',
    stepsPerElement: 0,
    aliases: ['SUBSTRING', 'SUBSTR'],
    summary: 'A part of a text or list from a place counted from 1, to the end or of a length.',
    example: 'MID("2026-11-21", 6, 2)',
    apply: mid,
  }),
  changed('UPPER(text)', ['UCASE', 'UPPERCASE'], 'The text in capital letters.', 'UPPER("São Paulo")', (text) => text.toUpperCase()),
  changed('LOWER(text)', ['LCASE', 'LOWERCASE'], 'The text in small letters.', 'LOWER("São Paulo")', (text) => text.toLowerCase()),
  changed('CAPITALIZE(text)', [], 'The text with a capital first letter.', 'CAPITALIZE("maria silva")', (text) => {
    const [first = ''] = text;
    return first.toUpperCase() + text.slice(first.length);
  }),
  changed('TRIM(text)', [], 'The text without blanks at both ends.', 'TRIM("  Ana  ")', (text) => text.trim()),
  changed('LTRIM(text)', [], 'The text without blanks at its start.', 'LTRIM("  Ana")', (text) => text.trimStart()),
  changed('RTRIM(text)', [], 'The text without blanks at its end.', 'RTRIM("Ana  ")', (text) => text.trimEnd()),
  define('text', {
    usage: 'REPLACE(text, find, with)',
    summary: 'The text with every occurrence of a part replaced.',
    example: 'REPLACE("a-b-c", "-", "+")',
    apply: replace,
  }),
  define('text', {
    usage: 'SPLIT(text [, separator])',
    summary: 'The parts of a text between separators (a comma, if none is given) as a list; with "" every character.',
    example: 'SPLIT("a;b;c", ";")',
    apply: (call) => {
      const text = call.text(0);
      if (text === '') return [];
      const parts = text.split(call.text(1, ','), call.context.limits.list + 1);
      call.fitList(parts.length);
      return parts;
    },
  }),
  define('text', {
    usage: 'JOIN(list [, separator])',
    summary: 'The elements of a list as one text, with a separator between them (a comma, if none is given).',
    example: 'JOIN(["a", "b", "c"], "; ")',
    apply: join,
  }),
  define('text', {
    usage: 'CONTAINS(where, what)',
    summary: 'Whether a text has a part, a list an element or an object a field.',
    example: 'CONTAINS("banana", "nan")',
    apply: (call) => holds(call.raw(0), call.raw(1)),
  }),
  define('text', {
    usage: 'EXTRACT_BETWEEN(text, before, after)',
    summary: 'What stands between two texts; empty if they do not follow each other.',
    example: 'EXTRACT_BETWEEN("total: [42]", "[", "]")',
    apply: (call) => {
      const rest = after(call.text(0), call.text(1));
      return rest === undefined ? '' : (before(rest, call.text(2)) ?? '');
    },
  }),
  define('text', {
    usage: 'EXTRACT_BEFORE(text, mark)',
    summary: 'What stands before the first occurrence of a text; all of it if there is none.',
    example: 'EXTRACT_BEFORE("ana@example.org", "@")',
    apply: (call) => before(call.text(0), call.text(1)) ?? call.text(0),
  }),
  define('text', {
    usage: 'EXTRACT_AFTER(text, mark)',
    summary: 'What stands after the first occurrence of a text; empty if there is none.',
    example: 'EXTRACT_AFTER("ana@example.org", "@")',
    apply: (call) => after(call.text(0), call.text(1)) ?? '',
  }),
  define('text', {
    usage: 'STARTS_WITH(text, start)',
    aliases: ['STARTSWITH'],
    summary: 'Whether a text begins with another.',
    example: 'STARTS_WITH("invoice-17", "invoice")',
    apply: (call) => call.text(0).startsWith(call.text(1)),
  }),
  define('text', {
    usage: 'ENDS_WITH(text, end)',
    aliases: ['ENDSWITH'],
    summary: 'Whether a text ends with another.',
    example: 'ENDS_WITH("photo.png", ".jpg")',
    apply: (call) => call.text(0).endsWith(call.text(1)),
  }),
  define('text', {
    usage: 'REPEAT(text, times)',
    summary: 'The text so many times in a row.',
    example: 'REPEAT("ab", 3)',
    apply: (call) => repeated(call, call.text(0), call.whole(1)),
  }),
  define('text', {
    usage: 'SPACE(n)',
    summary: 'So many blanks.',
    example: '"[" & SPACE(3) & "]"',
    apply: (call) => repeated(call, ' ', call.whole(0)),
  }),
  define('text', {
    usage: 'CHR(code)',
    summary: 'The character of a Unicode number.',
    example: 'CHR(65)',
    apply: (call) => {
      const code = call.whole(0);
      return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : call.refuse(`knows no character ${code}: the last is 1114111`);
    },
  }),
  define('text', {
    usage: 'ASC(text)',
    stepsPerElement: 0,
    aliases: ['ORD'],
    summary: 'The Unicode number of the first character; 0 for an empty text.',
    example: 'ASC("A")',
    apply: (call) => call.text(0).codePointAt(0) ?? 0,
  }),
];

/** INSTR(text, find), INSTR(start, text, find); a start written last is taken too. */
function instr(call: Call): Value {
  if (call.count === 2) return placeOf(call, 0, 1, 1);
  const startFirst = toNumber(call.value(0)) !== undefined && (typeof call.value(0) === 'number' || typeof call.value(2) !== 'number');
  return startFirst ? placeOf(call, 1, 2, call.whole(0)) : placeOf(call, 0, 1, call.whole(2));
}

function placeOf(call: Call, textAt: number, findAt: number, start: number): number {
  if (start < 1) return call.refuse(`counts from 1, found a start of ${start}`);
  return call.text(textAt).indexOf(call.text(findAt), start - 1) + 1;
}

function mid(call: Call): Value {
  const start = call.whole(1);
  if (start < 1) return call.refuse(`counts from 1, found a start of ${start}`);
  const value = call.value(0);
  const whole = Array.isArray(value) || value instanceof RowSet ? listOf(value) : call.text(0);
  return whole.slice(start - 1, call.has(2) ? start - 1 + Math.max(0, call.whole(2)) : undefined) as Value;
}

function replace(call: Call): Value {
  const [text, find, by] = [call.text(0), call.text(1), call.text(2)];
  if (find === '') return text;
  // Counted first: a short text can grow to any length.
  if (by.length > find.length) call.fitText(text.length + occurrences(text, find) * (by.length - find.length));
  return text.replaceAll(find, () => by);
}

function occurrences(text: string, find: string): number {
  let count = 0;
  for (let at = text.indexOf(find); at >= 0; at = text.indexOf(find, at + find.length)) count++;
  return count;
}

function join(call: Call): Value {
  const separator = call.text(1, ',');
  let length = 0;
  const parts = call.list(0).map((each) => {
    const part = call.textOf(each);
    length += part.length + separator.length;
    call.fitText(length - separator.length);
    return part;
  });
  return parts.join(separator);
}

function repeated(call: Call, text: string, times: number): string {
  const count = Math.max(0, times);
  call.fitText(text.length * count);
  return text.repeat(count);
}

const before = (text: string, mark: string): string | undefined => {
  const at = text.indexOf(mark);
  return at < 0 ? undefined : text.slice(0, at);
};

const after = (text: string, mark: string): string | undefined => {
  const at = text.indexOf(mark);
  return at < 0 ? undefined : text.slice(at + mark.length);
};
