/** The steps that are too rare or too large to stand in the step loop itself. */
import { assert } from '../../base/index.ts';
import type { Operand } from '../../spec/index.ts';
import {
  binary,
  callMethod,
  Dict,
  decodeValue,
  encodeValue,
  getIndex,
  isNothing,
  kindOf,
  negate,
  not,
  plus,
  RowSet,
  readsPerElement,
  setIndex,
  setMember,
  toNumber,
  unmark,
  type Value,
} from '../../values/index.ts';
import { argumentsFor } from '../door/arguments.ts';
import type { Ask } from '../machine.ts';
import { OPERATORS } from './assemble.ts';
import type { RunContext } from './context.ts';
import { StepFault } from './faults.ts';
import { allocate, allocateValue, weightOfText } from './heap.ts';
import { HANDLER_OFF, NONE } from './opcodes.ts';
import { type Fiber, type Frame, type Run, readRegister, writeRegister } from './state.ts';
import { type AskSite, lineAt } from './unit.ts';
import { chargeFor } from './work.ts';

/** `a + b` where not both are numbers. */
export function addValues(run: Run, a: Value, b: Value): Value {
  if (typeof a === 'string') {
    if (typeof b === 'string') return checkedText(run, a + b);
    if (typeof b === 'number')
      // Whole numbers are far quicker to spell as such.
      return checkedText(run, a + ((b | 0) === b ? String(b | 0) : String(b)));
  }
  return checked(run, binary('+', a, b));
}

export function binaryStep(run: Run, operator: number, a: Value, b: Value): Value {
  return checked(run, binary(OPERATORS[operator]!, a, b));
}

export function unaryStep(kind: number, value: Value): Value {
  if (kind === 0) return typeof value === 'number' ? 0 - value : negate(value);
  if (kind === 1) return not(value);
  if (kind === 2) return plus(value);
  return isNothing(value) === (kind === 3);
}

function checkedText(run: Run, text: string): string {
  const { length } = text;
  if (length > run.limits.text)
    throw new StepFault('length', `a text of ${length} characters is longer than the limit of ${run.limits.text}`);
  allocate(run, weightOfText(length));
  return text;
}

/** A value just made, against the limits of length. */
function checked(run: Run, value: Value): Value {
  if (typeof value === 'string') return checkedText(run, value);
  if (typeof value !== 'object' || value === null) return value;
  const plain = unmark(value);
  if (typeof plain === 'string') checkedText(run, plain);
  const length = Array.isArray(plain) ? plain.length : plain instanceof Dict ? plain.size : 0;
  if (length > run.limits.list) throw new StepFault('length', `a list of ${length} is longer than the limit of ${run.limits.list}`);
  allocateValue(run, value);
  return value;
}

export function operandsAt(frame: Frame, at: number): Value[] {
  const { code } = frame.fn.unit;
  const count = code[at]!;
  const values: Value[] = [];
  for (let i = 1; i <= count; i++) values.push(operandIn(frame, code[at + i]!));
  return values;
}

export function operandIn(frame: Frame, operand: Operand): Value {
  return operand >= 0 ? readRegister(frame.fiber, frame.base + operand) : (frame.fn.unit.constants[~operand] as Value);
}

export function joinStep(run: Run, parts: readonly Value[]): Value {
  let joined: Value = '';
  for (const part of parts) joined = addValues(run, joined, part === null ? '' : part);
  return joined;
}

export function objectStep(run: Run, frame: Frame, pc: number): Dict {
  const { code, shapes } = frame.fn.unit;
  const keys = shapes[code[pc + 2]!]!;
  const dict = new Dict();
  for (let i = 0; i < keys.length; i++) dict.set(keys[i]!, operandIn(frame, code[pc + 3 + i]!));
  allocate(run, keys.length + 1);
  return dict;
}

export function functionStep(run: Run, context: RunContext, frame: Frame, pc: number): Value {
  const { code, builtins } = frame.fn.unit;
  const builtin = builtins[code[pc + 2]!]!;
  const args = operandsAt(frame, pc + 3);
  chargeFor(run, args, builtin.stepsPerElement ?? 1);
  return checked(run, builtin.apply(args, context));
}

export function methodStep(run: Run, frame: Frame, pc: number): Value {
  const { code, names } = frame.fn.unit;
  const object = operandIn(frame, code[pc + 2]!);
  if (object === null && code[pc + 4] === 1) return null;
  const method = names[code[pc + 3]!]!;
  const args = operandsAt(frame, pc + 5);
  chargeFor(run, [object, ...args], readsPerElement(object, method));
  return checked(run, callMethod(object, method, args, run.limits));
}

export function computeStep(run: Run, context: RunContext, frame: Frame, pc: number): Value {
  const { keyword, names, operands } = frame.fn.unit.computes[frame.fn.unit.code[pc + 2]!]!;
  const args = new Map(names.map((name, i) => [name, operandIn(frame, operands[i]!)] as const));
  assert(keyword.compute, `${keyword.name} is not computed in place`);
  return checked(run, keyword.compute(argumentsFor(keyword, args), context));
}

export function elementAt(object: Value, index: Value): Value {
  return object instanceof Dict && typeof index === 'string' ? object.get(index) : getIndex(object, index);
}

export function setElement(run: Run, object: Value, index: Value, value: Value): void {
  const before = Array.isArray(object) ? object.length : 0;
  setIndex(object, index, value, run.limits.list);
  if (object instanceof Dict) checkSize(run, object);
  else if (Array.isArray(object)) allocate(run, object.length - before);
}

/** Sets a field of `object`; which and to what, the instruction says. */
export function memberStep(run: Run, object: Value, frame: Frame, pc: number): void {
  const { code, names } = frame.fn.unit;
  setMember(object, names[code[pc + 2]!]!, operandIn(frame, code[pc + 3]!));
  if (object instanceof Dict) checkSize(run, object);
}

/** After a field was set. */
function checkSize(run: Run, { size }: Dict): void {
  if (size > run.limits.list) throw new StepFault('length', `an object holds more than ${run.limits.list} fields`);
  allocate(run, 1);
}

/** A snapshot of what FOR EACH walks: changing the list inside the loop changes nothing for the loop. */
export function iterateStep(run: Run, frame: Frame, pc: number): Value[] {
  const { code } = frame.fn.unit;
  const items = elementsToWalk(unmark(operandIn(frame, code[pc + 3]!)));
  const last = code[pc + 4]!;
  const count = last === NONE ? items.length : toNumber(operandIn(frame, last));
  if (count === undefined) throw new StepFault('type', 'LAST needs a number');
  allocate(run, items.length);
  return count >= items.length ? items.slice() : items.slice(items.length - Math.max(0, Math.trunc(count)));
}

/** What PARALLEL FOR EACH runs over, as it stands now. */
export const elementsOf = (value: Value): readonly Value[] => elementsToWalk(unmark(value)).slice();

function elementsToWalk(value: Value): readonly Value[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  if (value instanceof RowSet) return value.rows;
  if (value instanceof Dict) return Array.from(value.entries(), ([key]) => key);
  throw new StepFault('type', `FOR EACH cannot walk through ${kindOf(value)}: it needs a list`);
}

export function ensureContainer(run: Run, frame: Frame, pc: number): void {
  const { code } = frame.fn.unit;
  const at = frame.base + code[pc + 1]!;
  if (readRegister(frame.fiber, at) !== null) return;
  const index = code[pc + 2]!;
  frame.fiber.stack[at] = index !== NONE && typeof unmark(operandIn(frame, index)) === 'number' ? [] : new Dict();
  allocate(run, 1);
}

export function outerFrame(frame: Frame, depth: number): Frame {
  let outer: Frame | null = frame;
  for (let i = 0; i < depth && outer !== null; i++) outer = outer.outer;
  assert(outer, 'a step reaches for a frame that is not there');
  return outer;
}

/** Counted loops: three numbers, or a fault that says which is none. */
export function startCounting(frame: Frame, pc: number): boolean {
  const { code } = frame.fn.unit;
  const [counter, limit, step] = [1, 2, 3].map((i) => {
    const value = operandIn(frame, code[pc + i]!);
    const number = toNumber(value);
    if (number === undefined) throw new StepFault('type', `FOR counts with numbers, found ${kindOf(value)}`);
    writeRegister(frame.fiber, frame.base + code[pc + i]!, number);
    return number;
  }) as [number, number, number];
  if (step === 0) throw new StepFault('bad-argument', 'a FOR loop with STEP 0 would never end');
  return step > 0 ? counter <= limit : counter >= limit;
}

/** forNext where something is no number: the body changed the counter, or a GOTO went into the loop. */
export function countOn(frame: Frame, pc: number): boolean {
  const { code } = frame.fn.unit;
  const limit = operandIn(frame, code[pc + 2]!);
  const step = operandIn(frame, code[pc + 3]!);
  if (typeof limit !== 'number' || typeof step !== 'number') return false;
  const counter = toNumber(operandIn(frame, code[pc + 1]!));
  if (counter === undefined) throw new StepFault('type', 'the counter of a FOR loop is no number any more');
  const next = counter + step;
  writeRegister(frame.fiber, frame.base + code[pc + 1]!, next);
  return step > 0 ? next <= limit : next >= limit;
}

/** Arguments are copied: what another branch does to a list later must not change what was asked. */
export function askAt(fiber: Fiber, frame: Frame): Ask {
  const { unit } = frame.fn;
  const site = unit.asks[unit.code[frame.pc + 3]!]!;
  const args = new Map<string, Value>();
  for (let i = 0; i < site.names.length; i++) args.set(site.names[i]!, copyOf(operandIn(frame, site.operands[i]!)));
  return makeAsk(fiber, frame, site, args);
}

export function makeAsk(fiber: Fiber, { fn, pc }: Frame, { keyword, revision, form }: AskSite, args: ReadonlyMap<string, Value>): Ask {
  const address = `${fiber.path}.${fiber.events}`;
  return { address, keyword, revision, form, args, script: fn.unit.program.script, line: lineAt(fn, pc), traps: isTrapping(fiber) };
}

const copyOf = (value: Value): Value =>
  Array.isArray(value) || value instanceof Dict || value instanceof RowSet ? decodeValue(encodeValue(value)) : value;

function isTrapping(fiber: Fiber): boolean {
  for (let each: Fiber | null = fiber; each !== null; each = each.parent)
    for (let depth = each.depth; depth >= 0; depth--) if (each.frames[depth]!.handler !== HANDLER_OFF) return true;
  return false;
}
