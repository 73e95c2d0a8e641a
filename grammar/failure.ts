/** A statement that cannot be read: thrown inside a statement, caught at its edge, never seen outside. */
import type { Span } from '../src/base/index.ts';
import type { DiagnosticCode } from '../src/spec/index.ts';

export class Failure {
  readonly code: DiagnosticCode;
  readonly span: Span;
  readonly details: Readonly<Record<string, string | number>>;
  constructor(code: DiagnosticCode, span: Span, details: Readonly<Record<string, string | number>> = {}) {
    this.code = code;
    this.span = span;
    this.details = details;
  }
}
