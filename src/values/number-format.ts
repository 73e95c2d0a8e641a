/**
 * Numbers as text by a pattern: `#,##0.00`, `R$ #,##0.00`, `0000`, `0.0%`, sections `positive;negative;zero`,
 * and the standard names `C2[pt]`, `N2[en]`, `F2`, `P1`, `D4`, `n`. Rounds halves away from zero on the decimal
 * digits that the number prints with, so that 1.005 to two places is 1.01, as on paper.
 */
import type { Language } from './calendar-names.ts';
import { parseLanguage } from './calendar-names.ts';

interface Separators {
  readonly group: string;
  readonly decimal: string;
}

const SEPARATORS: Readonly<Record<Language, Separators & { readonly currency: string }>> = {
  en: { group: ',', decimal: '.', currency: '$' },
  pt: { group: '.', decimal: ',', currency: 'R$ ' },
  es: { group: '.', decimal: ',', currency: '€ ' },
};
const MOST_DECIMALS = 30;

/** `1234.5` with 2 is `1234.50`: plain digits, never an exponent. */
export function toFixedText(value: number, decimals: number): string {
  const [whole, fraction] = roundedDigits(Math.abs(value), decimals);
  const digits = fraction ? `${whole}.${fraction}` : whole;
  return value < 0 && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** Nothing where the pattern shows no number: it has no digit place and is no standard name. */
export function formatNumber(value: number, pattern: string): string | undefined {
  const { body, language } = withoutLanguage(pattern);
  const name = STANDARD[body.toLowerCase()] ?? body;
  if (!Number.isFinite(value)) return isNumberPattern(name) ? String(value) : undefined;
  return standard(value, name, language ?? 'en') ?? bySections(value, name, language);
}

/** Has places for digits, or is a standard name. */
export function isNumberPattern(pattern: string): boolean {
  const { body } = withoutLanguage(pattern);
  return STANDARD_NAME.test(body) || body.toLowerCase() in STANDARD || /[0#]/.test(withoutLiterals(body));
}

/** `C2[pt]` is `C2` in Portuguese; a suffix that names no known language is part of the pattern. */
export function withoutLanguage(pattern: string): { readonly body: string; readonly language?: Language } {
  const match = /^(.*)\[([A-Za-z]{2}(?:[-_][A-Za-z]{2})?)\]$/s.exec(pattern);
  const language = match && parseLanguage(match[2] as string);
  return language ? { body: match[1] as string, language } : { body: pattern };
}

/** Names from older BASICs, in lower case. Own keys only: read through a null prototype. */
const STANDARD: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  n: 'F2',
  'general number': '0.###############',
  currency: 'C2',
  fixed: 'F2',
  standard: 'N2',
  percent: 'P2',
});
const STANDARD_NAME = /^([CNFPD])(\d{0,2})$/i;

function standard(value: number, name: string, language: Language): string | undefined {
  const match = STANDARD_NAME.exec(name);
  if (!match) return undefined;
  const kind = (match[1] as string).toUpperCase();
  const places = match[2] === '' ? (kind === 'D' ? 1 : 2) : Math.min(Number(match[2]), MOST_DECIMALS);
  const { group, decimal, currency } = SEPARATORS[language];
  if (kind === 'D') return signed(value, 0, (whole) => whole.padStart(places, '0'));
  if (kind === 'P') return `${signed(value * 100, places, (whole, fraction) => joined(grouped(whole, group), fraction, decimal))}%`;
  return signed(value, places, (whole, fraction) =>
    kind === 'F' ? joined(whole, fraction, decimal) : (kind === 'C' ? currency : '') + joined(grouped(whole, group), fraction, decimal),
  );
}

function signed(value: number, decimals: number, write: (whole: string, fraction: string) => string): string {
  const [whole, fraction] = roundedDigits(Math.abs(value), decimals);
  const isNegative = value < 0 && /[1-9]/.test(whole + fraction);
  return (isNegative ? '-' : '') + write(whole, fraction);
}

/** `positive;negative;zero`. */
function bySections(value: number, pattern: string, language: Language | undefined): string | undefined {
  const [positive = '', negative, zero] = splitSections(pattern);
  if (!/[0#]/.test(withoutLiterals(pattern))) return undefined;
  if (value === 0 && zero) return custom(0, zero, language);
  if (value < 0 && negative) return custom(-value, negative, language);
  return custom(value, positive, language);
}

interface NumberPattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly leastWhole: number;
  readonly leastFraction: number;
  readonly mostFraction: number;
  readonly isGrouped: boolean;
  readonly separators: Separators;
  readonly scale: number;
}

function custom(value: number, section: string, language: Language | undefined): string {
  const pattern = readPattern(section, language);
  if (!pattern) return literalText(section);
  const { separators, leastWhole, leastFraction } = pattern;
  return signed(value * pattern.scale, pattern.mostFraction, (whole, fraction) => {
    const padded = (leastWhole === 0 && whole === '0' ? '' : whole).padStart(leastWhole, '0');
    const shown = fraction.slice(0, Math.max(leastFraction, fraction.replace(/0+$/, '').length));
    return (
      pattern.prefix + joined(pattern.isGrouped ? grouped(padded, separators.group) : padded, shown, separators.decimal) + pattern.suffix
    );
  });
}

/** From the first digit place to the last stands the number; what is around it is text. */
function readPattern(section: string, language: Language | undefined): NumberPattern | undefined {
  const places = placesIn(section);
  if (!places) return undefined;
  const [start, end] = places;
  const number = section.slice(start, end);
  const mark = decimalMark(number);
  const at = mark ? number.lastIndexOf(mark) : number.length;
  const whole = number.slice(0, at);
  const fraction = number.slice(at + 1);
  const around = section.slice(0, start) + section.slice(end);
  const own = mark === ',' || (mark === undefined && whole.includes('.')) ? SEPARATORS.pt : SEPARATORS.en;
  return {
    prefix: literalText(section.slice(0, start)),
    suffix: literalText(section.slice(end)),
    leastWhole: count(whole, '0'),
    leastFraction: count(fraction, '0'),
    mostFraction: Math.min(count(fraction, '0') + count(fraction, '#'), MOST_DECIMALS),
    isGrouped: /[.,]/.test(whole),
    separators: language ? SEPARATORS[language] : own,
    scale: withoutLiterals(around).includes('%') ? 100 : 1,
  };
}

/** The mark that stands last, unless only groups of three follow one that comes alone: `#,##0` has none, `0,00` has a comma. */
function decimalMark(number: string): '.' | ',' | undefined {
  const comma = number.lastIndexOf(',');
  const dot = number.lastIndexOf('.');
  if (comma < 0 && dot < 0) return undefined;
  const last = comma > dot ? ',' : '.';
  if (last === '.' && comma < 0 && number.indexOf('.') === dot) return '.';
  if (comma >= 0 && dot >= 0) return last;
  return number.length - number.lastIndexOf(last) - 1 === 3 ? undefined : last;
}

/** Start and end of the digit places, skipping quoted text. */
function placesIn(section: string): readonly [number, number] | undefined {
  const bare = withoutLiterals(section);
  const start = bare.search(/[0#]|[.,](?=[0#])/);
  if (start < 0) return undefined;
  const match = /^[0#.,]*[0#]/.exec(bare.slice(start)) as RegExpExecArray;
  return [start, start + match[0].length];
}

/** The pattern with its quoted and escaped text blanked at equal length. */
const withoutLiterals = (pattern: string): string => pattern.replace(LITERAL, (text) => ' '.repeat(text.length));
const literalText = (text: string): string =>
  text.replace(LITERAL, (quoted) => (quoted[0] === '\\' ? quoted.slice(1) : quoted.slice(1, -1)));
const LITERAL = /\\.|"[^"]*"|'[^']*'/gs;

function splitSections(pattern: string): readonly string[] {
  const bare = withoutLiterals(pattern);
  const ends = [...bare.matchAll(/;/g)].map((match) => match.index);
  return [...ends, pattern.length].map((end, i) => pattern.slice(i === 0 ? 0 : (ends[i - 1] as number) + 1, end));
}

const count = (text: string, char: string): number => text.split(char).length - 1;
const grouped = (digits: string, separator: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, separator);
const joined = (whole: string, fraction: string, mark: string): string => (fraction === '' ? whole : `${whole}${mark}${fraction}`);

/** Whole digits, and exactly `decimals` after the point, of a number that is not negative. */
function roundedDigits(value: number, decimals: number): readonly [whole: string, fraction: string] {
  const [whole, fraction] = decimalDigits(value);
  if (fraction.length <= decimals) return [whole, fraction.padEnd(decimals, '0')];
  const kept = BigInt(whole + fraction.slice(0, decimals)) + (fraction.charCodeAt(decimals) >= 53 ? 1n : 0n);
  const digits = String(kept).padStart(decimals + 1, '0');
  return [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
}

/** The shortest digits that mean this number, without an exponent. */
function decimalDigits(value: number): readonly [whole: string, fraction: string] {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent);
  if (shift >= 0) return [(whole + fraction.slice(0, shift).padEnd(shift, '0')).replace(/^0+(?=\d)/, ''), fraction.slice(shift)];
  const digits = whole.padStart(1 - shift, '0');
  return [digits.slice(0, digits.length + shift), digits.slice(digits.length + shift) + fraction];
}
