/**
 * The live view of one run as server-sent events. Its entries are the truth: they are read by number, hints only say when
 * to look, so a client that comes back with the number of the last entry it knows misses nothing, whichever node the run
 * is on by now. What an entry means (which statement, with what) the replay of the program says.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { type Replay, type RunRecords, type RunStep, stepsOf, waitOf } from '../../runtime/index.ts';
import { type Entry, type RunRow, TOPIC } from '../../spec/index.ts';
import { Anchors } from '../anchors.ts';
import { cursorOf, cursorParameters, type Pulse, StreamPlaces } from '../event-stream.ts';
import { problemResponses } from '../problem.ts';
import { type App, identifier, requireOperator, type Wiring } from '../wiring.ts';
import { findRun, lookbackOf, stepView } from './lookback.ts';

const events = createRoute({
  method: 'get',
  path: '/runs/{id}/events',
  tags: ['runs'],
  summary: 'A run as server-sent events',
  description: [
    'Events: `step` (data = `{what: started|waiting|done|failed, step: RunStep, anchor?: {script, line, span?: {start, end}}}`; the id of',
    'the last one of an entry is its number) and `run` (data = `{state, heldReason?, message?, fault?, waits}`, when it changes).',
    'A client that reconnects sends `Last-Event-ID`, or `since` the first time. After `end` the run is over and nothing more comes.',
  ].join(' '),
  request: {
    params: z.object({ id: identifier }),
    ...cursorParameters('an entry'),
  },
  responses: {
    200: { description: 'Goes on until the run ends.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problemResponses('unknown-run', 'not-signed-in', 'not-here', 'too-many'),
  },
});
export const runEventRoutes = [events];

export function mountRunEvents(app: App, wiring: Wiring): void {
  const places = new StreamPlaces(wiring);
  app.openapi(events, async (c) => {
    requireOperator(c);
    const run = await findRun(wiring, c.req.valid('param').id);
    const replay = await lookbackOf(wiring).begin(run);
    const cursor = cursorOf(c.req.valid('header'), c.req.valid('query'));
    return places.stream(c, 'operator', { run: run.id }, (pulse) => new RunView(wiring, pulse, run, replay, cursor).run());
  });
}

type What = 'started' | 'waiting' | 'done' | 'failed';

/** Nodes tell of a run only while somebody watches it: this is how long they believe so. */
export const WATCH_MS = 30_000;

class RunView {
  readonly #wiring: Wiring;
  readonly #pulse: Pulse;
  readonly #id: string;
  readonly #replay: Replay;
  readonly #entries: Entry[] = [];
  readonly #cursor: number;
  #anchors: Anchors | undefined;
  #run: RunRow;
  #told = '';
  #watchedAt = Number.NEGATIVE_INFINITY;

  constructor(wiring: Wiring, pulse: Pulse, run: RunRow, replay: Replay, cursor: number) {
    this.#wiring = wiring;
    this.#pulse = pulse;
    this.#id = run.id;
    this.#run = run;
    this.#replay = replay;
    this.#cursor = cursor;
  }

  run(): Promise<void> {
    const note = () => {
      this.#pulse.isStale = true;
    };
    return this.#pulse.run(TOPIC.run(this.#id), note, () => this.#turn());
  }

  /** True when the run has ended and all of it is told. */
  async #turn(): Promise<boolean> {
    this.#watch();
    this.#pulse.isStale = false;
    // The row first: an end that is seen has all its entries stored.
    this.#run = await findRun(this.#wiring, this.#id);
    await this.#tellEntries();
    await this.#tellRun();
    if (this.#run.endedAt !== undefined) {
      await this.#pulse.events.writeSSE({ event: 'end', data: JSON.stringify({ state: this.#run.state }) });
      return true;
    }
    // A hint may be lost, and one that was sent before we watched is.
    if (!this.#pulse.isStale && !this.#pulse.isOver) await this.#pulse.rest(Math.min(this.#wiring.limits.sweepMs, LOOK_MS));
    return false;
  }

  #watch(): void {
    const now = this.#wiring.clock.monotonic();
    if (now - this.#watchedAt < WATCH_MS / 3) return;
    this.#watchedAt = now;
    this.#wiring.bus.publish(TOPIC.watched, { run: this.#id, ms: WATCH_MS });
  }

  async #tellEntries(): Promise<void> {
    const { runs } = this.#wiring.store;
    const lookback = lookbackOf(this.#wiring);
    const entries = await runs.entries(this.#id, this.#entries.at(-1)?.seq ?? 0);
    if (entries.length === 0) return;
    const changes: { readonly seq: number; readonly address: string; readonly what: What }[] = [];
    for (const together of withSets(entries)) {
      const [entry] = together;
      this.#entries.push(...together);
      const before = new Set(this.#replay.asked.keys());
      await lookback.feed(this.#replay, together);
      if (entry.seq <= this.#cursor) continue;
      const what = WHAT[entry.kind];
      if (what) changes.push({ seq: entry.seq, address: entry.address, what });
      for (const address of this.#replay.asked.keys()) if (!before.has(address)) changes.push({ seq: entry.seq, address, what: 'started' });
    }
    await this.#tell(changes);
  }

  /** The number stands on the last event of its entry: whoever loses the stream before it gets all of them again. */
  async #tell(changes: readonly { readonly seq: number; readonly address: string; readonly what: What }[]): Promise<void> {
    if (changes.length === 0) return;
    const { runs } = this.#wiring.store;
    const [calls, waits] = await Promise.all([runs.modelCalls(this.#id), runs.waits(this.#id)]);
    const records: RunRecords = { run: this.#run, entries: this.#entries, calls, waits };
    const steps = new Map(stepsOf(this.#replay, records).map((step) => [step.id, step]));
    for (const [i, { seq, address, what }] of changes.entries()) {
      const step = steps.get(address);
      if (!step || this.#pulse.isOver) continue;
      const anchor = await this.#anchorOf(step);
      const data = JSON.stringify({ what, step: stepView(step), ...(anchor && { anchor }) });
      await this.#pulse.events.writeSSE({ event: 'step', data, ...(changes[i + 1]?.seq !== seq && { id: String(seq) }) });
    }
  }

  async #anchorOf({ script, line }: RunStep) {
    if (script === undefined || line === undefined) return undefined;
    const { packages } = this.#wiring.store;
    this.#anchors ??= new Anchors(packages, (await packages.version(this.#run.version)) ?? { programs: {} });
    return this.#anchors.of(script, line);
  }

  async #tellRun(): Promise<void> {
    const { state, heldReason, message, fault } = this.#run;
    const waits = state === 'waiting' ? await this.#wiring.store.runs.waits(this.#id) : [];
    const shown = waits.map(({ address, ...wait }) => {
      const { due, ...of } = waitOf(wait);
      return { address, ...of, ...(due !== undefined && { due: new Date(due).toISOString() }) };
    });
    const data = JSON.stringify({ state, heldReason, message, fault, waits: shown });
    if (data === this.#told) return;
    this.#told = data;
    await this.#pulse.events.writeSSE({ event: 'run', data });
  }
}

/** What a fork set holds before the program goes on from the entry in front of it, so both are fed at once. */
function withSets(entries: readonly Entry[]): readonly (readonly [Entry, ...Entry[]])[] {
  const groups: [Entry, ...Entry[]][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (entry.kind === 'set' && last) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

/** Without a hint; a look costs one row by its key and one range of the journal. */
const LOOK_MS = 1_000;

const WHAT: Readonly<Record<Entry['kind'], What | undefined>> = {
  begin: undefined,
  intent: 'started',
  wait: 'waiting',
  answer: 'done',
  fault: 'failed',
  set: undefined,
  operator: undefined,
  cancel: undefined,
};
