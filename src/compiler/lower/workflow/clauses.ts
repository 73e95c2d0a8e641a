/**
 * DELAY, RETRY, BACKOFF, TIMEOUT and ON ERROR of a step: control flow around it. A guard takes its fault, a counter and a
 * wait that doubles try it again; TIMEOUT is a branch of its own beside a timer, and whichever is later is left.
 */
import type { Argument, Block, Expression, KeywordUse, Operand } from '../../../spec/index.ts';
import { constant, type Frame, load, lower, lowerBlock, nothing, openFrame, store } from '../frame.ts';
import { ask, endWorkflows } from './orchestrate.ts';
import { raise } from './raise.ts';
import { wantUndo } from './undo.ts';

type Clauses = KeywordUse['args'];

/** What ON ERROR RETRY alone means. */
const TRIES = 3;

export function delayed(frame: Frame, { delay }: Clauses): void {
  if (!delay) return;
  const { code } = frame;
  const mark = code.mark();
  ask(frame, code.mark(), 'DELAY', { seconds: numberOf(frame, delay) });
  code.release(mark);
}

/** The rest of what a step may say of its faults. */
export interface Faults {
  /** Codes of faults that are not tried again: another try could do a thing twice, or ask people twice. */
  readonly once?: readonly string[];
  /** What ON TIMEOUT says, where the fault is one. */
  readonly overdue?: (() => void) | undefined;
}

/**
 * Tries are asks of their own, with addresses of their own. After the last the fault goes on, unless SKIP leaves the step
 * out; so the guard stands around all tries but the last, where nothing else is wanted.
 */
export function guarded(frame: Frame, args: Clauses, act: () => void, { once = [], overdue }: Faults = {}): void {
  const retries = args.retry ? numberOf(frame, args.retry) : args.onErrorRetry ? constant(frame, TRIES) : undefined;
  const skips = args.onErrorSkip !== undefined;
  const undoes = args.onErrorCompensate !== undefined;
  if (retries === undefined && !skips && !undoes && !overdue) return act();
  const { code } = frame;
  const [tried, pause, fault, most] = [code.temp(), code.temp(), code.temp(), code.temp()];
  code.move(tried, constant(frame, 0));
  code.move(most, retries ?? constant(frame, 0));
  code.move(pause, args.backoff ? numberOf(frame, args.backoff) : constant(frame, retries === undefined ? 0 : 1));
  const [again, failed, last, done] = [code.block(), code.block(), code.block(), code.block()];
  const before = code.guard;
  code.jump(again);
  code.guard = failed;
  code.use(again);
  act();
  code.jump(done);
  code.guard = before;
  code.use(failed);
  code.emit({ op: 'caught', to: fault });
  for (const each of once) whereCode(frame, fault, each, () => code.jump(last));
  const more = code.block();
  code.end({ op: 'compare', operator: '<', left: tried, right: most, then: more, otherwise: last });
  code.use(more);
  code.emit({ op: 'binary', operator: '+', to: tried, left: tried, right: constant(frame, 1) });
  ask(frame, code.mark(), 'DELAY', { seconds: pause }, fault);
  code.emit({ op: 'binary', operator: '*', to: pause, left: pause, right: constant(frame, 2) });
  code.jump(again);
  code.use(last);
  if (overdue)
    whereCode(frame, fault, 'timeout', () => {
      overdue();
      code.jump(done);
    });
  if (undoes) wantUndo(frame);
  if (skips) code.jump(done);
  else code.end({ op: 'rethrow', value: fault });
  code.use(done);
}

function whereCode(frame: Frame, fault: Operand, wanted: string, then: () => void): void {
  const { code } = frame;
  const mark = code.mark();
  const kind = code.temp();
  const [same, other] = [code.block(), code.block()];
  code.emit({ op: 'getMember', to: kind, object: fault, field: 'code', optional: false });
  code.end({ op: 'compare', operator: '=', left: kind, right: constant(frame, wanted), then: same, otherwise: other });
  code.release(mark);
  code.use(same);
  then();
  code.use(other);
}

/** The faults of the statement are handed over, so that the timer is not waited for when it fails. */
export function timed(frame: Frame, seconds: Argument, body: Block): void {
  const { code } = frame;
  const mark = code.mark();
  const [limit, hasEnded, fault] = [code.temp(), code.temp(), code.temp()];
  code.move(limit, numberOf(frame, seconds));
  code.move(hasEnded, constant(frame, false));
  code.move(fault, nothing(frame));
  const acting = lowerBeside(frame, 'step', body, (branch) => {
    const inner = branch.code;
    const [failed, over, caught] = [inner.block(), inner.block(), inner.temp()];
    inner.guard = failed;
    inner.fresh();
    lowerBlock(branch, body);
    endWorkflows(branch);
    inner.guard = undefined;
    inner.jump(over);
    inner.use(failed);
    inner.emit({ op: 'caught', to: caught });
    store(branch, { depth: 1, register: fault }, caught);
    inner.into(over);
    store(branch, { depth: 1, register: hasEnded }, constant(branch, true));
    inner.release(caught);
  });
  const timer = lowerBeside(frame, 'timer', [], (branch) => {
    const before = branch.code.mark();
    ask(branch, before, 'DELAY', { seconds: load(branch, { depth: 1, register: limit }) });
    branch.code.release(before);
  });
  const [next, ended, late, failed, done] = [code.block(), code.block(), code.block(), code.block(), code.block()];
  code.end({ op: 'parallel', branches: [acting, timer], need: 1, next, live: code.mark() });
  code.use(next);
  code.end({ op: 'branch', test: hasEnded, then: ended, otherwise: late });
  code.use(late);
  raise(frame, 'timeout', ['the step took longer than ', limit, ' seconds']);
  code.use(ended);
  code.end({ op: 'branch', test: fault, then: failed, otherwise: done });
  code.use(failed);
  code.end({ op: 'rethrow', value: fault });
  code.use(done);
  code.release(mark);
}

function lowerBeside(outer: Frame, what: string, body: Block, write: (branch: Frame) => void): number {
  const { unit, routine, code } = outer;
  const number = unit.program.reserve();
  const frame = openFrame({ unit, number, kind: 'branch', routine, outer, names: [], body });
  frame.code.startAt(code.line);
  write(frame);
  frame.code.end({ op: 'return', value: nothing(frame) });
  const name = `${what}@${code.line}`;
  unit.program.define(number, frame.code.finish({ name, kind: 'branch', parent: outer.number, parameters: 0 }));
  return number;
}

const numberOf = (frame: Frame, argument: Argument): Operand =>
  argument.kind === 'expression' ? lower(frame, argument.value as Expression) : nothing(frame);
