/**
 * The lexer: one mode, one token type for all words, so that a new keyword never changes it.
 * Only quotes and comments that count at the start of a line are matched by hand (`quotes.ts`).
 */
import { type CustomPatternMatcherFunc, createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import { bareComment, hashComment, quoteComment, quoteText, remComment, slowText } from './quotes.ts';

/** What the parser looks at; `kind <= LAST_END` ends a statement. */
export const K = {
  End: 0,
  Newline: 1,
  Semicolon: 2,
  Comment: 3,
  /** A comment that has its line to itself. */
  CommentLine: 4,
  Word: 5,
  Number: 6,
  Text: 7,
  RichText: 8,
  LeftParen: 9,
  LeftBracket: 10,
  LeftBrace: 11,
  RightParen: 12,
  RightBracket: 13,
  RightBrace: 14,
  Comma: 15,
  Colon: 16,
  Dot: 17,
  OptionalDot: 18,
  Question: 19,
  Unknown: 20,
  Plus: 21,
  Minus: 22,
  Star: 23,
  Slash: 24,
  Backslash: 25,
  Caret: 26,
  Ampersand: 27,
  Equal: 28,
  DoubleEqual: 29,
  NotEqual: 30,
  Less: 31,
  Greater: 32,
  LessEqual: 33,
  GreaterEqual: 34,
  And: 35,
  Or: 36,
  Coalesce: 37,
} as const;
export type Kind = (typeof K)[keyof typeof K];
export const LAST_END = K.Comment;
export const FIRST_OPERATOR = K.Plus;
export const KIND_NAMES = Object.keys(K);

const LETTER =
  'A-Za-z_\\u00AA\\u00B5\\u00BA\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u1FFF\\u2C00-\\u2DFF\\u3005-\\uD7FF\\uF900-\\uFDFF\\uFE70-\\uFEFC\\uFF21-\\uFFDC';

const KINDS = new Map<TokenType, Kind>();
function token(kind: Kind, pattern: RegExp | string): TokenType {
  const type = createToken({ name: `${KIND_NAMES[kind]}${KINDS.size}`, pattern });
  KINDS.set(type, kind);
  return type;
}
function custom(kind: Kind, pattern: CustomPatternMatcherFunc, start: readonly string[]): TokenType {
  const name = `${KIND_NAMES[kind]}${KINDS.size}`;
  const type = createToken({ name, pattern: { exec: pattern }, start_chars_hint: [...start], line_breaks: false });
  KINDS.set(type, kind);
  return type;
}
const skipped = (name: string, pattern: RegExp, line_breaks = false) => createToken({ name, pattern, group: Lexer.SKIPPED, line_breaks });

export const Newline = createToken({ name: 'Newline', pattern: /\r\n|\n|\r/, line_breaks: true });
KINDS.set(Newline, K.Newline);
export const Identifier = createToken({ name: 'Identifier', pattern: new RegExp(`[${LETTER}][0-9${LETTER}]*\\$?`) });
KINDS.set(Identifier, K.Word);
/** Stands in for characters the lexer does not know. */
export const Unknown = token(K.Unknown, /[@%~|`!$'"#]/);

const types: readonly TokenType[] = [
  skipped('Space', /[ \t\f\v\u00A0\uFEFF\u2028\u2029]+/),
  skipped('Continuation', /_[ \t]*(?:\r\n|\n|\r)/, true),
  custom(K.Comment, remComment, ['R', 'r']),
  Identifier,
  Newline,
  token(K.Text, /"[^"\\$\r\n]*"(?!")/),
  custom(K.RichText, slowText, ['"', '\u201C']),
  custom(K.RichText, quoteText, ["'"]),
  custom(K.Comment, quoteComment, ["'"]),
  custom(K.Comment, hashComment, ['#']),
  custom(K.Comment, bareComment, ['/']),
  token(K.Number, /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+/),
  token(K.LeftBrace, /#?\{/),
  token(K.Comma, ','),
  token(K.LeftParen, '('),
  token(K.RightParen, ')'),
  token(K.OptionalDot, '?.'),
  token(K.Coalesce, '??'),
  token(K.Question, '?'),
  token(K.Dot, '.'),
  token(K.DoubleEqual, '=='),
  token(K.Equal, '='),
  token(K.Plus, '+'),
  token(K.Minus, '-'),
  token(K.Star, '*'),
  token(K.Slash, '/'),
  token(K.Backslash, '\\'),
  token(K.Caret, '^'),
  token(K.And, '&&'),
  token(K.Ampersand, '&'),
  token(K.Or, '||'),
  token(K.NotEqual, /<>|!=/),
  token(K.LessEqual, '<='),
  token(K.GreaterEqual, '>='),
  token(K.Less, '<'),
  token(K.Greater, '>'),
  token(K.LeftBracket, '['),
  token(K.RightBracket, ']'),
  token(K.RightBrace, '}'),
  token(K.Colon, ':'),
  token(K.Semicolon, ';'),
  Unknown,
];
export const tokenTypes = types as TokenType[];

let kindByType: Uint8Array | undefined;
let lexer: Lexer | undefined;

/** Kind by Chevrotain's token type index. */
export function kindTable(): Uint8Array {
  if (kindByType) return kindByType;
  const indexes = [...KINDS].map(([type, kind]) => [(type as TokenType & { tokenTypeIdx: number }).tokenTypeIdx, kind] as const);
  kindByType = new Uint8Array(Math.max(...indexes.map(([index]) => index)) + 1);
  for (const [index, kind] of indexes) kindByType[index] = kind;
  return kindByType;
}

/** Every character of `text` is in a token or in skipped space; none is lost. */
export function lex(text: string): IToken[] {
  lexer ??= new Lexer(tokenTypes, { positionTracking: 'onlyOffset', ensureOptimizations: true, skipValidations: true });
  const { tokens, errors } = lexer.tokenize(text);
  if (errors.length === 0) return tokens;
  const unknown = errors.map(({ offset, length }) => unknownToken(text, offset, length));
  return [...tokens, ...unknown].sort((a, b) => a.startOffset - b.startOffset);
}

const unknownToken = (text: string, startOffset: number, length: number): IToken => ({
  image: text.slice(startOffset, startOffset + length),
  startOffset,
  tokenTypeIdx: (Unknown as TokenType & { tokenTypeIdx: number }).tokenTypeIdx,
  tokenType: Unknown,
});
