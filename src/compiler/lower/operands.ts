/**
 * Operands of a step, left to right.
 *
 * Operands are read when the step runs. Where something after an operand may assign the variable,
 * a routine or the target of a keyword, its value is held in a temporary (`hold`): left to right, as written.
 */
import type { Expression, Operand, Register } from '../../spec/index.ts';
import { expressionsIn, partsOfUse } from '../walk.ts';
import { type Frame, lower, symbolOf } from './frame.ts';

/** As `lower`, and the value stands in that register afterwards. */
export function lowerInto(frame: Frame, node: Expression, to: Register): void {
  frame.code.move(to, lower(frame, node, to));
}

/** Lowers operands in order, gives their temporaries back, and lets `emit` write the step that uses them. */
export function withOperands(
  frame: Frame,
  nodes: readonly Expression[],
  into: Register | undefined,
  emit: (operands: readonly Operand[], to: Register) => void,
): Register {
  const mark = frame.code.mark();
  const operands = lowerAll(frame, nodes);
  frame.code.release(mark);
  const to = into ?? frame.code.temp();
  emit(operands, to);
  return to;
}

export const lowerAll = (frame: Frame, nodes: readonly Expression[]): readonly Operand[] =>
  nodes.map((node, i) => hold(frame, lower(frame, node), nodes.slice(i + 1)));

/** Keeps the value of a variable that something lowered after it might change. */
export function hold(frame: Frame, operand: Operand, later: readonly Expression[]): Operand {
  if (!frame.code.isVariable(operand) || !mayAssign(frame, later)) return operand;
  const to = frame.code.temp();
  frame.code.move(to, operand);
  return to;
}

/** Only main's registers are reached from routines; what a routine calls has registers of its own. */
function mayAssign(frame: Frame, nodes: readonly Expression[]): boolean {
  for (const node of expressionsIn(nodes)) {
    if (node.kind === 'keyword' && partsOfUse(node).writes.length > 0) return true;
    if (frame.kind === 'main' && callsRoutine(frame, node)) return true;
  }
  return false;
}

function callsRoutine(frame: Frame, node: Expression): boolean {
  if (node.kind === 'call') return frame.unit.scope.routines.has(node.callee.id);
  return node.kind === 'name' && symbolOf(frame, node.id).kind === 'routine';
}
