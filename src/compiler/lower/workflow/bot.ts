/**
 * BOT: an ask that waits for another run, and a second one of the model where nobody's script has the name. Its clauses are
 * control flow around the two (clauses.ts).
 */
import type { Argument, Expression, KeywordUse, Operand, Register } from '../../../spec/index.ts';
import { constant, type Frame, load, lower, nothing, placeOfSymbol, symbolOf } from '../frame.ts';
import { lowerFields } from '../keywords.ts';
import { assignTo } from '../targets.ts';
import { delayed, guarded } from './clauses.ts';
import { ask, endWorkflows } from './orchestrate.ts';
import { findWorkflow, loadFrom } from './scope.ts';
import { registerUndo } from './undo.ts';

/** The field of the answer that says who would have to be played. */
const PLAYED = '~played';

export function lowerBot(frame: Frame, use: KeywordUse): void {
  const { code } = frame;
  const mark = code.mark();
  delayed(frame, use.args);
  guarded(frame, use.args, () => {
    const answer = lowerAsk(frame, use);
    keepAnswer(frame, use, answer);
    registerUndo(frame);
  });
  code.release(mark);
}

/** DELEGATE TO: the same without clauses, as a value. */
export const lowerDelegate = (frame: Frame, use: KeywordUse, into?: Register): Register => lowerAsk(frame, use, into);

/** The context goes with it; after TRANSFER CONVERSATION the script is over. */
export function lowerTold(frame: Frame, use: KeywordUse, into?: Register): Register {
  const { code } = frame;
  const answer = into ?? code.temp();
  const mark = code.mark();
  const args: Record<string, Operand> = {};
  for (const [name, argument] of Object.entries(use.args)) args[name] = copied(frame, operandOf(frame, argument));
  args.context = contextOf(frame);
  ask(frame, mark, use.keyword, args, answer);
  code.release(mark);
  if (use.keyword === 'TRANSFER CONVERSATION') {
    endWorkflows(frame);
    code.end({ op: 'end', value: nothing(frame) });
  }
  return answer;
}

function lowerAsk(frame: Frame, use: KeywordUse, into?: Register): Register {
  const { code } = frame;
  const answer = into ?? code.temp();
  const mark = code.mark();
  const args: Record<string, Operand> = {};
  for (const name of ['bot', 'task', 'verb', 'noun', 'given', 'timeout', 'with'])
    if (use.args[name]) args[name] = copied(frame, operandOf(frame, use.args[name] as Argument));
  args.context = contextOf(frame);
  if (use.words[0]) code.at(use.words[0]);
  ask(frame, mark, use.keyword, args, answer);
  const played = code.temp();
  code.emit({ op: 'getMember', to: played, object: answer, field: PLAYED, optional: true });
  const [model, done] = [code.block(), code.block()];
  code.end({ op: 'branch', test: played, then: model, otherwise: done });
  code.use(model);
  ask(frame, mark, 'BOT MODEL', { played }, answer);
  code.into(done);
  code.release(mark);
  return answer;
}

/** All variables of the script, and in a routine its own: those with a value are what the bots share. */
function contextOf(frame: Frame): Register {
  const { code } = frame;
  const to = code.temp();
  const mark = code.mark();
  const names = new Set([...frame.unit.scope.names, ...(frame.routine?.locals.keys() ?? [])]);
  const fields: [string, Operand][] = [];
  for (const name of names) {
    if (name === 'workflow' || /\s/.test(name)) continue;
    const symbol = symbolOf(frame, name);
    if (symbol.kind === 'local' || symbol.kind === 'script') fields.push([name, load(frame, placeOfSymbol(frame, symbol))]);
  }
  code.emit({ op: 'object', to, fields });
  code.release(mark);
  return to;
}

function keepAnswer(frame: Frame, { args }: KeywordUse, answer: Register): void {
  const noun = args.noun?.kind === 'word' ? args.noun.text : undefined;
  if (args.v?.kind === 'target') assignTo(frame, args.v.target, answer);
  else if (noun !== undefined && args.noun)
    assignTo(frame, { kind: 'name', id: noun.toLowerCase(), text: noun, span: args.noun.span }, answer);
  const found = findWorkflow(frame);
  if (found?.scope.state === undefined) return;
  const { code } = frame;
  const mark = code.mark();
  const results = code.temp();
  const state = loadFrom(frame, found, found.scope.state);
  code.emit({ op: 'getMember', to: results, object: state, field: 'results', optional: true });
  const key = args.v?.kind === 'target' && args.v.target.kind === 'name' ? args.v.target.text : noun;
  const name = key === undefined ? operandOf(frame, args.bot as Argument) : constant(frame, key);
  code.emit({ op: 'setIndex', object: results, index: name, value: answer });
  code.release(mark);
}

// ── arguments ──

function operandOf(frame: Frame, argument: Argument): Operand {
  switch (argument.kind) {
    case 'expression':
      return lower(frame, argument.value as Expression);
    case 'word':
      return constant(frame, argument.text);
    case 'pairs':
      return lowerFields(
        frame,
        argument.items.map(({ key, value }) => [key.kind === 'name' ? key.text : key.value, value]),
      );
    default:
      return nothing(frame);
  }
}

/** A later argument may be a keyword that assigns the variable. */
function copied(frame: Frame, operand: Operand): Operand {
  if (!frame.code.isVariable(operand)) return operand;
  const to = frame.code.temp();
  frame.code.move(to, operand);
  return to;
}
