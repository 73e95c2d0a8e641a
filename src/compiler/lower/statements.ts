/**
 * Statements to blocks. Under ON ERROR RESUME NEXT each statement has its own blocks, and they know the
 * block of the statement after it (`resume`): a fault in a condition or in the head of a loop goes on after
 * the whole IF or loop, one inside a body goes on with the next statement of that body.
 */
import { assert } from '../../base/index.ts';
import type { Block, Exit, OnError, Return, Statement } from '../../spec/index.ts';
import { lowerBranches } from './branches.ts';
import { lowerCallStatement } from './calls.ts';
import { lowerCondition } from './conditions.ts';
import { type Frame, lower, lowerBlock, nothing } from './frame.ts';
import { lowerFields, lowerUse } from './keywords.ts';
import { lowerFor, lowerForEach, lowerLoop } from './loops.ts';
import { lowerSelect } from './select.ts';
import { lowerAssignment } from './targets.ts';
import { lowerWith } from './with.ts';
import { endWorkflows, lowerApproval } from './workflow/index.ts';

export function lowerStatements(frame: Frame, block: Block): void {
  const run = block.filter(isRun);
  for (const [i, statement] of run.entries()) {
    const undo = undoOf(run[i + 1]);
    if (undo) frame.undoBelow.put(undo);
    lowerStatement(frame, statement);
  }
}

/** What COMPENSATE on the line below would undo this statement with. */
const undoOf = (below: Statement | undefined): Statement | undefined =>
  below?.kind === 'keyword' && below.keyword === 'COMPENSATE' && below.args.undo?.kind === 'statement'
    ? below.args.undo.statement
    : undefined;

const isRun = ({ kind }: Statement) => kind !== 'blank' && kind !== 'comment' && kind !== 'routine';

function lowerStatement(frame: Frame, statement: Statement): void {
  if (!frame.resumesNext) return lowerOne(frame, statement);
  const { code } = frame;
  const before = code.resume;
  const next = code.block();
  code.resume = next;
  code.fresh();
  lowerOne(frame, statement);
  code.resume = before;
  code.into(next);
}

function lowerOne(frame: Frame, statement: Statement): void {
  const { code } = frame;
  const mark = code.mark();
  code.at(statement.span);
  lowerKind(frame, statement);
  code.release(mark);
}

function lowerKind(frame: Frame, statement: Statement): void {
  const { code } = frame;
  switch (statement.kind) {
    case 'assign':
      return lowerAssignment(frame, statement.target, statement.value);
    case 'evaluate':
      lower(frame, statement.value);
      return;
    case 'keyword':
      if (!lowerApproval(frame, statement)) lowerUse(frame, statement);
      return;
    case 'if':
      return lowerIf(frame, statement);
    case 'forEach':
      return lowerForEach(frame, statement);
    case 'for':
      return lowerFor(frame, statement);
    case 'loop':
      return lowerLoop(frame, statement);
    case 'select':
      return lowerSelect(frame, statement);
    case 'call':
      return lowerCallStatement(frame, statement);
    case 'with':
      return lowerWith(frame, statement);
    case 'parallel':
      return lowerBranches(frame, statement);
    case 'label':
      return code.into(labelBlock(frame, statement.name.id));
    case 'goto':
      return code.jump(labelBlock(frame, statement.name.id));
    case 'exit':
      return lowerExit(frame, statement);
    case 'continue':
      return lowerContinue(frame);
    case 'return':
      return lowerReturn(frame, statement);
    case 'onError':
      return lowerOnError(frame, statement);
    case 'clearError':
      return code.emit({ op: 'clearError' });
    case 'throw':
      return code.end({ op: 'throw', value: statement.value ? lower(frame, statement.value) : nothing(frame) });
    case 'blank':
    case 'comment':
    case 'routine':
    case 'broken':
      assert(false, `a ${statement.kind} line never reaches lowering`);
  }
}

function lowerIf(frame: Frame, statement: Extract<Statement, { kind: 'if' }>): void {
  const { code } = frame;
  const done = code.block();
  for (const { head, condition, body } of statement.arms) {
    const [then, otherwise] = [code.block(), code.block()];
    code.at(head);
    lowerCondition(frame, condition, then, otherwise);
    code.use(then);
    lowerBlock(frame, body);
    code.jump(done);
    code.use(otherwise);
  }
  lowerBlock(frame, statement.otherwise?.body ?? []);
  code.into(done);
}

function labelBlock(frame: Frame, id: string): number {
  const block = frame.labels.get(id);
  assert(block !== undefined, `label ${id} was checked to exist`);
  return block;
}

function lowerExit(frame: Frame, { what }: Exit): void {
  if (what === 'script' || what === 'sub' || what === 'function') endWorkflows(frame);
  if (what === 'script') return frame.code.end({ op: 'end', value: nothing(frame) });
  if (what === 'sub' || what === 'function') return endWithReturn(frame);
  const left = frame.enclosing.findLast((each) => each.kinds.includes(what));
  assert(left, `EXIT ${what} was checked to stand in one`);
  frame.code.jump(left.exit);
}

function lowerContinue(frame: Frame): void {
  const loop = frame.enclosing.findLast((each) => each.next !== undefined);
  assert(loop?.next !== undefined, 'CONTINUE was checked to stand in a loop');
  frame.code.jump(loop.next);
}

function lowerReturn(frame: Frame, { value, fields }: Return): void {
  const { code } = frame;
  if (fields) {
    const pairs = fields.items.map(({ key, value: each }) => [key.kind === 'name' ? key.text : key.value, each] as const);
    const result = lowerFields(frame, pairs);
    endWorkflows(frame);
    code.end({ op: 'return', value: result });
  } else if (value) {
    const result = lower(frame, value);
    endWorkflows(frame);
    code.end({ op: 'return', value: result });
  } else {
    endWorkflows(frame);
    endWithReturn(frame);
  }
}

/** A FUNCTION answers what was assigned to its own name. */
export function endWithReturn(frame: Frame): void {
  const own = frame.kind === 'routine' && frame.routine?.node.form === 'FUNCTION' ? frame.routine.locals.get(frame.routine.id) : undefined;
  frame.code.end({ op: 'return', value: own ?? nothing(frame) });
}

function lowerOnError(frame: Frame, { mode, label }: OnError): void {
  const { code } = frame;
  if (mode === 'goto') code.emit({ op: 'onError', mode, block: labelBlock(frame, label?.id ?? '') });
  else code.emit({ op: 'onError', mode: mode === 'goto0' ? 'off' : 'resumeNext' });
}
