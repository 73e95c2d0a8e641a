/** One text that an editor holds, changed piece by piece. Lines and columns count from 0, columns in UTF-16, as the protocol has it. */
import type { Position, Range, TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { lineStarts, positionAt } from '../base/index.ts';

export class OpenText {
  readonly uri: string;
  version: number;
  #text: string;
  #starts: readonly number[] | undefined;

  constructor(uri: string, version: number, text: string) {
    this.uri = uri;
    this.version = version;
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  change(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    for (const each of changes) {
      if ('range' in each) {
        const [start, end] = [this.offset(each.range.start), this.offset(each.range.end)];
        this.#text = this.#text.slice(0, start) + each.text + this.#text.slice(Math.max(start, end));
      } else this.#text = each.text;
      this.#starts = undefined;
    }
    this.version = version;
  }

  /** A place behind the end of its line means that end; behind the last line, the end of all. */
  offset({ line, character }: Position): number {
    const starts = this.#lines();
    if (line >= starts.length) return this.#text.length;
    const start = starts[Math.max(0, line)] as number;
    return Math.min(start + Math.max(0, character), this.#contentEnd(Math.max(0, line)));
  }

  range({ start, end }: { readonly start: number; readonly end: number }): Range {
    return { start: this.#position(start), end: this.#position(end) };
  }

  #position(offset: number): Position {
    const { line, column } = positionAt(this.#lines(), offset);
    return { line: line - 1, character: column - 1 };
  }
  #contentEnd(line: number): number {
    const next = this.#lines()[line + 1];
    if (next === undefined) return this.#text.length;
    return next - (this.#text.startsWith('\r\n', next - 2) ? 2 : 1);
  }
  #lines(): readonly number[] {
    this.#starts ??= lineStarts(this.#text);
    return this.#starts;
  }
}
