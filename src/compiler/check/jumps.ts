/** Where control can go: labels, GOTO, EXIT, CONTINUE, and lines that nothing reaches. */
import type { Block, Exit, Label, Name, Statement } from '../../spec/index.ts';
import type { Vocabulary } from '../language.ts';
import type { Reporter } from '../reporter.ts';
import { isCode, partsOf, statementsIn } from '../walk.ts';
import { suggestion } from './calls.ts';

type Loop = 'for' | 'loop' | 'select';

/** A body whose labels and loops are its own: the script's, a routine's or a branch's. */
interface Ground {
  readonly kind: 'main' | 'routine' | 'branch';
  readonly labels: ReadonlyMap<string, Label>;
  readonly resumesNext: boolean;
  readonly vocabulary: Vocabulary;
  readonly reporter: Reporter;
}

export function checkJumps(body: Block, vocabulary: Vocabulary, reporter: Reporter): void {
  checkGround(body, 'main', vocabulary, reporter);
}

function checkGround(body: Block, kind: Ground['kind'], vocabulary: Vocabulary, reporter: Reporter): void {
  const ground: Ground = { kind, labels: labelsOf(body, reporter), resumesNext: resumesNext(body), vocabulary, reporter };
  checkBlock(body, [], ground);
}

/** Labels that no GOTO of the script names. */
export function checkLabelUse(body: Block, reporter: Reporter): void {
  const all = [...statementsIn(body)];
  const used = new Set(all.map((each) => (each.kind === 'goto' ? each.name.id : each.kind === 'onError' ? each.label?.id : undefined)));
  for (const each of all)
    if (each.kind === 'label' && !used.has(each.name.id)) reporter.report('unused-label', each.span, { name: each.name.text });
}

/** ON ERROR RESUME NEXT stands in this body. */
export function resumesNext(body: Block): boolean {
  for (const statement of statementsIn(body, (each) => !isOwnGround(each)))
    if (statement.kind === 'onError' && statement.mode === 'resumeNext') return true;
  return false;
}

export const isOwnGround = (statement: Statement) => statement.kind === 'routine' || statement.kind === 'parallel';

function labelsOf(body: Block, reporter: Reporter): ReadonlyMap<string, Label> {
  const labels = new Map<string, Label>();
  for (const statement of statementsIn(body, (each) => !isOwnGround(each))) {
    if (statement.kind !== 'label') continue;
    const first = labels.get(statement.name.id);
    if (!first) labels.set(statement.name.id, statement);
    else
      reporter.relate('duplicate-label', statement.name.span, { name: statement.name.text }, [
        { span: first.name.span, note: 'the first stands here' },
      ]);
  }
  return labels;
}

function checkBlock(block: Block, loops: readonly Loop[], ground: Ground): void {
  let isReached = true;
  for (const statement of block) {
    if (statement.kind === 'label' || isPlaceless(statement, ground)) isReached = true;
    else if (!isReached && isCode(statement)) {
      ground.reporter.report('unreachable', statement.span, {});
      isReached = true;
    }
    checkStatement(statement, loops, ground);
    if (endsBlock(statement, ground)) isReached = false;
  }
}

/** Under RESUME NEXT the run goes on behind a THROW. */
const endsBlock = ({ kind }: Statement, { resumesNext }: Ground) =>
  kind === 'goto' || kind === 'return' || kind === 'exit' || kind === 'continue' || (kind === 'throw' && !resumesNext);
/** Definitions and declarations count wherever they stand. */
const isPlaceless = (statement: Statement, { vocabulary }: Ground) =>
  statement.kind === 'routine' || (statement.kind === 'keyword' && vocabulary.keyword(statement.keyword)?.declare !== undefined);

function checkStatement(statement: Statement, loops: readonly Loop[], ground: Ground): void {
  switch (statement.kind) {
    case 'goto':
      return checkLabel(statement.name, ground);
    case 'onError':
      return statement.label && checkLabel(statement.label, ground);
    case 'exit':
      return checkExit(statement, loops, ground);
    case 'continue':
      if (!loops.some((each) => each !== 'select')) ground.reporter.report('continue-outside', statement.span, {});
      return;
    case 'routine':
      return checkGround(statement.body, 'routine', ground.vocabulary, ground.reporter);
    case 'parallel':
      for (const branch of statement.branches) checkGround(branch.body, 'branch', ground.vocabulary, ground.reporter);
      return;
    default:
      for (const inner of partsOf(statement).blocks) checkBlock(inner, [...loopOf(statement), ...loops], ground);
  }
}

function loopOf({ kind }: Statement): readonly Loop[] {
  if (kind === 'for' || kind === 'forEach') return ['for'];
  return kind === 'loop' || kind === 'select' ? [kind] : [];
}

function checkLabel(name: Name, { labels, reporter }: Ground): void {
  if (labels.has(name.id)) return;
  reporter.report('unknown-label', name.span, {
    name: name.text,
    ...suggestion(
      name.text,
      [...labels.values()].map((each) => each.name.text),
    ),
  });
}

function checkExit({ what, span }: Exit, loops: readonly Loop[], { kind, reporter }: Ground): void {
  const fits: Record<Exit['what'], boolean> = {
    script: true,
    sub: kind === 'routine',
    function: kind === 'routine',
    for: loops.includes('for'),
    do: loops.includes('loop'),
    while: loops.includes('loop'),
    loop: loops.some((each) => each !== 'select'),
    select: loops.includes('select'),
  };
  if (!fits[what]) reporter.report('exit-outside', span, { what: OUTSIDE_OF[what] });
}

const OUTSIDE_OF: Record<Exit['what'], string> = {
  script: 'a script',
  sub: 'a SUB',
  function: 'a FUNCTION',
  for: 'a FOR loop',
  do: 'a DO loop',
  while: 'a WHILE loop',
  loop: 'a loop',
  select: 'a SELECT',
};
