/** What `:state` and `show` print: the named registers of the innermost frame of each fiber. */
import type { Value } from '../../values/index.ts';
import type { Machine } from '../machine.ts';
import { type Fiber, readRegister } from './state.ts';
import { lineAt } from './unit.ts';

type Variables = ReturnType<Machine['variables']>;

export function variablesOf(fiber: Fiber): Variables {
  if (fiber.outcome !== null) return [];
  const { fn, pc, base } = fiber.top;
  const values = new Map<string, Value>();
  for (const [i, name] of fn.source.registerNames.entries()) if (name !== '') values.set(name, readRegister(fiber, base + i));
  const own = { fiber: fiber.path, script: fn.unit.program.script, line: lineAt(fn, pc), values };
  return [own, ...(fiber.branches ?? []).flatMap(variablesOf)];
}
