/**
 * Keyword uses: an ask where the keyword has an effect, a computation in place where it has none,
 * nothing at all where it only declares.
 */
import { assert } from '../../base/index.ts';
import type { Argument, AskArguments, Expression, Keyword, KeywordUse, Operand, Register, Target } from '../../spec/index.ts';
import { conditionData } from '../conditions.ts';
import { partsOfUse } from '../walk.ts';
import { endWithCall } from './calls.ts';
import { constant, type Frame, lower, nothing, placeOf } from './frame.ts';
import { hold, lowerAll } from './operands.ts';
import { assignTo } from './targets.ts';
import { DELEGATING, FRAMING } from './workflow/index.ts';

/** Answers the operand that holds the result; a `:target` argument has received it by then. */
export function lowerUse(frame: Frame, use: KeywordUse, into?: Register): Operand {
  const keyword = frame.unit.vocabulary.keyword(use.keyword);
  assert(keyword, `${use.keyword} is a keyword, the parser knew it`);
  const framing = FRAMING[keyword.name];
  if (framing) {
    framing(frame, use);
    return nothing(frame);
  }
  const delegating = DELEGATING[keyword.name];
  if (delegating) return delegating(frame, use, into);
  if (!keyword.effect && !keyword.compute) return nothing(frame);
  const mark = frame.code.mark();
  const args = lowerArguments(frame, use, keyword);
  const head = use.words[0];
  if (head) frame.code.at(head);
  const targets = partsOfUse(use).writes;
  const result = perform(frame, mark, keyword, use.form, args, into ?? ownRegister(frame, targets));
  for (const target of targets) assignTo(frame, target, result);
  return result;
}

/** `HEAR name` answers straight into the variable. */
function ownRegister(frame: Frame, [target, more]: readonly Target[]): Register | undefined {
  if (target?.kind !== 'name' || more) return undefined;
  const place = placeOf(frame, target.id);
  return place.depth === 0 ? place.register : undefined;
}

export const lowerBareKeyword = (frame: Frame, keyword: Keyword, form: number, into?: Register): Operand =>
  perform(frame, frame.code.mark(), keyword, form, {}, into);

function perform(frame: Frame, mark: number, keyword: Keyword, form: number, args: AskArguments, into?: Register): Register {
  const { code, unit } = frame;
  const number = unit.program.keyword(keyword);
  if (keyword.effect) return endWithCall(frame, mark, { op: 'ask', keyword: number, form, args }, into);
  code.release(mark);
  const to = into ?? code.temp();
  code.emit({ op: 'compute', to, keyword: number, args });
  return to;
}

function lowerArguments(frame: Frame, use: KeywordUse, keyword: Keyword): AskArguments {
  const args: Record<string, Operand> = {};
  const entries = Object.entries(use.args).sort(([, a], [, b]) => a.span.start - b.span.start);
  entries.forEach(([name, argument], i) => {
    const value = keyword.params[name]?.type === 'condition' ? lowerWhere(frame, argument) : lowerArgument(frame, argument);
    if (value !== undefined)
      args[name] = hold(
        frame,
        value,
        entries.slice(i + 1).flatMap(([, later]) => expressionsOfArgument(later)),
      );
    if (argument.kind === 'items' && argument.any) args[`${name}Any`] = constant(frame, true);
  });
  return args;
}

function lowerWhere(frame: Frame, argument: Argument): Operand | undefined {
  const data = argument.kind === 'expression' ? conditionData(argument.value) : undefined;
  return data && lower(frame, data);
}

function expressionsOfArgument(argument: Argument): readonly Expression[] {
  return partsOfUse({ keyword: '', form: 0, args: { argument }, words: [], call: false }).reads;
}

function lowerArgument(frame: Frame, argument: Argument): Operand | undefined {
  switch (argument.kind) {
    case 'expression':
      return lower(frame, argument.value);
    case 'items':
      return lowerList(frame, argument.items);
    case 'pairs':
      return lowerFields(
        frame,
        argument.items.map(({ key, value }) => [key.kind === 'name' ? key.text : key.value, value]),
      );
    case 'word':
    case 'raw':
      return constant(frame, argument.text);
    case 'flag':
      return constant(frame, true);
    case 'target':
      return undefined;
    case 'block':
    case 'statement':
      assert(false, `a keyword that takes a ${argument.kind} has steps of its own`);
  }
}

function lowerList(frame: Frame, nodes: readonly Expression[]): Register {
  const mark = frame.code.mark();
  const items = lowerAll(frame, nodes);
  frame.code.release(mark);
  const to = frame.code.temp();
  frame.code.emit({ op: 'list', to, items });
  return to;
}

export function lowerFields(frame: Frame, fields: readonly (readonly [key: string, value: Expression])[], into?: Register): Register {
  const mark = frame.code.mark();
  const values = lowerAll(
    frame,
    fields.map(([, value]) => value),
  );
  frame.code.release(mark);
  const to = into ?? frame.code.temp();
  frame.code.emit({ op: 'object', to, fields: fields.map(([key], i) => [key, values[i] as Operand]) });
  return to;
}
