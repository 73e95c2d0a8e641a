/**
 * Every mistake a package author can make, once: severity, wording, help. Codes are words and
 * are never reused. `{name}` stands for a detail. Wording says what was found, what was expected
 * and one way out; no blame, no internals.
 */
import type { Span } from '../base/index.ts';

export type Severity = 'error' | 'warning' | 'information';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly span: Span;
  readonly details: Readonly<Record<string, string | number>>;
  readonly related?: readonly { readonly span: Span; readonly note: string }[];
}

interface Entry {
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
}

/** `help` may be left out of the print when one of its details is missing. Sorted by code. */
export const DIAGNOSTICS = {
  'bad-address': { severity: 'error', message: '"{address}" is not an e-mail address', help: 'write it like ana@example.org' },
  'duplicate-param': {
    severity: 'warning',
    message: 'PARAM {name} stands here a second time',
    help: 'the first one counts; remove this one',
  },
  'not-constant': {
    severity: 'warning',
    message: '{keyword} is read before the script runs, so this must be written out, not computed',
    help: 'write the text, number or list itself',
  },
  'unknown-keyword': { severity: 'error', message: 'there is no keyword {word}', help: 'write {suggestion}' },
} satisfies Record<string, Entry>;

export type DiagnosticCode = keyof typeof DIAGNOSTICS;

export const severityOf = (code: DiagnosticCode): Severity => (DIAGNOSTICS[code] as Entry).severity;

export function wordingOf(diagnostic: Diagnostic): { readonly message: string; readonly help?: string } {
  const entry: Entry = DIAGNOSTICS[diagnostic.code];
  const help = entry.help && fill(entry.help, diagnostic.details);
  const message = fill(entry.message, diagnostic.details) ?? entry.message;
  return help ? { message, help } : { message };
}

/** The sentence with its details; nothing when one is missing. */
function fill(sentence: string, details: Diagnostic['details']): string | undefined {
  let complete = true;
  const text = sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!(name in details)) complete = false;
    return String(details[name] ?? '');
  });
  return complete ? text : undefined;
}
