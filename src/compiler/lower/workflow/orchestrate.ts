/**
 * ORCHESTRATE WORKFLOW: the body as it stands, between an ask that begins the execution and one that ends it.
 *
 * A fault that leaves the body goes through `cleanup`: the execution is told what became of it, and the fault goes on as it
 * was. Where steps say how they are undone, the cleanup first runs the undos, the last registered first, if a step asked for
 * it (ON ERROR COMPENSATE), a person rejected, or the run is cancelled. A fault of an undo does not keep the others from running.
 *
 * Without END WORKFLOW the rest of the function belongs to it.
 */
import type { Block, KeywordUse, Operand, Register } from '../../../spec/index.ts';
import { statementsIn } from '../../walk.ts';
import { endWithCall } from '../calls.ts';
import { constant, type Frame, lower, lowerBlock, placeOf, store } from '../frame.ts';
import type { UndoScope, WorkflowScope } from './scope.ts';

export function lowerWorkflow(frame: Frame, use: KeywordUse): void {
  const { code } = frame;
  const body = use.args.body?.kind === 'block' ? use.args.body.body : undefined;
  const scope = openScope(frame, body);
  begin(frame, scope, use);
  frame.workflows.push(scope);
  if (!body) return;
  const { cleanup: before, guard } = code;
  const [cleanup, done] = [code.block(), code.block()];
  code.cleanup = cleanup;
  // ON ERROR of the lines above is that of the whole workflow; one inside it, or RESUME NEXT, is that of its steps.
  if (!frame.resumesNext && !hasOwnHandler(body)) code.guard = cleanup;
  code.fresh();
  lowerBlock(frame, body);
  code.cleanup = before;
  code.guard = guard;
  code.fresh();
  endExecution(frame, scope, constant(frame, 'done'));
  frame.workflows.pop();
  code.jump(done);
  const { isCleanup } = code;
  code.isCleanup = true;
  code.use(cleanup);
  lowerCleanup(frame, scope);
  code.isCleanup = isCleanup;
  code.use(done);
}

const hasOwnHandler = (body: Block): boolean => [...statementsIn(body)].some(({ kind }) => kind === 'onError');

/** RETURN and EXIT leave all workflows of the function; so does its end those that were never closed. */
export function endWorkflows(frame: Frame): void {
  for (const scope of [...frame.workflows].reverse()) endExecution(frame, scope, constant(frame, 'done'));
}

function openScope(frame: Frame, body: Block | undefined): WorkflowScope {
  const hasUndo = body !== undefined && [...statementsIn(body)].some((each) => each.kind === 'keyword' && each.keyword === 'COMPENSATE');
  const next = () => frame.workflowRegisters.shift() as Register;
  const [id, state, list, count, wanted] = [next(), next(), next(), next(), next()];
  return {
    id,
    state: frame.unit.readsWorkflow ? state : undefined,
    undo: hasUndo ? { list, count, wanted, statements: [] } : undefined,
  };
}

function begin(frame: Frame, { id, state, undo }: WorkflowScope, { args, words }: KeywordUse): void {
  const { code } = frame;
  const mark = code.mark();
  const name: Record<string, Operand> = args.name?.kind === 'expression' ? { name: lower(frame, args.name.value) } : {};
  if (words[0]) code.at(words[0]);
  const begun = ask(frame, mark, 'ORCHESTRATE WORKFLOW', name);
  code.emit({ op: 'getMember', to: id, object: begun, field: 'id', optional: true });
  if (state !== undefined) {
    code.move(state, begun);
    store(frame, placeOf(frame, 'workflow'), begun);
  }
  if (undo) {
    code.emit({ op: 'list', to: undo.list, items: [] });
    code.move(undo.count, constant(frame, 0));
    code.move(undo.wanted, constant(frame, false));
  }
  code.release(mark);
}

function endExecution(frame: Frame, { id, state }: WorkflowScope, how: Operand): void {
  const { code } = frame;
  const mark = code.mark();
  const args: Record<string, Operand> = { workflow: id, state: how };
  if (state !== undefined) {
    const results = code.temp();
    code.emit({ op: 'setMember', object: state, field: 'state', value: how });
    code.emit({ op: 'getMember', to: results, object: state, field: 'results', optional: true });
    args.result = results;
  }
  ask(frame, mark, 'WORKFLOW END', args);
  code.release(mark);
}

function lowerCleanup(frame: Frame, scope: WorkflowScope): void {
  const { code } = frame;
  const mark = code.mark();
  const [fault, how, kind] = [code.temp(), code.temp(), code.temp()];
  code.emit({ op: 'caught', to: fault });
  code.emit({ op: 'getMember', to: kind, object: fault, field: 'code', optional: false });
  code.move(how, constant(frame, 'failed'));
  for (const state of ['rejected', 'cancelled']) {
    const [same, other] = [code.block(), code.block()];
    code.end({ op: 'compare', operator: '=', left: kind, right: constant(frame, state), then: same, otherwise: other });
    code.use(same);
    code.move(how, constant(frame, state));
    if (scope.undo) code.move(scope.undo.wanted, constant(frame, true));
    code.into(other);
  }
  if (scope.undo) lowerUndos(frame, scope.undo, how);
  endExecution(frame, scope, how);
  code.end({ op: 'rethrow', value: fault });
  code.release(mark);
}

function lowerUndos(frame: Frame, undo: UndoScope, how: Register): void {
  const { code } = frame;
  const mark = code.mark();
  const number = code.temp();
  const [wanted, some, marked, next, one, done] = [code.block(), code.block(), code.block(), code.block(), code.block(), code.block()];
  code.end({ op: 'branch', test: undo.wanted, then: wanted, otherwise: done });
  code.use(wanted);
  // Rejected it stays, whatever is undone.
  code.end({ op: 'compare', operator: '=', left: how, right: constant(frame, 'rejected'), then: next, otherwise: some });
  code.use(some);
  code.end({ op: 'compare', operator: '>', left: undo.count, right: constant(frame, 0), then: marked, otherwise: done });
  code.use(marked);
  code.move(how, constant(frame, 'compensated'));
  code.into(next);
  code.end({ op: 'compare', operator: '>', left: undo.count, right: constant(frame, 0), then: one, otherwise: done });
  code.use(one);
  code.emit({ op: 'binary', operator: '-', to: undo.count, left: undo.count, right: constant(frame, 1) });
  code.emit({ op: 'getIndex', to: number, object: undo.list, index: undo.count });
  const guard = code.guard;
  code.guard = next;
  code.fresh();
  for (const [i, statement] of undo.statements.entries()) {
    const [same, other] = [code.block(), code.block()];
    code.end({ op: 'compare', operator: '=', left: number, right: constant(frame, i), then: same, otherwise: other });
    code.use(same);
    lowerBlock(frame, [statement]);
    code.jump(next);
    code.use(other);
  }
  code.guard = guard;
  code.jump(next);
  code.use(done);
  code.release(mark);
}

/** An ask of a helper or of a keyword's own form 0. */
export function ask(frame: Frame, mark: number, name: string, args: Readonly<Record<string, Operand>>, into?: Register): Register {
  const keyword = frame.unit.vocabulary.keyword(name);
  return endWithCall(
    frame,
    mark,
    { op: 'ask', keyword: frame.unit.program.keyword(keyword as NonNullable<typeof keyword>), form: 0, args },
    into,
  );
}
