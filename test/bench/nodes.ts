/**
 * `npm run bench -- nodes`: two nodes on one database beside one, and how soon the runs of a killed one go on. Nodes are
 * processes of their own with all of `serve` but its HTTP side; hints go over the database.
 */
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { processCpu, serverCpu } from '../support/cpu.ts';
import { createDatabase, startPostgres, type TestServer } from '../support/postgres.ts';
import { serveOurs } from './workflow/ours.ts';
import { ours, Peer } from './workflow/peers.ts';
import { LONG_STEPS } from './workflow/scripts.ts';
import { aimed, count, median } from './workflow/show.ts';

const ROUNDS = count('BENCH_ROUNDS', 3);
const SECONDS = count('BENCH_SECONDS', 4);
const KILLS = count('BENCH_KILLS', 3);
const AT_ONCE = 50;
const CORES = availableParallelism();

let server: TestServer;
let databases = 0;

export async function run(): Promise<void> {
  if (process.env.BENCH_PEER) return serveOurs(process.env.BENCH_PEER, process.env.BENCH_SCRIPT ?? 'sequential');
  server = await startPostgres({ shared_buffers: '256MB', max_wal_size: '4GB' });
  try {
    await benchTwo('computing', 'ten steps with a loop of 100,000 rounds before each');
    await benchTwo('sequential', 'ten steps and nothing else');
    await benchTakeOver();
  } finally {
    await server.stop();
  }
}

async function withNodes(script: string, act: (a: Peer, b: Peer, url: string) => Promise<void>): Promise<void> {
  const url = await createDatabase(server.url, `nodes_${++databases}`);
  const [a, b] = [new Peer(ours('a', script)), new Peer(ours('b', script))];
  try {
    await a.start(url);
    await b.start(url);
    await act(a, b, url);
  } finally {
    await Promise.all([a.close(), b.close()]);
  }
}

interface Share {
  readonly perSecond: number;
  /** Cores that were busy, on average. */
  readonly nodes: number;
  readonly database: number;
}

/** One node and two take turns, each node with as many workflows at once. */
async function benchTwo(script: string, described: string): Promise<void> {
  await withNodes(script, async (a, b) => {
    const rounds: Record<'one' | 'two', Share[]> = { one: [], two: [] };
    await measured([a, b], 1);
    for (let round = 0; round < ROUNDS; round++) {
      rounds.one.push(await measured([a], SECONDS));
      rounds.two.push(await measured([a, b], SECONDS));
    }
    const ratio = median(rounds.two.map(({ perSecond }, round) => perSecond / rounds.one[round]!.perSecond));
    console.log(`\nN2: ${described}, ${AT_ONCE} at once a node`);
    console.log(`  one node   ${line(rounds.one, 1)}`);
    console.log(`  two nodes  ${line(rounds.two, 2)}`);
    console.log(`  two nodes do ${ratio.toFixed(2)} x${aimed(ratio, script === 'computing' ? 1.6 : undefined)}`);
  });
}

async function measured(nodes: readonly Peer[], seconds: number): Promise<Share> {
  const nodeCpu = () => nodes.reduce((sum, { pid }) => sum + processCpu(pid), 0);
  const [nodesBefore, databaseBefore, began] = [nodeCpu(), serverCpu(server.pid), performance.now()];
  const rates = await Promise.all(nodes.map((node) => node.ask<{ perSecond: number }>('w1', { atOnce: AT_ONCE, seconds })));
  const micros = (performance.now() - began) * 1000;
  return {
    perSecond: rates.reduce((sum, { perSecond }) => sum + perSecond, 0),
    nodes: (nodeCpu() - nodesBefore) / micros,
    database: (serverCpu(server.pid) - databaseBefore) / micros,
  };
}

function line(shares: readonly Share[], count: number): string {
  const of = (pick: (share: Share) => number) => median(shares.map(pick));
  const [nodes, database] = [of((share) => share.nodes), of((share) => share.database)];
  const used = `nodes ${nodes.toFixed(2)} and database ${database.toFixed(2)} of ${CORES} cores`;
  return `${of((share) => share.perSecond).toFixed(1)} workflows/s; ${used}; limit: ${limitOf(nodes / count, nodes + database)}`;
}

/** A node computes on one core. What uses less than there is waits for the disk, or for others on this machine. */
function limitOf(aNode: number, all: number): string {
  if (aNode > 0.85) return 'the core of a node';
  if (all > 0.85 * CORES) return 'the cores of this machine, shared with its database';
  return 'neither: waiting for commits, or for other processes on this machine';
}

/** A node under load is killed; the other one has nothing to do but to notice. */
async function benchTakeOver(): Promise<void> {
  console.log(`\nN2: kill -9 of a node with ${AT_ONCE} runs under way, ${KILLS} times`);
  for (let kill = 0; kill < KILLS; kill++)
    await withNodes('long', async (a, _, url) => {
      const sql = postgres(url, { max: 1 });
      try {
        await takeOver(a, sql);
      } finally {
        await sql.end();
      }
    });
}

async function takeOver(victim: Peer, sql: postgres.Sql): Promise<void> {
  const open = async () => Number((await sql`select count(*) as open from runs where state in ('ready', 'leased', 'waiting')`)[0]!.open);
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await pause(10);
  };
  // It will not live to answer.
  void victim.ask('w1', { atOnce: AT_ONCE, seconds: 3600 });
  await until(async () => (await open()) === AT_ONCE);
  await until(async () => (await sql`select from journal where seq > 20 limit 1`).length > 0);
  await victim.kill();
  const killed = performance.now();
  const leased = () => sql<{ left: number; lease: number }[]>`
    select (extract(epoch from until - clock_timestamp()) * 1000)::float8 as lease,
      (select count(*)::int from runs where owner = 'a') as left from nodes where id = 'a'`;
  const [{ left, lease }] = (await leased()) as unknown as [{ left: number; lease: number }];
  await until(async () => (await leased())[0]!.left === 0);
  const takenOver = performance.now() - killed;
  await until(async () => (await open()) === 0);
  const ended = performance.now() - killed;
  await verify(sql);
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  console.log(
    `  ${left} runs, lease good for ${seconds(lease)} s more: taken over after ${seconds(takenOver)} s, all at their end after ${seconds(ended)} s, no step lost or twice`,
  );
}

/** Every run is done and has each of its steps once. */
async function verify(sql: postgres.Sql): Promise<void> {
  const wrong = await sql`
    select runs.id, state, count(*)::int as answers, count(distinct address)::int as addresses
    from runs left join journal on journal.run = runs.id and journal.kind = 'answer'
    group by runs.id, state
    having state <> 'done' or count(*) <> ${LONG_STEPS} or count(distinct address) <> ${LONG_STEPS}`;
  if (wrong.length > 0) throw new Error(`after the take-over: ${JSON.stringify(wrong.slice(0, 3))}`);
}
