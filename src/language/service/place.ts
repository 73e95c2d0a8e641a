/** Where in a text an offset is: on a half-written word, in a text, in a hole of one, behind a dot, in a comment. */
import type { Span } from '../../base/index.ts';
import type { Source } from './project.ts';
import { lastBefore, lineAround } from './text.ts';

export type Place =
  | { readonly kind: 'nowhere' }
  /** A value in a text: `"Hello ${na|"`. */
  | { readonly kind: 'hole'; readonly word: Span }
  /** `whole` with its quotes, `said` without. */
  | { readonly kind: 'text'; readonly whole: Span; readonly said: Span }
  | { readonly kind: 'member'; readonly word: Span; readonly dot: number }
  | { readonly kind: 'code'; readonly word: Span };

const WORD_BEFORE = /[\p{L}_][\p{L}\p{N}_]*\$?$/u;
const WORD_AFTER = /^[\p{L}\p{N}_]*/u;

export function placeAt({ text, tokens }: Source, offset: number): Place {
  const token = tokens[lastBefore(tokens, offset - 1)];
  const isInside = token !== undefined && token.start < offset && offset < token.end;
  const isUnclosed = token?.kind === 'text' && offset === token.end && !isClosed(text, token);
  if (token?.kind === 'comment' && offset <= token.end && offset > token.start) return { kind: 'nowhere' };
  if (token && (isInside || isUnclosed) && (token.kind === 'text' || token.kind === 'raw')) {
    const hole = holeAt(text, token.start, offset);
    if (hole !== undefined) return codeAt(text, offset, hole);
    if (token.kind === 'raw') return { kind: 'nowhere' };
    const end = isClosed(text, token) ? token.end - 1 : Math.min(token.end, lineAround(text, offset).end);
    return {
      kind: 'text',
      whole: { start: token.start, end: Math.max(end, token.end) },
      said: { start: token.start + 1, end: Math.max(end, offset) },
    };
  }
  return codeAt(text, offset, undefined);
}

function codeAt(text: string, offset: number, hole: number | undefined): Place {
  const word = wordAt(text, offset);
  if (/[0-9]$/.test(text.slice(Math.max(0, word.start - 1), word.start))) return { kind: 'nowhere' };
  if (text[word.start - 1] === '.' && /[\p{L}\p{N}_)\]$?]/u.test(text[word.start - 2] ?? ''))
    return { kind: 'member', word, dot: word.start - 1 };
  return hole === undefined ? { kind: 'code', word } : { kind: 'hole', word };
}

export function wordAt(text: string, offset: number): Span {
  const line = lineAround(text, offset);
  const before = WORD_BEFORE.exec(text.slice(line.start, offset))?.[0] ?? '';
  const after = before === '' ? '' : (WORD_AFTER.exec(text.slice(offset, line.end))?.[0] ?? '');
  return { start: offset - before.length, end: offset + after.length };
}

const isClosed = (text: string, { start, end }: Span): boolean => {
  const last = text[end - 1] as string;
  return end - start > 1 && (last === text[start] || last === '\u201D');
};

/** Where the `${` begins that the offset stands behind. */
function holeAt(text: string, start: number, offset: number): number | undefined {
  const open = text.lastIndexOf('${', offset - 2);
  if (open < start || text[open - 1] === '\\' || offset < open + 2) return undefined;
  return text.slice(open, offset).includes('}') ? undefined : open;
}
