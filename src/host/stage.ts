/**
 * Where transcripts are played: the real keywords, functions and engine, in memory, on a virtual clock. Packages test
 * themselves on it; our own tests put other stores, dying journals and machines into its hooks.
 */
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
  type Engine,
  type EngineTerms,
  type Limits,
  type Line,
  type Machines,
  type Partner,
  type Played,
  playTranscript,
  settingsOf,
  VirtualClock,
  World,
} from '../runtime/index.ts';
import {
  type Bus,
  type Journal,
  type LogPort,
  type Ports,
  type Program,
  type RunRow,
  type SealPort,
  type Store,
  TOPIC,
} from '../spec/index.ts';
import type { Value } from '../values/index.ts';
import { temporaryKeys } from './keys.ts';

export interface Play {
  /** Stem of the script that is played. */
  readonly script: string;
  readonly programs: Readonly<Record<string, Program>>;
  readonly config?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string | number | boolean>>;
  readonly transcript: readonly Line[];
  /** Of the run; then it is begun by hand, and no script begins with the conversation. */
  readonly inputs?: Value;
  /** Does what comes from outside, where the transcript does not say it. */
  readonly partner?: Partner;
  readonly policy?: 'workshop' | 'strict';
  /** What the bot is granted, beside what the transcript says. */
  readonly grants?: readonly string[];
}

/** What a test may put in the place of a part, or between two. */
export interface StageHooks {
  readonly store?: (parts: { readonly now: () => number; readonly seal: SealPort }) => Promise<Store>;
  readonly machines?: (machines: Machines) => Machines;
  /** The n-th process gets this journal; a dead one is followed by the next. */
  readonly journal?: (journal: Journal, process: number) => MortalJournal;
  /** What a person says of a run that is held. */
  readonly decide?: (run: RunRow, store: Store) => Promise<boolean>;
  /** What is really asked, instead of the world. */
  readonly ports?: (parts: { readonly store: Store; readonly seal: SealPort }) => Partial<Pick<Ports, 'http' | 'model'>>;
  readonly limits?: Limits;
  readonly terms?: Pick<EngineTerms, 'budgets' | 'prices' | 'dayLimits'>;
  /** Lets IO happen; for stores that have some. */
  readonly turn?: () => Promise<void>;
}

export interface MortalJournal {
  readonly journal: Journal;
  readonly isDead: () => boolean;
}

export interface Performance extends Played {
  readonly world: World;
  readonly store: Store;
}

const BOT = 'played';
/** Every play begins at this moment, so that what it prints of the time can be written down. */
const BEGINS = Date.UTC(2026, 10, 21, 9);
const silent: LogPort = { log: () => undefined };

/** All that happened, as a transcript. Effects on the world get the answers that the transcript gives. */
export async function play(played: Play, hooks: StageHooks = {}): Promise<Performance> {
  const clock = new VirtualClock(BEGINS);
  const world = new World();
  const keys = temporaryKeys();
  const seal = createSeal(keys.seal);
  const now = () => clock.now();
  const store = hooks.store ? await hooks.store({ now, seal }) : createMemoryStore({ now });
  await publish(store, played);
  const machines = createMachines({ functions, keywords, limits: hooks.limits ?? DEFAULT_LIMITS });
  const told = (settingsOf(played.transcript).get('grants') ?? '').split(/[,\s]+/).filter(Boolean);
  const grants = [...told, ...(played.grants ?? [])];
  const ports = hooks.ports?.({ store, seal });
  let bus: Bus | undefined;
  let processes = 0;
  let process: Pick<MortalJournal, 'isDead'> | undefined;
  const begin = async (): Promise<Engine> => {
    const mortal = hooks.journal?.(store.journal, ++processes);
    process = mortal;
    bus = createLocalBus(silent);
    const engine = createEngine({
      store: mortal ? { ...store, journal: mortal.journal } : store,
      ports: { clock, log: silent, ...world.portsOf(() => mortal?.isDead() ?? false), ...ports },
      bus,
      // The same seed for every run: what a transcript shows of chance can be written down.
      random: { bytes: (count) => new Uint8Array(count).fill(1) },
      digest: nodeDigest,
      seal,
      auditKey: keys.audit,
      keywords,
      machines: hooks.machines?.(machines) ?? machines,
      node: 'stage',
      // Nobody else could take over, and a lease would cost an empty flush for every three seconds of `~ 1d`.
      terms: { ...hooks.terms, ttlMs: 1e12, intentMs: 0, grants: () => grants },
    });
    await engine.start();
    return engine;
  };
  const { decide, journal, turn } = hooks;
  const { inputs, partner } = played;
  const done = await playTranscript(
    {
      store,
      clock,
      world,
      bot: BOT,
      script: inputs === undefined ? 'start' : BY_HAND,
      begin,
      hintEvents: () => bus?.publish(TOPIC.events, {}),
      ...(inputs !== undefined && { inputs }),
      ...(partner && { partner }),
      turn: turn ?? (() => new Promise((resolve) => setImmediate(resolve))),
      ...(journal && { isDead: () => process?.isDead() ?? false }),
      ...(decide && { decide: (run: RunRow) => decide(run, store) }),
    },
    played.transcript,
  );
  return { ...done, world, store };
}

/** Under a name that no file can have. */
const BY_HAND = '~played';

/** The script that is played becomes the start script: that is what a conversation begins with. */
async function publish(store: Store, { script, programs, config, variables, transcript, inputs, policy }: Play): Promise<void> {
  const { [script]: start, ...others } = programs;
  if (!start) throw new Error(`there is no program ${script}`);
  const settings = [...settingsOf(transcript)];
  const named = (prefix: string) =>
    Object.fromEntries(settings.flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])));
  await store.packages.publish({
    bot: BOT,
    policy: settings.some(([name, value]) => name === 'policy' && value === 'strict') ? 'strict' : (policy ?? 'workshop'),
    config: { ...config, ...named('config.') },
    variables: { ...variables, ...named('param.') },
    programs: inputs === undefined ? { ...others, start } : { ...withoutStart(others), [BY_HAND]: start },
    sources: {},
    ...(programs.answer && { answers: 'answer' }),
  });
}

/** It would begin with the conversation. */
const withoutStart = ({ start: _, ...others }: Readonly<Record<string, Program>>) => others;
