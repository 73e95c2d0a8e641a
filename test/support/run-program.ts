/** Drives a machine through a program whose only effect is TALK. */
import { functions } from '../../functions/index.ts';
import { keywords } from '../../keywords/index.ts';
import { createMachines, DEFAULT_LIMITS, type Linker, type Machine } from '../../src/runtime/index.ts';
import type { Fault, Program } from '../../src/spec/index.ts';
import { Dict, toText } from '../../src/values/index.ts';
import { Audience } from './audience.ts';
import type { Told } from './reference.ts';

const machines = createMachines({ functions, keywords, limits: DEFAULT_LIMITS });
const REFUSED: Fault = { code: 'refused', message: 'refused' };
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

interface Manner {
  /** Small where the program should be pre-empted often. */
  readonly fuel: number;
  /** Saves and restores at every ask. */
  readonly restores: boolean;
  /** Decides in which order asks are answered. */
  readonly order: readonly number[];
}

export function tellProgram(program: Program, { fuel, restores, order }: Manner): Told {
  const linker: Linker = { program: () => program, variable: () => null };
  let machine: Machine = machines.start(linker, 'random', new Dict(), new Uint8Array(16));
  const audience = new Audience<string>(order);
  for (;;) {
    const advance = machine.advance(fuel);
    if (advance.kind === 'done' || advance.kind === 'failed') return { said: audience.said, end: advance.kind };
    if (advance.kind === 'fuel') continue;
    for (const { address, args } of advance.asks) audience.hear(address, toText(args.get('message') ?? null));
    if (restores) machine = machines.restore(linker, machine.save());
    for (const { asker, refused } of audience.give()) machine.answer(asker, refused ? { fault: REFUSED } : { value: null });
  }
}
