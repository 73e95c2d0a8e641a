/** Names that hold something: set, heard, counted or given anywhere in the script, with where that happens first. */
import { allPlaces, type Document } from '../../src/language/document/reading.ts';
import type { Argument, Statement } from '../../src/spec/index.ts';

export interface Variable {
  readonly name: string;
  /** Anchor of the step that gives it its first value. */
  readonly anchor: string;
  readonly order: number;
  /** How many steps set it. */
  readonly times: number;
}

const known = new WeakMap<Document, readonly Variable[]>();

export function variablesOf(document: Document): readonly Variable[] {
  let list = known.get(document);
  if (!list) {
    const found = new Map<string, Variable>();
    for (const { node, order } of allPlaces(document).values())
      for (const name of new Set(namesOf(node.inner ?? node.statement, node.statement))) {
        const id = name.toLowerCase();
        const before = found.get(id);
        found.set(id, before ? { ...before, times: before.times + 1 } : { name, anchor: node.anchor, order, times: 1 });
      }
    list = [...found.values()];
    known.set(document, list);
  }
  return list;
}

function namesOf(statement: Statement | undefined, whole: Statement | undefined): readonly string[] {
  switch (statement?.kind) {
    case 'assign':
    case 'with':
      return statement.target.kind === 'name' ? [statement.target.text] : [];
    case 'for':
    case 'forEach':
      return [statement.variable.text];
    case 'routine':
      return statement.parameters.map(({ text }) => text);
    case 'parallel':
      return statement.each ? [statement.each.variable.text] : [];
    case 'keyword':
      return [...Object.entries(statement.args).flatMap(([name, argument]) => given(statement.keyword, name, argument))];
    default:
      return whole && whole !== statement ? namesOf(whole, undefined) : [];
  }
}

function given(keyword: string, name: string, argument: Argument): readonly string[] {
  if (argument.kind === 'target') return argument.target.kind === 'name' ? [argument.target.text] : [];
  const isName = (keyword === 'PARAM' && name === 'name') || (keyword === 'BOT' && name === 'noun');
  return isName && argument.kind === 'word' ? [argument.text] : [];
}
