/** `npm run bench -- durable`: see docs/performance.md for what is promised. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite } from '../../src/adapters/pglite/index.ts';
import { createSeal, openPostgres } from '../../src/adapters/postgres/index.ts';
import type { Store } from '../../src/spec/index.ts';
import { program, publish } from '../conformance/staging.ts';
import { ownCpu, serverCpu } from '../support/cpu.ts';
import { createDatabase, startPostgres } from '../support/postgres.ts';
import { type CpuMeter, commitPerStep, createBatcher, type Load, measure, type Rate, stepEntry, stepWrites } from './durable-store.ts';

const seal = createSeal(new Uint8Array(32).fill(7));
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const many: Load = { atOnce: 50, steps: 10, seconds: SECONDS };
const one: Load = { atOnce: 1, steps: 10, seconds: SECONDS };

export async function benchDurable(): Promise<void> {
  const server = await startPostgres({ shared_buffers: '256MB' });
  try {
    const url = await createDatabase(server.url, 'bench');
    const store = await openPostgres(url, { seal });
    const cpu = () => ownCpu() + serverCpu(server.pid);
    const base = await commitPerStep(url, 10, many, cpu, 'pool');
    const full = await groupFlush(store, many, cpu, true);
    const plain = await groupFlush(store, many, cpu, false);
    const bare = await commitPerStep(url, 1, one, cpu, 'bare');
    const single = await groupFlush(store, one, cpu, true);
    const singlePlain = await groupFlush(store, one, cpu, false);
    show('one commit per step, pool of 10, 50 at once', base);
    show('flush with message and audit, 50 at once', full, base);
    show('flush of entries alone, 50 at once', plain, base);
    show('bare insert, 1 at once', bare);
    show('flush with message and audit, 1 at once', single, bare);
    show('flush of entries alone, 1 at once', singlePlain, bare);
    await store.close();
  } finally {
    await server.stop();
  }
  await benchPglite();
}

async function benchPglite() {
  const folder = mkdtempSync(join(tmpdir(), 'basalt-bench-'));
  const store = await openPglite(folder, { seal });
  show('PGlite: flush with message and audit, 50 at once', await groupFlush(store, many, ownCpu, true));
  show('PGlite: flush with message and audit, 1 at once', await groupFlush(store, one, ownCpu, true));
  await store.close();
  rmSync(folder, { recursive: true });
}

let nodes = 0;

async function groupFlush(store: Store, load: Load, cpu: CpuMeter, rows: boolean): Promise<Rate> {
  await publish(store, { other: program('other') });
  const lease = await store.journal.join(`node-${++nodes}`, 60_000);
  const flushed = createBatcher(store, lease);
  const conversations = await Promise.all(Array.from({ length: load.atOnce }, () => store.conversations.open('shop', 'ana')));
  const step = async (lane: number, nth: number) => {
    const run = `n${nodes}-${lane}-${nth}`;
    for (let seq = 1; seq <= load.steps; seq++) {
      await flushed(stepEntry(run, seq), rows ? stepWrites(run, conversations[lane]!.id, seq) : []);
    }
  };
  await measure({ ...load, seconds: 0.5 }, cpu, (lane, nth) => step(lane, -1 - nth));
  return measure(load, cpu, step);
}

function show(name: string, rate: Rate, against?: Rate) {
  const ratio = against ? `  ${(rate.perSecond / against.perSecond).toFixed(2)} x` : '';
  console.log(
    `${name.padEnd(52)} ${rate.perSecond.toFixed(0).padStart(7)} steps/s ${rate.cpuMicros.toFixed(1).padStart(6)} us CPU/step` +
      `  run p50 ${rate.p50.toFixed(1)} ms p99 ${rate.p99.toFixed(1)} ms${ratio}`,
  );
}

await benchDurable();
