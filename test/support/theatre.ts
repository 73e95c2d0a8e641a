/** The corpus on the stage: the programs of an area, and its state through the codec. */

import { renderDiagnostics } from '../../src/compiler/index.ts';
import type { Performance, StageHooks } from '../../src/host/stage.ts';
import { play } from '../../src/host/stage.ts';
import type { Line, Machine, Machines } from '../../src/runtime/index.ts';
import type { Program } from '../../src/spec/index.ts';
import { type CorpusProgram, compileCorpus } from './corpus.ts';

/** The program under test as `start`, and those it may CALL; those that are wrong on purpose are left out. */
export function programsFor(own: CorpusProgram, all: readonly CorpusProgram[]): Readonly<Record<string, Program>> {
  const others = all.filter((each) => each.area === own.area);
  const found = others.flatMap((each) => {
    const { program } = compileCorpus(each);
    // Only its own handlers are live, once.
    return program && !program.declarations.events ? [[each.name, program] as const] : [];
  });
  const { program, handlers, diagnostics } = compileCorpus(own);
  if (!program) throw new Error(renderDiagnostics(diagnostics, own.source, own.file));
  return { ...Object.fromEntries(found), ...handlers, start: program };
}

export interface TheatreOptions extends Omit<StageHooks, 'machines'> {
  /** By stem; `start` is played. */
  readonly programs: Readonly<Record<string, Program>>;
  readonly script: readonly Line[];
  readonly variables?: Readonly<Record<string, string | number | boolean>>;
  /** State through the codec at every effect. */
  readonly roundTrip?: boolean;
}

export const perform = ({ programs, script, variables, roundTrip, ...hooks }: TheatreOptions): Promise<Performance> =>
  play(
    { script: 'start', programs, transcript: script, ...(variables && { variables }) },
    { ...hooks, ...(roundTrip && { machines: throughCodec }) },
  );

/** After each step to a block the machine is thrown away and made anew from its saved state. */
export function throughCodec(machines: Machines): Machines {
  const wrap = (linker: Parameters<Machines['restore']>[0], first: Machine): Machine => {
    let machine = first;
    return {
      advance(fuel) {
        const advance = machine.advance(fuel);
        if (advance.kind === 'blocked') machine = machines.restore(linker, machine.save());
        return advance;
      },
      answer: (address, answer) => machine.answer(address, answer),
      outstanding: () => machine.outstanding(),
      diverge: (...how) => machine.diverge(...how),
      cancel: () => machine.cancel(),
      hasCleanup: () => machine.hasCleanup(),
      save: () => machine.save(),
      variables: () => machine.variables(),
    };
  };
  return {
    start: (linker, script, inputs, seed) => wrap(linker, machines.start(linker, script, inputs, seed)),
    restore: (linker, state) => wrap(linker, machines.restore(linker, state)),
  };
}
