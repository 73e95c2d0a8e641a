/**
 * `npm run bench -- durable`: what durability costs, with the engine and its store as `serve` runs them, on a real
 * PostgreSQL with fsync on, and on PGlite. A step is a message and an audit row, on disk before the next step begins.
 * Rounds alternate with what is compared, so that a busy machine slows both; the medians of the ratios count.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite } from '../../src/adapters/pglite/index.ts';
import { createSeal, openPostgres } from '../../src/adapters/postgres/index.ts';
import type { Store } from '../../src/spec/index.ts';
import { publish } from '../conformance/staging.ts';
import { ownCpu, serverCpu } from '../support/cpu.ts';
import { createDatabase, startPostgres } from '../support/postgres.ts';
import { benchKilled, leaveRuns } from './durable/killed.ts';
import { type CpuMeter, commitPerStep, type Load, measure, type Rate } from './durable/load.ts';
import { createRig, type Rig, STEPS, stepping } from './durable/rig.ts';
import { benchWaiting } from './durable/waiting.ts';

const seal = createSeal(new Uint8Array(32).fill(7));
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);
const MANY = 50;

export async function run(): Promise<void> {
  if (process.env.BENCH_VICTIM) return leaveRuns(process.env.BENCH_VICTIM);
  const server = await startPostgres({ shared_buffers: '256MB', max_wal_size: '4GB' });
  try {
    const url = await createDatabase(server.url, 'bench');
    const store = await openPostgres(url, { seal });
    await benchSteps(store, url, () => ownCpu() + serverCpu(server.pid));

    await benchWaiting(store, url, server.pid);
    await store.close();
    await benchKilled(url);
  } finally {
    await server.stop();
  }
  await benchPglite();
}

async function benchSteps(store: Store, url: string, cpu: CpuMeter) {
  const { rig, lanes } = await settled(store, 'steps');
  const rounds: Record<'pool' | 'many' | 'bare' | 'one', Rate[]> = { pool: [], many: [], bare: [], one: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rounds.pool.push(await commitPerStep(url, 10, load(MANY), cpu, `pool${round}`));
    rounds.many.push(await engineRate(rig, lanes, MANY, cpu));
    rounds.bare.push(await commitPerStep(url, 1, load(1), cpu, `bare${round}`));
    rounds.one.push(await engineRate(rig, lanes, 1, cpu));
  }
  await rig.engine.stop();
  show('one commit per step, pool of 10, 50 at once', rounds.pool);
  show('engine, 50 at once', rounds.many, rounds.pool);
  show('bare insert, 1 at once', rounds.bare);
  show('engine, 1 at once', rounds.one, rounds.bare);
}

async function benchPglite() {
  const folder = mkdtempSync(join(tmpdir(), 'basalt-bench-'));
  const store = await openPglite(folder, { seal });
  const { rig, lanes } = await settled(store, 'steps');
  show('PGlite: engine, 50 at once', [await engineRate(rig, lanes, MANY, ownCpu)]);
  show('PGlite: engine, 1 at once', [await engineRate(rig, lanes, 1, ownCpu)]);
  await rig.engine.stop();
  await store.close();
  rmSync(folder, { recursive: true });
}

/** A bot, a conversation per lane, and an engine that has warmed up. */
async function settled(store: Store, node: string) {
  await publish(store, { other: stepping, start: stepping }, undefined, 'stepper');
  const rig = await createRig(store, node);
  const lanes: string[] = [];
  for (let i = 0; i < MANY; i++) lanes.push((await store.conversations.open('stepper', 'ana')).id);
  rig.engine.wake();
  await rig.engine.settled();
  await measure({ ...load(MANY), seconds: 1 }, ownCpu, (lane) => rig.runIn(lanes[lane]!));
  return { rig, lanes };
}

const load = (atOnce: number): Load => ({ atOnce, steps: STEPS, seconds: SECONDS });

const engineRate = (rig: Rig, lanes: readonly string[], atOnce: number, cpu: CpuMeter) =>
  measure(load(atOnce), cpu, (lane) => rig.runIn(lanes[lane]!));

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

function show(name: string, rates: readonly Rate[], against?: readonly Rate[]) {
  const of = (pick: (rate: Rate) => number) => median(rates.map(pick));
  const ratio = against ? `  ${median(rates.map((rate, i) => rate.perSecond / against[i]!.perSecond)).toFixed(2)} x` : '';
  console.log(
    `${name.padEnd(46)} ${of((rate) => rate.perSecond)
      .toFixed(0)
      .padStart(6)} steps/s ${of((rate) => rate.cpuMicros)
      .toFixed(1)
      .padStart(6)} us CPU/step` +
      `  run p50 ${of((rate) => rate.p50).toFixed(1)} ms, p99/p50 ${of((rate) => rate.p99 / rate.p50).toFixed(2)}${ratio}`,
  );
}
