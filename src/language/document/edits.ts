/** Lists of text edits: applied, turned round, joined. */
import { assert } from '../../base/index.ts';
import type { TextEdit } from './types.ts';

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let out = '';
  let copied = 0;
  for (const { start, end, text: put } of edits) {
    assert(start >= copied && end >= start && end <= text.length, 'edits ascend, do not overlap and stay in the text');
    out += text.slice(copied, start) + put;
    copied = end;
  }
  return out + text.slice(copied);
}

/** The edits that lead back: to be applied to what `edits` made of `text`. */
export function invertEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return edits.map(({ start, end, text: put }) => {
    const at = start + shift;
    shift += put.length - (end - start);
    return { start: at, end: at + put.length, text: text.slice(start, end) };
  });
}

/** One replacement that makes `after` of `before`, as short as a common beginning and end allow; nothing for equal texts. */
export function shortestEdit(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (same < most - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  return [{ start, end: before.length - same, text: after.slice(start, after.length - same) }];
}

/** Where an offset of the old text stands in the new one; inside a replaced piece, at its end. */
export function moveOffset(edits: readonly TextEdit[], offset: number): number {
  let shift = 0;
  for (const { start, end, text } of edits) {
    if (offset < start || (offset === start && end > start)) break;
    if (offset < end) return start + shift + text.length;
    shift += text.length - (end - start);
  }
  return offset + shift;
}
