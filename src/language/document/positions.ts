/**
 * Between offsets and lines with columns, as text panes count them. A pane may keep all line ends alike and know no mark
 * at the beginning; our text keeps its own: a change comes over as line and column, and leaves as such.
 */
import { lineStarts, positionAt } from '../../base/index.ts';
import { endingAt } from './lines.ts';
import type { TextEdit } from './types.ts';

/** 1-based, columns in UTF-16 code units; the shape of Monaco's content changes. */
export interface LineChange {
  readonly range: {
    readonly startLineNumber: number;
    readonly startColumn: number;
    readonly endLineNumber: number;
    readonly endColumn: number;
  };
  readonly text: string;
}

const MARK = '\uFEFF';

/** What a pane changed, all ranges counted in the text before, as edits of ours: new lines take the neighbour's end. */
export function editsFromLines(text: string, changes: readonly LineChange[]): TextEdit[] {
  const offsets = new Offsets(text);
  return changes
    .map(({ range, text: put }): TextEdit => {
      const start = offsets.of(range.startLineNumber, range.startColumn);
      const end = offsets.of(range.endLineNumber, range.endColumn);
      return { start, end, text: /[\r\n]/.test(put) ? put.replace(/\r\n|\r|\n/g, endingAt(text, start)) : put };
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Our edits as a pane must make them. */
export function linesFromEdits(text: string, edits: readonly TextEdit[]): LineChange[] {
  const offsets = new Offsets(text);
  return edits.map(({ start, end, text: put }) => {
    const from = offsets.at(start);
    const to = offsets.at(end);
    const range = { startLineNumber: from.line, startColumn: from.column, endLineNumber: to.line, endColumn: to.column };
    return { range, text: start === 0 && put.startsWith(MARK) ? put.slice(1) : put };
  });
}

class Offsets {
  private readonly text: string;
  private readonly starts: readonly number[];
  private readonly mark: number;

  constructor(text: string) {
    this.text = text;
    this.starts = lineStarts(text);
    this.mark = text.startsWith(MARK) ? 1 : 0;
  }

  of(line: number, column: number): number {
    const index = Math.min(Math.max(line, 1), this.starts.length) - 1;
    const start = (this.starts[index] as number) + (index === 0 ? this.mark : 0);
    return Math.min(start + Math.max(column, 1) - 1, this.endOf(index));
  }

  at(offset: number): { line: number; column: number } {
    const { line, column } = positionAt(this.starts, offset);
    const within = Math.min(column, this.endOf(line - 1) - (this.starts[line - 1] as number) + 1);
    return { line, column: line === 1 ? Math.max(1, within - this.mark) : within };
  }

  /** Before the line's own end. */
  private endOf(index: number): number {
    const next = this.starts[index + 1];
    if (next === undefined) return this.text.length;
    return this.text[next - 1] === '\n' && this.text[next - 2] === '\r' ? next - 2 : next - 1;
  }
}
