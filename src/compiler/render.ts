/** Diagnostics for people (file, line, the line itself, a way out) and for machines (one flat record each). */
import { lineStarts, type Position, positionAt, type Span } from '../base/index.ts';
import { type Diagnostic, type Severity, severityOf, wordingOf } from '../spec/index.ts';

export interface DiagnosticRecord {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

/** `error[code]: message`, where it stands, its line underlined, and a help line where there is one; nothing for none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], source: string, file: string): string {
  const text = new Source(source, file);
  return diagnostics.map((each) => `${renderOne(each, text)}\n`).join('\n');
}

export function describeDiagnostics(diagnostics: readonly Diagnostic[], source: string, file: string): readonly DiagnosticRecord[] {
  const text = new Source(source, file);
  return diagnostics.map((each) => {
    const { message, help } = wordingOf(each);
    const record = { file, ...text.position(each.span), severity: severityOf(each.code), code: each.code };
    return { ...record, message: help ? `${message}; ${help}` : message };
  });
}

function renderOne(diagnostic: Diagnostic, text: Source): string {
  const { message, help } = wordingOf(diagnostic);
  return [
    `${severityOf(diagnostic.code)}[${diagnostic.code}]: ${message}`,
    text.quote(diagnostic.span),
    ...(diagnostic.related ?? []).map(({ span, note }) => `  note: ${note}\n${text.quote(span)}`),
    ...(help ? [`  help: ${help}`] : []),
  ].join('\n');
}

class Source {
  readonly #text: string;
  readonly #file: string;
  readonly #starts: readonly number[];

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
    this.#starts = lineStarts(text);
  }

  position({ start }: Span): Position {
    return positionAt(this.#starts, start);
  }

  /** The first line of the span, underlined as far as it goes. */
  quote(span: Span): string {
    const { line, column } = this.position(span);
    const [start, end] = [this.#starts[line - 1] as number, this.#starts[line] ?? this.#text.length];
    const written = this.#text.slice(start, end).replace(/[\r\n]+$/, '');
    const length = Math.max(1, Math.min(span.end - span.start, written.length - column + 1));
    // Tabs stay tabs under the line, so that the mark stands where the eye looks for it.
    const indent = written.slice(0, column - 1).replace(/[^\t]/g, ' ');
    const number = String(line).padStart(5);
    return `  ${this.#file}:${line}:${column}\n${number} | ${written}\n${' '.repeat(number.length)} | ${indent}${'^'.repeat(length)}`;
  }
}
