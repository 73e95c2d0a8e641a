/** Drives a machine through a program whose only effect is TALK, answering each at once. */
import { functions } from '../../functions/index.ts';
import { keywords } from '../../keywords/index.ts';
import { createMachines, DEFAULT_LIMITS, type Linker, type Machine } from '../../src/runtime/index.ts';
import type { Program } from '../../src/spec/index.ts';
import { Dict, toText } from '../../src/values/index.ts';
import type { Told } from './reference.ts';

const machines = createMachines({ functions, keywords, limits: DEFAULT_LIMITS });
const shortOnes = createMachines({ functions, keywords, limits: { ...DEFAULT_LIMITS, steps: 20_000 } });

/** Runs any program for a while, answering all it asks with a text: it may end as it likes, but not by a bug. */
export function tryProgram(program: Program): void {
  const linker: Linker = { program: () => program, variable: () => null };
  const machine = shortOnes.start(linker, 'any', new Dict(), new Uint8Array(16));
  for (let turns = 0; turns < 1000; turns++) {
    const { kind } = machine.advance(1000);
    if (kind === 'done' || kind === 'failed') return;
    for (const { address } of machine.outstanding()) machine.answer(address, { value: 'answer' });
  }
}

/** `fuel` is small where the program should be pre-empted often; `restores` saves and restores at every ask. */
export function tellProgram(program: Program, { fuel, restores }: { readonly fuel: number; readonly restores: boolean }): Told {
  const linker: Linker = { program: () => program, variable: () => null };
  let machine: Machine = machines.start(linker, 'random', new Dict(), new Uint8Array(16));
  const said: string[] = [];
  for (;;) {
    const advance = machine.advance(fuel);
    if (advance.kind === 'done') return { said, end: 'done' };
    if (advance.kind === 'failed') return { said, end: 'failed' };
    if (advance.kind === 'fuel') continue;
    if (restores) machine = machines.restore(linker, machine.save());
    for (const { address, args } of machine.outstanding()) {
      said.push(toText(args.get('message') ?? null));
      machine.answer(address, { value: null });
    }
  }
}
