/** What changes while a run goes on. All of it is data; frames are kept and used again, because calls are many. */
import type { Fault } from '../../spec/index.ts';
import type { Value } from '../../values/index.ts';
import type { Ask, Limits, Linker } from '../machine.ts';
import { HANDLER_OFF } from './opcodes.ts';
import type { FunctionUnit, Unit } from './unit.ts';

export class Frame {
  fn: FunctionUnit;
  /** Where its registers begin in the fiber's stack. */
  base = 0;
  /** Where it goes on; of a frame that called or asked, the instruction that did. */
  pc = 0;
  handler = HANDLER_OFF;
  /** What loadOuter of depth 1 reaches. */
  outer: Frame | null = null;
  /** Whose stack holds its registers. */
  readonly fiber: Fiber;

  constructor(fn: FunctionUnit, fiber: Fiber) {
    this.fn = fn;
    this.fiber = fiber;
  }
}

export class Fiber {
  /** '0', and of branch k of its nth ask or parallel '0.n/k'. */
  readonly path: string;
  readonly parent: Fiber | null;
  readonly branch: number;
  /** Fibers around it. */
  readonly level: number;
  /**
   * Registers of all frames, one after the other. Numbers are kept apart: where `stack` holds undefined, `numbers`
   * holds the value. So arithmetic neither boxes its results nor asks what they are; it begins with a fraction to be
   * an array of doubles from the start.
   */
  readonly stack: (Value | undefined)[] = [];
  readonly numbers: number[] = [0.5];
  /** Those above `depth` are spare. */
  readonly frames: Frame[] = [];
  /** Index of the innermost frame. */
  depth = -1;
  /** Asks and parallels so far: the number in their addresses. */
  events = 0;
  /** What ON ERROR caught last. */
  error: Fault | null = null;
  ask: Ask | null = null;
  /** Of a parallel that runs, in order; those that ended have an outcome. */
  branches: Fiber[] | null = null;
  outcome: Outcome | null = null;
  /** Of a PARALLEL FOR EACH … MAX: another branch has to end first. */
  isPending = false;
  /** Enough others ended before it: nothing that it asked for is heard. */
  isLeft = false;

  constructor(path: string, parent: Fiber | null, branch: number) {
    this.path = path;
    this.parent = parent;
    this.branch = branch;
    this.level = parent === null ? 0 : parent.level + 1;
  }

  get top(): Frame {
    return this.frames[this.depth] as Frame;
  }
}

/** How a fiber ended: `end` stops the whole script, also from within a branch. */
export type Outcome = { readonly kind: 'return' | 'end'; readonly value: Value } | { readonly kind: 'fault'; readonly fault: Fault };

/** Assembled scripts by the name the linker knows them under. */
export type Units = (linker: Linker, stem: string) => Unit | undefined;

export interface Run {
  readonly linker: Linker;
  readonly limits: Limits;
  readonly root: Fiber;
  /** Runnable fibers, the one with the lowest address first. */
  readonly ready: Fiber[];
  readonly units: Units;
  steps: number;
  /** Only cleanups go on. */
  isCancelled: boolean;
  /** Calls and back edges left before the fiber is pre-empted. */
  fuel: number;
  /** Steps that a call of the library took beyond its own; the loop takes them off its fuel. */
  debt: number;
  /** What the fiber that ended last gave. */
  result: Value;
  /** What was made since the heap was last measured, roughly in values; measured again at `heapCheck`. */
  allocated: number;
  heapCheck: number;
}

/** Pushes a frame for `fn` with all registers NOTHING. */
export function pushFrame(fiber: Fiber, fn: FunctionUnit, base: number, outer: Frame | null): Frame {
  const { stack, numbers, frames } = fiber;
  const depth = ++fiber.depth;
  let frame = frames[depth];
  if (frame === undefined) {
    frame = new Frame(fn, fiber);
    frames.push(frame);
  }
  frame.fn = fn;
  frame.base = base;
  frame.pc = fn.entry;
  frame.handler = HANDLER_OFF;
  frame.outer = outer;
  const top = base + fn.registers;
  for (let i = base; i < top; i++) {
    stack[i] = null;
    numbers[i] = 0;
  }
  return frame;
}

export function readRegister({ stack, numbers }: Fiber, at: number): Value {
  const value = stack[at];
  return value === undefined ? (numbers[at] as number) : value;
}

export function writeRegister({ stack, numbers }: Fiber, at: number, value: Value): void {
  if (typeof value === 'number') {
    numbers[at] = value;
    stack[at] = undefined;
  } else stack[at] = value;
}

/** First place above the registers of the innermost frame. */
export function topOf(fiber: Fiber): number {
  if (fiber.depth < 0) return 0;
  const { base, fn } = fiber.top;
  return base + fn.registers;
}

/** The frame that a call of `fn` from `from` sees as its outer one. */
export function outerFor(fn: FunctionUnit, from: Frame): Frame | null {
  const { parent } = fn;
  if (parent < 0) return null;
  let frame: Frame | null = from;
  while (frame !== null && (frame.fn.index !== parent || frame.fn.unit !== fn.unit)) frame = frame.outer;
  return frame;
}
