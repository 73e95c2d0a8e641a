/**
 * The editor's text and ours: the editor has one kind of line end and no mark at the beginning, ours keeps what the file
 * has, each line its own. Both have the same lines, so places are told by line and column, and only what is typed or
 * changed passes from one to the other.
 */
import { lineStarts } from '../../../src/base/index.ts';
import type { TextEdit } from '../../../src/language/document/reading.ts';

/** From 1, as the editor counts. */
export interface Place {
  readonly lineNumber: number;
  readonly column: number;
}
export interface LineRange {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}
export interface LineEdit {
  readonly range: LineRange;
  readonly text: string;
}

const MARK = '\uFEFF';

export class LineMap {
  readonly text: string;
  readonly #starts: readonly number[];
  readonly #hasMark: boolean;

  constructor(text: string) {
    this.text = text;
    this.#starts = lineStarts(text);
    this.#hasMark = text.startsWith(MARK);
  }

  get lineCount(): number {
    return this.#starts.length;
  }
  /** As the editor holds it. */
  get shown(): string {
    return this.text.slice(this.#hasMark ? 1 : 0).replace(/\r\n?/g, '\n');
  }

  offset({ lineNumber, column }: Place): number {
    const line = Math.max(1, Math.min(lineNumber, this.lineCount));
    const start = this.#first(line);
    return Math.max(start, Math.min(start + column - 1, this.#contentEnd(line)));
  }

  place(offset: number): Place {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    const at = Math.min(Math.max(offset, this.#first(low + 1)), this.#contentEnd(low + 1));
    return { lineNumber: low + 1, column: at - this.#first(low + 1) + 1 };
  }

  range({ start, end }: { readonly start: number; readonly end: number }): LineRange {
    const from = this.place(start);
    const to = this.place(end);
    return { startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column };
  }

  /** What the editor did, as edits of our text: a new line gets the end that the line around it has. */
  toText(changes: readonly LineEdit[]): readonly TextEdit[] {
    return changes
      .map(({ range, text }) => {
        const start = this.offset({ lineNumber: range.startLineNumber, column: range.startColumn });
        const end = this.offset({ lineNumber: range.endLineNumber, column: range.endColumn });
        return this.#kept({ start, end, text: text.replace(/\r\n?|\n/g, this.#endOf(range.startLineNumber)) });
      })
      .sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /** Edits of our text, as the editor is to be told of them. Undefined where they part a CRLF: the whole is to be shown anew. */
  toLines(edits: readonly TextEdit[]): readonly LineEdit[] | undefined {
    if (edits.some((edit) => this.#parts(edit))) return undefined;
    return edits.map((edit) => ({ range: this.range(edit), text: edit.text.replace(/\r\n?/g, '\n') }));
  }

  #first(line: number): number {
    return (this.#starts[line - 1] as number) + (line === 1 && this.#hasMark ? 1 : 0);
  }
  #contentEnd(line: number): number {
    const next = this.#starts[line];
    if (next === undefined) return this.text.length;
    return next - (this.text.charCodeAt(next - 1) === 10 && this.text.charCodeAt(next - 2) === 13 ? 2 : 1);
  }
  /** The end of the line, else of the one before it, else LF. */
  #endOf(line: number): string {
    for (const each of [line, line - 1]) {
      const next = this.#starts[each];
      if (each > 0 && next !== undefined) return this.text.slice(this.#contentEnd(each), next);
    }
    return '\n';
  }

  /** A CR and an LF that come to stand side by side would be one line end where there are two: the first becomes CRLF. */
  #kept({ start, end, text }: TextEdit): TextEdit {
    const before = this.text.charCodeAt(start - 1) === 13;
    const after = this.text.charCodeAt(end) === 10 && this.text.charCodeAt(end - 1) !== 13;
    if (before && (text.startsWith('\n') || (text === '' && after))) return { start: start - 1, end, text: `\r\n${text}` };
    return after && text.endsWith('\r') ? { start, end, text: `${text}\n` } : { start, end, text };
  }

  #parts({ start, end, text }: TextEdit): boolean {
    const parted = (offset: number) => this.text.charCodeAt(offset - 1) === 13 && this.text.charCodeAt(offset) === 10;
    const joins = this.text.charCodeAt(start - 1) === 13 || this.text.charCodeAt(end) === 10;
    const isWithinMark = this.#hasMark && start === 0 && (end > 0 || text !== '');
    return parted(start) || parted(end) || isWithinMark || (joins && this.#joins({ start, end, text }));
  }
  /** CR before and LF behind: they would become one line end. */
  #joins({ start, end, text }: TextEdit): boolean {
    const first = text === '' ? this.text[end] : text[0];
    const last = text === '' ? this.text[start - 1] : text.at(-1);
    return (this.text[start - 1] === '\r' && first === '\n') || (last === '\r' && this.text[end] === '\n');
  }
}
