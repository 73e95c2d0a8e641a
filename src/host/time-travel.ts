/** Looking back at runs on this machine: what they asked and why, whether they would do the same again, and forks of them. */
import { functions } from '../../functions/index.ts';
import { keywords } from '../../keywords/index.ts';
import { nodeDigest, nodeRandom } from '../adapters/node-crypto.ts';
import {
  createMachines,
  DEFAULT_LIMITS,
  decodeStored,
  encodeFork,
  type Forked,
  type ForkPlan,
  type Limits,
  type Machines,
  planFork,
  Replay,
  UnknownVariable,
  Versions,
} from '../runtime/index.ts';
import { type ClockPort, type Entry, NotFound, type RunRow, type Store } from '../spec/index.ts';
import { Dict, toText, type Value } from '../values/index.ts';

export interface TimeTravelParts {
  readonly store: Pick<Store, 'runs' | 'packages'>;
  readonly clock: Pick<ClockPort, 'now'>;
  /** Those that the runs were held to, where they differ from a server's. */
  readonly limits?: Limits;
}

const SEED_BYTES = 16;
/** The event loop is others' too. */
const SLICE_MS = 8;

export class TimeTravel {
  readonly #parts: TimeTravelParts;
  readonly #versions: Versions;
  readonly #machines: Machines;

  constructor(parts: TimeTravelParts) {
    this.#parts = parts;
    this.#machines = createMachines({ functions, keywords, limits: parts.limits ?? DEFAULT_LIMITS });
    this.#versions = new Versions(parts.store.packages, { grants: () => [], strict: false });
  }

  /** A replay of this run that has been given no entry yet. Throws NotFound. */
  async begin(run: Pick<RunRow, 'id' | 'version' | 'script'>): Promise<Replay> {
    const version = await this.#versions.get(run.version);
    if (!version) throw new NotFound(`version ${run.version} is not in the store`);
    const inputs = decodeStored(await this.#parts.store.runs.inputs(run.id));
    return new Replay({
      machines: this.#machines,
      linker: version.linker,
      digest: nodeDigest,
      script: run.script,
      inputs: inputs instanceof Dict ? inputs : new Dict(),
    });
  }

  /** Feeds it and lets it go as far as it goes. */
  async feed(replay: Replay, entries: readonly Entry[]): Promise<void> {
    replay.add(entries);
    let until = performance.now() + SLICE_MS;
    while (replay.step()) {
      if (performance.now() < until) continue;
      await new Promise((resolve) => setImmediate(resolve));
      until = performance.now() + SLICE_MS;
    }
  }

  async replay(run: RunRow): Promise<Replay> {
    const replay = await this.begin(run);
    await this.feed(replay, await this.#parts.store.runs.entries(run.id));
    replay.conclude(run);
    return replay;
  }

  /** It is tried before it is made: a fork that could not go on is not begun. */
  async fork(run: RunRow, seq: number, values: Dict): Promise<Forked> {
    const { runs } = this.#parts.store;
    const plan = planFork(await runs.entries(run.id), seq);
    if (plan.kind !== 'plan') return plan;
    const set = this.#setEntry(run.id, plan, values);
    const replay = await this.begin(run);
    try {
      await this.feed(replay, [...plan.entries, { ...set, run: run.id }]);
    } catch (error) {
      if (error instanceof UnknownVariable) return { kind: 'unknown-variable', variable: error.variable, known: error.known };
      throw error;
    }
    if (replay.difference) return { kind: 'unlike', difference: replay.difference };
    return { kind: 'forked', id: await runs.fork(run.id, { seqs: plan.entries.map((entry) => entry.seq), set, until: plan.at }) };
  }

  #setEntry(of: string, plan: Extract<ForkPlan, { kind: 'plan' }>, values: Dict): Omit<Entry, 'run'> {
    const set = [...values.entries()].map(([name, value]) => `${name} = ${short(value)}`);
    return {
      seq: plan.seq,
      address: plan.address,
      kind: 'set',
      name: 'set',
      argsHash: new Uint8Array(16),
      payload: encodeFork({ seed: nodeRandom.bytes(SEED_BYTES), values }),
      preview: [`from ${of} at ${plan.seq - 1}`, ...set].join(', '),
      at: this.#parts.clock.now(),
    };
  }
}

const short = (value: Value): string => toText(value).slice(0, 40);
