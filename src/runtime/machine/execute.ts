/**
 * The step loop: one switch over flat code, registers on one stack a fiber. It is one function on purpose: what it
 * needs at every step (code, stack, base, position, fuel) lives in local variables, and a call of a routine is no
 * call of ours. Plain numbers, texts and lists are handled in place; everything else goes to `steps.ts`.
 *
 * Cases are spelled as numbers so that the engine below us makes a jump table of them; the names beside them are
 * those of `opcodes.ts`, and a test compares the two.
 */
import { areEqual, compareValues, Dict, getIndex, getMember, isTruthy, setIndex, setMember, type Value } from '../../values/index.ts';
import type { RunContext } from './context.ts';
import { StepFault, thrown } from './faults.ts';
import { allocate } from './heap.ts';
import { HANDLER_OFF } from './opcodes.ts';
import { callScript } from './scripts.ts';
import { type Fiber, Frame, outerFor, type Run } from './state.ts';
import {
  addValues,
  binaryStep,
  computeStep,
  countOn,
  ensureContainer,
  functionStep,
  iterateStep,
  joinStep,
  methodStep,
  objectStep,
  operandsAt,
  outerFrame,
  startCounting,
  unaryStep,
} from './steps.ts';

export const EXIT_FUEL = 0;
export const EXIT_ASK = 1;
export const EXIT_PARALLEL = 2;
export const EXIT_RETURN = 3;
export const EXIT_END = 4;
export type Exit = typeof EXIT_FUEL | typeof EXIT_ASK | typeof EXIT_PARALLEL | typeof EXIT_RETURN | typeof EXIT_END;

/**
 * Runs a fiber until it exits. Its innermost frame then stands at the instruction that exited; `run.fuel` is what is
 * left, `run.result` what a return or end carries. An error leaves the frame at the step that failed.
 */
export function execute(run: Run, fiber: Fiber, context: RunContext): Exit {
  const { stack, frames } = fiber;
  const maxDepth = run.limits.depth;
  const maxList = run.limits.list;
  const maxStack = run.limits.heap;
  let frame = frames[fiber.depth] as Frame;
  let fn = frame.fn;
  let code = fn.unit.code;
  let constants = fn.unit.constants;
  let base = frame.base;
  let pc = frame.pc;
  let fuel = run.fuel;
  try {
    for (;;) {
      switch (code[pc]) {
        case 0 /* move */:
          {
            const from = code[pc + 2]!;
            stack[base + code[pc + 1]!] = (from >= 0 ? stack[base + from] : constants[~from]) as Value;
            pc += 3;
            continue;
          }
        case 1 /* addRR */:
          {
            const a = stack[base + code[pc + 2]!] as Value;
            const b = stack[base + code[pc + 3]!] as Value;
            stack[base + code[pc + 1]!] = typeof a === 'number' && typeof b === 'number' ? a + b : addValues(run, a, b);
            pc += 4;
            continue;
          }
        case 2 /* addRI */:
          {
            const a = stack[base + code[pc + 2]!] as Value;
            stack[base + code[pc + 1]!] = typeof a === 'number' ? a + code[pc + 3]! : addValues(run, a, code[pc + 3]!);
            pc += 4;
            continue;
          }
        case 3 /* add */:
          {
            const x = code[pc + 2]!;
            const y = code[pc + 3]!;
            const a = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const b = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            stack[base + code[pc + 1]!] = typeof a === 'number' && typeof b === 'number' ? a + b : addValues(run, a, b);
            pc += 4;
            continue;
          }
        case 4 /* subRR */:
          {
            const a = stack[base + code[pc + 2]!] as Value;
            const b = stack[base + code[pc + 3]!] as Value;
            stack[base + code[pc + 1]!] = typeof a === 'number' && typeof b === 'number' ? a - b : binaryStep(run, 1, a, b);
            pc += 4;
            continue;
          }
        case 5 /* subRI */:
          {
            const a = stack[base + code[pc + 2]!] as Value;
            stack[base + code[pc + 1]!] = typeof a === 'number' ? a - code[pc + 3]! : binaryStep(run, 1, a, code[pc + 3]!);
            pc += 4;
            continue;
          }
        case 6 /* sub */:
          {
            const x = code[pc + 2]!;
            const y = code[pc + 3]!;
            const a = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const b = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            stack[base + code[pc + 1]!] = typeof a === 'number' && typeof b === 'number' ? a - b : binaryStep(run, 1, a, b);
            pc += 4;
            continue;
          }
        case 7 /* mul */:
          {
            const x = code[pc + 2]!;
            const y = code[pc + 3]!;
            const a = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const b = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            stack[base + code[pc + 1]!] = typeof a === 'number' && typeof b === 'number' ? a * b : binaryStep(run, 2, a, b);
            pc += 4;
            continue;
          }
        case 8 /* div */:
          {
            const x = code[pc + 2]!;
            const y = code[pc + 3]!;
            const a = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const b = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            const plain = typeof a === 'number' && typeof b === 'number' && b !== 0;
            stack[base + code[pc + 1]!] = plain ? a / b : binaryStep(run, 3, a, b);
            pc += 4;
            continue;
          }
        case 9 /* mod */:
          {
            const x = code[pc + 2]!;
            const y = code[pc + 3]!;
            const a = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const b = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            const plain = typeof a === 'number' && typeof b === 'number' && b !== 0;
            stack[base + code[pc + 1]!] = plain ? a % b : binaryStep(run, 7, a, b);
            pc += 4;
            continue;
          }
        case 10 /* binary */:
          {
            const x = code[pc + 3]!;
            const y = code[pc + 4]!;
            const a = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const b = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            stack[base + code[pc + 1]!] = binaryStep(run, code[pc + 2]!, a, b);
            pc += 5;
            continue;
          }
        case 11 /* unary */:
          {
            const x = code[pc + 3]!;
            stack[base + code[pc + 1]!] = unaryStep(code[pc + 2]!, (x >= 0 ? stack[base + x] : constants[~x]) as Value);
            pc += 4;
            continue;
          }
        case 12 /* join */:
          stack[base + code[pc + 1]!] = joinStep(run, operandsAt(frame, pc + 2));
          pc += 3 + code[pc + 2]!;
          continue;
        case 13 /* list */:
          allocate(run, 1 + code[pc + 2]!);
          stack[base + code[pc + 1]!] = operandsAt(frame, pc + 2);
          pc += 3 + code[pc + 2]!;
          continue;
        case 14 /* object */:
          {
            const dict = objectStep(run, frame, pc);
            stack[base + code[pc + 1]!] = dict;
            pc += 3 + fn.unit.shapes[code[pc + 2]!]!.length;
            continue;
          }
        case 15 /* getMember */:
          {
            const x = code[pc + 2]!;
            const object = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const name = code[pc + 3]!;
            stack[base + code[pc + 1]!] =
              object instanceof Dict ? object.getLower(fn.unit.lowerNames[name]!) : getMember(object, fn.unit.names[name]!);
            pc += 4;
            continue;
          }
        case 16 /* setMember */:
          {
            const x = code[pc + 1]!;
            const y = code[pc + 3]!;
            const object = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            setMember(object, fn.unit.names[code[pc + 2]!]!, (y >= 0 ? stack[base + y] : constants[~y]) as Value);
            if (object instanceof Dict && object.size > maxList)
              throw new StepFault('length', `an object holds more than ${maxList} fields`);
            allocate(run, 1);
            pc += 4;
            continue;
          }
        case 17 /* getIndex */:
          {
            const x = code[pc + 2]!;
            const y = code[pc + 3]!;
            const object = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const index = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            if (Array.isArray(object) && typeof index === 'number' && index >= 0 && index < object.length) {
              const found = object[index];
              stack[base + code[pc + 1]!] = found !== undefined ? found : getIndex(object, index);
            } else if (object instanceof Dict && typeof index === 'string') stack[base + code[pc + 1]!] = object.get(index);
            else stack[base + code[pc + 1]!] = getIndex(object, index);
            pc += 4;
            continue;
          }
        case 18 /* setIndex */:
          {
            const x = code[pc + 1]!;
            const y = code[pc + 2]!;
            const z = code[pc + 3]!;
            const object = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const index = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            const value = (z >= 0 ? stack[base + z] : constants[~z]) as Value;
            if (Array.isArray(object) && typeof index === 'number' && (index | 0) === index && index >= 0 && index < object.length)
              object[index] = value;
            else {
              const before = Array.isArray(object) ? object.length : 0;
              if (object instanceof Dict && typeof index === 'string') object.set(index, value);
              else setIndex(object, index, value, maxList);
              if (object instanceof Dict && object.size > maxList)
                throw new StepFault('length', `an object holds more than ${maxList} fields`);
              allocate(run, 1 + (Array.isArray(object) ? object.length - before : 0));
            }
            pc += 4;
            continue;
          }
        case 19 /* ensureObject */:
          ensureContainer(run, frame, pc);
          pc += 3;
          continue;
        case 20 /* loadOuter */:
          {
            const depth = code[pc + 2]!;
            const outer = depth === 1 ? (frame.outer as Frame) : outerFrame(frame, depth);
            stack[base + code[pc + 1]!] = outer.stack[outer.base + code[pc + 3]!] as Value;
            pc += 4;
            continue;
          }
        case 21 /* storeOuter */:
          {
            const depth = code[pc + 1]!;
            const outer = depth === 1 ? (frame.outer as Frame) : outerFrame(frame, depth);
            const x = code[pc + 3]!;
            outer.stack[outer.base + code[pc + 2]!] = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            pc += 4;
            continue;
          }
        case 22 /* function */:
          stack[base + code[pc + 1]!] = functionStep(run, context, frame, pc);
          pc += 4 + code[pc + 3]!;
          continue;
        case 23 /* method */:
          stack[base + code[pc + 1]!] = methodStep(run, frame, pc);
          pc += 6 + code[pc + 5]!;
          continue;
        case 24 /* compute */:
          stack[base + code[pc + 1]!] = computeStep(run, context, frame, pc);
          pc += 3;
          continue;
        case 25 /* iterate */:
          stack[base + code[pc + 1]!] = iterateStep(run, frame, pc);
          stack[base + code[pc + 2]!] = -1;
          pc += 5;
          continue;
        case 26 /* onError */:
          frame.handler = code[pc + 1]!;
          if (frame.handler !== HANDLER_OFF) fiber.error = null;
          pc += 2;
          continue;
        case 27 /* clearError */:
          fiber.error = null;
          pc += 1;
          continue;
        case 28 /* jump */:
          pc = code[pc + 1]!;
          continue;
        case 29 /* jumpBack */:
          if (--fuel < 0) return EXIT_FUEL;
          pc = code[pc + 1]!;
          continue;
        case 30 /* branch */:
          {
            const x = code[pc + 1]!;
            const test = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            pc = (typeof test === 'boolean' ? test : isTruthy(test)) ? code[pc + 2]! : code[pc + 3]!;
            continue;
          }
        case 31 /* ifLessRR */:
          {
            const a = stack[base + code[pc + 1]!] as Value;
            const b = stack[base + code[pc + 2]!] as Value;
            pc = (typeof a === 'number' && typeof b === 'number' ? a < b : compareValues(a, b) < 0) ? code[pc + 3]! : code[pc + 4]!;
            continue;
          }
        case 32 /* ifLessRI */:
          {
            const a = stack[base + code[pc + 1]!] as Value;
            pc = (typeof a === 'number' ? a < code[pc + 2]! : compareValues(a, code[pc + 2]!) < 0) ? code[pc + 3]! : code[pc + 4]!;
            continue;
          }
        case 33 /* ifLess */:
          {
            const x = code[pc + 1]!;
            const y = code[pc + 2]!;
            const a = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const b = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            pc = (typeof a === 'number' && typeof b === 'number' ? a < b : compareValues(a, b) < 0) ? code[pc + 3]! : code[pc + 4]!;
            continue;
          }
        case 34 /* ifAtMostRR */:
          {
            const a = stack[base + code[pc + 1]!] as Value;
            const b = stack[base + code[pc + 2]!] as Value;
            pc = (typeof a === 'number' && typeof b === 'number' ? a <= b : compareValues(a, b) <= 0) ? code[pc + 3]! : code[pc + 4]!;
            continue;
          }
        case 35 /* ifAtMostRI */:
          {
            const a = stack[base + code[pc + 1]!] as Value;
            pc = (typeof a === 'number' ? a <= code[pc + 2]! : compareValues(a, code[pc + 2]!) <= 0) ? code[pc + 3]! : code[pc + 4]!;
            continue;
          }
        case 36 /* ifAtMost */:
          {
            const x = code[pc + 1]!;
            const y = code[pc + 2]!;
            const a = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const b = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            pc = (typeof a === 'number' && typeof b === 'number' ? a <= b : compareValues(a, b) <= 0) ? code[pc + 3]! : code[pc + 4]!;
            continue;
          }
        case 37 /* ifEqualRI */:
          {
            const a = stack[base + code[pc + 1]!] as Value;
            pc = (typeof a === 'number' ? a === code[pc + 2]! : areEqual(a, code[pc + 2]!)) ? code[pc + 3]! : code[pc + 4]!;
            continue;
          }
        case 38 /* ifEqual */:
          {
            const x = code[pc + 1]!;
            const y = code[pc + 2]!;
            const a = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            const b = (y >= 0 ? stack[base + y] : constants[~y]) as Value;
            pc = (typeof a === 'number' && typeof b === 'number' ? a === b : areEqual(a, b)) ? code[pc + 3]! : code[pc + 4]!;
            continue;
          }
        case 39 /* forStart */:
          pc = startCounting(frame, pc) ? code[pc + 4]! : code[pc + 5]!;
          continue;
        case 40 /* forNext */:
          {
            if (--fuel < 0) return EXIT_FUEL;
            const counter = stack[base + code[pc + 1]!];
            const limit = stack[base + code[pc + 2]!];
            const step = stack[base + code[pc + 3]!];
            if (typeof counter === 'number' && typeof limit === 'number' && typeof step === 'number') {
              const next = counter + step;
              stack[base + code[pc + 1]!] = next;
              pc = (step > 0 ? next <= limit : next >= limit) ? code[pc + 4]! : code[pc + 5]!;
            } else pc = countOn(frame, pc) ? code[pc + 4]! : code[pc + 5]!;
            continue;
          }
        case 41 /* next */:
          {
            const list = stack[base + code[pc + 1]!];
            const at = (stack[base + code[pc + 2]!] as number) + 1;
            if (Array.isArray(list) && at < list.length) {
              stack[base + code[pc + 2]!] = at;
              stack[base + code[pc + 3]!] = list[at] as Value;
              pc = code[pc + 4]!;
            } else pc = code[pc + 5]!;
            continue;
          }
        case 42 /* call */:
          {
            if (--fuel < 0) return EXIT_FUEL;
            const callee = fn.unit.functions[code[pc + 3]!]!;
            const { registers, parameters } = callee;
            const calleeBase = base + fn.registers;
            const depth = fiber.depth + 1;
            if (depth >= maxDepth || calleeBase + registers > maxStack)
              throw new StepFault('depth', `calls are nested deeper than ${maxDepth}`);
            const given = code[pc + 4]!;
            const count = Math.min(given, parameters);
            let i = 0;
            for (; i < count; i++) {
              const x = code[pc + 5 + i]!;
              stack[calleeBase + i] = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            }
            for (; i < registers; i++) stack[calleeBase + i] = null;
            frame.pc = pc;
            let inner = frames[depth];
            if (inner === undefined) {
              inner = new Frame(callee, stack);
              frames[depth] = inner;
            }
            inner.fn = callee;
            inner.base = calleeBase;
            inner.handler = HANDLER_OFF;
            inner.outer = callee.parent === fn.index ? frame : outerFor(callee, frame);
            fiber.depth = depth;
            frame = inner;
            fn = callee;
            base = calleeBase;
            pc = callee.entry;
            continue;
          }
        case 43 /* callScript */:
          if (--fuel < 0) return EXIT_FUEL;
          frame.pc = pc;
          frame = callScript(run, fiber, frame, pc);
          fn = frame.fn;
          code = fn.unit.code;
          constants = fn.unit.constants;
          base = frame.base;
          pc = frame.pc;
          continue;
        case 44 /* ask */:
          return EXIT_ASK;
        case 45 /* parallel */:
          return EXIT_PARALLEL;
        case 46 /* return */:
          {
            const x = code[pc + 1]!;
            const value = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            if (fiber.depth === 0) {
              run.result = value;
              return EXIT_RETURN;
            }
            frame = frames[--fiber.depth] as Frame;
            fn = frame.fn;
            code = fn.unit.code;
            constants = fn.unit.constants;
            base = frame.base;
            pc = frame.pc;
            stack[base + code[pc + 1]!] = value;
            pc = code[pc + 2]!;
            continue;
          }
        case 47 /* end */:
          {
            const x = code[pc + 1]!;
            const value = (x >= 0 ? stack[base + x] : constants[~x]) as Value;
            // The routines of the script go with it; a script called from another gives its value there.
            while (fiber.depth > 0 && frame.fn.source.kind !== 'main') frame = frames[--fiber.depth] as Frame;
            if (fiber.depth === 0) {
              run.result = value;
              return EXIT_END;
            }
            frame = frames[--fiber.depth] as Frame;
            fn = frame.fn;
            code = fn.unit.code;
            constants = fn.unit.constants;
            base = frame.base;
            pc = frame.pc;
            stack[base + code[pc + 1]!] = value;
            pc = code[pc + 2]!;
            continue;
          }
        case 48 /* throw */:
          {
            const x = code[pc + 1]!;
            throw thrown((x >= 0 ? stack[base + x] : constants[~x]) as Value);
          }
        default:
          throw new Error(`no instruction ${code[pc]} at ${pc}`);
      }
    }
  } finally {
    run.fuel = fuel;
    (frames[fiber.depth] as Frame).pc = pc;
  }
}
