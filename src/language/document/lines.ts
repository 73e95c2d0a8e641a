/** Physical lines, each with its own end. A script may mix LF, CRLF and CR: none is ever made into another. */
const LINE = /[^\r\n]*(?:\r\n|\n|\r|$)/g;

/** The lines of a text, ends included; '' has none, and a final line end begins no further line. */
export function splitLines(text: string): string[] {
  const lines = text.match(LINE) ?? [];
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

const END = /(?:\r\n|\n|\r)$/;
export const endingOf = (line: string): string => END.exec(line)?.[0] ?? '';
export const withoutEnding = (line: string): string => line.replace(END, '');

/** The line end to write at an offset: that of the line before, else of the line there, else the first in the text, else LF. */
export function endingAt(text: string, offset: number): string {
  const before = /(?:\r\n|\n|\r)[^\r\n]*$/.exec(text.slice(Math.max(0, offset - 2000), offset))?.[0];
  if (before) return END.exec(before.replace(/[^\r\n]+$/, ''))?.[0] ?? '\n';
  return /\r\n|\n|\r/.exec(text.slice(offset))?.[0] ?? /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Written with one line end throughout. */
export const withEndings = (text: string, ending: string): string => text.replace(/\r\n|\n|\r/g, ending);

export const indentOf = (line: string): string => /^\uFEFF?([ \t]*)/.exec(line)?.[1] ?? '';
