/**
 * `npm run bench -- workflow`: what a durable workflow costs, ours beside DBOS Transact and Restate (see rivals/), in one
 * run on one machine, all on real disks with fsync. BENCH_FIGURES=W1,W3 takes some of them; the counts are environment
 * variables too, named where they are read.
 */
import { processCpu, serverCpu } from '../support/cpu.ts';
import { createDatabase, startPostgres } from '../support/postgres.ts';
import type { Started } from './rivals/peer.mjs';
import { benchDisk } from './workflow/disk.ts';
import { benchIdle } from './workflow/idle.ts';
import { serveOurs } from './workflow/ours.ts';
import { type Contestant, installedRivals, ours, Peer } from './workflow/peers.ts';
import { count, median, type Result, show } from './workflow/show.ts';

const ROUNDS = count('BENCH_ROUNDS', 3);
const SECONDS = count('BENCH_SECONDS', 4);
const PARALLEL = count('BENCH_PARALLEL', 1_000);
/** Of W2, for each contestant: what is compared is a node that has been up for a while. */
const WARM_TURNS = 10;
const RESUMED = count('BENCH_RESUMED', 2_000);
const KILLED = count('BENCH_KILLED', 1_000);
const FIGURES = (process.env.BENCH_FIGURES ?? 'W1,W2,W3,W4,W5').split(',');

let server: Awaited<ReturnType<typeof startPostgres>>;
let databases = 0;

export async function run(): Promise<void> {
  if (process.env.BENCH_PEER) return serveOurs(process.env.BENCH_PEER, process.env.BENCH_SCRIPT ?? 'sequential');
  server = await startPostgres({ shared_buffers: '256MB', max_wal_size: '4GB' });
  try {
    const contestants = [ours(), ...installedRivals()];
    for (const contestant of contestants) await withPeer(contestant, async (_, { versions }) => console.log(versions));
    const isAsked = (figure: string) => FIGURES.includes(figure);
    if (isAsked('W1')) await benchSequential(contestants);
    if (isAsked('W2')) await benchParallel(contestants);
    if (isAsked('W3')) await benchResumes(contestants);
    if (isAsked('W4')) await benchKilled(contestants);
    if (isAsked('W5')) await benchIdle(contestants, withPeer);
  } finally {
    await server.stop();
  }
}

/** A fresh process on a fresh database: nobody carries what another figure left. */
async function withPeer<T>(contestant: Contestant, act: (peer: Peer, started: Started, url: string) => Promise<T>): Promise<T> {
  const url = await createDatabase(server.url, `bench_${++databases}`);
  const peer = new Peer(contestant);
  try {
    return await act(peer, await peer.start(url), url);
  } finally {
    await peer.close();
  }
}

/** All are up at once and take turns, so that a busy moment of the machine hits each alike. */
async function inTurns<T>(
  contestants: readonly Contestant[],
  rounds: number,
  act: (peer: Peer, round: number, started: Started) => Promise<T>,
): Promise<T[][]> {
  const results: T[][] = contestants.map(() => []);
  const peers: (readonly [Peer, Started])[] = [];
  const turns = async (): Promise<void> => {
    const next = contestants[peers.length];
    if (next)
      return withPeer(next, (peer, started) => {
        peers.push([peer, started]);
        return turns();
      });
    for (let round = 0; round < rounds; round++)
      for (const [index, [peer, started]] of peers.entries()) results[index]!.push(await act(peer, round, started));
  };
  await turns();
  return results;
}

async function benchSequential(contestants: readonly Contestant[]) {
  for (const [atOnce, wanted] of [
    [50, { DBOS: 15, Restate: 8 }],
    [1, { DBOS: 3, Restate: 3 }],
  ] as const) {
    // Others may use the disk too: it is looked at close to what it explains.
    await benchDisk(server.url, server.folder);
    const rates = await inTurns(contestants, ROUNDS, async (peer, round, { pids }) => {
      if (round === 0) await peer.ask('w1', { atOnce, seconds: 1 });
      const cpu = () => [processCpu(pids.node), pids.server === undefined ? serverCpu(server.pid) : processCpu(pids.server)] as const;
      const before = cpu();
      const { workflows, perSecond } = await peer.ask<{ workflows: number; perSecond: number }>('w1', { atOnce, seconds: SECONDS });
      const [node, store] = cpu().map((spent, index) => (spent - before[index]!) / 1000 / workflows);
      return { perSecond, node: node!, store: store! };
    });
    const results = contestants.map(({ name }, index) => {
      const of = (pick: (rate: { node: number; store: number }) => number) => median(rates[index]!.map(pick)).toFixed(2);
      const note = `CPU ms a workflow: ${of(({ node }) => node)} node, ${of(({ store }) => store)} store`;
      return { name, values: rates[index]!.map(({ perSecond }) => perSecond), note };
    });
    show(`W1: 10-step workflows, ${atOnce} at once`, 'workflows/s', results, { better: 'more', wanted });
  }
}

async function benchParallel(contestants: readonly Contestant[]) {
  const times = await inTurns(contestants, 1, async (peer) => {
    await peer.ask('w2', { steps: PARALLEL, turns: WARM_TURNS });
    return (await peer.ask<{ times: number[] }>('w2', { steps: PARALLEL, turns: ROUNDS })).times;
  });
  const results = contestants.map(({ name }, index) => ({ name, values: times[index]![0]! }));
  show(`W2: one workflow, ${PARALLEL} parallel steps`, 'ms', results, { better: 'less', wanted: { DBOS: 15, Restate: 15 } });
}

async function benchResumes(contestants: readonly Contestant[]) {
  const rates = await inTurns(contestants, ROUNDS, async (peer, round) => {
    return (await peer.ask<{ perSecond: number }>('w3', { batch: `w3-${round}`, waiting: RESUMED })).perSecond;
  });
  const results = contestants.map(({ name }, index) => ({ name, values: rates[index]! }));
  show(`W3: ${RESUMED} workflows wait for an event each`, 'resumes/s', results, { better: 'more', wanted: { DBOS: 8 } });
}

async function benchKilled(contestants: readonly Contestant[]) {
  const results: Result[] = [];
  for (const contestant of contestants)
    results.push(
      await withPeer(contestant, async (peer, _, url) => {
        const batch = { batch: 'w4', waiting: KILLED };
        await peer.ask('park', batch);
        const began = performance.now();
        await peer.crash(url);
        const again = performance.now();
        await peer.ask('publish', batch);
        const [up, all] = [again - began, performance.now() - began].map((ms) => (ms / 1000).toFixed(2));
        return { name: contestant.name, values: [Number(all)], note: `up again after ${up} s` };
      }),
    );
  show(`W4: ${KILLED} workflows wait, kill -9, restart, events, all done`, 's', results, { better: 'less', wanted: { DBOS: 3 } });
}
