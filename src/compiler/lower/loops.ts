/** Loops. What a loop keeps beside its variable stands in hidden registers; bounds are computed once. */
import type { For, ForEach, Loop, Register } from '../../spec/index.ts';
import { lowerCondition } from './conditions.ts';
import { constant, type Frame, hiddenRegister, load, lower, lowerBlock, type Place, placeOf, store } from './frame.ts';
import { hold, lowerInto } from './operands.ts';

/** An assignment to the variable inside the body counts, as in every BASIC: the counter is the variable. */
export function lowerFor(frame: Frame, { head, variable, from, to, step, body }: For): void {
  const { code } = frame;
  const place = placeOf(frame, variable.id);
  const counter = place.depth === 0 ? place.register : hiddenRegister(frame);
  const [limit, by] = [hiddenRegister(frame), hiddenRegister(frame)];
  const mark = code.mark();
  const later = step ? [to, step] : [to];
  const first = hold(frame, lower(frame, from), later);
  lowerInto(frame, to, limit);
  if (step) lowerInto(frame, step, by);
  else code.move(by, constant(frame, 1));
  code.move(counter, first);
  code.release(mark);
  const [start, next, finished, exit] = [code.block(), code.block(), code.block(), code.block()];
  code.end({ op: 'forStart', counter, limit, step: by, body: start, done: finished });
  code.use(start);
  if (place.depth > 0) store(frame, place, counter);
  lowerLoopBody(frame, body, 'for', exit, next);
  code.at(head);
  code.into(next);
  if (place.depth > 0) code.move(counter, load(frame, place, counter));
  code.end({ op: 'forNext', counter, limit, step: by, body: start, done: finished });
  code.use(finished);
  if (place.depth > 0) store(frame, place, counter);
  code.into(exit);
}

export function lowerForEach(frame: Frame, { variable, list, last, body }: ForEach): void {
  const { code } = frame;
  const place = placeOf(frame, variable.id);
  const [walked, index] = [hiddenRegister(frame), hiddenRegister(frame)];
  const mark = code.mark();
  const source = hold(frame, lower(frame, list), last ? [last] : []);
  const count = last && lower(frame, last);
  code.release(mark);
  code.emit({ op: 'iterate', list: walked, index, from: source, ...(count !== undefined && { last: count }) });
  const [next, start, exit] = [code.block(), code.block(), code.block()];
  code.into(next);
  const element = elementRegister(frame, place);
  code.end({ op: 'next', list: walked, index, to: element, body: start, done: exit });
  code.use(start);
  store(frame, place, element);
  code.release(mark);
  lowerLoopBody(frame, body, 'for', exit, next);
  code.jump(next);
  code.use(exit);
}

const elementRegister = (frame: Frame, place: Place): Register => (place.depth === 0 ? place.register : frame.code.temp());

export function lowerLoop(frame: Frame, { condition, body, form }: Loop): void {
  const { code } = frame;
  const [start, next, exit] = [code.block(), code.block(), code.block()];
  const test = (yes: number) => {
    if (!condition) return code.jump(yes);
    code.at(condition.expression.span);
    if (condition.until) lowerCondition(frame, condition.expression, exit, yes);
    else lowerCondition(frame, condition.expression, yes, exit);
  };
  const isTestedFirst = condition?.test === 'before';
  code.into(isTestedFirst ? next : start);
  if (isTestedFirst) {
    test(start);
    code.use(start);
  }
  lowerLoopBody(frame, body, form, exit, next);
  if (isTestedFirst) code.jump(next);
  else {
    code.into(next);
    test(start);
  }
  code.use(exit);
}

/** EXIT DO and EXIT WHILE leave either kind: `DO WHILE … LOOP` is written both ways. */
function lowerLoopBody(frame: Frame, body: For['body'], form: 'for' | Loop['form'], exit: number, next: number): void {
  frame.enclosing.push({ kinds: form === 'for' ? ['for', 'loop'] : ['do', 'while', 'loop'], exit, next });
  lowerBlock(frame, body);
  frame.enclosing.pop();
}
