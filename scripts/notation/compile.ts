/**
 * Syntax lines to the table the parser walks. Ohm reads the notation here and nowhere else: it is
 * too slow to load for parsing programs, and no program needs it.
 */
import { readFileSync } from 'node:fs';
import { grammar, type Node } from 'ohm-js';
import type { ArgumentKind, Clause, FunctionDefinition, SyntaxForm, SyntaxNode, SyntaxTable } from '../../src/spec/index.ts';

/** What the table needs of a keyword's module. */
export interface KeywordSyntax {
  readonly name: string;
  readonly syntax: string | readonly string[];
  readonly call?: boolean;
  readonly value?: 'never';
  readonly params?: Readonly<Record<string, unknown>>;
}

const notation = grammar(readFileSync('grammar/notation.ohm', 'utf8'));
const KINDS: readonly string[] = [
  'operand',
  'target',
  'word',
  'name',
  'cond',
  'pairs',
  'group',
  'prose',
  'sql',
  'rows',
  'text',
  'block',
  'statement',
];

const semantics = notation.createSemantics().addOperation<unknown>('node', {
  Line: (parts) => parts.children.map(nodeOf),
  Words: (slash, words) => ({
    kind: 'words',
    words: words.children.map((word) => word.sourceString),
    ...(slash.numChildren > 0 ? { nextLine: true } : {}),
  }),
  Optional: (_open, parts, _close) => ({ kind: 'optional', ...flagged(parts.children.map(nodeOf)) }),
  Clauses: (_open, choices, _close) => ({ kind: 'clauses', choices: choices.asIteration().children.map((each) => each.node() as Clause) }),
  Clause: (parts) => flagged(parts.children.map(nodeOf)),
  Choice: (_open, first, _bars, rest, _close) => ({ kind: 'choice', choices: [first, ...rest.children].map((each) => each.node()) }),
  Alternative: (parts) => parts.children.map(nodeOf),
  Argument: (_open, name, kind, _close) => ({
    kind: 'argument',
    name: name.sourceString,
    argument: kind.numChildren ? kind.children[0]!.node() : 'expression',
  }),
  Mark: (mark) => ({ kind: 'mark', mark: mark.sourceString }),
  kind_named: (_colon, letters) => argumentKind(letters.sourceString),
  kind_items: (_dots) => 'items',
});
const nodeOf = (node: Node) => node.node() as SyntaxNode;

function argumentKind(word: string): ArgumentKind {
  if (!KINDS.includes(word)) throw new Error(`there is no argument kind :${word}; the kinds are ${KINDS.join(', ')}`);
  return word as ArgumentKind;
}

function flagged(nodes: readonly SyntaxNode[]): Clause {
  const flag = flagOf(nodes);
  return { nodes, ...(flag ? { flag } : {}) };
}
/** A part that is only words is a flag named after them; an END is not worth knowing. */
function flagOf(nodes: readonly SyntaxNode[]): string | undefined {
  const [only, ...more] = nodes;
  if (only?.kind !== 'words' || more.length > 0 || only.words[0] === 'END') return undefined;
  return only.words.map((word, index) => (index === 0 ? word.toLowerCase() : word[0] + word.slice(1).toLowerCase())).join('');
}

export function compileLine(line: string): readonly SyntaxNode[] {
  const match = notation.match(line);
  if (match.failed()) throw new Error(`this syntax line does not read:\n${match.message}`);
  return semantics(match).node() as SyntaxNode[];
}

export function compileTable(keywords: readonly KeywordSyntax[], functions: readonly FunctionDefinition[]): SyntaxTable {
  const forms = keywords.flatMap(formsOf);
  for (const keyword of keywords) if (keyword.params) compareParameters(keyword, forms);
  return {
    forms,
    keywords: Object.fromEntries(keywords.map(({ name, call, value }) => [name, { call: call !== false, value: value !== 'never' }])),
    functions: Object.fromEntries(
      functions.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, entryOf(each)] as const)),
    ),
  };
}

const entryOf = ({ prefix, bare, arity }: FunctionDefinition) => ({
  prefix: prefix === true,
  bare: bare === true,
  // JSON has no infinity.
  arity: [arity[0], Math.min(arity[1], 1_000)] as const,
});

export const linesOf = ({ syntax }: KeywordSyntax): readonly string[] => (typeof syntax === 'string' ? [syntax] : syntax);

const formsOf = (keyword: KeywordSyntax): SyntaxForm[] =>
  linesOf(keyword).map((line, form) => {
    try {
      return { keyword: keyword.name, form, nodes: compileLine(line) };
    } catch (error) {
      throw new Error(`${keyword.name}: ${(error as Error).message}`, { cause: error });
    }
  });

/** Names in the lines and names in `params` must be the same, both ways; `xAny` tells whether `*` was among `<x...>`. */
function compareParameters({ name, params }: KeywordSyntax, forms: readonly SyntaxForm[]): void {
  const written = new Set(forms.filter((form) => form.keyword === name).flatMap((form) => namesIn(form.nodes)));
  const declared = new Set(Object.entries(params ?? {}).flatMap(([each, given]) => (isInternal(given) ? [] : [each])));
  const missing = [...written].filter((each) => !declared.has(each));
  const unused = [...declared].filter((each) => !written.has(each) && !written.has(each.replace(/Any$/, '')));
  if (missing.length > 0) throw new Error(`${name}: its syntax names ${missing.join(', ')}, its params do not`);
  if (unused.length > 0) throw new Error(`${name}: its params name ${unused.join(', ')}, its syntax does not`);
}

const isInternal = (given: unknown) => typeof given === 'object' && given !== null && 'isInternal' in given;

function namesIn(nodes: readonly SyntaxNode[]): string[] {
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case 'argument':
        return [node.name];
      case 'optional':
        return node.flag ? [node.flag] : namesIn(node.nodes);
      case 'clauses':
        return node.choices.flatMap((each) => (each.flag ? [each.flag] : namesIn(each.nodes)));
      case 'choice':
        return node.choices.flatMap(namesIn);
      default:
        return [];
    }
  });
}
