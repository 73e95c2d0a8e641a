/**
 * Operands of a step, left to right.
 *
 * Operands are read when the step runs. Where something after an operand could run a routine or ask,
 * which may assign the variable meanwhile, its value is held in a temporary (`hold`): left to right, as written.
 */
import type { Expression, Operand, Register } from '../../spec/index.ts';
import { expressionsIn } from '../walk.ts';
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
  if (!frame.code.isVariable(operand) || !mayRunOthers(frame, later)) return operand;
  const to = frame.code.temp();
  frame.code.move(to, operand);
  return to;
}

function mayRunOthers(frame: Frame, nodes: readonly Expression[]): boolean {
  for (const node of expressionsIn(nodes)) {
    if (node.kind === 'keyword') return true;
    if (node.kind === 'call' && frame.unit.scope.routines.has(node.callee.id)) return true;
    if (node.kind === 'name' && !isVariable(frame, node.id)) return true;
  }
  return false;
}

function isVariable(frame: Frame, id: string): boolean {
  const { kind } = symbolOf(frame, id);
  return kind === 'local' || kind === 'script';
}
