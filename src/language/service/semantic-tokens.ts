/** What each word is, after the whole script was read: what a list of words cannot know, since none is reserved. */
import { languageWords } from '../../../grammar/index.ts';
import type { Span } from '../../base/index.ts';
import { expressionsOf } from '../../compiler/index.ts';
import { everyStatement } from './names.ts';
import type { Project } from './project.ts';

export const TOKEN_TYPES = [
  'keyword',
  'variable',
  'parameter',
  'function',
  'method',
  'property',
  'string',
  'number',
  'comment',
  'event',
  'class',
  'label',
] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

export interface SemanticToken extends Span {
  readonly type: TokenType;
}

const OF_NAME = {
  variable: 'variable',
  parameter: 'parameter',
  routine: 'function',
  label: 'label',
  script: 'class',
  bot: 'class',
  event: 'event',
} as const;

/** In order, not overlapping; a token of several lines is several. */
export function semanticTokens(project: Project, file: string): readonly SemanticToken[] {
  const source = project.source(file);
  const types = new Map<number, SemanticToken>();
  const put = ({ start, end }: Span, type: TokenType) => end > start && types.set(start, { start, end, type });
  for (const { kind, start, end } of source.tokens) {
    if (kind === 'comment') put({ start, end }, 'comment');
    if (kind === 'number') put({ start, end }, 'number');
    if (kind === 'text' || kind === 'raw') put({ start, end }, 'string');
  }
  if (!source.tree.prose) {
    for (const word of languageWords(source.tree)) put(word, 'keyword');
    for (const statement of everyStatement(source))
      for (const node of expressionsOf(statement)) {
        if (node.kind === 'member') put(node.field.span, 'property');
        if (node.kind === 'method') put(node.method.span, 'method');
        if (node.kind === 'call') put(node.callee.span, 'function');
        if (node.kind === 'object') for (const { keySpan } of node.fields) put(keySpan, 'property');
      }
    for (const { span, kind } of project.occurrences(source)) put(span, OF_NAME[kind]);
  }
  return flat(
    [...types.values()].sort((a, b) => a.start - b.start || b.end - a.end),
    source.text,
  );
}

/** Names within texts (holes, bots) part them; lines part everything. */
function flat(tokens: readonly SemanticToken[], text: string): readonly SemanticToken[] {
  const out: SemanticToken[] = [];
  const open: SemanticToken[] = [];
  let at = 0;
  const emit = (until: number) => {
    const top = open.at(-1);
    if (top && until > at) out.push(...lines({ start: at, end: until, type: top.type }, text));
    at = Math.max(at, until);
  };
  for (const token of tokens) {
    for (let top = open.at(-1); top && top.end <= token.start; top = open.at(-1)) {
      emit(top.end);
      open.pop();
    }
    emit(token.start);
    const outer = open.at(-1);
    open.push(outer && outer.end < token.end ? { ...token, end: outer.end } : token);
    at = token.start;
  }
  for (let top = open.pop(); top; top = open.pop()) {
    open.push(top);
    emit(top.end);
    open.pop();
  }
  return out;
}

function lines({ start, end, type }: SemanticToken, text: string): readonly SemanticToken[] {
  const out: SemanticToken[] = [];
  for (const match of text.slice(start, end).matchAll(/[^\r\n]+/g))
    out.push({ start: start + match.index, end: start + match.index + match[0].length, type });
  return out;
}
