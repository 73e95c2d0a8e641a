/** Tokens with their places, for tools that look at text rather than trees: colouring, what stands before a cursor. */
import type { SyntaxTable } from '../src/spec/index.ts';
import { viewSyntax } from './syntax-view.ts';
import { K, kindTable, lex } from './tokens.ts';

export type TokenKind = 'word' | 'number' | 'text' | 'comment' | 'sign' | 'end' | 'unknown' | 'raw';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const KIND_OF: Readonly<Record<number, TokenKind>> = {
  [K.Newline]: 'end',
  [K.Semicolon]: 'end',
  [K.Comment]: 'comment',
  [K.CommentLine]: 'comment',
  [K.Word]: 'word',
  [K.Number]: 'number',
  [K.Text]: 'text',
  [K.RichText]: 'text',
  [K.Unknown]: 'unknown',
};

/** In order; spaces are left out, and the lines of a raw body (BEGIN TALK) are one token. */
export function scan(text: string, table: SyntaxTable): readonly Token[] {
  const { code, raws } = viewSyntax(table).findRaw(text);
  const kinds = kindTable();
  const tokens = lex(code).map(({ image, startOffset, tokenTypeIdx }): Token => {
    const kind = KIND_OF[kinds[tokenTypeIdx] as number] ?? 'sign';
    return { kind, start: startOffset, end: startOffset + image.length };
  });
  if (raws.size === 0) return tokens;
  const bodies = [...raws.values()].map(({ start, end }): Token => ({ kind: 'raw', start, end }));
  return [...tokens, ...bodies].sort((a, b) => a.start - b.start);
}
