/** What is written well and means nothing, or two things. */
import type { Block, Evaluate, Expression, Routine, Select, Statement, With } from '../../spec/index.ts';
import { literalOf } from '../../spec/index.ts';
import type { Vocabulary } from '../language.ts';
import type { Reporter } from '../reporter.ts';
import type { Scope } from '../resolve/scope.ts';
import { expressionsOf, isCode, statementsIn } from '../walk.ts';

interface Facts {
  readonly scope: Scope;
  readonly vocabulary: Vocabulary;
  readonly reporter: Reporter;
}

export function checkShape(body: Block, facts: Facts): void {
  for (const statement of statementsIn(body)) {
    if (statement.kind === 'select') checkSelect(statement, facts);
    if (statement.kind === 'routine') checkRoutine(statement, facts);
    if (statement.kind === 'with') checkWith(statement, facts);
    if (statement.kind === 'evaluate') checkEvaluate(statement, facts);
    for (const node of expressionsOf(statement))
      if (node.kind === 'number' && !Number.isFinite(node.value)) facts.reporter.report('number-too-large', node.span);
  }
}

function checkSelect(select: Select, { reporter }: Facts): void {
  if (select.cases.every((each) => each.tests.length === 0)) reporter.report('select-without-cases', select.head);
  // Lines before the first CASE stand in a case without tests.
  for (const { tests, body } of select.cases)
    for (const statement of tests.length === 0 ? body : []) if (isCode(statement)) reporter.report('unreachable', statement.span);
  const seen = new Map<string, Expression>();
  for (const test of select.cases.flatMap((each) => each.tests)) {
    if (test.kind !== 'equals') continue;
    const literal = literalOf(test.value);
    if (literal === undefined || (typeof literal === 'object' && literal !== null)) continue;
    const key = `${typeof literal} ${literal}`;
    const first = seen.get(key);
    if (!first) seen.set(key, test.value);
    else reporter.relate('duplicate-case', test.span, { value: String(literal) }, [{ span: first.span, note: 'the first one is taken' }]);
  }
}

function checkRoutine(routine: Routine, { scope, vocabulary, reporter }: Facts): void {
  const { name, form, parameters } = routine;
  const first = scope.routines.get(name.id)?.node;
  if (first && first !== routine)
    reporter.relate('duplicate-routine', name.span, { name: name.text }, [{ span: first.name.span, note: 'the first stands here' }]);
  if (vocabulary.function(name.id)) reporter.report('shadowed-function', name.span, { form, name: name.text });
  const keyword = vocabulary.keyword(name.id.toUpperCase().replaceAll('_', ' '));
  if (keyword) reporter.report('named-like-keyword', name.span, { form, name: name.text, keyword: keyword.name });
  const seen = new Set<string>();
  for (const parameter of parameters) {
    if (seen.has(parameter.id)) reporter.report('duplicate-parameter', parameter.span, { name: parameter.text, routine: name.text });
    seen.add(parameter.id);
  }
}

function checkWith({ body }: With, { reporter }: Facts): void {
  for (const statement of body) if (!isField(statement)) reporter.report('statement-in-with', statement.span);
}

const isField = (statement: Statement) => !isCode(statement) || (statement.kind === 'assign' && statement.target.kind !== 'index');

/** A value computed for nothing; the parser has refused lone words and literals. */
function checkEvaluate({ value }: Evaluate, { reporter }: Facts): void {
  if (!doesSomething(value)) reporter.report('no-effect', value.span);
}

const doesSomething = ({ kind }: Expression) => kind === 'call' || kind === 'method' || kind === 'keyword' || kind === 'broken';
