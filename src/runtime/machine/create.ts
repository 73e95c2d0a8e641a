/** `createMachines`: starts and restores runs. Made once per node; scripts are assembled once and shared. */
import { assert } from '../../base/index.ts';
import { ENGINE, type FunctionDefinition, type Keyword, type Program } from '../../spec/index.ts';
import type { Dict } from '../../values/index.ts';
import type { Limits, Linker, Machine, MachineParts, Machines } from '../machine.ts';
import { assemble, type Library } from './assemble.ts';
import { RunContext } from './context.ts';
import { firstCheck } from './heap.ts';
import { Random } from './random.ts';
import { RunMachine } from './run-machine.ts';
import { restoreState } from './save.ts';
import { enterScript } from './scripts.ts';
import { Fiber, type Run, type Units } from './state.ts';
import type { Unit } from './unit.ts';

/** Wide enough for any bot, narrow enough that no program hurts its node. */
export const DEFAULT_LIMITS: Limits = { depth: 10_000, heap: 2_000_000, text: 1 << 24, list: 1_000_000, steps: 200_000_000 };

export function createMachines({ functions, keywords, limits }: MachineParts): Machines {
  const units = assembledUnits(libraryOf(functions, keywords));
  const runOf = (linker: Linker, root: Fiber, steps: number, isCancelled: boolean): Run => ({
    linker,
    limits,
    root,
    ready: [],
    units,
    steps,
    isCancelled,
    fuel: 0,
    debt: 0,
    result: null,
    allocated: 0,
    heapCheck: firstCheck(limits),
  });
  const unitNamed = (linker: Linker, stem: string): Unit => {
    const unit = units(linker, stem);
    assert(unit, `the version has no script ${stem}`);
    return unit;
  };
  return {
    start(linker, script, inputs, seed): Machine {
      const root = new Fiber('0', null, 0);
      const run = runOf(linker, root, 0, false);
      const random = Random.fromSeed(seed);
      enterScript(run, root, unitNamed(linker, script), 0, (name) => given(inputs, name));
      run.ready.push(root);
      return new RunMachine(run, new RunContext(run, random), random, new Map());
    },
    restore(linker, state): Machine {
      const { root, random, steps, isCancelled, asking } = restoreState(state, (stem) => unitNamed(linker, stem));
      const run = runOf(linker, root, steps, isCancelled);
      return new RunMachine(run, new RunContext(run, random), random, asking);
    },
  };
}

const given = (inputs: Dict, name: string) => (inputs.has(name) ? inputs.get(name) : undefined);

function assembledUnits(library: Library): Units {
  const known = new WeakMap<Program, Unit>();
  return (linker, stem) => {
    const program = linker.program(stem);
    if (!program) return undefined;
    assert(program.engine === ENGINE, `engine ${program.engine} is not known here`);
    let unit = known.get(program);
    if (!unit) {
      unit = assemble(program, stem, library);
      known.set(program, unit);
    }
    return unit;
  };
}

/** By name and revision; a function's aliases are names of it too. */
function libraryOf(functions: readonly FunctionDefinition[], keywords: readonly Keyword[]): Library {
  const builtins = new Map<string, FunctionDefinition>();
  for (const definition of functions)
    for (const name of [definition.name, ...(definition.aliases ?? [])]) builtins.set(`${name}@${definition.revision}`, definition);
  const acts = new Map(keywords.map((keyword) => [`${keyword.name}@${keyword.revision ?? 1}`, keyword] as const));
  const find = <T>(from: ReadonlyMap<string, T>, name: string, revision: number): T => {
    const found = from.get(`${name}@${revision}`);
    assert(found, `${name} of revision ${revision} is not known here`);
    return found;
  };
  return {
    builtin: (name, revision) => find(builtins, name, revision),
    keyword: (name, revision) => find(acts, name, revision),
  };
}
