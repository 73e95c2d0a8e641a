/**
 * The patterns that need to look around: texts with escapes, `${…}` or several lines, apostrophes
 * that are a text or a comment, and comments that count only at the start of a line.
 */
import type { CustomPatternMatcherReturn, IToken } from 'chevrotain';

type Match = CustomPatternMatcherReturn | null;

/** A text whose closing quote is missing carries this as its token's payload. */
export const UNCLOSED = 'unclosed';

const isLineEnd = (code: number) => code === 10 || code === 13 || Number.isNaN(code);
const isSpace = (code: number) => code === 32 || code === 9;
/** The mark that some editors put before the first line. */
const MARK = 0xfeff;
const isWordPart = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || (code > 0xbf && code !== MARK);

// ── texts ──

/** `"…"` in general; `“…”` as some editors write it. */
export function slowText(text: string, offset: number): Match {
  const smart = text.charCodeAt(offset) === 0x201c;
  const close = smart ? 0x201d : 34;
  const end = closingQuote(text, offset + 1, close);
  if (end >= 0) return [text.slice(offset, end)];
  const lineEnd = endOfLine(text, offset);
  const far = smart ? -1 : closingOnLaterLine(text, lineEnd);
  if (far >= 0) return [text.slice(offset, far)];
  return Object.assign([text.slice(offset, lineEnd)] as [string], { payload: UNCLOSED });
}

/** The offset behind the closing quote on this line, or -1. */
function closingQuote(text: string, from: number, close: number): number {
  for (let i = from; ; i++) {
    const code = text.charCodeAt(i);
    if (isLineEnd(code)) return -1;
    if (code === 92) i += isLineEnd(text.charCodeAt(i + 1)) ? 0 : 1;
    else if (code === close) {
      if (close === 34 && text.charCodeAt(i + 1) === 34) i++;
      else return i + 1;
    } else if (code === 36 && text.charCodeAt(i + 1) === 123) i = Math.max(i, endOfHole(text, i + 2));
  }
}

/**
 * `${f("x")}`: the offset of the `}` when quotes inside the hole come in pairs and open where a
 * text can begin; -1 when the hole holds no quote or something else is meant.
 */
function endOfHole(text: string, from: number): number {
  let before = 0;
  let inside = false;
  let quoted = false;
  for (let i = from; ; i++) {
    const code = text.charCodeAt(i);
    if (isLineEnd(code)) return -1;
    if (code === 34) {
      if (!inside && !OPENS_TEXT.includes(String.fromCharCode(before)) && !isKeywordBefore(text, i)) return -1;
      inside = !inside;
      quoted = true;
    } else if (!inside && code === 125) return quoted ? i : -1;
    if (!isSpace(code)) before = code;
  }
}
const OPENS_TEXT = '(,=+[{:&<>';
const isKeywordBefore = (text: string, quote: number) => /(?:^|[^\w$])[A-Z]{3,}\s+$/.test(text.slice(Math.max(0, quote - 24), quote));

const endOfLine = (text: string, from: number): number => {
  let i = from;
  while (!isLineEnd(text.charCodeAt(i))) i++;
  return i;
};

/** A text of several lines ends at the next quote, unless that one stands where a text opens. */
function closingOnLaterLine(text: string, lineEnd: number): number {
  let quote = text.indexOf('"', lineEnd);
  while (quote > 0 && (text.charCodeAt(quote - 1) === 92 || (text.charCodeAt(quote + 1) === 34 && !standsWhereTextOpens(text, quote)))) {
    quote = text.indexOf('"', quote + (text.charCodeAt(quote - 1) === 92 ? 1 : 2));
  }
  if (quote < 0 || standsWhereTextOpens(text, quote)) return -1;
  return quote + 1;
}

/** After an operator, `(`, `,` or a word that leads its line: `TALK "`, `x = GET "`. */
function standsWhereTextOpens(text: string, quote: number): boolean {
  let i = quote - 1;
  while (i >= 0 && isSpace(text.charCodeAt(i))) i--;
  if (i < 0 || isLineEnd(text.charCodeAt(i))) return false;
  if ('=(,+&<>['.includes(text[i] as string)) return true;
  if (i === quote - 1) return false;
  const line = text.slice(startOfLine(text, quote), quote);
  return /^\s*[A-Za-z_]+\s+$/.test(line) || /\b[A-Z]{3,}\s+$/.test(line);
}
const startOfLine = (text: string, from: number): number => {
  let i = from;
  while (i > 0 && !isLineEnd(text.charCodeAt(i - 1))) i--;
  return i;
};

/** `'…'` after an operator, `= ( , [ { :` or a word operator, when it closes before something that can follow. */
export function quoteText(text: string, offset: number, tokens: IToken[]): Match {
  const last = tokens[tokens.length - 1];
  if (!last || !/^(?:[-+*/\\^&=<>(,[{:?]|#\{|&&|\|\||\?\?|<>|!=|<=|>=|==|and|or|in|like|contains|mod|not)$/i.test(last.image)) return null;
  for (let i = offset + 1; ; i++) {
    const code = text.charCodeAt(i);
    if (isLineEnd(code)) return null;
    if (code === 92) i++;
    else if (code === 39) return canFollowText(text, i + 1) ? [text.slice(offset, i + 1)] : null;
  }
}
const canFollowText = (text: string, from: number) =>
  /^(?:[ \t]*(?:$|[-+*/^&=<>,)\]}:;?.!|])|[ \t]+[A-Za-z_'])/.test(text.slice(from, endOfLine(text, from)));

// ── comments ──

const restOfLine = (text: string, offset: number): Match => [text.slice(offset, endOfLine(text, offset))];
const atLineStart = (tokens: IToken[]) => {
  const last = tokens[tokens.length - 1];
  return (
    last === undefined ||
    last.tokenType.name === 'Newline' ||
    (/^\d+$/.test(last.image) && (tokens.at(-2)?.tokenType.name ?? 'Newline') === 'Newline')
  );
};

/** `'` behind a letter is plain text (`it's`), anywhere else the comment begins. */
export const quoteComment = (text: string, offset: number): Match =>
  offset > 0 && isWordPart(text.charCodeAt(offset - 1)) ? null : restOfLine(text, offset);

export const hashComment = (text: string, offset: number, tokens: IToken[]): Match =>
  text.charCodeAt(offset + 1) !== 123 && atLineStart(tokens) ? restOfLine(text, offset) : null;

export const bareComment = (text: string, offset: number, tokens: IToken[]): Match =>
  text.charCodeAt(offset + 1) === 47 && atLineStart(tokens) ? restOfLine(text, offset) : null;

export function remComment(text: string, offset: number, tokens: IToken[]): Match {
  if ((text.charCodeAt(offset + 1) | 32) !== 101 || (text.charCodeAt(offset + 2) | 32) !== 109) return null;
  const next = text.charCodeAt(offset + 3);
  return (isSpace(next) || isLineEnd(next)) && atLineStart(tokens) ? restOfLine(text, offset) : null;
}
