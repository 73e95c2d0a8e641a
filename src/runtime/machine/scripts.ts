/** Running another script of the version: a fresh scope, its PARAMs bound in order, the rest from config. */
import { toText, type Value } from '../../values/index.ts';
import { StepFault } from './faults.ts';
import { type Fiber, type Frame, pushFrame, type Run, topOf, writeRegister } from './state.ts';
import { operandIn, operandsAt } from './steps.ts';
import type { Unit } from './unit.ts';

export function callScript(run: Run, fiber: Fiber, frame: Frame, pc: number): Frame {
  const { code } = frame.fn.unit;
  const named = toText(operandIn(frame, code[pc + 3]!));
  const unit = run.units(run.linker, stemOf(named));
  if (!unit) throw new StepFault('no-such-routine', `there is no script "${named}"`);
  const top = topOf(fiber);
  const main = unit.functions[0]!;
  if (fiber.depth + 1 >= run.limits.depth || top + main.registers > run.limits.heap)
    throw new StepFault('depth', `calls are nested deeper than ${run.limits.depth}`);
  const args = operandsAt(frame, pc + 4);
  const { params } = unit.program.declarations;
  const given = new Map(args.slice(0, params.length).map((arg, i) => [params[i]!.name.toLowerCase(), arg] as const));
  return enterScript(run, fiber, unit, top, (name) => given.get(name));
}

/** A frame for the body of a script, with its inputs: what was given, else what config says. */
export function enterScript(run: Run, fiber: Fiber, unit: Unit, base: number, given: (name: string) => Value | undefined): Frame {
  const bound = unit.program.inputs.map(({ name, register }) => [register, given(name) ?? run.linker.variable(name)] as const);
  const frame = pushFrame(fiber, unit.functions[0]!, base, null);
  for (const [register, value] of bound) writeRegister(fiber, base + register, value);
  return frame;
}

/** `tools/Book.bas` is found as `book`. */
const stemOf = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^.*[\\/]/, '')
    .replace(/\.(bas|vbs?|vba|basic)$/, '');
