/** What a node is made of: one place knows it, so that every walk meets every name. */
import type { Argument, Block, Expression, KeywordUse, Statement, Target } from '../spec/index.ts';

export interface Parts {
  readonly reads: readonly Expression[];
  readonly writes: readonly Target[];
  readonly blocks: readonly Block[];
}

const NONE: Parts = { reads: [], writes: [], blocks: [] };
const parts = (some: Partial<Parts>): Parts => ({ ...NONE, ...some });
const present = <T>(...values: readonly (T | undefined)[]): readonly T[] => values.filter((each) => each !== undefined);

/** The expressions, targets and blocks directly inside a statement. */
export function partsOf(statement: Statement): Parts {
  switch (statement.kind) {
    case 'blank':
    case 'comment':
    case 'broken':
    case 'label':
    case 'goto':
    case 'exit':
    case 'continue':
    case 'onError':
    case 'clearError':
      return NONE;
    case 'assign':
      return parts({ reads: [statement.value], writes: [statement.target] });
    case 'evaluate':
      return parts({ reads: [statement.value] });
    case 'keyword':
      return partsOfUse(statement);
    case 'if':
      return parts({
        reads: statement.arms.map((arm) => arm.condition),
        blocks: [...statement.arms.map((arm) => arm.body), ...present(statement.otherwise?.body)],
      });
    case 'forEach':
      return parts({ reads: present(statement.list, statement.last), writes: [statement.variable], blocks: [statement.body] });
    case 'for':
      return parts({
        reads: present(statement.from, statement.to, statement.step),
        writes: [statement.variable],
        blocks: [statement.body],
      });
    case 'loop':
      return parts({ reads: present(statement.condition?.expression), blocks: [statement.body] });
    case 'select':
      return parts({
        reads: [statement.subject, ...statement.cases.flatMap((each) => each.tests.flatMap(readsOfTest))],
        blocks: [...statement.cases.map((each) => each.body), ...present(statement.otherwise?.body)],
      });
    case 'routine':
      return parts({ blocks: [statement.body] });
    case 'call':
      return parts({ reads: statement.callee.kind === 'name' ? statement.args : [statement.callee, ...statement.args] });
    case 'with':
      return parts({ reads: statement.fields.map((field) => field.value), writes: [statement.target] });
    case 'parallel':
      return parts({
        reads: present(statement.each?.list, statement.each?.most),
        writes: present(statement.each?.variable),
        blocks: statement.branches.map((branch) => branch.body),
      });
    case 'return':
      return parts({ reads: [...present(statement.value), ...(statement.fields?.items ?? []).map((item) => item.value)] });
    case 'throw':
      return parts({ reads: present(statement.value) });
  }
}

type Test = Extract<Statement, { kind: 'select' }>['cases'][number]['tests'][number];
const readsOfTest = (test: Test): readonly Expression[] => (test.kind === 'range' ? [test.from, test.to] : [test.value]);

export function partsOfUse(use: KeywordUse): Parts {
  const all = Object.values(use.args).map(partsOfArgument);
  return {
    reads: all.flatMap((each) => each.reads),
    writes: [...all.flatMap((each) => each.writes), ...alsoSets(use)],
    blocks: all.flatMap((each) => each.blocks),
  };
}

/** What a keyword sets without a target being written: EVENT after WAIT FOR EVENT, the noun of `BOT x VERB noun`, `workflow`. */
function alsoSets({ keyword, args: { noun, v }, words: [at] }: KeywordUse): readonly Target[] {
  if (keyword === 'WAIT FOR EVENT' && at) return [{ kind: 'name', id: 'event', text: 'EVENT', span: at }];
  if (keyword === 'ORCHESTRATE WORKFLOW' && at) return [{ kind: 'name', id: 'workflow', text: 'workflow', span: at }];
  if (keyword === 'BOT' && noun?.kind === 'word' && !v)
    return [{ kind: 'name', id: noun.text.toLowerCase(), text: noun.text, span: noun.span }];
  return [];
}

function partsOfArgument(argument: Argument): Parts {
  switch (argument.kind) {
    case 'expression':
      return parts({ reads: [argument.value] });
    case 'items':
      return parts({ reads: argument.items });
    case 'pairs':
      return parts({ reads: argument.items.map((item) => item.value) });
    case 'target':
      return parts({ writes: [argument.target] });
    case 'block':
      return parts({ blocks: [argument.body] });
    case 'statement':
      return parts({ blocks: [[argument.statement]] });
    case 'word':
    case 'flag':
    case 'raw':
      return NONE;
  }
}

/** A line that says something: broken ones have their own diagnostic. */
export const isCode = ({ kind }: Statement): boolean => kind !== 'blank' && kind !== 'comment' && kind !== 'broken';

/** The expressions directly inside an expression. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'name':
    case 'number':
    case 'text':
    case 'boolean':
    case 'nothing':
    case 'column':
    case 'broken':
      return [];
    case 'template':
      return node.parts.filter((part) => typeof part !== 'string');
    case 'list':
      return node.items;
    case 'object':
      return node.fields.map((field) => field.value);
    case 'member':
      return [node.object];
    case 'index':
      return [node.object, node.index];
    case 'call':
      return node.args;
    case 'method':
      return [node.object, ...node.args];
    case 'unary':
    case 'isNull':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'choice':
      return [node.condition, node.then, node.otherwise];
    case 'group':
      return [node.inner];
    case 'keyword':
      return partsOfUse(node).reads;
  }
}

/** Every expression inside these, themselves included, in order; a loop, since `a + a + …` nests as deep as it is long. */
export function* expressionsIn(roots: readonly Expression[]): Generator<Expression> {
  const open = [...roots].reverse();
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) open.push(children[i] as Expression);
  }
}

/**
 * Every statement of a block and of the blocks inside it, in order. `enter` says whether to go into one:
 * routines and branches are often somebody else's matter.
 */
export function* statementsIn(block: Block, enter: (statement: Statement) => boolean = () => true): Generator<Statement> {
  for (const statement of block) {
    yield statement;
    if (enter(statement)) for (const inner of partsOf(statement).blocks) yield* statementsIn(inner, enter);
  }
}

/** All expressions a statement evaluates itself (not those of statements inside it). */
export function* expressionsOf(statement: Statement): Generator<Expression> {
  const { reads, writes } = partsOf(statement);
  yield* expressionsIn(reads);
  for (const target of writes) if (target.kind !== 'name') yield* expressionsIn([target]);
}

/** Everything a statement assigns itself, targets inside expressions (`x = ASK …`) included. */
export function* targetsOf(statement: Statement): Generator<Target> {
  yield* partsOf(statement).writes;
  for (const node of expressionsOf(statement)) if (node.kind === 'keyword') yield* partsOfUse(node).writes;
}

/** The name at the bottom of `a.b[i].c`, which an assignment to it may make an object. */
export function rootOf(node: Expression): Extract<Expression, { kind: 'name' }> | undefined {
  let at = node;
  while (at.kind === 'member' || at.kind === 'index') at = at.object;
  return at.kind === 'name' ? at : undefined;
}
