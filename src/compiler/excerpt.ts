/**
 * A part of a script, to be tried alone: one statement with everything else out of the way, or all up to one. The tree is
 * cut, not the text, so lines and spans stay those of the author. What is cut away still gives the names it has, behind
 * an EXIT that is never passed.
 */
import { lineStarts, positionAt, type Span } from '../base/index.ts';
import type { Block, Script, Statement } from '../spec/index.ts';
import { isCode, partsOf, statementsIn } from './walk.ts';

export type Excerpt = { readonly mode: 'step' | 'upto'; readonly line: number };

/** Nothing where no statement stands on that line. `first` and `last` are the lines of the statement. */
export interface Cut {
  readonly mode: Excerpt['mode'];
  readonly tree: Script;
  readonly first: number;
  readonly last: number;
}

export function excerpt(tree: Script, { mode, line }: Excerpt): Cut | undefined {
  const starts = lineStarts(tree.text);
  const start = starts[line - 1];
  if (start === undefined) return undefined;
  const statement = statementAt(tree.body, { start, end: (starts[line] ?? tree.text.length + 1) - 1 });
  if (!statement) return undefined;
  const exit: Statement = { kind: 'exit', what: 'script', span: statement.span, tile: statement.span };
  const body = mode === 'upto' ? replaced(tree.body, statement, [statement, exit]) : alone(tree.body, statement, exit);
  return {
    mode,
    tree: { ...tree, body },
    first: positionAt(starts, statement.span.start).line,
    last: positionAt(starts, lastOf(statement)).line,
  };
}

const lastOf = ({ span }: Statement): number => Math.max(span.start, span.end - 1);

/** The innermost statement on a line; a block is meant where its opener is. */
function statementAt(block: Block, line: Span): Statement | undefined {
  const found = block.find((each) => isCode(each) && each.span.start <= line.end && each.span.end > line.start);
  if (!found || found.span.start >= line.start) return found;
  for (const inner of partsOf(found).blocks) {
    const deeper = statementAt(inner, line);
    if (deeper) return deeper;
  }
  return found;
}

/** Routines stay as they are, bots are added; then the statement, without the STEP before it. */
function alone(body: Block, statement: Statement, exit: Statement): Block {
  const rest = replaced(body, statement, []);
  const bots = [...statementsIn(body)].filter((each) => each !== statement && each.kind === 'keyword' && each.keyword === 'ADD BOT');
  return [...bots, inner(statement), exit, ...rest];
}

const PREFIXES = new Set(['STEP', 'COMPENSATE']);
function inner(statement: Statement): Statement {
  if (statement.kind !== 'keyword' || !PREFIXES.has(statement.keyword)) return statement;
  const carried = Object.values(statement.args).find((each) => each.kind === 'statement');
  return carried?.kind === 'statement' ? carried.statement : statement;
}

/** A copy in which these stand for that one, wherever in the tree; what does not hold it stays the same. */
function replaced<T>(node: T, wanted: Statement, by: Block): T {
  if (Array.isArray(node)) {
    if (node.includes(wanted)) return node.flatMap((each) => (each === wanted ? by : [each])) as T;
    return node.map((each) => replaced(each, wanted, by)) as T;
  }
  if (typeof node !== 'object' || node === null || !mayHold(node, wanted)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replaced(value, wanted, by)])) as T;
}

function mayHold(node: object, { span }: Statement): boolean {
  if (!('span' in node)) return true;
  const own = node.span as Statement['span'];
  return own.start <= span.start && own.end >= span.end;
}
