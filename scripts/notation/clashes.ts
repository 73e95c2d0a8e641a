/**
 * Two syntaxes clash when one way through the words ends both, or when two kinds of argument meet
 * that no next token tells apart. Every state the parser could ever reach is looked at.
 */
import { Graph, groupsOf, type State } from '../../grammar/syntax.ts';
import { Words } from '../../grammar/words.ts';
import type { ArgumentKind, SyntaxForm, SyntaxTable } from '../../src/spec/index.ts';

export interface Clash {
  readonly path: string;
  readonly reason: string;
  readonly forms: readonly string[];
}

/** Kinds read in different ways from the same first token; `operand` is read again as an expression. */
const APART: readonly (readonly [ArgumentKind, readonly ArgumentKind[]])[] = [
  ['items', ['expression', 'operand', 'cond', 'prose']],
  ['cond', ['expression', 'operand', 'prose']],
  ['prose', ['expression']],
  ['sql', ['items', 'expression', 'operand', 'cond', 'prose', 'name', 'word', 'target', 'pairs', 'group', 'statement']],
  ['statement', ['items', 'expression', 'operand', 'cond', 'prose', 'name', 'word', 'target', 'pairs', 'group']],
  ['block', ['text', 'rows']],
  ['text', ['rows']],
];

export function findClashes(table: SyntaxTable): Clash[] {
  const graph = new Graph(new Words());
  const clashes: Clash[] = [];
  const seen = new Set<State>();
  const queue: { state: State; path: string }[] = [{ state: graph.root(table.forms), path: '' }];
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { state, path } = next;
    if (seen.has(state)) continue;
    seen.add(state);
    clashes.push(...clashesAt(graph, state, path));
    for (const word of state.wordIds()) queue.push({ state: state.word(word)!.to, path: `${path} ${graph.wordText(word)}` });
    for (const mark of state.markKinds()) queue.push({ state: state.mark(mark)!.to, path: `${path} ${graph.markText(mark)}` });
    for (const group of groupsOf(state.kinds)) queue.push({ state: graph.argumentStep(state, group).to, path: `${path} <${group.kind}>` });
  }
  return clashes;
}

function clashesAt(graph: Graph, state: State, path: string): Clash[] {
  const found: Clash[] = [];
  const ending = graph.formsAt(state);
  if (ending.length > 1) found.push({ path: path.trim(), reason: 'both end here', forms: ending.map(nameOf) });
  for (const [kind, others] of APART)
    for (const other of others)
      if (state.kinds.has(kind) && state.kinds.has(other))
        found.push({
          path: path.trim(),
          reason: `${kind} and ${other} meet here`,
          forms: [kind, other].map((each) => graph.expecting(state, each).map(nameOf).join(', ')),
        });
  return found;
}

const nameOf = ({ keyword, form }: SyntaxForm) => `${keyword} (line ${form + 1})`;

export function refuseClashes(table: SyntaxTable): void {
  const clashes = findClashes(table);
  if (clashes.length === 0) return;
  const shown = clashes.map(({ path, reason, forms }) => `  ${path}: ${reason}: ${forms.join(' / ')}`);
  throw new Error(`two syntaxes clash:\n${shown.join('\n')}`);
}
