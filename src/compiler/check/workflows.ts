/** Workflows: that the bots named exist or are meant to be played, and that steps can be told apart. */
import { nearest } from '../../base/index.ts';
import type { Block, CheckedArgument, KeywordStatement, Statement } from '../../spec/index.ts';
import { literalArgument } from '../../spec/index.ts';
import type { Reporter } from '../reporter.ts';
import { isCode, partsOf, statementsIn } from '../walk.ts';

export interface WorkflowFacts {
  /** Stems of the package's scripts, live bots, and bots that any script of the package adds. */
  readonly bots: readonly string[];
  /** The file stands alone: a script that is not known may still be there. */
  readonly isAlone: boolean;
  readonly reporter: Reporter;
}

export function checkWorkflows(body: Block, { bots, isAlone, reporter }: WorkflowFacts): void {
  const known = [...bots, ...addedBots(body)];
  for (const statement of statementsIn(body)) {
    if (statement.kind !== 'keyword') continue;
    if (CALLING.has(statement.keyword)) checkBot(statement, known, isAlone, reporter);
    if (statement.keyword === 'ORCHESTRATE WORKFLOW') checkWorkflow(statement, body, reporter);
    if (statement.keyword === 'STEP') checkClauses(statement, reporter);
  }
  const late = new Set(stepsIn(body).flatMap(({ args }) => (args.onTimeout?.kind === 'statement' ? [args.onTimeout.statement] : [])));
  for (const statement of statementsIn(body)) {
    const lacks = statement.kind === 'keyword' && !late.has(statement) ? LATE[statement.keyword]?.lacks : undefined;
    if (statement.kind === 'keyword' && lacks) reporter.report('escalate-what', statement.span, { keyword: statement.keyword, lacks });
  }
}

const stepsIn = (body: Block): readonly KeywordStatement[] =>
  [...statementsIn(body)].flatMap((each) => (each.kind === 'keyword' && each.keyword === 'STEP' ? [each] : []));

/** What can be said behind ON TIMEOUT only, and of which steps. */
const LATE: Readonly<Record<string, { readonly of: readonly string[]; readonly lacks: string }>> = {
  'ESCALATE TO': { of: ['HUMAN APPROVAL', 'HUMAN INPUT', 'BOT'], lacks: 'could be asked again' },
  'APPROVE WITH WARNING': { of: ['HUMAN APPROVAL'], lacks: 'could be approved' },
};

/** Statements that would leave a step for another place of the function it stands in. */
const LEAVING: Readonly<Partial<Record<Statement['kind'], string>>> = {
  exit: 'EXIT',
  continue: 'CONTINUE',
  goto: 'GOTO',
  label: 'a label',
  return: 'RETURN',
};

function checkClauses({ args }: KeywordStatement, reporter: Reporter): void {
  const inner = args.do?.kind === 'statement' ? args.do.statement : undefined;
  const late = args.onTimeout?.kind === 'statement' ? args.onTimeout.statement : undefined;
  if (!inner) return;
  if (late?.kind === 'keyword') {
    const asked =
      inner.kind === 'assign' && inner.value.kind === 'keyword' ? inner.value.keyword : inner.kind === 'keyword' ? inner.keyword : '';
    const special = LATE[late.keyword];
    if (special && !special.of.includes(asked))
      reporter.report('escalate-what', late.span, { keyword: late.keyword, lacks: special.lacks });
  }
  if (!args.timeout) return;
  for (const statement of statementsIn([inner])) {
    const what = LEAVING[statement.kind];
    if (what && !(statement.kind === 'exit' && statement.what === 'script')) reporter.report('timeout-jump', statement.span, { what });
  }
}

/** They take the name of a bot that has to do something. */
const CALLING = new Set(['BOT', 'DELEGATE TO', 'TRANSFER CONVERSATION']);

/** Names that ADD BOT gives, where they are written out. */
export const addedBots = (body: Block): readonly string[] =>
  [...statementsIn(body)].flatMap((each) => (each.kind === 'keyword' && each.keyword === 'ADD BOT' ? (botOf(each) ?? []) : []));

/** The bot that a statement names, where it is written out. */
export function botOf({ args }: Pick<KeywordStatement, 'args'>): string | undefined {
  const name = args.bot && literalArgument(args.bot);
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined;
}

/** A name close to a known one is a slip; one close to none is a bot that the model plays. */
function checkBot(statement: KeywordStatement, known: readonly string[], isAlone: boolean, reporter: Reporter): void {
  const name = botOf(statement);
  if (name === undefined || known.some((each) => plain(each) === plain(name))) return;
  const { span } = statement.args.bot as CheckedArgument['node'];
  const close = nearest(plain(name), known.map(plain));
  const suggestion = known.find((each) => plain(each) === close);
  if (suggestion === undefined && !isAlone) reporter.report('played-bot', span, { name });
  else if (suggestion !== undefined) reporter.report('unknown-bot', span, { name, suggestion });
}

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

function checkWorkflow({ args, span }: KeywordStatement, script: Block, reporter: Reporter): void {
  if (args.body?.kind === 'block') checkSteps(args.body.body, reporter);
  else {
    reporter.report('workflow-to-the-end', span, {});
    checkSteps(script, reporter);
  }
}

/** Steps of the arms of an IF or SELECT are never both taken: each block is compared with what is around it, not with its neighbours. */
function checkSteps(block: Block, reporter: Reporter, around: ReadonlyMap<string, KeywordStatement['span']> = new Map()): void {
  const seen = new Map(around);
  for (const statement of block) {
    if (!isCode(statement) || (statement.kind === 'keyword' && statement.keyword === 'ORCHESTRATE WORKFLOW')) continue;
    if (statement.kind === 'keyword' && statement.keyword === 'STEP') note(statement, seen, reporter);
    for (const inner of partsOf(statement).blocks) checkSteps(inner, reporter, seen);
  }
}

function note({ args, span }: KeywordStatement, seen: Map<string, KeywordStatement['span']>, reporter: Reporter): void {
  const literal = args.n && literalArgument(args.n);
  if (literal === undefined || literal === null || typeof literal === 'object') return;
  const first = seen.get(String(literal));
  if (!first) seen.set(String(literal), span);
  else reporter.relate('duplicate-step', span, { name: String(literal) }, [{ span: first, note: 'the first stands here' }]);
}
