/** One plain sentence for every statement there is, from the tree alone. */
import type { CaseTest, Expression, ForEach, Loop, Parallel, Statement, Target } from '../../spec/index.ts';
import { conditionPhrase, formula, pairsPhrase, valuePhrase } from './expressions.ts';
import { keywordSentence } from './keyword-sentences.ts';
import { code, inWords, lowered, name, type Part, type Parts, say, value } from './parts.ts';

type Sentences = { readonly [K in Statement['kind']]: (statement: Extract<Statement, { kind: K }>) => Parts };

const SENTENCES: Sentences = {
  blank: () => [],
  comment: () => say`A note`,
  broken: () => say`A line that does not read as BASIC yet`,
  assign: ({ target, value: given }) =>
    given.kind === 'keyword' ? keywordSentence(given, sentenceOf, target) : say`Set ${targetName(target)} to ${valuePhrase(given)}`,
  evaluate: ({ value: given }) => evaluated(given),
  keyword: (statement) => keywordSentence(statement, sentenceOf),
  if: ({ arms, otherwise, form }) =>
    form === 'line' && !otherwise && arms[0]?.body.length === 1
      ? say`If ${conditionPhrase(arms[0].condition)}: ${lowered(sentenceOf(arms[0].body[0] as Statement))}`
      : say`If ${arms[0] ? conditionPhrase(arms[0].condition) : ''}`,
  forEach,
  for: ({ variable, from, to, step }) =>
    say`Count ${name(variable.text)} from ${valuePhrase(from)} to ${valuePhrase(to)}${step ? say` in steps of ${valuePhrase(step)}` : ''}`,
  loop,
  select: ({ subject }) => say`Depending on ${valuePhrase(subject)}`,
  routine: ({ form, name: called, parameters }) =>
    say`${form === 'SUB' ? 'What' : 'How'} ${name(called.text)} ${form === 'SUB' ? 'does' : 'is worked out'}${
      parameters.length > 0 ? say`, given ${parameters.flatMap((each, i) => say`${i > 0 ? ', ' : ''}${name(each.text)}`)}` : ''
    }`,
  call: ({ callee, args }) =>
    say`Do ${callee.kind === 'name' ? name(callee.text) : valuePhrase(callee)}${args.length > 0 ? say` with ${commas(args)}` : ''}`,
  with: ({ target }) => say`Put ${targetName(target)} together`,
  parallel,
  label: ({ name: called }) => say`A place called ${name(called.text)}`,
  goto: ({ name: called }) => say`Go to ${name(called.text)}`,
  exit: ({ what }) => (what === 'script' ? say`Stop here` : say`Leave ${LEFT[what]}`),
  continue: () => say`Go on with the next round`,
  return: ({ value: given, fields }) =>
    fields ? say`End with ${pairsPhrase(fields)}` : given ? say`End with ${valuePhrase(given)}` : say`End here`,
  onError: ({ mode, label }) =>
    mode === 'goto' && label
      ? say`When something fails, go to ${name(label.text)}`
      : mode === 'resumeNext'
        ? say`When something fails, go on with the next step`
        : say`When something fails, stop`,
  clearError: () => say`Forget the last failure`,
  throw: ({ value: given }) => (given ? say`Fail with ${valuePhrase(given)}` : say`Fail again as before`),
};
const LEFT = {
  for: 'the loop',
  do: 'the loop',
  while: 'the loop',
  loop: 'the loop',
  select: 'the choice',
  sub: 'the routine',
  function: 'the routine',
} as const;

export function sentenceOf(statement: Statement): Parts {
  return (SENTENCES[statement.kind] as (statement: Statement) => Parts)(statement);
}

function forEach({ variable, list, last }: ForEach): Parts {
  return say`For each ${name(variable.text)} in ${last ? say`the last ${valuePhrase(last)} of ` : ''}${valuePhrase(list)}`;
}

function loop({ condition }: Loop): Parts {
  if (!condition) return say`Repeat until it is left`;
  const asked = conditionPhrase(condition.expression);
  if (condition.test === 'after') return say`Do it once, then again ${condition.until ? 'until' : 'while'} ${asked}`;
  return say`${condition.until ? 'Repeat until' : 'While'} ${asked}`;
}

function parallel({ need, each, branches }: Parallel): Parts {
  if (each)
    return say`For each ${name(each.variable.text)} in ${valuePhrase(each.list)}, side by side${each.most ? say`, at most ${valuePhrase(each.most)} at once` : ''}`;
  if (need === 1) return say`Side by side, until the first of ${String(branches.length)} is done`;
  return need === undefined
    ? say`Side by side, until all are done`
    : say`Side by side, until ${String(need)} of ${String(branches.length)} are done`;
}

/** `list.PUSH(x)` and its like: the common ones in words. */
function evaluated(node: Expression): Parts {
  if (node.kind === 'method' && node.args.length === 1 && /^(push|add|append)$/i.test(node.method.text))
    return say`Add ${valuePhrase(node.args[0] as Expression)} to ${valuePhrase(node.object)}`;
  if (node.kind === 'keyword') return keywordSentence(node, sentenceOf);
  if (node.kind === 'call') return say`Do ${name(node.callee.text)}${node.args.length > 0 ? say` with ${commas(node.args)}` : ''}`;
  return say`Work out ${code(formula(node))}`;
}

const commas = (nodes: readonly Expression[]): Parts => nodes.flatMap((node, i) => say`${i > 0 ? ', ' : ''}${valuePhrase(node)}`);

export const targetName = (target: Target): Part =>
  target.kind === 'name' ? name(target.text) : target.kind === 'member' ? (valuePhrase(target)[0] as Part) : code(formula(target));

/** What stands over each lane of a block, by its condition or name. */
export const armSentence = (condition: Expression, isFirst: boolean): Parts =>
  isFirst ? say`Then` : say`Otherwise, if ${conditionPhrase(condition)}`;
export const caseSentence = (tests: readonly CaseTest[]): Parts => tests.flatMap((test, i) => say`${i > 0 ? ' or ' : ''}${caseTest(test)}`);
function caseTest(test: CaseTest): Parts {
  if (test.kind === 'equals') return test.value.kind === 'text' ? [value(test.value.value)] : valuePhrase(test.value);
  if (test.kind === 'range') return say`${valuePhrase(test.from)} to ${valuePhrase(test.to)}`;
  const WORDS = { '=': '', '<>': 'not ', '<': 'less than ', '>': 'more than ', '<=': 'at most ', '>=': 'at least ' } as const;
  return say`${WORDS[test.operator]}${valuePhrase(test.value)}`;
}
export const branchSentence = (called: string | undefined, number: number): Parts =>
  called ? say`${name(inWords(called))}` : say`Branch ${String(number)}`;
