/** A stage for transcripts: real keywords, functions and machine on the memory store, or on another one. */

import { functions } from '../../functions/index.ts';
import { keywords } from '../../keywords/index.ts';
import { createMemoryStore } from '../../src/adapters/memory/index.ts';
import { createSeal } from '../../src/adapters/seal.ts';
import { renderDiagnostics } from '../../src/compiler/index.ts';
import {
  createEngine,
  createMachines,
  DEFAULT_LIMITS,
  type Engine,
  type Line,
  type Machine,
  type Machines,
  type Played,
  playTranscript,
  settingsOf,
  VirtualClock,
  World,
} from '../../src/runtime/index.ts';
import type { Journal, Program, RunRow, Store } from '../../src/spec/index.ts';
import { type CorpusProgram, compileCorpus } from './corpus.ts';
import { digest, localBus } from './house.ts';

/** The program under test as `start`, and those it may CALL; those that are wrong on purpose are left out. */
export function programsFor(own: CorpusProgram, all: readonly CorpusProgram[]): Readonly<Record<string, Program>> {
  const others = all.filter((each) => each.area === own.area);
  const found = others.flatMap((each) => {
    const { program } = compileCorpus(each);
    return program ? [[each.name, program] as const] : [];
  });
  const { program, diagnostics } = compileCorpus(own);
  if (!program) throw new Error(renderDiagnostics(diagnostics, own.source, own.file));
  return { ...Object.fromEntries(found), start: program };
}

export const START = Date.UTC(2026, 10, 21, 9);

export interface TheatreOptions {
  /** By stem; `start` is played. */
  readonly programs: Readonly<Record<string, Program>>;
  readonly script: readonly Line[];
  /** State through the codec at every effect. */
  readonly roundTrip?: boolean;
  /** The n-th process gets this journal; a dead one is followed by the next. */
  readonly journal?: (journal: Journal, process: number) => { readonly journal: Journal; readonly isDead: () => boolean };
  /** What a person says of a run that is held. */
  readonly decide?: (run: RunRow, store: Store) => Promise<boolean>;
  readonly store?: (now: () => number) => Promise<Store>;
  /** Lets IO happen; for stores that have some. */
  readonly turn?: () => Promise<void>;
}

export interface Performance extends Played {
  readonly world: World;
  readonly store: Store;
}

export async function perform(options: TheatreOptions): Promise<Performance> {
  const clock = new VirtualClock(START);
  const world = new World();
  const store = options.store ? await options.store(() => clock.now()) : createMemoryStore({ now: () => clock.now() });
  await publish(store, options);
  let processes = 0;
  let isDead = () => false;
  const begin = async (): Promise<Engine> => {
    const wrapped = options.journal?.(store.journal, ++processes) ?? { journal: store.journal, isDead: () => false };
    isDead = wrapped.isDead;
    const engine = assemble({ ...store, journal: wrapped.journal }, clock, world, options);
    await engine.start();
    return engine;
  };
  const turn = options.turn ?? (() => new Promise<void>((resolve) => setImmediate(resolve)));
  const played = await playTranscript(
    {
      store,
      clock,
      world,
      bot: 'corpus',
      script: 'start',
      begin,
      turn,
      ...(options.journal && { isDead: () => isDead() }),
      ...(options.decide && { decide: (run: RunRow) => (options.decide as NonNullable<typeof options.decide>)(run, store) }),
    },
    options.script,
  );
  return { ...played, world, store };
}

async function publish(store: Store, { programs, script }: TheatreOptions): Promise<void> {
  const settings = settingsOf(script);
  const config = Object.fromEntries(
    [...settings].filter(([name]) => name.startsWith('config.')).map(([name, value]) => [name.slice(7), value]),
  );
  const variables = Object.fromEntries(
    [...settings].filter(([name]) => name.startsWith('param.')).map(([name, value]) => [name.slice(6), value]),
  );
  const policy = settings.get('policy') === 'strict' ? 'strict' : 'workshop';
  await store.packages.publish({
    bot: 'corpus',
    config,
    variables,
    policy,
    programs,
    sources: {},
    ...(programs.answer && { answers: 'answer' }),
  });
}

function assemble(store: Store, clock: VirtualClock, world: World, { roundTrip, script }: TheatreOptions): Engine {
  const machines = createMachines({ functions, keywords, limits: DEFAULT_LIMITS });
  const grants = (settingsOf(script).get('grants') ?? '').split(/[,\s]+/).filter(Boolean);
  return createEngine({
    store,
    ports: { clock, http: world.http, model: world.model, log: { log: () => {} } },
    bus: localBus(),
    // The seed of every run is the same: what a transcript shows of chance can be written down.
    random: { bytes: (count) => new Uint8Array(count).fill(1) },
    digest,
    seal: createSeal(new Uint8Array(32)),
    auditKey: new Uint8Array(32),
    keywords,
    machines: roundTrip ? throughCodec(machines) : machines,
    node: 'stage',
    // Leases do not matter here and would cost an empty flush for every three seconds of `~ 1d`.
    terms: { ttlMs: 1e12, intentMs: 0, grants: () => grants },
  });
}

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
      save: () => machine.save(),
      variables: () => machine.variables(),
    };
  };
  return {
    start: (linker, script, inputs, seed) => wrap(linker, machines.start(linker, script, inputs, seed)),
    restore: (linker, state) => wrap(linker, machines.restore(linker, state)),
  };
}
