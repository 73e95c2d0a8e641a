/** What the passes ask of a syntax table, worked out once when a parser is made. */
import type { SyntaxTable } from '../src/spec/index.ts';
import { type CallForm, callForms } from './call-spelling.ts';
import { type RawFinder, rawFinder } from './doc.ts';
import type { LayoutWords } from './layout.ts';
import { isControlEnd } from './pairing.ts';
import { blockOpeners, Graph, rawOpeners, type State } from './syntax.ts';
import { W, Words } from './words.ts';

export interface LibraryFunction {
  readonly prefix: boolean;
  readonly bare: boolean;
  readonly arity: readonly [number, number];
}

export interface Syntax extends LayoutWords {
  readonly table: SyntaxTable;
  readonly graph: Graph;
  /** Where a statement's keyword begins, and where one inside an expression does. */
  readonly statement: State;
  readonly value: State;
  readonly functions: ReadonlyMap<number, LibraryFunction>;
  readonly callForms: ReadonlyMap<string, readonly CallForm[]>;
  /** For guessing what was meant. */
  readonly names: readonly string[];
  readonly findRaw: RawFinder;
  /** States of the words that control flow awaits. */
  readonly awaits: Readonly<Record<'then' | 'else' | 'to' | 'stepOrDo' | 'lastOrDo' | 'maxOrDo' | 'do', State>>;
}

const CONTROL_HEADS = [
  ...[W.IF, W.FOR, W.WHILE, W.DO, W.SELECT, W.SWITCH, W.SUB, W.FUNCTION, W.CALL, W.WITH, W.GOTO, W.EXIT, W.RETURN, W.ON, W.END, W.NEXT],
  ...[W.WEND, W.LOOP, W.ELSE, W.ELSEIF, W.CASE, W.LET, W.SET, W.THROW],
];

const CONTROL_NAMES = [
  'IF',
  'ELSE',
  'END IF',
  'FOR',
  'FOR EACH',
  'NEXT',
  'END FOR',
  'WHILE',
  'WEND',
  'DO',
  'LOOP',
  'SELECT CASE',
  'END SELECT',
  'SWITCH',
]
  .concat([
    'END SWITCH',
    'SUB',
    'END SUB',
    'FUNCTION',
    'END FUNCTION',
    'CALL',
    'WITH',
    'END WITH',
    'PARALLEL',
    'BRANCH',
    'END PARALLEL',
    'GOTO',
  ])
  .concat(['EXIT', 'BREAK', 'CONTINUE', 'RETURN', 'ON ERROR RESUME NEXT', 'CLEAR ERROR', 'THROW', 'LET']);

const views = new WeakMap<SyntaxTable, Syntax>();

export function viewSyntax(table: SyntaxTable): Syntax {
  const view = views.get(table) ?? buildView(table);
  views.set(table, view);
  return view;
}

function buildView(table: SyntaxTable): Syntax {
  const words = new Words();
  const graph = new Graph(words);
  const statement = graph.root(table.forms);
  const value = graph.root(table.forms.filter((form) => table.keywords[form.keyword]?.value !== false));
  const functions = new Map(Object.entries(table.functions).map(([name, each]) => [words.id(name.toLowerCase()), each] as const));
  const blocks = blockOpeners(table, words);
  const openers = rawOpeners(table);
  const tableEnds = new Set([
    ...blocks.map(({ close }) => close[1]),
    ...openers.map(({ close }) => words.id((close[1] ?? '').toLowerCase())),
  ]);
  const prefixes = new Set(prefixWords(table).map((word) => words.id(word.toLowerCase())));
  const heads = new Set([...CONTROL_HEADS, ...statement.wordIds()]);
  const awaiting = (...names: readonly string[]): State =>
    graph.root(names.map((name) => ({ keyword: name, form: 0, nodes: [{ kind: 'words', words: [name] }] })));
  const view: Syntax = {
    table,
    words,
    graph,
    statement,
    value,
    functions,
    blocks,
    callForms: callForms(table),
    names: [...new Set([...Object.keys(table.keywords), ...CONTROL_NAMES])],
    findRaw: rawFinder(openers),
    isHead: (word) => heads.has(word),
    isPrefix: (word) => prefixes.has(word),
    isEnd: (word) => isControlEnd(word) || tableEnds.has(word),
    awaits: {
      then: awaiting('THEN'),
      else: awaiting('ELSE'),
      to: awaiting('TO'),
      stepOrDo: awaiting('STEP', 'DO'),
      lastOrDo: awaiting('LAST', 'DO'),
      maxOrDo: awaiting('MAX', 'DO'),
      do: awaiting('DO'),
    },
  };
  words.base = words.lower.length;
  return view;
}

/** First words of forms that end in `: <…:statement>`. */
const prefixWords = (table: SyntaxTable): string[] =>
  table.forms.flatMap(({ nodes: [first, ...rest] }) =>
    first?.kind === 'words' && rest.some((node) => node.kind === 'argument' && node.argument === 'statement')
      ? [first.words[0] as string]
      : [],
  );
