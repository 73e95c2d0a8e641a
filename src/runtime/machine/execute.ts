/**
 * The step loop: one switch over flat code, registers on one stack a fiber. It is one function on purpose: what it
 * needs at every step (code, stack, base, position, fuel) lives in local variables, and a call of a routine is no
 * call of ours. Numbers and elements of lists are handled in place; everything else goes to `steps.ts`.
 *
 * Cases are spelled as numbers so that the engine below us makes a jump table of them; the names beside them are
 * those of `opcodes.ts`, and a test compares the two.
 */
import { areEqual, compareValues, Dict, getIndex, getMember, isTruthy, type Value } from '../../values/index.ts';
import type { RunContext } from './context.ts';
import { caughtFault, StepFault, thrown, thrownAgain } from './faults.ts';
import { allocate, WEIGHT_SHIFT } from './heap.ts';
import { HANDLER_OFF } from './opcodes.ts';
import { callScript } from './scripts.ts';
import { type Fiber, Frame, outerFor, type Run, readRegister, writeRegister } from './state.ts';
import {
  addValues,
  binaryStep,
  computeStep,
  countOn,
  elementAt,
  ensureContainer,
  functionStep,
  iterateStep,
  joinStep,
  memberStep,
  methodStep,
  objectStep,
  operandIn,
  operandsAt,
  outerFrame,
  setElement,
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
  const { stack, numbers, frames } = fiber;
  const maxDepth = run.limits.depth;
  const maxText = run.limits.text;
  const maxList = run.limits.list;
  const maxStack = run.limits.heap;
  let frame = frames[fiber.depth] as Frame;
  let fn = frame.fn;
  let code = fn.unit.code;
  let constants = fn.unit.constants;
  let constantNumbers = fn.unit.numbers;
  let base = frame.base;
  let pc = frame.pc;
  let fuel = run.fuel;
  try {
    for (;;) {
      switch (code[pc]) {
        case 0 /* moveR */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const from = (base + code[(pc + 2) | 0]!) | 0;
            stack[to] = stack[from];
            numbers[to] = numbers[from]!;
            pc = (pc + 3) | 0;
            continue;
          }
        case 1 /* moveN */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            numbers[to] = constantNumbers[code[(pc + 2) | 0]!]!;
            stack[to] = undefined;
            pc = (pc + 3) | 0;
            continue;
          }
        case 2 /* move */:
          {
            stack[base + code[(pc + 1) | 0]!] = constants[~code[(pc + 2) | 0]!] as Value;
            pc = (pc + 3) | 0;
            continue;
          }
        case 3 /* addRR */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = (base + code[(pc + 3) | 0]!) | 0;
            if (stack[x] === undefined && stack[y] === undefined) {
              numbers[to] = numbers[x]! + numbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, addValues(run, readRegister(fiber, x), readRegister(fiber, y)));
            pc = (pc + 4) | 0;
            continue;
          }
        case 4 /* addRN */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = code[(pc + 3) | 0]!;
            if (stack[x] === undefined) {
              numbers[to] = numbers[x]! + constantNumbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, addValues(run, readRegister(fiber, x), constantNumbers[y]!));
            pc = (pc + 4) | 0;
            continue;
          }
        case 5 /* addRK */:
          {
            const a = stack[(base + code[(pc + 2) | 0]!) | 0];
            const b = constants[code[(pc + 3) | 0]!] as string;
            const to = (base + code[(pc + 1) | 0]!) | 0;
            if (typeof a === 'string') {
              const length = a.length + b.length;
              if (length > maxText) addValues(run, a, b);
              stack[to] = a + b;
              // As allocate() does: written out, because what is called here is not inlined any more.
              run.allocated += 1 + (length >> WEIGHT_SHIFT);
              if (run.allocated > run.heapCheck) allocate(run, 0);
            } else writeRegister(fiber, to, addValues(run, readRegister(fiber, base + code[(pc + 2) | 0]!), b));
            pc = (pc + 4) | 0;
            continue;
          }
        case 6 /* add */:
          {
            const value = addValues(run, operandIn(frame, code[(pc + 2) | 0]!), operandIn(frame, code[(pc + 3) | 0]!));
            writeRegister(fiber, base + code[(pc + 1) | 0]!, value);
            pc = (pc + 4) | 0;
            continue;
          }
        case 7 /* subRR */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = (base + code[(pc + 3) | 0]!) | 0;
            if (stack[x] === undefined && stack[y] === undefined) {
              numbers[to] = numbers[x]! - numbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, binaryStep(run, 1, readRegister(fiber, x), readRegister(fiber, y)));
            pc = (pc + 4) | 0;
            continue;
          }
        case 8 /* subRN */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = code[(pc + 3) | 0]!;
            if (stack[x] === undefined) {
              numbers[to] = numbers[x]! - constantNumbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, binaryStep(run, 1, readRegister(fiber, x), constantNumbers[y]!));
            pc = (pc + 4) | 0;
            continue;
          }
        case 9 /* sub */:
          {
            const value = binaryStep(run, 1, operandIn(frame, code[(pc + 2) | 0]!), operandIn(frame, code[(pc + 3) | 0]!));
            writeRegister(fiber, base + code[(pc + 1) | 0]!, value);
            pc = (pc + 4) | 0;
            continue;
          }
        case 10 /* mulRR */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = (base + code[(pc + 3) | 0]!) | 0;
            if (stack[x] === undefined && stack[y] === undefined) {
              numbers[to] = numbers[x]! * numbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, binaryStep(run, 2, readRegister(fiber, x), readRegister(fiber, y)));
            pc = (pc + 4) | 0;
            continue;
          }
        case 11 /* mulRN */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = code[(pc + 3) | 0]!;
            if (stack[x] === undefined) {
              numbers[to] = numbers[x]! * constantNumbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, binaryStep(run, 2, readRegister(fiber, x), constantNumbers[y]!));
            pc = (pc + 4) | 0;
            continue;
          }
        case 12 /* mul */:
          {
            const value = binaryStep(run, 2, operandIn(frame, code[(pc + 2) | 0]!), operandIn(frame, code[(pc + 3) | 0]!));
            writeRegister(fiber, base + code[(pc + 1) | 0]!, value);
            pc = (pc + 4) | 0;
            continue;
          }
        case 13 /* divRR */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = (base + code[(pc + 3) | 0]!) | 0;
            if (stack[x] === undefined && stack[y] === undefined && numbers[y] !== 0) {
              numbers[to] = numbers[x]! / numbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, binaryStep(run, 3, readRegister(fiber, x), readRegister(fiber, y)));
            pc = (pc + 4) | 0;
            continue;
          }
        case 14 /* divRN */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = code[(pc + 3) | 0]!;
            if (stack[x] === undefined && constantNumbers[y] !== 0) {
              numbers[to] = numbers[x]! / constantNumbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, binaryStep(run, 3, readRegister(fiber, x), constantNumbers[y]!));
            pc = (pc + 4) | 0;
            continue;
          }
        case 15 /* div */:
          {
            const value = binaryStep(run, 3, operandIn(frame, code[(pc + 2) | 0]!), operandIn(frame, code[(pc + 3) | 0]!));
            writeRegister(fiber, base + code[(pc + 1) | 0]!, value);
            pc = (pc + 4) | 0;
            continue;
          }
        case 16 /* modRR */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = (base + code[(pc + 3) | 0]!) | 0;
            if (stack[x] === undefined && stack[y] === undefined && numbers[y] !== 0) {
              numbers[to] = numbers[x]! % numbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, binaryStep(run, 7, readRegister(fiber, x), readRegister(fiber, y)));
            pc = (pc + 4) | 0;
            continue;
          }
        case 17 /* modRN */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = (base + code[(pc + 2) | 0]!) | 0;
            const y = code[(pc + 3) | 0]!;
            if (stack[x] === undefined && constantNumbers[y] !== 0) {
              numbers[to] = numbers[x]! % constantNumbers[y]!;
              stack[to] = undefined;
            } else writeRegister(fiber, to, binaryStep(run, 7, readRegister(fiber, x), constantNumbers[y]!));
            pc = (pc + 4) | 0;
            continue;
          }
        case 18 /* mod */:
          {
            const value = binaryStep(run, 7, operandIn(frame, code[(pc + 2) | 0]!), operandIn(frame, code[(pc + 3) | 0]!));
            writeRegister(fiber, base + code[(pc + 1) | 0]!, value);
            pc = (pc + 4) | 0;
            continue;
          }
        case 19 /* binary */:
          {
            const value = binaryStep(
              run,
              code[(pc + 2) | 0]!,
              operandIn(frame, code[(pc + 3) | 0]!),
              operandIn(frame, code[(pc + 4) | 0]!),
            );
            writeRegister(fiber, base + code[(pc + 1) | 0]!, value);
            pc = (pc + 5) | 0;
            continue;
          }
        case 20 /* unary */:
          {
            writeRegister(fiber, base + code[(pc + 1) | 0]!, unaryStep(code[(pc + 2) | 0]!, operandIn(frame, code[(pc + 3) | 0]!)));
            pc = (pc + 4) | 0;
            continue;
          }
        case 21 /* join */:
          {
            stack[base + code[(pc + 1) | 0]!] = joinStep(run, operandsAt(frame, pc + 2));
            pc += 3 + code[(pc + 2) | 0]!;
            continue;
          }
        case 22 /* list */:
          {
            allocate(run, 1 + code[(pc + 2) | 0]!);
            stack[base + code[(pc + 1) | 0]!] = operandsAt(frame, pc + 2);
            pc += 3 + code[(pc + 2) | 0]!;
            continue;
          }
        case 23 /* object */:
          {
            stack[base + code[(pc + 1) | 0]!] = objectStep(run, frame, pc);
            pc += 3 + fn.unit.shapes[code[(pc + 2) | 0]!]!.length;
            continue;
          }
        case 24 /* getMember */:
          {
            const object = operandIn(frame, code[(pc + 2) | 0]!);
            const name = code[(pc + 3) | 0]!;
            const value = object instanceof Dict ? object.getLower(fn.unit.lowerNames[name]!) : getMember(object, fn.unit.names[name]!);
            writeRegister(fiber, base + code[(pc + 1) | 0]!, value);
            pc = (pc + 4) | 0;
            continue;
          }
        case 25 /* setMember */:
          memberStep(run, operandIn(frame, code[(pc + 1) | 0]!), frame, pc);
          pc = (pc + 4) | 0;
          continue;
        case 26 /* putMember */:
          {
            const at = (base + code[(pc + 1) | 0]!) | 0;
            if (stack[at] === null) stack[at] = new Dict();
            memberStep(run, readRegister(fiber, at), frame, pc);
            pc = (pc + 4) | 0;
            continue;
          }
        case 27 /* getIndex */:
          {
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const x = code[(pc + 2) | 0]!;
            const y = code[(pc + 3) | 0]!;
            const object = x >= 0 ? stack[(base + x) | 0] : undefined;
            if (y >= 0 && stack[(base + y) | 0] === undefined && Array.isArray(object)) {
              const index = numbers[(base + y) | 0]!;
              const at = index | 0;
              if (at === index && at >= 0 && at < object.length) {
                const value = object[at]!;
                if (typeof value === 'number') {
                  numbers[to] = value;
                  stack[to] = undefined;
                } else stack[to] = value;
              } else writeRegister(fiber, to, getIndex(object, index));
            } else writeRegister(fiber, to, elementAt(operandIn(frame, x), operandIn(frame, y)));
            pc = (pc + 4) | 0;
            continue;
          }
        case 28 /* setIndex */:
          setElement(
            run,
            operandIn(frame, code[(pc + 1) | 0]!),
            operandIn(frame, code[(pc + 2) | 0]!),
            operandIn(frame, code[(pc + 3) | 0]!),
          );
          pc = (pc + 4) | 0;
          continue;
        case 29 /* putIndex */:
          {
            const y = code[(pc + 2) | 0]!;
            const z = code[(pc + 3) | 0]!;
            const object = stack[(base + code[(pc + 1) | 0]!) | 0];
            if (y >= 0 && stack[(base + y) | 0] === undefined && Array.isArray(object)) {
              const index = numbers[(base + y) | 0]!;
              const at = index | 0;
              const value = z >= 0 ? stack[(base + z) | 0] : constants[~z];
              if (at === index && at >= 0 && at < object.length) object[at] = value === undefined ? numbers[(base + z) | 0]! : value;
              else if (at === index && at === object.length && at < maxList) {
                object.push(value === undefined ? numbers[(base + z) | 0]! : value);
                allocate(run, 1);
              } else setElement(run, object, index, value === undefined ? numbers[(base + z) | 0]! : value);
            } else {
              ensureContainer(run, frame, pc);
              setElement(run, readRegister(fiber, base + code[(pc + 1) | 0]!), operandIn(frame, y), operandIn(frame, z));
            }
            pc = (pc + 4) | 0;
            continue;
          }
        case 30 /* ensureObject */:
          {
            ensureContainer(run, frame, pc);
            pc = (pc + 3) | 0;
            continue;
          }
        case 31 /* loadOuter */:
          {
            const depth = code[(pc + 2) | 0]!;
            const outer = depth === 1 ? (frame.outer as Frame) : outerFrame(frame, depth);
            const to = (base + code[(pc + 1) | 0]!) | 0;
            const from = (outer.base + code[(pc + 3) | 0]!) | 0;
            stack[to] = outer.fiber.stack[from];
            numbers[to] = outer.fiber.numbers[from]!;
            pc = (pc + 4) | 0;
            continue;
          }
        case 32 /* storeOuter */:
          {
            const depth = code[(pc + 1) | 0]!;
            const outer = depth === 1 ? (frame.outer as Frame) : outerFrame(frame, depth);
            const to = (outer.base + code[(pc + 2) | 0]!) | 0;
            const x = code[(pc + 3) | 0]!;
            if (x >= 0) {
              outer.fiber.stack[to] = stack[(base + x) | 0];
              outer.fiber.numbers[to] = numbers[(base + x) | 0]!;
            } else writeRegister(outer.fiber, to, constants[~x] as Value);
            pc = (pc + 4) | 0;
            continue;
          }
        case 33 /* function */:
          {
            writeRegister(fiber, base + code[(pc + 1) | 0]!, functionStep(run, context, frame, pc));
            if (run.debt !== 0) {
              fuel = (fuel - run.debt) | 0;
              run.debt = 0;
            }
            pc += 4 + code[(pc + 3) | 0]!;
            continue;
          }
        case 34 /* method */:
          {
            writeRegister(fiber, base + code[(pc + 1) | 0]!, methodStep(run, frame, pc));
            if (run.debt !== 0) {
              fuel = (fuel - run.debt) | 0;
              run.debt = 0;
            }
            pc += 6 + code[(pc + 5) | 0]!;
            continue;
          }
        case 35 /* compute */:
          {
            writeRegister(fiber, base + code[(pc + 1) | 0]!, computeStep(run, context, frame, pc));
            pc = (pc + 3) | 0;
            continue;
          }
        case 36 /* iterate */:
          {
            stack[base + code[(pc + 1) | 0]!] = iterateStep(run, frame, pc);
            writeRegister(fiber, base + code[(pc + 2) | 0]!, -1);
            pc = (pc + 5) | 0;
            continue;
          }
        case 37 /* onError */:
          {
            frame.handler = code[(pc + 1) | 0]!;
            if (frame.handler !== HANDLER_OFF) fiber.error = null;
            pc = (pc + 2) | 0;
            continue;
          }
        case 38 /* clearError */:
          {
            fiber.error = null;
            pc = (pc + 1) | 0;
            continue;
          }
        case 39 /* jump */:
          {
            pc = code[(pc + 1) | 0]!;
            continue;
          }
        case 40 /* jumpBack */:
          {
            fuel = (fuel - 1) | 0;
            if (fuel < 0) return EXIT_FUEL;
            pc = code[(pc + 1) | 0]!;
            continue;
          }
        case 41 /* branch */:
          {
            const x = code[(pc + 1) | 0]!;
            const test = x >= 0 ? stack[(base + x) | 0] : constants[~x];
            pc = (typeof test === 'boolean' ? test : isTruthy(test === undefined ? numbers[(base + x) | 0]! : test))
              ? code[(pc + 2) | 0]!
              : code[(pc + 3) | 0]!;
            continue;
          }
        case 42 /* ifLessRR */:
          {
            const x = (base + code[(pc + 1) | 0]!) | 0;
            const y = (base + code[(pc + 2) | 0]!) | 0;
            const holds =
              stack[x] === undefined && stack[y] === undefined
                ? numbers[x]! < numbers[y]!
                : compareValues(readRegister(fiber, x), readRegister(fiber, y)) < 0;
            pc = holds ? code[(pc + 3) | 0]! : code[(pc + 4) | 0]!;
            continue;
          }
        case 43 /* ifLessRN */:
          {
            const x = (base + code[(pc + 1) | 0]!) | 0;
            const b = constantNumbers[code[(pc + 2) | 0]!]!;
            pc = (stack[x] === undefined ? numbers[x]! < b : compareValues(stack[x] as Value, b) < 0)
              ? code[(pc + 3) | 0]!
              : code[(pc + 4) | 0]!;
            continue;
          }
        case 44 /* ifLessNR */:
          {
            const a = constantNumbers[code[(pc + 1) | 0]!]!;
            const y = (base + code[(pc + 2) | 0]!) | 0;
            pc = (stack[y] === undefined ? a < numbers[y]! : compareValues(a, stack[y] as Value) < 0)
              ? code[(pc + 3) | 0]!
              : code[(pc + 4) | 0]!;
            continue;
          }
        case 45 /* ifLess */:
          {
            pc =
              compareValues(operandIn(frame, code[(pc + 1) | 0]!), operandIn(frame, code[(pc + 2) | 0]!)) < 0
                ? code[(pc + 3) | 0]!
                : code[(pc + 4) | 0]!;
            continue;
          }
        case 46 /* ifAtMostRR */:
          {
            const x = (base + code[(pc + 1) | 0]!) | 0;
            const y = (base + code[(pc + 2) | 0]!) | 0;
            const holds =
              stack[x] === undefined && stack[y] === undefined
                ? numbers[x]! <= numbers[y]!
                : compareValues(readRegister(fiber, x), readRegister(fiber, y)) <= 0;
            pc = holds ? code[(pc + 3) | 0]! : code[(pc + 4) | 0]!;
            continue;
          }
        case 47 /* ifAtMostRN */:
          {
            const x = (base + code[(pc + 1) | 0]!) | 0;
            const b = constantNumbers[code[(pc + 2) | 0]!]!;
            pc = (stack[x] === undefined ? numbers[x]! <= b : compareValues(stack[x] as Value, b) <= 0)
              ? code[(pc + 3) | 0]!
              : code[(pc + 4) | 0]!;
            continue;
          }
        case 48 /* ifAtMostNR */:
          {
            const a = constantNumbers[code[(pc + 1) | 0]!]!;
            const y = (base + code[(pc + 2) | 0]!) | 0;
            pc = (stack[y] === undefined ? a <= numbers[y]! : compareValues(a, stack[y] as Value) <= 0)
              ? code[(pc + 3) | 0]!
              : code[(pc + 4) | 0]!;
            continue;
          }
        case 49 /* ifAtMost */:
          {
            pc =
              compareValues(operandIn(frame, code[(pc + 1) | 0]!), operandIn(frame, code[(pc + 2) | 0]!)) <= 0
                ? code[(pc + 3) | 0]!
                : code[(pc + 4) | 0]!;
            continue;
          }
        case 50 /* ifEqualRR */:
          {
            const x = (base + code[(pc + 1) | 0]!) | 0;
            const y = (base + code[(pc + 2) | 0]!) | 0;
            const holds =
              stack[x] === undefined && stack[y] === undefined
                ? numbers[x]! === numbers[y]!
                : areEqual(readRegister(fiber, x), readRegister(fiber, y));
            pc = holds ? code[(pc + 3) | 0]! : code[(pc + 4) | 0]!;
            continue;
          }
        case 51 /* ifEqualRN */:
          {
            const x = (base + code[(pc + 1) | 0]!) | 0;
            const b = constantNumbers[code[(pc + 2) | 0]!]!;
            pc = (stack[x] === undefined ? numbers[x]! === b : areEqual(stack[x] as Value, b)) ? code[(pc + 3) | 0]! : code[(pc + 4) | 0]!;
            continue;
          }
        case 52 /* ifEqual */:
          {
            pc = areEqual(operandIn(frame, code[(pc + 1) | 0]!), operandIn(frame, code[(pc + 2) | 0]!))
              ? code[(pc + 3) | 0]!
              : code[(pc + 4) | 0]!;
            continue;
          }
        case 55 /* forStart */:
          {
            pc = startCounting(frame, pc) ? code[(pc + 4) | 0]! : code[(pc + 5) | 0]!;
            continue;
          }
        case 56 /* forNext */:
          {
            fuel = (fuel - 1) | 0;
            if (fuel < 0) return EXIT_FUEL;
            const counter = (base + code[(pc + 1) | 0]!) | 0;
            const limit = (base + code[(pc + 2) | 0]!) | 0;
            const step = (base + code[(pc + 3) | 0]!) | 0;
            if (stack[counter] === undefined && stack[limit] === undefined && stack[step] === undefined) {
              const by = numbers[step]!;
              const next = numbers[counter]! + by;
              numbers[counter] = next;
              pc = (by > 0 ? next <= numbers[limit]! : next >= numbers[limit]!) ? code[(pc + 4) | 0]! : code[(pc + 5) | 0]!;
            } else pc = countOn(frame, pc) ? code[(pc + 4) | 0]! : code[(pc + 5) | 0]!;
            continue;
          }
        case 57 /* forUp */:
          {
            fuel = (fuel - 1) | 0;
            if (fuel < 0) return EXIT_FUEL;
            const counter = (base + code[(pc + 1) | 0]!) | 0;
            const limit = (base + code[(pc + 2) | 0]!) | 0;
            if (stack[counter] === undefined && stack[limit] === undefined) {
              const next = numbers[counter]! + 1;
              numbers[counter] = next;
              pc = next <= numbers[limit]! ? code[(pc + 4) | 0]! : code[(pc + 5) | 0]!;
            } else pc = countOn(frame, pc) ? code[(pc + 4) | 0]! : code[(pc + 5) | 0]!;
            continue;
          }
        case 53 /* againLessRR */:
          {
            fuel = (fuel - 1) | 0;
            if (fuel < 0) return EXIT_FUEL;
            const x = (base + code[(pc + 1) | 0]!) | 0;
            const y = (base + code[(pc + 2) | 0]!) | 0;
            const holds =
              stack[x] === undefined && stack[y] === undefined
                ? numbers[x]! < numbers[y]!
                : compareValues(readRegister(fiber, x), readRegister(fiber, y)) < 0;
            pc = holds ? code[(pc + 3) | 0]! : code[(pc + 4) | 0]!;
            continue;
          }
        case 54 /* againAtMostRR */:
          {
            fuel = (fuel - 1) | 0;
            if (fuel < 0) return EXIT_FUEL;
            const x = (base + code[(pc + 1) | 0]!) | 0;
            const y = (base + code[(pc + 2) | 0]!) | 0;
            const holds =
              stack[x] === undefined && stack[y] === undefined
                ? numbers[x]! <= numbers[y]!
                : compareValues(readRegister(fiber, x), readRegister(fiber, y)) <= 0;
            pc = holds ? code[(pc + 3) | 0]! : code[(pc + 4) | 0]!;
            continue;
          }
        case 58 /* next */:
          {
            const list = stack[base + code[(pc + 1) | 0]!];
            const counter = (base + code[(pc + 2) | 0]!) | 0;
            const at = numbers[counter]! + 1;
            if (stack[counter] === undefined && Array.isArray(list) && at < list.length) {
              numbers[counter] = at;
              const to = (base + code[(pc + 3) | 0]!) | 0;
              const value = list[at] as Value;
              if (typeof value === 'number') {
                numbers[to] = value;
                stack[to] = undefined;
              } else stack[to] = value;
              pc = code[(pc + 4) | 0]!;
            } else pc = code[(pc + 5) | 0]!;
            continue;
          }
        case 59 /* call */:
          {
            fuel = (fuel - 1) | 0;
            if (fuel < 0) return EXIT_FUEL;
            const callee = fn.unit.functions[code[(pc + 3) | 0]!]!;
            const calleeBase = (base + fn.registers) | 0;
            const top = (calleeBase + callee.registers) | 0;
            const depth = fiber.depth + 1;
            if (depth >= maxDepth || top > maxStack) throw new StepFault('depth', `calls are nested deeper than ${maxDepth}`);
            while (numbers.length < top) numbers.push(0);
            const lastArg = (pc + 4 + code[(pc + 4) | 0]!) | 0;
            let to = calleeBase;
            for (let at = (pc + 5) | 0; at <= lastArg; at = (at + 1) | 0) {
              const x = code[at]!;
              if (x >= 0) {
                stack[to] = stack[(base + x) | 0];
                numbers[to] = numbers[(base + x) | 0]!;
              } else writeRegister(fiber, to, constants[~x] as Value);
              to = (to + 1) | 0;
            }
            for (; to < top; to = (to + 1) | 0) stack[to] = null;
            frame.pc = pc;
            let inner = frames[depth];
            if (inner === undefined) {
              inner = new Frame(callee, fiber);
              frames[depth] = inner;
            }
            // Mostly the frame served the same routine before, and comparing is cheaper than storing a reference.
            const outer = callee.parent === fn.parent ? frame.outer : outerFor(callee, frame);
            if (inner.fn !== callee) inner.fn = callee;
            if (inner.outer !== outer) inner.outer = outer;
            inner.base = calleeBase;
            inner.handler = HANDLER_OFF;
            fiber.depth = depth;
            frame = inner;
            fn = callee;
            base = calleeBase;
            pc = callee.entry;
            continue;
          }
        case 60 /* callScript */:
          {
            fuel = (fuel - 1) | 0;
            if (fuel < 0) return EXIT_FUEL;
            frame.pc = pc;
            frame = callScript(run, fiber, frame, pc);
            fn = frame.fn;
            code = fn.unit.code;
            constants = fn.unit.constants;
            constantNumbers = fn.unit.numbers;
            base = frame.base;
            pc = frame.pc;
            continue;
          }
        case 61 /* ask */:
          {
            return EXIT_ASK;
          }
        case 62 /* parallel */:
          {
            return EXIT_PARALLEL;
          }
        case 63 /* returnR */:
          {
            const from = (base + code[(pc + 1) | 0]!) | 0;
            if (fiber.depth === 0) {
              run.result = readRegister(fiber, from);
              return EXIT_RETURN;
            }
            frame = frames[--fiber.depth] as Frame;
            if (frame.fn.unit !== fn.unit) {
              code = frame.fn.unit.code;
              constants = frame.fn.unit.constants;
              constantNumbers = frame.fn.unit.numbers;
            }
            fn = frame.fn;
            base = frame.base;
            pc = frame.pc;
            const to = (base + code[(pc + 1) | 0]!) | 0;
            stack[to] = stack[from];
            numbers[to] = numbers[from]!;
            pc = code[(pc + 2) | 0]!;
            continue;
          }
        case 64 /* return */:
          {
            const value = constants[~code[(pc + 1) | 0]!] as Value;
            if (fiber.depth === 0) {
              run.result = value;
              return EXIT_RETURN;
            }
            frame = frames[--fiber.depth] as Frame;
            if (frame.fn.unit !== fn.unit) {
              code = frame.fn.unit.code;
              constants = frame.fn.unit.constants;
              constantNumbers = frame.fn.unit.numbers;
            }
            fn = frame.fn;
            base = frame.base;
            pc = frame.pc;
            writeRegister(fiber, base + code[(pc + 1) | 0]!, value);
            pc = code[(pc + 2) | 0]!;
            continue;
          }
        case 65 /* end */:
          {
            const value = operandIn(frame, code[(pc + 1) | 0]!);
            // The routines of the script go with it; a script called from another gives its value there.
            while (fiber.depth > 0 && frame.fn.source.kind !== 'main') frame = frames[--fiber.depth] as Frame;
            if (fiber.depth === 0) {
              run.result = value;
              return EXIT_END;
            }
            frame = frames[--fiber.depth] as Frame;
            if (frame.fn.unit !== fn.unit) {
              code = frame.fn.unit.code;
              constants = frame.fn.unit.constants;
              constantNumbers = frame.fn.unit.numbers;
            }
            fn = frame.fn;
            base = frame.base;
            pc = frame.pc;
            writeRegister(fiber, base + code[(pc + 1) | 0]!, value);
            pc = code[(pc + 2) | 0]!;
            continue;
          }
        case 66 /* throw */:
          {
            throw thrown(operandIn(frame, code[(pc + 1) | 0]!));
          }
        case 67 /* caught */:
          {
            writeRegister(fiber, base + code[(pc + 1) | 0]!, caughtFault(fiber.error));
            pc = (pc + 2) | 0;
            continue;
          }
        case 68 /* rethrow */:
          {
            throw thrownAgain(operandIn(frame, code[(pc + 1) | 0]!));
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
