/** Calls of routines and scripts. Each ends its block: between two blocks a run is data. */
import { assert } from '../../base/index.ts';
import type { Call, Expression, Operand, Register, Terminator } from '../../spec/index.ts';
import { literalOf } from '../../spec/index.ts';
import type { RoutineScope } from '../resolve/scope.ts';
import { stemOf } from '../stem.ts';
import { constant, type Frame, lower } from './frame.ts';
import { lowerAll } from './operands.ts';

type Calling = Extract<Terminator, { op: 'call' | 'callScript' | 'ask' }>;
type Unplaced<T> = T extends unknown ? Omit<T, 'to' | 'next' | 'live'> : never;

/** Ends the block with a call or ask whose arguments stand above `mark`, and goes on after it. */
export function endWithCall(frame: Frame, mark: number, call: Unplaced<Calling>, into?: Register): Register {
  const { code } = frame;
  code.release(mark);
  const to = into ?? code.temp();
  const next = code.block();
  code.end({ ...call, to, next, live: code.mark() } as Calling);
  code.use(next);
  return to;
}

export function lowerRoutineCall(frame: Frame, routine: RoutineScope, args: readonly Expression[], into?: Register): Register {
  const mark = frame.code.mark();
  const operands = lowerAll(frame, args);
  return endWithCall(frame, mark, { op: 'call', function: routine.number, args: operands }, into);
}

export function lowerCallStatement(frame: Frame, call: Call): void {
  const { callee, args } = call;
  const { code, unit } = frame;
  const mark = code.mark();
  const routine = callee.kind === 'name' ? unit.scope.routines.get(callee.id) : undefined;
  if (routine) lowerRoutineCall(frame, routine, args);
  else {
    const script = scriptOf(frame, call);
    endWithCall(frame, mark, { op: 'callScript', script, args: lowerAll(frame, args) });
  }
  code.release(mark);
}

/** A bare name that is no routine names a script, or holds its name; other text is looked up when the program runs. */
function scriptOf(frame: Frame, call: Call): Operand {
  const { callee } = call;
  if (callee.kind === 'name' && !frame.unit.scope.calledByVariable.has(call)) return constant(frame, callee.id);
  const literal = literalOf(callee);
  assert(literal === undefined || typeof literal === 'string', 'a script is named by text');
  return literal === undefined ? lower(frame, callee) : constant(frame, stemOf(literal));
}
