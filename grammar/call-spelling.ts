/** `SEND_MAIL(to, subject)`: a keyword written as a call. Its arguments come in the order of the syntax line. */
import type { Argument, Expression, SyntaxForm, SyntaxNode, SyntaxTable } from '../src/spec/index.ts';

interface Place {
  readonly name: string;
  readonly kind: Extract<SyntaxNode, { kind: 'argument' }>['argument'];
}
export interface CallForm {
  readonly form: SyntaxForm;
  readonly places: readonly Place[];
  readonly least: number;
  readonly most: number;
}

const NOT_IN_CALLS = new Set(['block', 'statement', 'sql', 'rows', 'text']);

/** By the words before the bracket, lower case. */
export function callForms(table: SyntaxTable): ReadonlyMap<string, readonly CallForm[]> {
  const found = new Map<string, CallForm[]>();
  for (const form of table.forms) {
    const [first] = form.nodes;
    if (first?.kind !== 'words' || table.keywords[form.keyword]?.call === false) continue;
    const places: Place[] = [];
    const least = collect(form.nodes, places);
    if (places.some((place) => NOT_IN_CALLS.has(place.kind))) continue;
    const most = places.some((place) => place.kind === 'items' || place.kind === 'pairs' || place.kind === 'group')
      ? Number.POSITIVE_INFINITY
      : places.length;
    const key = first.words.join(' ').toLowerCase().replaceAll('_', ' ');
    found.set(key, [...(found.get(key) ?? []), { form, places, least, most }]);
  }
  return found;
}

/** Adds the arguments in order; answers how many must be given. */
function collect(nodes: readonly SyntaxNode[], places: Place[]): number {
  let least = 0;
  for (const node of nodes) {
    if (node.kind === 'argument') {
      places.push({ name: node.name, kind: node.argument });
      least++;
    } else if (node.kind === 'optional') collect(node.nodes, places);
    else if (node.kind === 'clauses') for (const clause of node.choices) collect(clause.nodes, places);
    else if (node.kind === 'choice') least += collect(node.choices[0] ?? [], places);
  }
  return least;
}

export function callArguments({ places }: CallForm, values: readonly Expression[]): Record<string, Argument> {
  const args: Record<string, Argument> = {};
  let at = 0;
  for (const { name, kind } of places) {
    if (at >= values.length) break;
    if (kind === 'items') {
      const items = values.slice(at);
      args[name] = { kind: 'items', items, any: false, span: { start: items[0]!.span.start, end: items.at(-1)!.span.end } };
      break;
    }
    args[name] = asArgument(values[at] as Expression, kind);
    at++;
  }
  return args;
}

function asArgument(value: Expression, kind: Place['kind']): Argument {
  const { span } = value;
  if (kind === 'target' && (value.kind === 'name' || value.kind === 'member' || value.kind === 'index'))
    return { kind: 'target', target: value, span };
  if ((kind === 'word' || kind === 'name') && value.kind === 'name') return { kind: 'word', text: value.text, span };
  if (kind === 'word' && value.kind === 'text') return { kind: 'word', text: value.value, span };
  return { kind: 'expression', value, span };
}
