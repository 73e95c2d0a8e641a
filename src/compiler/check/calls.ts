/** Calls: that what is called exists, and is given as many arguments as it takes. */
import { nearest, type Span } from '../../base/index.ts';
import type { Block, Call, Expression, FunctionCall, MethodCall, Name } from '../../spec/index.ts';
import { literalOf } from '../../spec/index.ts';
import type { Vocabulary } from '../language.ts';
import type { Reporter } from '../reporter.ts';
import type { RoutineScope, Scope } from '../resolve/scope.ts';
import { stemOf } from '../stem.ts';
import { expressionsOf, statementsIn } from '../walk.ts';

export interface CallFacts {
  readonly scope: Scope;
  readonly vocabulary: Vocabulary;
  /** Stems of the package's scripts; nothing where a file is compiled alone. */
  readonly scripts: ReadonlySet<string> | undefined;
  readonly reporter: Reporter;
}

export function checkCalls(body: Block, facts: CallFacts): void {
  for (const statement of statementsIn(body)) {
    if (statement.kind === 'call') checkCallStatement(statement, facts);
    for (const node of expressionsOf(statement)) {
      if (node.kind === 'call') checkFunctionCall(node, facts);
      if (node.kind === 'method') checkMethodCall(node, facts);
    }
  }
}

function checkCallStatement(call: Call, facts: CallFacts): void {
  const { callee, args, span } = call;
  if (callee.kind !== 'name') return checkScriptCall(callee, facts);
  const routine = facts.scope.routines.get(callee.id);
  if (routine) return checkParameters(routine, args.length, span, facts);
  if (facts.scripts?.has(callee.id) || facts.scope.calledByVariable.has(call)) return;
  const names = [...[...facts.scope.routines.values()].map((each) => each.node.name.text), ...(facts.scripts ?? [])];
  facts.reporter.report('unknown-routine', callee.span, { name: callee.text, ...suggestion(callee.text, names) });
}

function checkScriptCall(callee: Expression, { scripts, reporter }: CallFacts): void {
  const name = literalOf(callee);
  if (name === undefined) return;
  if (typeof name !== 'string') return reporter.report('script-not-text', callee.span);
  if (!scripts || scripts.has(stemOf(name))) return;
  reporter.report('unknown-script', callee.span, { name, ...suggestion(stemOf(name), [...scripts], (stem) => `${stem}.bas`) });
}

function checkFunctionCall({ callee, args, span }: FunctionCall, facts: CallFacts): void {
  const { scope, vocabulary, reporter } = facts;
  const routine = scope.routines.get(callee.id);
  if (routine) return checkParameters(routine, args.length, span, facts);
  const definition = vocabulary.function(callee.id);
  if (definition) return checkArity(callee, args.length, definition.arity, span, facts);
  if (scope.assigned.has(callee.id)) return reporter.report('call-of-variable', callee.span, { name: callee.text });
  const names = [...vocabulary.functionNames, ...[...scope.routines.values()].map((each) => each.node.name.text)];
  reporter.report('unknown-function', callee.span, { name: callee.text, ...suggestion(callee.text, names) });
}

function checkMethodCall({ method }: MethodCall, { vocabulary, reporter }: CallFacts): void {
  if (vocabulary.isMethod(method.id)) return;
  reporter.report('unknown-method', method.span, { name: method.text, ...suggestion(method.text, vocabulary.methodNames) });
}

/** Fewer arguments than parameters are fine: the rest are NOTHING. */
function checkParameters(routine: RoutineScope, found: number, span: Span, { reporter }: CallFacts): void {
  const { name, parameters, span: place } = routine.node;
  if (found <= parameters.length) return;
  const details = { name: name.text, expected: argumentsText(0, parameters.length), found };
  reporter.relate('wrong-argument-count', span, details, [{ span: name.span ?? place, note: 'defined here' }]);
}

function checkArity(callee: Name, found: number, [least, most]: readonly [number, number], span: Span, { reporter }: CallFacts): void {
  if (found >= least && found <= most) return;
  reporter.report('wrong-argument-count', span, { name: callee.text, expected: argumentsText(least, most), found });
}

function argumentsText(least: number, most: number): string {
  const noun = (count: number) => (count === 1 ? 'argument' : 'arguments');
  if (most === 0) return 'no arguments';
  if (least === most) return `${most} ${noun(most)}`;
  if (!Number.isFinite(most) || most > 99) return `at least ${least} ${noun(least)}`;
  return least === 0 ? `at most ${most} ${noun(most)}` : `${least} to ${most} arguments`;
}

export function suggestion(
  word: string,
  names: Iterable<string>,
  show: (name: string) => string = (name) => name,
): { readonly suggestion?: string } {
  const found = nearest(word, names);
  return found === undefined ? {} : { suggestion: show(found) };
}
