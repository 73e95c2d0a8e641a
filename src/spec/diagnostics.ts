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
  'approval-from-nobody': {
    severity: 'error',
    message: 'nobody is named who could answer this',
    help: 'write FROM and a name, an address or a role, as in FROM "manager"',
  },
  'bad-interpolation': {
    severity: 'warning',
    message: 'what stands between ${ and } is not a value, so it stays text',
    help: 'write one value there, or \\${ to mean the signs themselves',
  },
  'bare-text': { severity: 'warning', message: 'this is not in quotes and is read as text', help: 'put quotes around it' },
  'call-of-variable': {
    severity: 'error',
    message: '{name} is a variable, and only functions are called',
    help: 'write {name}[…] to take one of its elements',
  },
  'continue-outside': { severity: 'error', message: 'CONTINUE stands outside of a loop' },
  'cyclic-workflow': {
    severity: 'error',
    message: 'this workflow would run itself again: {chain}',
    help: 'let one of them end without calling the next',
  },
  'duplicate-case': {
    severity: 'warning',
    message: 'the case {value} stands here twice; only the first is taken',
    help: 'remove one of them',
  },
  'duplicate-label': { severity: 'error', message: 'the label {name} stands here twice', help: 'give one of them another name' },
  'duplicate-param': {
    severity: 'warning',
    message: 'PARAM {name} stands here a second time',
    help: 'the first one counts; remove this one',
  },
  'duplicate-parameter': { severity: 'error', message: '{routine} has two parameters named {name}', help: 'give one of them another name' },
  'duplicate-routine': { severity: 'error', message: 'there are two routines named {name}', help: 'give one of them another name' },
  'duplicate-step': {
    severity: 'warning',
    message: 'step {name} stands here twice in one workflow',
    help: 'give each step a number of its own',
  },
  'event-condition': {
    severity: 'error',
    message: 'only fields, compared with values, can stand in this WHERE',
    help: 'write field = value, joined by AND, OR and NOT',
  },
  'event-inside': {
    severity: 'error',
    message: 'ON EVENT stands inside another block, and handles events whether that runs or not',
    help: 'move it to the top of the script',
  },
  'event-name': {
    severity: 'error',
    message: 'a text in quotes is needed here',
    help: 'write the name itself, as in ON EVENT "new_ticket"',
  },
  'escalate-what': {
    severity: 'error',
    message: '{keyword} stands here, where there is nothing that {lacks}',
    help: 'write it behind ON TIMEOUT: of a step, as in STEP 1: HUMAN APPROVAL FROM "ana" TIMEOUT 60 ON TIMEOUT: ESCALATE TO "bob"',
  },
  'exit-outside': { severity: 'error', message: 'this EXIT stands outside of {what}', help: 'write EXIT alone to end the script' },
  expected: { severity: 'error', message: 'expected {expected}, found {found}' },
  'extra-text': {
    severity: 'error',
    message: 'expected the end of the line, found {found}',
    help: 'put what follows on a line of its own',
  },
  'keyword-alone': {
    severity: 'warning',
    message: '{keyword} stands here without its arguments, so it is a variable that nothing sets',
    help: 'write {syntax}',
  },
  'missing-argument': { severity: 'error', message: '{keyword} ends too early: expected {expected}' },
  'missing-end': { severity: 'error', message: '{opener} is never closed', help: 'write {closer} where the block ends' },
  'named-like-keyword': {
    severity: 'warning',
    message: '{name}(…) means the keyword {keyword}; only CALL {name} reaches this {form}',
    help: 'give it another name',
  },
  'no-effect': { severity: 'warning', message: 'this line computes a value and drops it', help: 'assign it: x = …' },
  'not-constant': {
    severity: 'warning',
    message: '{keyword} is read before the script runs, so this must be written out, not computed',
    help: 'write the text, number or list itself',
  },
  'number-too-large': { severity: 'error', message: 'this number is larger than any number can be' },
  'played-bot': {
    severity: 'warning',
    message: 'no script and no ADD BOT is named {name}, so the model plays it',
    help: 'write ADD BOT "{name}" WITH ROLE "…" above, or a script of that name',
  },
  'prose-file': { severity: 'information', message: 'no line of this file is a statement, so the whole file is one text' },
  'script-not-text': { severity: 'error', message: 'a script is called by its name, as text', help: 'write CALL "name.bas"' },
  'select-without-cases': { severity: 'warning', message: 'this SELECT has no CASE', help: 'write CASE and a value on the next line' },
  'shadowed-function': { severity: 'warning', message: 'this {form} hides the library function {name} in this script' },
  'statement-in-with': {
    severity: 'error',
    message: 'only lines like field = value stand in WITH',
    help: 'move this line above WITH or below END WITH',
  },
  'stray-end': { severity: 'error', message: '{found} closes nothing that is open', help: 'remove it, or open its block above' },
  'text-or-statement': {
    severity: 'warning',
    message: 'no line of this file is a statement, so the whole file is one text; a slip in a statement looks the same',
    help: 'write {suggestion} where the statement was meant',
  },
  'too-deep': { severity: 'error', message: 'this is nested too deep to be read', help: 'put a part of it into a variable or a SUB' },
  'unclosed-bracket': { severity: 'error', message: '{bracket} is never closed', help: 'close it before the line ends' },
  'unclosed-text': { severity: 'error', message: 'this text has no closing quote', help: 'write the quote where the text ends' },
  'timeout-jump': {
    severity: 'error',
    message: '{what} would leave a step that has a TIMEOUT',
    help: 'set a variable in the step, and look at it behind it',
  },
  'unknown-bot': { severity: 'error', message: 'there is no bot named {name}', help: 'write {suggestion}' },
  'unknown-character': { severity: 'error', message: '{found} means nothing here' },
  'unknown-function': { severity: 'error', message: 'there is no function {name}', help: 'write {suggestion}' },
  'unknown-keyword': { severity: 'error', message: 'there is no keyword {word}', help: 'write {suggestion}' },
  'unknown-label': { severity: 'error', message: 'there is no label {name} in this part of the script', help: 'write {suggestion}' },
  'unknown-method': { severity: 'error', message: 'no value has a method {name}', help: 'write {suggestion}' },
  'unknown-routine': { severity: 'error', message: 'there is no SUB, FUNCTION or script named {name}', help: 'write {suggestion}' },
  'unknown-script': { severity: 'error', message: 'there is no script {name} in this package', help: 'write {suggestion}' },
  unreachable: { severity: 'warning', message: 'this line is never reached', help: 'remove it, or put a label before it' },
  'unset-name': { severity: 'warning', message: 'nothing gives {name} a value', help: 'write {suggestion}' },
  'unused-label': { severity: 'warning', message: 'nothing goes to the label {name}', help: 'remove it' },
  'which-comma': {
    severity: 'warning',
    message: 'this comma could belong to the inner or to the outer form; the inner one takes it',
    help: 'put parentheses around the inner one',
  },
  'workflow-to-the-end': {
    severity: 'warning',
    message: 'this workflow is never closed, so it goes to the end of the script',
    help: 'write END WORKFLOW where it ends',
  },
  'wrong-argument-count': { severity: 'error', message: '{name} takes {expected}, and {found} stand here' },
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
