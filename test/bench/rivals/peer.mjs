/**
 * What the workflow bench asks of every engine, ours too, over one protocol: a request a line on stdin
 * (`{"ask":"w1","atOnce":50,"seconds":3}`), an answer a line on stdout after a mark, as libraries print there too.
 * The workloads are written once, on five acts of an engine:
 *
 *   start(settings)      ready for work; answers versions, and the pids of its node and of servers of its own
 *   sequential(lane)     one workflow of ten steps, each durable before the next, to its end
 *   parallel(steps)      one workflow of this many parallel steps, to its end
 *   park(batch, count)   this many workflows begun, each waiting for an event of its own
 *   publish(batch, count) all those events sent, and all those workflows ended
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export const STEPS = 10;
const MARK = '=> ';
/** Requests a client has open at once where nothing else is said. */
export const AT_ONCE = 50;

export function servePeer(engine) {
  const acts = {
    start: (settings) => engine.start(settings),
    w1: (load) => sequentialRate(engine, load),
    w2: (load) => parallelTimes(engine, load),
    w3: (load) => resumeRate(engine, load),
    park: ({ batch, waiting }) => timed(() => engine.park(batch, waiting)),
    publish: ({ batch, waiting }) => timed(() => engine.publish(batch, waiting)),
    // What is garbage is not what waiting workflows cost.
    tidy: async () => (await engine.tidy?.()) ?? globalThis.gc?.(),
    crash: () => engine.crash(),
    stop: () => engine.stop(),
  };
  let turn = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    turn = turn.then(() => answer(acts, JSON.parse(line)));
  });
  // Whoever asked is gone: so are we, and what we started.
  lines.on('close', () => turn.then(() => engine.stop()).finally(() => process.exit()));
}

async function answer(acts, { ask, ...settings }) {
  let said;
  try {
    if (!Object.hasOwn(acts, ask)) throw new Error(`nobody answers ${ask}`);
    said = { ok: (await acts[ask](settings)) ?? null };
  } catch (error) {
    said = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`\n${MARK}${JSON.stringify(said)}\n`);
}

/** Lanes that each begin a workflow when their last has ended. */
async function sequentialRate(engine, { atOnce, seconds }) {
  let workflows = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  await inLanes(atOnce, async (lane) => {
    while (performance.now() < until) {
      await engine.sequential(lane);
      workflows++;
    }
  });
  return { workflows, perSecond: (workflows / (performance.now() - began)) * 1000 };
}

async function parallelTimes(engine, { steps, turns }) {
  const times = [];
  for (let turn = 0; turn < turns; turn++) times.push((await timed(() => engine.parallel(steps))).ms);
  return { times };
}

async function resumeRate(engine, { batch, waiting }) {
  const parked = await timed(() => engine.park(batch, waiting));
  const { ms } = await timed(() => engine.publish(batch, waiting));
  return { parkedMs: parked.ms, ms, perSecond: (waiting / ms) * 1000 };
}

export async function timed(act) {
  const began = performance.now();
  await act();
  return { ms: performance.now() - began };
}

/** Versions are exact in package.json. */
export const versionOf = (name) => JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).dependencies[name];

/** Numbers 0 to count - 1, so many at once. */
export async function forEachOf(count, act, atOnce = AT_ONCE) {
  let next = 0;
  await inLanes(Math.min(atOnce, count), async () => {
    while (next < count) await act(next++);
  });
}

const inLanes = (count, lane) => Promise.all(Array.from({ length: count }, (_, index) => lane(index)));

/** Until the condition holds, asked every few milliseconds. */
export async function until(holds, what, limitMs = 300_000) {
  for (const end = Date.now() + limitMs; Date.now() < end; await pause(10)) if (await holds()) return;
  throw new Error(`${what} did not happen within ${limitMs / 1000} s`);
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
