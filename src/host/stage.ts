/** Where a package's own transcripts are played: the real keywords, functions and engine, in memory, on a virtual clock. */
import { functions } from '../../functions/index.ts';
import { keywords } from '../../keywords/index.ts';
import { createLocalBus } from '../adapters/local-bus.ts';
import { createMemoryStore } from '../adapters/memory/index.ts';
import { nodeDigest } from '../adapters/node-crypto.ts';
import { createSeal } from '../adapters/seal.ts';
import {
  createEngine,
  createMachines,
  DEFAULT_LIMITS,
  type Line,
  playTranscript,
  settingsOf,
  VirtualClock,
  World,
} from '../runtime/index.ts';
import type { LogPort, Program, Store } from '../spec/index.ts';
import { temporaryKeys } from './keys.ts';

export interface Play {
  /** Stem of the script that is played. */
  readonly script: string;
  readonly programs: Readonly<Record<string, Program>>;
  readonly config: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string | number | boolean>>;
  readonly transcript: readonly Line[];
}

const BOT = 'played';
/** Every play begins at this moment, so that what it prints of the time can be written down. */
const BEGINS = Date.UTC(2026, 0, 5, 9);
const silent: LogPort = { log: () => undefined };

/** All that happened, as a transcript. Effects on the world get the answers that the transcript gives. */
export async function play({ script, programs, config, variables, transcript }: Play): Promise<readonly Line[]> {
  const clock = new VirtualClock(BEGINS);
  const world = new World();
  const store = createMemoryStore({ now: () => clock.now() });
  const { [script]: played, ...others } = programs;
  if (!played) throw new Error(`there is no program ${script}`);
  await store.packages.publish({ bot: BOT, policy: 'workshop', config, variables, programs: { ...others, start: played }, sources: {} });
  const grants = (settingsOf(transcript).get('grants') ?? '').split(/[,\s]+/).filter(Boolean);
  const { lines } = await playTranscript(
    {
      store,
      clock,
      world,
      bot: BOT,
      script: 'start',
      begin: async () => beginEngine(store, clock, world, grants),
      turn: () => new Promise((resolve) => setImmediate(resolve)),
    },
    transcript,
  );
  return lines;
}

async function beginEngine(store: Store, clock: VirtualClock, world: World, grants: readonly string[]) {
  const keys = temporaryKeys();
  const engine = createEngine({
    store,
    ports: { clock, http: world.http, model: world.model, log: silent },
    bus: createLocalBus(silent),
    // The same seed for every run: what a transcript shows of chance can be written down.
    random: { bytes: (count) => new Uint8Array(count).fill(1) },
    digest: nodeDigest,
    seal: createSeal(keys.seal),
    auditKey: keys.audit,
    keywords,
    machines: createMachines({ functions, keywords, limits: DEFAULT_LIMITS }),
    node: 'stage',
    // Nobody else could take over, and a lease would cost an empty flush for every three seconds of `~ 1d`.
    terms: { ttlMs: 1e12, intentMs: 0, grants: () => grants },
  });
  await engine.start();
  return engine;
}
