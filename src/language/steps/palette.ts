/**
 * The palette: an entry for each keyword, made from its module, and for each form of control flow.
 * The keywords are handed in, so that a page that only draws steps does not load them.
 */
import type { ArgumentKind, Group, Keyword, Parameter, SyntaxNode, SyntaxTable } from '../../spec/index.ts';
import { flowSteps } from './flow.ts';
import { KEYWORD_LOOKS } from './looks.ts';
import { inWords } from './parts.ts';
import type { StepDescriptor, StepField, StepGroup, StepIcon } from './types.ts';

const GROUPS: Readonly<Record<Group, readonly [StepGroup, StepIcon]>> = {
  dialog: ['talk', 'talk'],
  tools: ['package', 'package'],
  session: ['memory', 'memory'],
  memory: ['memory', 'memory'],
  bots: ['bots', 'bot'],
  data: ['files', 'data'],
  http: ['web', 'web'],
  files: ['files', 'file'],
  ai: ['ai', 'ai'],
  messaging: ['messages', 'mail'],
  language: ['language', 'log'],
};

export function describeSteps(keywords: readonly Keyword[], table: SyntaxTable): readonly StepDescriptor[] {
  return [...flowSteps(), ...keywords.filter(({ isHelper }) => !isHelper).map((keyword) => describeStep(keyword, table))];
}

function describeStep(keyword: Keyword, table: SyntaxTable): StepDescriptor {
  const { name, summary, syntax, example, group } = keyword;
  const [usual, icon] = GROUPS[group];
  const look = KEYWORD_LOOKS[name] ?? {};
  return {
    id: name,
    title: look.title ?? inTitle(name),
    group: look.group ?? usual,
    summary,
    syntax: [syntax].flat() as string[],
    template: look.template ?? example,
    fields: fieldsOf(keyword, table, look.offers ?? {}),
    ...(look.words && { words: look.words }),
    icon: look.icon ?? icon,
    ...(look.isProminent && { isProminent: true }),
  };
}

function fieldsOf(keyword: Keyword, table: SyntaxTable, offers: Readonly<Record<string, StepField['offers']>>): readonly StepField[] {
  const kinds = new Map<string, ArgumentKind | 'flag'>();
  for (const form of table.forms) if (form.keyword === keyword.name) for (const node of form.nodes) collect(node, kinds);
  return Object.entries(keyword.params as Record<string, Parameter<unknown>>)
    .filter(([name, { isInternal }]) => !isInternal && kinds.has(name))
    .map(([name, { summary, type, isOptional }]) => ({
      name,
      label: labelOf(name, type),
      summary,
      kind: kinds.get(name) as ArgumentKind | 'flag',
      type,
      isOptional,
      ...(offers[name] && { offers: offers[name] }),
    }));
}

function collect(node: SyntaxNode, kinds: Map<string, ArgumentKind | 'flag'>): void {
  const all = (nodes: readonly SyntaxNode[]) => {
    for (const each of nodes) collect(each, kinds);
  };
  const known = (name: string, kind: ArgumentKind | 'flag') => {
    if (!kinds.has(name)) kinds.set(name, kind);
  };
  if (node.kind === 'argument') known(node.name, node.argument);
  else if (node.kind === 'optional') {
    if (node.flag) known(node.flag, 'flag');
    all(node.nodes);
  } else if (node.kind === 'clauses')
    for (const clause of node.choices) {
      if (clause.flag) known(clause.flag, 'flag');
      all(clause.nodes);
    }
  else if (node.kind === 'choice') for (const choice of node.choices) all(choice);
}

const LABELS: Readonly<Record<string, string>> = {
  v: 'Keep the answer as',
  with: 'Give along',
  who: 'Who',
  body: 'Text',
  seconds: 'At most (seconds)',
  every: 'Remind every (seconds)',
  timeout: 'At most (seconds)',
  need: 'How many',
  retry: 'Tries',
  backoff: 'Pause between tries',
  delay: 'Wait first (seconds)',
  twoOf: 'Two of them',
  threeOf: 'Three of them',
  allOf: 'All of them',
};
const labelOf = (name: string, type: string): string =>
  name === 'v' && type !== 'target' ? 'Value' : (LABELS[name] ?? inTitle(inWords(name)));

const inTitle = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
