/** The live view of a run: every change once, resumed by number, whichever node the run is on. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock/system-clock.ts';
import { createLocalBus } from '../../src/adapters/local-bus.ts';
import { createMemoryStore } from '../../src/adapters/memory/index.ts';
import { createSeal } from '../../src/adapters/seal.ts';
import { type HostedEngine, hostEngine, TimeTravel, temporaryKeys } from '../../src/host/index.ts';
import { createServer, type Server } from '../../src/server/index.ts';
import type { RunRow, Store } from '../../src/spec/index.ts';
import { compiled } from '../support/scripts-compiled.ts';

const SOURCE = 'TALK "Which size?"\nHEAR size\nTALK "You said " +\\\n  size\nTHROW "enough"\n'.replace('+\\\n  size', '+ size');

interface Told {
  readonly event: string;
  readonly id?: string;
  readonly data: {
    readonly what?: string;
    readonly state?: string;
    readonly step?: { readonly keyword: string; readonly line: number };
    readonly anchor?: { readonly span?: { readonly start: number; readonly end: number } };
    readonly waits?: readonly object[];
  };
}

const log = { log: () => undefined };
const bus = createLocalBus(log);
const keys = temporaryKeys();
let store: Store;
let server: Server;
let engines: HostedEngine[];
let run: RunRow;
const node = async (name: string) => {
  const hosted = hostEngine({ store, bus, seal: createSeal(keys.seal), auditKey: keys.audit, clock: systemClock, log, node: name });
  engines.push(hosted);
  await hosted.engine.start();
  return hosted;
};

beforeEach(async () => {
  engines = [];
  store = createMemoryStore();
  const dataFolder = mkdtempSync(join(tmpdir(), 'basalt-live-'));
  const lookback = new TimeTravel({ store, clock: systemClock });
  server = createServer({ store, bus, lookback, clock: systemClock, log, dataFolder, webFolder: dataFolder, version: 'test' });
  const programs = compiled({ start: SOURCE });
  await store.packages.publish({ bot: 'shop', policy: 'workshop', config: {}, variables: {}, programs, sources: { start: SOURCE } });
  await store.conversations.open('shop', 'ana');
  [run] = (await store.runs.list({ limit: 1 })) as [RunRow];
});
afterEach(async () => {
  await server.close();
  for (const { engine } of engines) await engine.stop(100);
});

/** Reads until told enough, or to the end. */
async function* watch(lastId?: string): AsyncGenerator<Told> {
  const headers = { host: 'localhost', ...(lastId && { 'last-event-id': lastId }) };
  const response = await server.fetch(new Request(`http://localhost/api/v1/runs/${run.id}/events`, { headers }));
  expect(response.status).toBe(200);
  let text = '';
  const reader = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop() as string;
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
        const event = field('event');
        const id = field('id');
        if (event) yield { event, ...(id && { id }), data: JSON.parse(field('data') as string) };
      }
    }
  } finally {
    await reader.cancel();
  }
}
async function take(told: AsyncGenerator<Told>, until: (each: Told) => boolean): Promise<readonly Told[]> {
  const all: Told[] = [];
  for (;;) {
    const { done, value } = await told.next();
    if (done) return all;
    all.push(value);
    if (until(value)) return all;
  }
}
const steps = (told: readonly Told[]) =>
  told.filter(({ event }) => event === 'step').map(({ data }) => `${data.what} ${data.step?.keyword} ${data.step?.line}`);
const isWaiting = ({ event, data }: Told) => event === 'run' && data.state === 'waiting';

test('tells what began, waits, is done and failed, also when the run goes on on another node', async () => {
  const first = await node('north');
  const told = watch();
  const begun = await take(told, isWaiting);
  expect(steps(begun)).toEqual(['started TALK 1', 'done TALK 1', 'started HEAR 2', 'waiting HEAR 2']);
  expect(begun.at(-1)?.data.waits).toMatchObject([{ kind: 'reply' }]);
  const hear = begun.find(({ data }) => data.step?.keyword === 'HEAR')?.data.anchor?.span;
  expect(hear && SOURCE.slice(hear.start, hear.end)).toBe('HEAR size');
  await first.engine.stop(100);
  const second = await node('south');
  await store.conversations.post(run.conversation as string, 'said', { text: 'small' });
  second.engine.wake();
  const rest = await take(told, ({ event }) => event === 'end');
  expect(steps(rest)).toEqual(['done HEAR 2', 'started TALK 3', 'done TALK 3']);
  expect(rest.at(-1)?.data.state).toBe('failed');
  expect(await told.next()).toMatchObject({ done: true });
});

test('goes on after the number of the last event', async () => {
  const { engine } = await node('north');
  const all = await take(watch(), isWaiting);
  const numbered = all.filter(({ id }) => id !== undefined);
  expect(new Set(numbered.map(({ id }) => id)).size).toBe(numbered.length);
  const middle = numbered[1] as Told;
  await store.conversations.post(run.conversation as string, 'said', { text: 'small' });
  engine.wake();
  const rest = await take(watch(middle.id), ({ event }) => event === 'end');
  const whole = await take(watch(), ({ event }) => event === 'end');
  const seen = steps(all.slice(0, all.indexOf(middle) + 1));
  expect([...seen, ...steps(rest)]).toEqual(steps(whole));
  expect(steps(await take(watch(whole.findLast(({ id }) => id)?.id), ({ event }) => event === 'end'))).toEqual([]);
});
