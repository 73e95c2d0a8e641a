/** Small questions about text and places in it that most parts of the service ask. */
import type { Span } from '../../base/index.ts';
import type { Statement } from '../../spec/index.ts';

/** The index of the last item that begins at or before the offset; -1 where none does. */
export function lastBefore(items: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle] as { start: number }).start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export const touches = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

const isLineEnd = (character: string | undefined): boolean => character === '\n' || character === '\r';

export function lineAround(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && !isLineEnd(text[start - 1])) start--;
  let end = offset;
  while (end < text.length && !isLineEnd(text[end])) end++;
  return { start, end };
}

/** With its line end: what goes when the line goes. */
export function wholeLine(text: string, offset: number): Span {
  const { start, end } = lineAround(text, offset);
  return { start, end: end + (text.startsWith('\r\n', end) ? 2 : end < text.length ? 1 : 0) };
}

export const indentAt = (text: string, offset: number): string => /^[ \t]*/.exec(text.slice(lineAround(text, offset).start))?.[0] ?? '';

/** The line end in use around the offset: of its own line, else of the one before, else LF. */
export function eolAt(text: string, offset: number): string {
  const { start, end } = lineAround(text, offset);
  const at = end < text.length ? end : start - 2;
  if (text.startsWith('\r\n', Math.max(0, at))) return '\r\n';
  const character = text[end < text.length ? end : start - 1];
  return isLineEnd(character) ? (character as string) : '\n';
}

/** A block that has its lines: one that was opened, and perhaps closed. */
export const isBlock = (statement: Statement): statement is Extract<Statement, { head?: Span }> & { readonly head: Span } =>
  'head' in statement && statement.head !== undefined && !(statement.kind === 'if' && statement.form === 'line');
