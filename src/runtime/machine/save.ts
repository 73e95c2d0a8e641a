/**
 * A run's state as bytes, and back. Frames are written as function, block and registers, never as positions in the
 * flat code, so the code may be laid out anew; what the Program says anyway (which keyword was asked, constant
 * arguments, dead registers) is left out. Lists and objects come last, once each (`values/codec.ts`).
 */
import { assert } from '../../base/index.ts';
import { FAULTS, type Fault, type FaultCode } from '../../spec/index.ts';
import { CodecError, type Value, ValueDecoder, ValueEncoder } from '../../values/index.ts';
import { HANDLER_RESUME } from './opcodes.ts';
import { Random } from './random.ts';
import { Fiber, type Frame, outerFor, pushFrame, type Run, readRegister, topOf, writeRegister } from './state.ts';
import { makeAsk, operandIn } from './steps.ts';
import { type AskSite, blockAt, type Unit } from './unit.ts';

const VERSION = 1;
/** The same, of a run that is cancelled. */
const CANCELLED = 2;
const FAULT_CODES = Object.keys(FAULTS) as FaultCode[];
const RUNNING = 0;
/** Its function and the element it will be given. */
const PENDING = 4;
const OUTCOMES = ['return', 'end', 'fault'] as const;

export function saveState(run: Run, random: Random): Uint8Array {
  const out = new ValueEncoder();
  out.byte(run.isCancelled ? CANCELLED : VERSION);
  for (const word of [random.a, random.b, random.c, random.d]) out.word(word);
  out.integer(run.steps);
  const units = unitsOf(run.root);
  out.integer(units.length);
  for (const unit of units) out.text(unit.stem);
  saveFiber(out, run.root, units);
  return out.finish();
}

function saveFiber(out: ValueEncoder, fiber: Fiber, units: readonly Unit[]): void {
  out.integer(fiber.events);
  saveFault(out, fiber.error);
  if (fiber.isPending) {
    out.byte(PENDING);
    out.integer(fiber.top.fn.index);
    out.value(readRegister(fiber, 0));
    return;
  }
  out.byte(fiber.outcome === null ? RUNNING : OUTCOMES.indexOf(fiber.outcome.kind) + 1);
  if (fiber.outcome?.kind === 'fault') saveFault(out, fiber.outcome.fault);
  else if (fiber.outcome) out.value(fiber.outcome.value);
  else saveWaiting(out, fiber, units);
}

function saveWaiting(out: ValueEncoder, fiber: Fiber, units: readonly Unit[]): void {
  out.integer(fiber.depth + 1);
  for (let depth = 0; depth <= fiber.depth; depth++) saveFrame(out, fiber.frames[depth] as Frame, units);
  if (fiber.branches) {
    out.integer(fiber.branches.length);
    for (const branch of fiber.branches) saveFiber(out, branch, units);
  } else {
    assert(fiber.ask, 'a fiber that waits has asked');
    const { names, operands } = askSite(fiber.top);
    for (const [i, name] of names.entries()) if (operands[i]! >= 0) out.value(fiber.ask.args.get(name) ?? null);
  }
}

function saveFrame(out: ValueEncoder, { fn, base, pc, handler, fiber }: Frame, units: readonly Unit[]): void {
  const block = blockAt(fn, pc);
  const end = fn.source.blocks[block]!.end;
  let count = 'live' in end && end.live !== undefined ? Math.min(end.live, fn.registers) : fn.registers;
  while (count > 0 && fiber.stack[base + count - 1] === null) count--;
  if (units.length > 1) out.integer(units.indexOf(fn.unit));
  out.integer(fn.index);
  out.integer(block);
  out.integer(handler - HANDLER_RESUME);
  out.integer(count);
  for (let i = 0; i < count; i++) out.value(readRegister(fiber, base + i));
}

function saveFault(out: ValueEncoder, fault: Fault | null): void {
  out.byte(fault === null ? 0 : 1 + FAULT_CODES.indexOf(fault.code));
  if (fault === null) return;
  out.text(fault.message);
  out.integer(fault.line ?? 0);
  out.text(fault.script ?? '');
}

function unitsOf(fiber: Fiber, units: Unit[] = []): Unit[] {
  for (let depth = 0; depth <= fiber.depth; depth++) {
    const { unit } = fiber.frames[depth]!.fn;
    if (!units.includes(unit)) units.push(unit);
  }
  for (const branch of fiber.branches ?? []) unitsOf(branch, units);
  return units;
}

const askSite = ({ fn, pc }: Frame): AskSite => fn.unit.asks[fn.unit.code[pc + 3]!]!;

export interface Restored {
  readonly root: Fiber;
  readonly random: Random;
  readonly steps: number;
  readonly isCancelled: boolean;
  readonly asking: Map<string, Fiber>;
}

export function restoreState(bytes: Uint8Array, unitNamed: (stem: string) => Unit): Restored {
  const from = new ValueDecoder(bytes);
  const version = from.byte();
  if (version !== VERSION && version !== CANCELLED) throw new CodecError(`state version ${version} is not known`);
  const random = new Random(from.word(), from.word(), from.word(), from.word());
  const steps = from.integer();
  const units: Unit[] = [];
  for (let count = from.integer(); count > 0; count--) units.push(unitNamed(from.text()));
  const root = new Fiber('0', null, 0);
  const asking = new Map<string, Fiber>();
  const asks: (() => void)[] = [];
  restoreFiber(from, root, units, (fiber, values) => {
    asks.push(() => {
      const ask = askAgain(fiber, values);
      fiber.ask = ask;
      asking.set(ask.address, fiber);
    });
  });
  from.objects();
  for (const ask of asks) ask();
  return { root, random, steps, isCancelled: version === CANCELLED, asking };
}

type Waits = (fiber: Fiber, args: readonly Value[]) => void;

function restoreFiber(from: ValueDecoder, fiber: Fiber, units: readonly Unit[], waits: Waits): void {
  fiber.events = from.integer();
  fiber.error = restoreFault(from);
  const state = from.byte();
  if (state === PENDING) {
    const caller = (fiber.parent as Fiber).top;
    const fn = caller.fn.unit.functions[from.integer()];
    if (!fn) throw new CodecError('the state does not fit its program');
    pushFrame(fiber, fn, 0, caller);
    writeRegister(fiber, 0, from.value());
    fiber.isPending = true;
    return;
  }
  if (state !== RUNNING) {
    const kind = OUTCOMES[state - 1]!;
    fiber.outcome = kind === 'fault' ? { kind, fault: restoreFault(from) as Fault } : { kind, value: from.value() };
    return;
  }
  for (let count = from.integer(); count > 0; count--) restoreFrame(from, fiber, units);
  const { fn, pc } = fiber.top;
  if (fn.source.blocks[blockAt(fn, pc)]!.end.op === 'parallel') restoreBranches(from, fiber, units, waits);
  else
    waits(
      fiber,
      askSite(fiber.top).operands.map((operand) => (operand >= 0 ? from.value() : operandIn(fiber.top, operand))),
    );
}

function restoreBranches(from: ValueDecoder, fiber: Fiber, units: readonly Unit[], waits: Waits): void {
  fiber.branches = [];
  const count = from.integer();
  for (let i = 0; i < count; i++) {
    const branch = new Fiber(`${fiber.path}.${fiber.events}/${i}`, fiber, i);
    fiber.branches.push(branch);
    restoreFiber(from, branch, units, waits);
  }
}

function restoreFrame(from: ValueDecoder, fiber: Fiber, units: readonly Unit[]): void {
  const unit = units[units.length > 1 ? from.integer() : 0];
  const fn = unit?.functions[from.integer()];
  const block = from.integer();
  const handler = from.integer() + HANDLER_RESUME;
  const count = from.integer();
  const end = fn?.ends[block];
  if (!fn || end === undefined || count > fn.registers) throw new CodecError('the state does not fit its program');
  const caller = fiber.depth >= 0 ? fiber.top : (fiber.parent?.top ?? null);
  const frame = pushFrame(fiber, fn, topOf(fiber), caller && outerFor(fn, caller));
  for (let i = 0; i < count; i++) writeRegister(fiber, frame.base + i, from.value());
  frame.pc = end;
  frame.handler = handler;
}

function restoreFault(from: ValueDecoder): Fault | null {
  const code = from.byte();
  if (code === 0) return null;
  const message = from.text();
  const line = from.integer();
  const script = from.text();
  return { code: FAULT_CODES[code - 1] ?? 'data', message, ...(line > 0 && { line }), ...(script && { script }) };
}

function askAgain(fiber: Fiber, values: readonly Value[]): ReturnType<typeof makeAsk> {
  const site = askSite(fiber.top);
  const args = new Map<string, Value>();
  for (let i = 0; i < site.names.length; i++) args.set(site.names[i]!, values[i]!);
  return makeAsk(fiber, fiber.top, site, args);
}
