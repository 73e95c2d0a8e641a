/** SELECT and SWITCH: the subject once, then test after test in order; no falling through. */
import type { BlockId, CaseTest, Expression, Operand, Select } from '../../spec/index.ts';
import { partsOf } from '../walk.ts';
import { endWithComparison } from './conditions.ts';
import { type Frame, lower, lowerBlock } from './frame.ts';
import { hold } from './operands.ts';

export function lowerSelect(frame: Frame, statement: Select): void {
  const { code } = frame;
  const [, ...tested] = partsOf(statement).reads;
  const mark = code.mark();
  const subject = hold(frame, lower(frame, statement.subject), tested);
  const exit = code.block();
  const bodies = statement.cases.map(() => code.block());
  statement.cases.forEach(({ head, tests }, i) => {
    code.at(head);
    for (const test of tests) lowerTest(frame, subject, test, bodies[i] as BlockId);
  });
  code.release(mark);
  frame.enclosing.push({ kinds: ['select'], exit });
  lowerBlock(frame, statement.otherwise?.body ?? []);
  code.jump(exit);
  statement.cases.forEach(({ body }, i) => {
    code.use(bodies[i] as BlockId);
    lowerBlock(frame, body);
    code.jump(exit);
  });
  frame.enclosing.pop();
  code.use(exit);
}

/** Goes to `yes` where the test holds, else goes on. */
function lowerTest(frame: Frame, subject: Operand, test: CaseTest, yes: BlockId): void {
  const no = frame.code.block();
  if (test.kind === 'equals') compare(frame, '=', subject, test.value, yes, no);
  else if (test.kind === 'compare') compare(frame, test.operator, subject, test.value, yes, no);
  else {
    const upper = frame.code.block();
    compare(frame, '>=', subject, test.from, upper, no);
    frame.code.use(upper);
    compare(frame, '<=', subject, test.to, yes, no);
  }
  frame.code.use(no);
}

function compare(
  frame: Frame,
  operator: '=' | '<>' | '<' | '>' | '<=' | '>=',
  subject: Operand,
  value: Expression,
  yes: BlockId,
  no: BlockId,
): void {
  const mark = frame.code.mark();
  const right = lower(frame, value);
  frame.code.release(mark);
  endWithComparison(frame, operator, subject, right, yes, no);
}
