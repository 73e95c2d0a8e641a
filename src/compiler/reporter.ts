/** Collects the diagnostics of all phases, each said once, in the order of the text. */
import type { Span } from '../base/index.ts';
import { type Diagnostic, type Report, severityOf } from '../spec/index.ts';

export interface Reporter {
  readonly report: Report;
  /** As `report`, pointing at a second place as well. */
  readonly relate: (code: Diagnostic['code'], span: Span, details: Diagnostic['details'], related: Diagnostic['related']) => void;
  add(diagnostics: readonly Diagnostic[]): void;
  hasErrors(): boolean;
  all(): readonly Diagnostic[];
}

export function createReporter(): Reporter {
  const found = new Map<string, Diagnostic>();
  const put = (diagnostic: Diagnostic) => {
    const key = `${diagnostic.code} ${diagnostic.span.start} ${diagnostic.span.end}`;
    if (!found.has(key)) found.set(key, diagnostic);
  };
  return {
    report: (code, span, details = {}) => put({ code, span, details }),
    relate: (code, span, details, related) => put({ code, span, details, ...(related && { related }) }),
    add: (diagnostics) => diagnostics.forEach(put),
    hasErrors: () => [...found.values()].some((each) => severityOf(each.code) === 'error'),
    all: () => [...found.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
  };
}
