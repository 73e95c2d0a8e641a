/** The places for arguments in a syntax line, in its order: what a step's fields are made from. */
import type { ArgumentKind, SyntaxForm, SyntaxNode, SyntaxTable } from '../../spec/index.ts';

export interface Place {
  readonly name: string;
  readonly kind: ArgumentKind | 'flag';
  /** The optional part it stands in, innermost last. */
  readonly parts: readonly Part[];
  readonly label: string;
}

/** An optional part of a syntax line. */
export interface Part {
  readonly nodes: readonly SyntaxNode[];
  /** One of several that come in any order. */
  readonly isClause: boolean;
  /** Position in the line: equal for all clauses of one group. */
  readonly order: number;
}

const known = new WeakMap<readonly SyntaxNode[], readonly Place[]>();

export function placesOf(nodes: readonly SyntaxNode[]): readonly Place[] {
  let places = known.get(nodes);
  if (!places) {
    const found: Place[] = [];
    collect(nodes, [], found, { at: 0 });
    places = found.filter((each, index) => found.findIndex(({ name }) => name === each.name) === index);
    known.set(nodes, places);
  }
  return places;
}

function collect(nodes: readonly SyntaxNode[], parts: readonly Part[], found: Place[], counter: { at: number }): void {
  for (const node of nodes) {
    counter.at++;
    if (node.kind === 'argument') {
      if (node.argument !== 'block' && node.argument !== 'statement')
        found.push({ name: node.name, kind: node.argument, parts, label: labelOf(node.name) });
    } else if (node.kind === 'optional') collectPart(node, false, counter.at, parts, found, counter);
    else if (node.kind === 'clauses')
      for (const [order, clause] of [[counter.at, node.choices] as const].flatMap(([at, list]) => list.map((each) => [at, each] as const)))
        collectPart(clause, true, order, parts, found, counter);
    else if (node.kind === 'choice') for (const choice of node.choices) collect(choice, parts, found, counter);
  }
}

function collectPart(
  { nodes, flag }: { readonly nodes: readonly SyntaxNode[]; readonly flag?: string },
  isClause: boolean,
  order: number,
  parts: readonly Part[],
  found: Place[],
  counter: { at: number },
): void {
  const inner = [...parts, { nodes, isClause, order }];
  if (flag) found.push({ name: flag, kind: 'flag', parts: inner, label: labelOf(flag) });
  else collect(nodes, inner, found, counter);
}

const formsByTable = new WeakMap<SyntaxTable, ReadonlyMap<string, SyntaxForm>>();

export function formOf(table: SyntaxTable, keyword: string, form: number): SyntaxForm | undefined {
  let forms = formsByTable.get(table);
  if (!forms) {
    forms = new Map(table.forms.map((each) => [`${each.keyword} ${each.form}`, each]));
    formsByTable.set(table, forms);
  }
  return forms.get(`${keyword} ${form}`);
}

/** `maxCost` → `max cost`. */
const labelOf = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
