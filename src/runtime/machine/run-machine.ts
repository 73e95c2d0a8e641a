/**
 * One run: its fibers, and who goes on next.
 *
 * A fiber changes only where it asks, waits for its branches, or ends; never because fuel ran out. Answers wait in a
 * queue until no fiber can go on by itself, and are then taken one by one in the order in which they came. So the
 * order of answers alone decides how fibers are woven, however late or early they were fed, and replay is exact.
 *
 * Of several that can go on the one with the lowest address does. All of them stem from one answer, and the one that
 * runs is the lowest: what it begins, or the one that it was the last branch of, is lower than all others. So the
 * ready ones are a stack that is in order by itself.
 */
import { assert } from '../../base/index.ts';
import type { Fault } from '../../spec/index.ts';
import type { Dict, Value } from '../../values/index.ts';
import type { Advance, Answer, Ask, Machine } from '../machine.ts';
import type { RunContext } from './context.ts';
import { EXIT_ASK, EXIT_FUEL, EXIT_PARALLEL, EXIT_RETURN, type Exit, execute } from './execute.ts';
import { CANCELLED, FaultAgain, faultOf, isFinal, StepFault } from './faults.ts';
import { allocateValue } from './heap.ts';
import { AT_NEXT, AT_TO, HANDLER_OFF, HANDLER_RESUME, PARALLEL_SITE } from './opcodes.ts';
import type { Random } from './random.ts';
import { saveState } from './save.ts';
import { Fiber, type Frame, type Outcome, pushFrame, type Run, writeRegister } from './state.ts';
import { askAt, elementsOf, operandIn } from './steps.ts';
import { blockAt, lineAt, type ParallelSite } from './unit.ts';
import { setVariables, variablesOf } from './variables.ts';

/** Fibers within fibers: what walks them recurses. */
const MAX_NESTING = 64;
/** Of one PARALLEL FOR EACH: each is a fiber of the saved state. */
const MAX_BRANCHES = 10_000;
/** What a fault costs in steps: some microseconds, which a program that lives by its faults must not get for nothing. */
const FAULT_STEPS = 200;

interface Begun {
  /** Of each branch. */
  readonly functions: readonly number[];
  /** What each is given. */
  readonly given: readonly Value[] | undefined;
  readonly most: number;
}

/** An answer that no fiber has taken yet. */
interface Answered {
  readonly fiber: Fiber;
  readonly address: string;
  readonly answer: Answer;
  diverging?: () => void;
}
const CANCEL = 'cancel';

export class RunMachine implements Machine {
  readonly #run: Run;
  readonly #context: RunContext;
  readonly #random: Random;
  readonly #asking: Map<string, Fiber>;
  readonly #answers: (Answered | typeof CANCEL)[] = [];
  #newAsks: Ask[] = [];
  /** Asks of branches that are no longer waited for. */
  #left: string[] = [];
  #fuel = 0;

  constructor(run: Run, context: RunContext, random: Random, asking: Map<string, Fiber>) {
    this.#run = run;
    this.#context = context;
    this.#random = random;
    this.#asking = asking;
  }

  advance(fuel: number): Advance {
    const { root, ready } = this.#run;
    this.#fuel = fuel;
    while (root.outcome === null) {
      const fiber = ready[0];
      if (fiber !== undefined) {
        if (this.#fuel <= 0) return { kind: 'fuel' };
        this.#go(fiber);
      } else if (!this.#takeAnswer()) return { kind: 'blocked', asks: this.#takeNewAsks(), left: this.#takeLeft() };
    }
    return root.outcome.kind === 'fault' ? { kind: 'failed', fault: root.outcome.fault } : { kind: 'done', value: root.outcome.value };
  }

  answer(address: string, answer: Answer): void {
    const fiber = this.#asking.get(address);
    assert(fiber, `nothing was asked at ${address}`);
    this.#asking.delete(address);
    this.#answers.push({ fiber, address, answer });
  }

  diverge(address: string, seed: Uint8Array, values: Dict): void {
    const apply = (fiber: Fiber) => {
      setVariables(this.#run, fiber, values);
      this.#random.reseed(seed);
    };
    const asking = this.#asking.get(address);
    const answered = this.#answers.find((each): each is Answered => each !== CANCEL && each.address === address);
    if (answered) answered.diverging = () => apply(answered.fiber);
    else if (asking) apply(asking);
    else {
      assert(address === '', `nothing was asked at ${address}`);
      apply(this.#run.root);
    }
  }

  cancel(): void {
    this.#answers.push(CANCEL);
  }

  hasCleanup(): boolean {
    return hasCleanup(this.#run.root);
  }

  outstanding(): readonly Ask[] {
    return Array.from(this.#asking.values(), ({ ask }) => ask as Ask);
  }

  save(): Uint8Array {
    assert(this.#run.ready.length === 0 && this.#answers.length === 0, 'a run is saved only while it waits');
    return saveState(this.#run, this.#random);
  }

  variables(): ReturnType<Machine['variables']> {
    return variablesOf(this.#run.root);
  }

  /** Runs the first ready fiber until it exits. */
  #go(fiber: Fiber): void {
    const run = this.#run;
    const granted = Math.min(this.#fuel, run.limits.steps - run.steps);
    run.fuel = granted;
    this.#context.fiber = fiber;
    let exit: Exit | undefined;
    let error: unknown;
    try {
      exit = execute(run, fiber, this.#context);
    } catch (caught) {
      error = caught;
    }
    const used = granted - Math.max(0, run.fuel) + (exit === undefined ? FAULT_STEPS : exit === EXIT_FUEL ? 1 : 0);
    run.steps += used;
    this.#fuel -= used;
    if (run.steps > run.limits.steps) this.#fail(fiber, new StepFault('steps', `the run took more than ${run.limits.steps} steps`));
    else if (exit === undefined) this.#fail(fiber, error);
    else if (exit !== EXIT_FUEL) this.#exited(fiber, exit);
  }

  #exited(fiber: Fiber, exit: Exit): void {
    if (exit === EXIT_ASK) this.#ask(fiber);
    else if (exit === EXIT_PARALLEL) this.#fork(fiber);
    else this.#end(fiber, { kind: exit === EXIT_RETURN ? 'return' : 'end', value: this.#run.result });
  }

  #ask(fiber: Fiber): void {
    fiber.events++;
    const ask = askAt(fiber, fiber.top);
    fiber.ask = ask;
    this.#asking.set(ask.address, fiber);
    this.#newAsks.push(ask);
    this.#run.ready.shift();
  }

  #fork(fiber: Fiber): void {
    if (fiber.level < MAX_NESTING) this.#branch(fiber);
    else this.#fail(fiber, new StepFault('depth', `PARALLEL is nested deeper than ${MAX_NESTING}`));
  }

  #branch(fiber: Fiber): void {
    const { ready } = this.#run;
    const { top } = fiber;
    const { unit } = top.fn;
    const site = unit.parallels[unit.code[top.pc + PARALLEL_SITE]!]!;
    const begun: Begun | undefined = site.each
      ? this.#elements(fiber, site.each)
      : { functions: site.branches, given: undefined, most: site.branches.length };
    if (!begun) return;
    const { functions, given, most } = begun;
    fiber.events++;
    ready.shift();
    const branches = functions.map((index, i) => {
      const branch = new Fiber(`${fiber.path}.${fiber.events}/${i}`, fiber, i);
      pushFrame(branch, unit.functions[index]!, 0, top);
      if (given) writeRegister(branch, 0, given[i] as Value);
      branch.isPending = i >= most;
      return branch;
    });
    fiber.branches = branches;
    ready.unshift(...branches.filter(({ isPending }) => !isPending));
    if (branches.length === 0) this.#join(fiber);
  }

  /** One branch an element; a fault where there is no list, or more than may be. */
  #elements(fiber: Fiber, { list, most }: NonNullable<ParallelSite['each']>): Begun | undefined {
    const { top } = fiber;
    const { branches } = top.fn.unit.parallels[top.fn.unit.code[top.pc + PARALLEL_SITE]!]!;
    try {
      const given = elementsOf(operandIn(top, list));
      if (given.length > MAX_BRANCHES) throw new StepFault('length', `PARALLEL FOR EACH runs over ${MAX_BRANCHES} elements at most`);
      const limit = most === undefined ? given.length : Math.trunc(Number(operandIn(top, most)));
      if (!(limit >= 1) && given.length > 0) throw new StepFault('bad-argument', 'MAX of PARALLEL FOR EACH must be 1 or more');
      return { functions: given.map(() => branches[0] as number), given, most: limit };
    } catch (error) {
      this.#fail(fiber, error);
      return undefined;
    }
  }

  #end(fiber: Fiber, outcome: Outcome): void {
    fiber.outcome = outcome;
    const { ready } = this.#run;
    const at = ready.indexOf(fiber);
    if (at >= 0) ready.splice(at, 1);
    const { parent } = fiber;
    if (!parent?.branches) return;
    if (this.#isOver(parent)) this.#join(parent);
    else this.#beginNext(parent);
  }

  /** All branches have ended, or as many as it needs ended well. */
  #isOver({ branches, top }: Fiber): boolean {
    if (branches?.every((branch) => branch.outcome !== null)) return true;
    const { unit } = top.fn;
    const { need } = unit.parallels[unit.code[top.pc + PARALLEL_SITE]!]!;
    if (need === undefined) return false;
    return (branches ?? []).filter(({ outcome }) => outcome !== null && outcome.kind !== 'fault').length >= need;
  }

  /** The lowest branch that waits for a place goes on, behind all lower ones. */
  #beginNext({ branches }: Fiber): void {
    const next = branches?.find((branch) => branch.isPending);
    if (!next) return;
    next.isPending = false;
    const { ready } = this.#run;
    const lower = ready.findLastIndex((each) => isWithin(each, next.parent as Fiber) && each !== next);
    ready.splice(lower + 1, 0, next);
  }

  /** A fault of a branch, or its END, becomes that of the fiber that began them; the lowest counts. Where enough ended well, faults of others do not. */
  #join(fiber: Fiber): void {
    const { isCancelled } = this.#run;
    const branches = fiber.branches ?? [];
    const { top } = fiber;
    const { need } = top.fn.unit.parallels[top.fn.unit.code[top.pc + PARALLEL_SITE]!]!;
    const well = branches.filter(({ outcome }) => outcome !== null && outcome.kind !== 'fault').length;
    const heard = need !== undefined && well >= need ? branches.filter(({ outcome }) => outcome?.kind !== 'fault') : branches;
    const outcomes = heard.map((branch) => branch.outcome);
    // An END of one branch does not keep what the others did from being undone.
    const fault = isCancelled ? outcomes.find((each) => each?.kind === 'fault') : undefined;
    const outcome = fault ?? outcomes.find((each) => each !== null && each.kind !== 'return');
    for (const branch of branches) if (branch.outcome === null) this.#leave(branch);
    fiber.branches = null;
    this.#run.ready.unshift(fiber);
    if (!outcome) top.pc = top.fn.unit.code[top.pc + AT_NEXT]!;
    else if (outcome.kind === 'fault') this.#raise(fiber, outcome.fault);
    else this.#leaveScript(fiber, outcome.value);
  }

  /** A branch that is no longer waited for, with all inside it. */
  #leave(fiber: Fiber): void {
    for (const branch of fiber.branches ?? []) if (branch.outcome === null) this.#leave(branch);
    fiber.isLeft = true;
    const { ready } = this.#run;
    const at = ready.indexOf(fiber);
    if (at >= 0) ready.splice(at, 1);
    this.#unask(fiber);
  }

  /** What it asked for is no longer heard; who was never told of it need not know. */
  #unask(fiber: Fiber): void {
    if (fiber.ask === null) return;
    const { address } = fiber.ask;
    fiber.ask = null;
    this.#asking.delete(address);
    const asked = this.#newAsks.length;
    this.#newAsks = this.#newAsks.filter((each) => each.address !== address);
    if (this.#newAsks.length === asked) this.#left.push(address);
  }

  #leaveScript(fiber: Fiber, value: Value): void {
    while (fiber.depth > 0 && fiber.top.fn.source.kind !== 'main') fiber.depth--;
    if (fiber.depth === 0) this.#end(fiber, { kind: 'end', value });
    else {
      fiber.depth--;
      this.#resume(fiber, value);
    }
  }

  /** Gives the innermost frame the result of the instruction it stands at, and lets it go on after it. */
  #resume({ top }: Fiber, value: Value): void {
    const { code } = top.fn.unit;
    writeRegister(top.fiber, top.base + code[top.pc + AT_TO]!, value);
    top.pc = code[top.pc + AT_NEXT]!;
  }

  #takeAnswer(): boolean {
    let next = this.#answers.shift();
    while (next !== CANCEL && next && next.fiber.ask?.address !== next.address) next = this.#answers.shift();
    if (next === undefined) return false;
    if (next === CANCEL) {
      this.#cancelAll();
      return true;
    }
    this.#take(next.fiber, next.answer);
    next.diverging?.();
    return true;
  }

  #take(fiber: Fiber, answer: Answer): void {
    fiber.ask = null;
    this.#run.ready.push(fiber);
    if ('fault' in answer) {
      const { fn, pc } = fiber.top;
      this.#raise(fiber, { script: fn.unit.program.script, line: lineAt(fn, pc), ...answer.fault });
      return;
    }
    try {
      this.#resume(fiber, answer.value);
      allocateValue(this.#run, answer.value);
    } catch (error) {
      this.#fail(fiber, error);
    }
  }

  /** All but what undoes something go on with the fault, the lowest first; branches that had no place yet never begin. */
  #cancelAll(): void {
    const run = this.#run;
    run.isCancelled = true;
    for (const fiber of interrupted(run.root).reverse()) {
      this.#unask(fiber);
      run.ready.unshift(fiber);
      this.#raise(fiber, CANCELLED);
    }
  }

  #takeLeft(): readonly string[] {
    const left = this.#left;
    if (left.length > 0) this.#left = [];
    return left;
  }

  #takeNewAsks(): readonly Ask[] {
    const asks = this.#newAsks;
    this.#newAsks = [];
    return asks;
  }

  /** A step failed: the program's fault at this line, or a bug of ours, which nobody traps. */
  #fail(fiber: Fiber, error: unknown): void {
    if (error instanceof FaultAgain) {
      this.#raise(fiber, error.fault);
      return;
    }
    const found = faultOf(error);
    if (!found) throw error;
    const { fn, pc } = fiber.top;
    this.#raise(fiber, { ...found, script: fn.unit.program.script, line: lineAt(fn, pc) });
  }

  /** The innermost frame that takes it goes on; without one the fiber ends with the fault. */
  #raise(fiber: Fiber, fault: Fault): void {
    let heard = fault;
    for (let depth = fiber.depth; depth >= 0; depth--) {
      const frame = fiber.frames[depth] as Frame;
      if (this.#run.isCancelled && !isFinal(fault) && !isOfUndo(fiber, depth)) heard = CANCELLED;
      const target = handlerOf(frame, heard);
      if (target === undefined) continue;
      fiber.depth = depth;
      fiber.error = heard;
      frame.pc = target;
      return;
    }
    this.#end(fiber, { kind: 'fault', fault: heard });
  }
}

/**
 * Where a frame goes on after a fault in it: the guard around the step, then ON ERROR, then the cleanup around it. ON ERROR
 * GOTO serves once: its handler must not catch itself. Of the faults that nothing may catch, cleanup alone sees a cancelled run.
 */
function handlerOf(frame: Frame, fault: Fault): number | undefined {
  const { fn, handler } = frame;
  const block = fn.source.blocks[blockAt(fn, frame.pc)];
  const cleanup = block?.cleanup === undefined ? undefined : fn.blocks[block.cleanup];
  if (isFinal(fault)) return fault.code === 'cancelled' ? cleanup : undefined;
  if (block?.guard !== undefined) return fn.blocks[block.guard];
  if (handler === HANDLER_OFF) return cleanup;
  if (handler !== HANDLER_RESUME) {
    frame.handler = HANDLER_OFF;
    return fn.blocks[handler];
  }
  const resume = block?.resume;
  return resume === undefined ? cleanup : fn.blocks[resume];
}

/** A fault that reaches the frame at this depth is an undo's own, and may be taken by what stands around that undo. */
function isOfUndo(fiber: Fiber, depth: number): boolean {
  const cleaning = cleanupOf(fiber);
  if (cleaning < 0) return false;
  if (depth !== cleaning) return depth > cleaning;
  const block = blockOf(fiber.frames[depth] as Frame);
  // ON ERROR above a workflow guards the whole of it with its cleanup.
  return block?.guard !== undefined && block.guard !== block.cleanup;
}

/** Depth of the outermost frame that stands in a cleanup; -1 where none does, and of a branch begun by one its whole depth. */
function cleanupOf(fiber: Fiber): number {
  if (fiber.parent && cleanupOf(fiber.parent) >= 0) return 0;
  for (let depth = 0; depth <= fiber.depth; depth++) if (blockOf(fiber.frames[depth] as Frame)?.isCleanup) return depth;
  return -1;
}

const blockOf = ({ fn, pc }: Frame) => fn.source.blocks[blockAt(fn, pc)];

function hasCleanup(fiber: Fiber): boolean {
  for (let depth = 0; depth <= fiber.depth; depth++) {
    const block = blockOf(fiber.frames[depth] as Frame);
    if (block?.cleanup !== undefined || block?.isCleanup) return true;
  }
  return fiber.branches?.some((branch) => branch.outcome === null && hasCleanup(branch)) ?? false;
}

/** Fibers that wait for an answer and undo nothing, in the order of their addresses. */
function interrupted(fiber: Fiber): Fiber[] {
  if (cleanupOf(fiber) >= 0) return [];
  if (!fiber.branches) return [fiber];
  const found: Fiber[] = [];
  for (const branch of fiber.branches) {
    if (branch.isPending) {
      branch.isPending = false;
      branch.outcome = { kind: 'fault', fault: CANCELLED };
    } else if (branch.outcome === null) found.push(...interrupted(branch));
  }
  return found;
}

function isWithin(fiber: Fiber, around: Fiber): boolean {
  for (let at = fiber.parent; at !== null; at = at.parent) if (at === around) return true;
  return false;
}
