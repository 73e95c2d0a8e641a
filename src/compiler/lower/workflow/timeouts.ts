/**
 * What people answer, and what is done when they do not. HUMAN APPROVAL, HUMAN INPUT and WAIT FOR EVENT have a TIMEOUT of their
 * own and answer that the time is over; of everything else it is the fault `timeout`. ON TIMEOUT takes both.
 *
 * A decision that goes into a variable is the program's to look at. One that goes nowhere decides: a no is the fault
 * `rejected`, silence the fault `timeout`.
 */
import type { KeywordUse, Operand, Register, Statement, Target } from '../../../spec/index.ts';
import { constant, type Frame, lower, lowerBlock } from '../frame.ts';
import { lowerUse } from '../keywords.ts';
import { assignTo } from '../targets.ts';
import { raise } from './raise.ts';

/** One that answers when its time is over, and where the answer goes. */
export interface Answered {
  readonly use: KeywordUse;
  readonly target: Target | undefined;
}

const ANSWERING = new Set(['HUMAN APPROVAL', 'HUMAN INPUT', 'WAIT FOR EVENT']);

export function answeredUse(statement: Statement): Answered | undefined {
  if (statement.kind === 'assign' && statement.value.kind === 'keyword' && ANSWERING.has(statement.value.keyword))
    return { use: statement.value, target: statement.target };
  if (statement.kind !== 'keyword' || !ANSWERING.has(statement.keyword)) return undefined;
  const { v, ...args } = statement.args;
  return { use: { ...statement, args }, target: v?.kind === 'target' ? v.target : undefined };
}

export function lowerAnswered(frame: Frame, { use, target }: Answered, onTimeout?: Statement): void {
  const { code } = frame;
  const mark = code.mark();
  const answer = code.temp();
  askInto(frame, use, answer);
  const [late, inTime, over] = [code.block(), code.block(), code.block()];
  if (onTimeout) {
    whenLate(frame, use, answer, late, inTime);
    code.use(late);
    if (!lowerLate(frame, use, answer, onTimeout, target !== undefined)) {
      if (target) assignTo(frame, target, answer);
      lowerBlock(frame, [onTimeout]);
      code.jump(over);
    }
    code.into(inTime);
  }
  if (target) assignTo(frame, target, answer);
  else if (use.keyword === 'HUMAN APPROVAL') decide(frame, answer);
  code.into(over);
  code.release(mark);
}

function askInto(frame: Frame, use: KeywordUse, answer: Register): void {
  frame.code.move(answer, lowerUse(frame, use, answer));
}

function whenLate(frame: Frame, { keyword }: KeywordUse, answer: Register, late: number, inTime: number): void {
  const { code } = frame;
  const mark = code.mark();
  const isLate = code.temp();
  if (keyword === 'HUMAN APPROVAL') code.emit({ op: 'getMember', to: isLate, object: answer, field: 'timedout', optional: true });
  else code.emit({ op: 'isNull', to: isLate, value: answer, negated: false });
  code.release(mark);
  code.end({ op: 'branch', test: isLate, then: late, otherwise: inTime });
}

/** True where the answer is another one now, and goes the way of all answers. */
function lowerLate(frame: Frame, use: KeywordUse, answer: Register, onTimeout: Statement, isKept: boolean): boolean {
  if (onTimeout.kind !== 'keyword') return false;
  const { code } = frame;
  const isApproval = use.keyword === 'HUMAN APPROVAL';
  const set = (field: string, value: Operand) => code.emit({ op: 'setMember', object: answer, field, value });
  if (onTimeout.keyword === 'ESCALATE TO') {
    const { twoOf: _two, threeOf: _three, allOf: _all, need: _need, ...args } = use.args;
    askInto(frame, { ...use, args: { ...args, ...(onTimeout.args.who && { who: onTimeout.args.who }) } }, answer);
    return true;
  }
  if (onTimeout.keyword === 'APPROVE WITH WARNING' && isApproval) {
    set('approved', constant(frame, true));
    set('warning', constant(frame, true));
    return true;
  }
  if (onTimeout.keyword !== 'REJECT' || !isApproval || !isKept) return false;
  const mark = code.mark();
  if (onTimeout.args.reason?.kind === 'expression') set('comment', lower(frame, onTimeout.args.reason.value));
  code.release(mark);
  return true;
}

/** Nobody keeps the decision, so it decides. */
function decide(frame: Frame, answer: Register): void {
  const { code } = frame;
  const mark = code.mark();
  const [isSo, by, comment] = [code.temp(), code.temp(), code.temp()];
  const read = (field: string, to: Register) => code.emit({ op: 'getMember', to, object: answer, field, optional: true });
  const [no, late, said, explained, silent, done] = Array.from({ length: 6 }, () => code.block()) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  read('approved', isSo);
  code.end({ op: 'branch', test: isSo, then: done, otherwise: no });
  code.use(no);
  read('timedout', isSo);
  code.end({ op: 'branch', test: isSo, then: late, otherwise: said });
  code.use(late);
  raise(frame, 'timeout', ['nobody decided in time']);
  code.use(said);
  read('by', by);
  read('comment', comment);
  code.end({ op: 'branch', test: comment, then: explained, otherwise: silent });
  code.use(explained);
  raise(frame, 'rejected', ['rejected by ', by, ': ', comment]);
  code.use(silent);
  raise(frame, 'rejected', ['rejected by ', by]);
  code.use(done);
  code.release(mark);
}

/** Of a fault `timeout`: another bot is asked, or the statement runs; then the program goes on. */
export function lowerOverdue(frame: Frame, statement: Statement, onTimeout: Statement): void {
  const who = onTimeout.kind === 'keyword' && onTimeout.keyword === 'ESCALATE TO' ? onTimeout.args.who : undefined;
  const [bot] = who?.kind === 'items' ? who.items : [];
  if (statement.kind === 'keyword' && statement.keyword === 'BOT' && bot) {
    const { delay: _delay, retry: _retry, ...args } = statement.args;
    lowerBlock(frame, [{ ...statement, args: { ...args, bot: { kind: 'expression', value: bot, span: bot.span } } }]);
  } else lowerBlock(frame, [onTimeout]);
}

/** REJECT and CANCEL WORKFLOW. */
export const lowerEnding =
  (kind: 'rejected' | 'cancelled') =>
  (frame: Frame, { args }: KeywordUse): void => {
    const reason = args.reason?.kind === 'expression' ? lower(frame, args.reason.value) : undefined;
    raise(frame, kind, reason === undefined ? [kind] : [`${kind}: `, reason]);
  };
