/**
 * Dates as text by a pattern. Both families of letters are read: `yyyy-MM-dd HH:mm:ss.fff`, `hh:mm tt` and
 * `YYYY-MM-DD`, `DD/MM/YYYY`, `MMMM D, YYYY`. An m beside an hour or before a second is a minute, beside a day
 * or a year it is a month, whatever its case. Hours are of twelve only where the pattern says AM or PM.
 * A word is only a pattern if it is made of pattern letters alone: in `d de MMMM`, `de` stays.
 */

import type { Language } from './calendar-names.ts';
import { CALENDAR_NAMES } from './calendar-names.ts';
import type { CivilTime } from './dates.ts';
import { civilOf, weekdayOf } from './dates.ts';
import { withoutLanguage } from './number-format.ts';
import type { DateTime } from './types.ts';

/** Nothing where the pattern has no part of a date. */
export function formatDate(date: DateTime, pattern: string, inLanguage?: Language): string | undefined {
  const { body, language = inLanguage ?? 'en' } = withoutLanguage(pattern);
  const pieces = readPattern(NAMED.get(body.trim().toLowerCase()) ?? body);
  if (!pieces.some((piece) => piece.kind !== 'literal')) return undefined;
  const moment: Moment = { ...civilOf(date), weekday: weekdayOf(date), language, isHalfDay: pieces.some((piece) => piece.kind === 'half') };
  return pieces.map((piece) => WRITERS[piece.kind](moment, piece.text)).join('');
}

export const isDatePattern = (pattern: string): boolean => {
  const { body } = withoutLanguage(pattern);
  return NAMED.has(body.trim().toLowerCase()) || readPattern(body).some((piece) => piece.kind !== 'literal');
};

type Kind = 'year' | 'month' | 'weekday' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'half' | 'literal';

interface Piece {
  readonly kind: Kind;
  readonly text: string;
}

interface Moment extends CivilTime {
  readonly weekday: number;
  readonly language: Language;
  readonly isHalfDay: boolean;
}

/** Names from older BASICs. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['general date', 'yyyy-MM-dd HH:mm:ss'],
  ['short date', 'yyyy-MM-dd'],
  ['medium date', 'dd-MMM-yy'],
  ['long date', 'dddd, MMMM d, yyyy'],
  ['short time', 'HH:mm'],
  ['medium time', 'hh:mm tt'],
  ['long time', 'HH:mm:ss'],
]);

const WRITERS: Readonly<Record<Kind, (moment: Moment, text: string) => string>> = {
  year: ({ year }, text) => (text.length <= 2 ? pad(year % 100, 2) : pad(year, text.length)),
  month: ({ month, language }, text) =>
    text.length <= 2 ? pad(month, text.length) : shortened(CALENDAR_NAMES[language].months[month - 1] as string, text.length),
  weekday: ({ weekday, language }, text) => shortened(CALENDAR_NAMES[language].weekdays[weekday - 1] as string, text.length),
  day: ({ day }, text) => pad(day, text.length),
  hour: ({ hour, isHalfDay }, text) => pad(isHalfDay ? hour % 12 || 12 : hour, text.length),
  minute: ({ minute }, text) => pad(minute, text.length),
  second: ({ second }, text) => pad(second, text.length),
  fraction: ({ millisecond }, text) => pad(millisecond, 3).slice(0, text.length),
  half: ({ hour }, text) => halfOfDay(hour, text),
  literal: (_, text) => text,
};

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
const shortened = (name: string, letters: number): string => (letters === 3 ? name.slice(0, 3) : name);

/** `tt`, `AM/PM` and `am/pm` keep two letters, `t` and `A/P` one. */
function halfOfDay(hour: number, text: string): string {
  const name = hour < 12 ? 'AM' : 'PM';
  const sized = text.length === 1 || text.length === 3 ? name.slice(0, 1) : name;
  return text.startsWith('a') ? sized.toLowerCase() : sized;
}

const SCAN = /\\(.)|"([^"]*)"|'([^']*)'|(AM\/PM|am\/pm|A\/P|a\/p)|(\p{L}+)|([^\p{L}"'\\]+|.)/gsu;
const RUN = /y+|Y+|M+|m+|d+|D+|H+|h+|s+|S+|f+|t{1,2}|T(?=[Hh])|Z$/g;
const LETTERS: Readonly<Record<string, (length: number) => Kind>> = {
  y: () => 'year',
  // Which of the two is decided by the neighbours.
  m: () => 'month',
  d: (length) => (length > 2 ? 'weekday' : 'day'),
  h: () => 'hour',
  s: (length) => (length > 2 ? 'fraction' : 'second'),
  f: () => 'fraction',
  t: () => 'half',
};

function readPattern(pattern: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const [, escaped, double, single, half, word, other] of pattern.matchAll(SCAN)) {
    const literal = escaped ?? double ?? single ?? other;
    if (literal !== undefined) pieces.push({ kind: 'literal', text: literal });
    else if (half !== undefined) pieces.push({ kind: 'half', text: half });
    else pieces.push(...readWord(word as string));
  }
  return withMinutes(pieces);
}

/** `YYYYMMDDHHmmss` falls into its parts; a word with any other letter is text. */
function readWord(word: string): readonly Piece[] {
  const runs = word.match(RUN) ?? [];
  if (runs.join('') !== word) return [{ kind: 'literal', text: word }];
  return runs.map((text, i) => {
    // In `HHhmm` the h is the Portuguese sign between hours and minutes.
    const isSign = text === 'T' || text === 'Z' || (text === 'h' && runs[i - 1]?.startsWith('H'));
    const kindOf = LETTERS[(text[0] as string).toLowerCase()];
    return isSign || !kindOf ? { kind: 'literal', text } : { kind: kindOf(text.length), text };
  });
}

function withMinutes(pieces: readonly Piece[]): readonly Piece[] {
  const parts = pieces.filter((piece) => piece.kind !== 'literal' && piece.kind !== 'half');
  return pieces.map((piece) => {
    if (piece.kind !== 'month' || piece.text.length > 2) return piece;
    const at = parts.indexOf(piece);
    const before = parts[at - 1]?.kind;
    const after = parts[at + 1]?.kind;
    if (before === 'hour' || after === 'second') return { ...piece, kind: 'minute' };
    const isLone = before === undefined && after === undefined;
    return isLone && piece.text[0] === 'm' ? { ...piece, kind: 'minute' } : piece;
  });
}
