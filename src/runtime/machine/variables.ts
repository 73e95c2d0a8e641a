/** What `:state` and `show` print: the named registers of the innermost frame of each fiber. And how a fork changes them. */
import type { Dict, Value } from '../../values/index.ts';
import type { Machine } from '../machine.ts';
import { allocateValue } from './heap.ts';
import { type Fiber, type Frame, type Run, readRegister, writeRegister } from './state.ts';
import { lineAt } from './unit.ts';

type Variables = ReturnType<Machine['variables']>;

export function variablesOf(fiber: Fiber): Variables {
  // Of a run that has ended: as it left them. A branch that has ended says nothing while others go on.
  if (fiber.outcome !== null && fiber.parent !== null) return [];
  const { fn, pc, base } = fiber.top;
  const values = new Map<string, Value>();
  for (const [i, name] of fn.source.registerNames.entries()) if (name !== '') values.set(name, readRegister(fiber, base + i));
  const own = { fiber: fiber.path, script: fn.unit.program.script, line: lineAt(fn, pc), values };
  return [own, ...(fiber.branches ?? []).flatMap(variablesOf)];
}

/** No frame of the fiber, nor of those around it, has a variable of this name. */
export class UnknownVariable extends Error {
  override readonly name = 'UnknownVariable';
  readonly variable: string;
  readonly known: readonly string[];
  constructor(variable: string, known: readonly string[]) {
    super(`the script has no variable ${variable} there`);
    this.variable = variable;
    this.known = known;
  }
}

/** Each by name without regard to case, in the innermost frame that has it. */
export function setVariables(run: Run, fiber: Fiber, values: Dict): void {
  const found = [...values.entries()].map(([name, value]) => ({ ...placeOf(fiber, name), value }));
  for (const { frame, register, value } of found) {
    writeRegister(frame.fiber, frame.base + register, value);
    allocateValue(run, value);
  }
}

function placeOf(fiber: Fiber, name: string): { readonly frame: Frame; readonly register: number } {
  const wanted = name.toLowerCase();
  for (const frame of framesAround(fiber)) {
    const register = frame.fn.source.registerNames.findIndex((each) => each.toLowerCase() === wanted);
    if (register >= 0) return { frame, register };
  }
  const known = framesAround(fiber).flatMap((frame) => frame.fn.source.registerNames.filter((each) => /^[a-z_]/i.test(each)));
  throw new UnknownVariable(name, [...new Set(known)].sort());
}

/** From the innermost outwards. */
function framesAround(fiber: Fiber): readonly Frame[] {
  const own = fiber.frames.slice(0, fiber.depth + 1).reverse();
  return fiber.parent ? [...own, ...framesAround(fiber.parent)] : own;
}
