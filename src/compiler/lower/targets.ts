/** What stands left of an assignment. `a.b.c = v` makes the objects on the way where there are none. */
import type { Expression, Operand, Register, Target } from '../../spec/index.ts';
import { type Frame, load, lower, placeOf, store } from './frame.ts';
import { hold, lowerInto } from './operands.ts';

/** `target = value`, the value first. */
export function lowerAssignment(frame: Frame, target: Target, value: Expression): void {
  const { code } = frame;
  const mark = code.mark();
  const place = target.kind === 'name' ? placeOf(frame, target.id) : undefined;
  if (place?.depth === 0) lowerInto(frame, value, place.register);
  else assignTo(frame, target, hold(frame, lower(frame, value), [target]));
  code.release(mark);
}

export function assignTo(frame: Frame, target: Target, from: Operand): void {
  if (target.kind === 'name') return store(frame, placeOf(frame, target.id), from);
  const { code } = frame;
  const mark = code.mark();
  if (target.kind === 'member') {
    const object = lowerContainer(frame, target.object);
    code.emit({ op: 'setMember', object, field: target.field.text, value: from });
  } else {
    const index = hold(frame, lower(frame, target.index), [target.object]);
    const object = lowerContainer(frame, target.object, index);
    code.emit({ op: 'setIndex', object, index, value: from });
  }
  code.release(mark);
}

/** The register that holds the object to write into, made first where it is NOTHING; `index` is what it will be asked for. */
function lowerContainer(frame: Frame, node: Expression, index?: Operand): Register {
  if (node.kind === 'group') return lowerContainer(frame, node.inner, index);
  if (node.kind === 'name') return nameContainer(frame, node.id, index);
  if (node.kind === 'member') return memberContainer(frame, node, index);
  if (node.kind === 'index') return elementContainer(frame, node, index);
  const value = frame.code.temp();
  lowerInto(frame, node, value);
  return value;
}

function nameContainer(frame: Frame, id: string, index?: Operand): Register {
  const place = placeOf(frame, id);
  const register = load(frame, place);
  ensure(frame, register, index);
  if (place.depth > 0) store(frame, place, register);
  return register;
}

function memberContainer(frame: Frame, node: Extract<Expression, { kind: 'member' }>, index?: Operand): Register {
  const { code } = frame;
  const object = lowerContainer(frame, node.object);
  const to = code.temp();
  const field = node.field.text;
  code.emit({ op: 'getMember', to, object, field, optional: node.optional });
  ensure(frame, to, index);
  code.emit({ op: 'setMember', object, field, value: to });
  return to;
}

function elementContainer(frame: Frame, node: Extract<Expression, { kind: 'index' }>, index?: Operand): Register {
  const { code } = frame;
  const at = hold(frame, lower(frame, node.index), [node.object]);
  const object = lowerContainer(frame, node.object, at);
  const to = code.temp();
  code.emit({ op: 'getIndex', to, object, index: at });
  ensure(frame, to, index);
  code.emit({ op: 'setIndex', object, index: at, value: to });
  return to;
}

function ensure(frame: Frame, register: Register, index: Operand | undefined): void {
  frame.code.emit({ op: 'ensureObject', register, ...(index !== undefined && { index }) });
}
