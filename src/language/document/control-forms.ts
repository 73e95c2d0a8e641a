/**
 * Control flow written as syntax lines, so that one machinery reads, fills and empties the fields of keywords and of
 * IF alike; and where each of their arguments stands.
 */
import type { Span } from '../../base/index.ts';
import type { ArgumentKind, Statement, SyntaxNode } from '../../spec/index.ts';

export interface Written {
  readonly nodes: readonly SyntaxNode[];
  readonly spans: Readonly<Record<string, Span | undefined>>;
}

const words = (...list: string[]): SyntaxNode => ({ kind: 'words', words: list });
const mark = (sign: ',' | ':' | '=' | '(' | ')'): SyntaxNode => ({ kind: 'mark', mark: sign });
const argument = (name: string, kind: ArgumentKind = 'expression'): SyntaxNode => ({ kind: 'argument', name, argument: kind });
const optional = (...nodes: SyntaxNode[]): SyntaxNode => ({ kind: 'optional', nodes });

const ASSIGN = [argument('target', 'target'), mark('='), argument('value')];
const EVALUATE = [argument('value')];
const IF = [words('IF'), argument('condition'), words('THEN')];
const FOR_EACH = [
  words('FOR', 'EACH'),
  argument('variable', 'target'),
  words('IN'),
  argument('list'),
  optional(words('LAST'), argument('last')),
];
const FOR = [
  words('FOR'),
  argument('variable', 'target'),
  mark('='),
  argument('from'),
  words('TO'),
  argument('to'),
  optional(words('STEP'), argument('step')),
];
const WHILE = [words('WHILE'), argument('condition')];
const DO_WHILE = [words('DO'), optional(words('WHILE'), argument('condition'))];
const DO_UNTIL = [words('DO'), optional(words('UNTIL'), argument('condition'))];
const SELECT = [words('SELECT', 'CASE'), argument('subject')];
const SWITCH = [words('SWITCH'), argument('subject')];
const ROUTINE = [words('SUB'), argument('name', 'name'), optional(mark('('), argument('parameters', 'items'), mark(')'))];
const CALL = [words('CALL'), argument('callee', 'name'), optional(mark('('), argument('args', 'items'), mark(')'))];
const CALL_COMMAS = [words('CALL'), argument('callee', 'name'), optional(mark(','), argument('args', 'items'))];
const WITH = [words('WITH'), argument('target', 'target')];
const PARALLEL = [words('PARALLEL'), optional(argument('need', 'operand'))];
const PARALLEL_EACH = [
  words('PARALLEL', 'FOR', 'EACH'),
  argument('variable', 'target'),
  words('IN'),
  argument('list'),
  optional(words('MAX'), argument('most')),
];
const LABEL = [argument('name', 'word'), mark(':')];
const GOTO = [words('GOTO'), argument('name', 'word')];
const RETURN = [words('RETURN'), optional(argument('value'))];
const RETURN_WITH = [words('RETURN'), words('WITH'), argument('fields', 'pairs')];
const ON_ERROR = [words('ON', 'ERROR', 'GOTO'), argument('label', 'word')];
const THROW = [words('THROW'), optional(argument('value'))];
const NONE: readonly SyntaxNode[] = [];

/** The fields of a statement that is no keyword; `text` is what its spans count in. */
export function controlForm(statement: Statement, text: string): Written {
  switch (statement.kind) {
    case 'assign':
      return { nodes: ASSIGN, spans: { target: statement.target.span, value: statement.value.span } };
    case 'evaluate':
      return { nodes: EVALUATE, spans: { value: statement.value.span } };
    case 'if':
      return { nodes: IF, spans: { condition: statement.arms[0]?.condition.span } };
    case 'forEach':
      return {
        nodes: FOR_EACH,
        spans: { variable: statement.variable.span, list: statement.list.span, last: statement.last?.span },
      };
    case 'for':
      return {
        nodes: FOR,
        spans: { variable: statement.variable.span, from: statement.from.span, to: statement.to.span, step: statement.step?.span },
      };
    case 'loop': {
      const { condition, form } = statement;
      return {
        nodes: form === 'while' ? WHILE : condition?.until ? DO_UNTIL : DO_WHILE,
        spans: { condition: condition?.expression.span },
      };
    }
    case 'select':
      return { nodes: statement.form === 'switch' ? SWITCH : SELECT, spans: { subject: statement.subject.span } };
    case 'routine':
      return { nodes: ROUTINE, spans: { name: statement.name.span, parameters: inBrackets(text, statement.name.span.end) } };
    case 'call': {
      const { callee, args } = statement;
      const inside = inBrackets(text, callee.span.end);
      const [first] = args;
      const last = args.at(-1);
      const list = first && last ? { start: first.span.start, end: last.span.end } : undefined;
      return { nodes: inside || callee.kind === 'name' ? CALL : CALL_COMMAS, spans: { callee: callee.span, args: inside ?? list } };
    }
    case 'with':
      return { nodes: WITH, spans: { target: statement.target.span } };
    case 'parallel':
      return statement.each
        ? {
            nodes: PARALLEL_EACH,
            spans: { variable: statement.each.variable.span, list: statement.each.list.span, most: statement.each.most?.span },
          }
        : { nodes: PARALLEL, spans: { need: behindWord(text, statement.span.start, /^PARALLEL[ \t]+(ANY\b|\d+)/i) } };
    case 'label':
      return { nodes: LABEL, spans: { name: statement.name.span } };
    case 'goto':
      return { nodes: GOTO, spans: { name: statement.name.span } };
    case 'return':
      return statement.fields
        ? { nodes: RETURN_WITH, spans: { fields: statement.fields.span } }
        : { nodes: RETURN, spans: { value: statement.value?.span } };
    case 'onError':
      return statement.label ? { nodes: ON_ERROR, spans: { label: statement.label.span } } : { nodes: NONE, spans: {} };
    case 'throw':
      return { nodes: THROW, spans: { value: statement.value?.span } };
    default:
      return { nodes: NONE, spans: {} };
  }
}

/** What stands in the brackets that open tight behind `from` (or after a space), up to the `)` that closes them on the line. */
function inBrackets(text: string, from: number): Span | undefined {
  const open = /^[ \t]*\(/.exec(text.slice(from, from + 200));
  if (!open) return undefined;
  const start = from + open[0].length;
  let depth = 0;
  let quote = '';
  for (let i = start; i < text.length; i++) {
    const char = text[i] as string;
    if (quote) quote = char === quote ? '' : quote;
    else if (char === '"') quote = char;
    else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' && depth === 0) return trimmed(text, start, i);
    else if (char === ')' || char === ']' || char === '}') depth--;
  }
  return undefined;
}

function trimmed(text: string, start: number, end: number): Span {
  const inner = text.slice(start, end);
  const before = inner.length - inner.trimStart().length;
  return inner.trim() === '' ? { start, end: start } : { start: start + before, end: start + inner.trimEnd().length };
}

function behindWord(text: string, from: number, pattern: RegExp): Span | undefined {
  const found = pattern.exec(text.slice(from, from + 80));
  if (!found) return undefined;
  const end = from + found[0].length;
  return { start: end - (found[1] as string).length, end };
}
