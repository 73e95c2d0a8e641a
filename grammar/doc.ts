/**
 * First pass: bodies of raw lines (BEGIN TALK … END TALK) are found by their opener and blanked at
 * equal length before lexing, so that a quote in prose cannot hurt the rest of the file.
 */
import type { RawOpener } from './syntax.ts';

export interface Raw {
  /** The first line of the body. */
  readonly start: number;
  /** The beginning of the line that closes it. */
  readonly end: number;
}

export interface Doc {
  /** As long as the text, raw bodies blank. */
  readonly code: string;
  /** By `start`. */
  readonly raws: ReadonlyMap<number, Raw>;
  /** A body begins that nothing closes. */
  readonly isOpen?: boolean;
}

export type RawFinder = (text: string) => Doc;

export function rawFinder(openers: readonly RawOpener[]): RawFinder {
  if (openers.length === 0) return (code) => ({ code, raws: new Map() });
  const heads = openers.map(({ words, hasArguments }) => {
    const rest = hasArguments ? `(?=[ \\t]+[\\w"'.])[^\\r\\n]*` : `[ \\t]*(?:'[^\\r\\n]*)?`;
    return `(${words.join('[ \\t_]+')}(?![\\w$])${rest})`;
  });
  const opener = new RegExp(`^\\uFEFF?[ \\t]*(?:${heads.join('|')})(?:\\r\\n|\\n|\\r)`, 'gim');
  const closers = openers.map(({ close }) => new RegExp(`^[ \\t]*${close.join('[ \\t]+')}[ \\t]*(?:'[^\\r\\n]*)?$`, 'gim'));
  return (text) => blankBodies(text, opener, closers);
}

function blankBodies(text: string, opener: RegExp, closers: readonly RegExp[]): Doc {
  const raws = new Map<number, Raw>();
  let code = '';
  let copied = 0;
  let isOpen = false;
  opener.lastIndex = 0;
  for (let match = opener.exec(text); match; match = opener.exec(text)) {
    const start = opener.lastIndex;
    const closer = closers[match.slice(1).findIndex((part) => part !== undefined)] as RegExp;
    closer.lastIndex = start;
    const close = closer.exec(text);
    if (!close) {
      isOpen = true;
      continue;
    }
    const end = close.index;
    raws.set(start, { start, end });
    code += text.slice(copied, start) + ' '.repeat(end - start);
    copied = end;
    opener.lastIndex = end;
  }
  return raws.size === 0 ? { code: text, raws, isOpen } : { code: code + text.slice(copied), raws, isOpen };
}
