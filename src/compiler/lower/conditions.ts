/** Conditions to branches: AND, OR and NOT are only ways, comparisons are fused with their branch. */
import type { Binary, BlockId, Expression, Operand } from '../../spec/index.ts';
import { isTruthy } from '../../values/index.ts';
import { type Frame, lower } from './frame.ts';
import { hold } from './operands.ts';

const COMPARISONS = new Set(['=', '<>', '<', '>', '<=', '>=']);
type Comparison = '=' | '<>' | '<' | '>' | '<=' | '>=';

/** Ends the current block: goes to `yes` where the condition holds, else to `no`. */
export function lowerCondition(frame: Frame, node: Expression, yes: BlockId, no: BlockId): void {
  if (node.kind === 'group') return lowerCondition(frame, node.inner, yes, no);
  if (node.kind === 'unary' && node.operator === 'not') return lowerCondition(frame, node.operand, no, yes);
  if (node.kind === 'binary' && (node.operator === 'and' || node.operator === 'or')) return lowerLogic(frame, node, yes, no);
  const mark = frame.code.mark();
  if (node.kind === 'binary' && COMPARISONS.has(node.operator)) {
    const left = hold(frame, lower(frame, node.left), [node.right]);
    const right = lower(frame, node.right);
    frame.code.release(mark);
    return endWithComparison(frame, node.operator as Comparison, left, right, yes, no);
  }
  const test = lower(frame, node);
  frame.code.release(mark);
  endWithTest(frame, test, yes, no);
}

export function endWithComparison(frame: Frame, operator: Comparison, left: Operand, right: Operand, yes: BlockId, no: BlockId): void {
  frame.code.end({ op: 'compare', operator, left, right, then: yes, otherwise: no });
}

function endWithTest(frame: Frame, test: Operand, yes: BlockId, no: BlockId): void {
  const known = frame.unit.program.constantOf(test);
  if (known === undefined) frame.code.end({ op: 'branch', test, then: yes, otherwise: no });
  else frame.code.jump(isTruthy(known) ? yes : no);
}

function lowerLogic(frame: Frame, node: Binary, yes: BlockId, no: BlockId): void {
  const operands = operandsOf(node);
  for (const operand of operands.slice(0, -1)) {
    const next = frame.code.block();
    if (node.operator === 'and') lowerCondition(frame, operand, next, no);
    else lowerCondition(frame, operand, yes, next);
    frame.code.use(next);
  }
  lowerCondition(frame, operands.at(-1) as Expression, yes, no);
}

/** `a AND b AND c`, left to right. */
function operandsOf(node: Binary): readonly Expression[] {
  const operands: Expression[] = [];
  let at: Expression = node;
  while (at.kind === 'binary' && at.operator === node.operator) {
    operands.push(at.right);
    at = at.left;
  }
  return [...operands, at].reverse();
}
