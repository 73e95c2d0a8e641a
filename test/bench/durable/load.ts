/** Load on a store: lanes of runs one after the other, and what there is to compare with: one commit per step. */
import postgres from 'postgres';
import type { Entry } from '../../../src/spec/index.ts';

export interface Load {
  readonly atOnce: number;
  readonly steps: number;
  readonly seconds: number;
}
export interface Rate {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly p50: number;
  readonly p99: number;
}
export type CpuMeter = () => number;

const HASH = new Uint8Array(16).fill(5);
const PAYLOAD = new Uint8Array(60).fill(65);

const stepEntry = (run: string, seq: number): Entry => ({
  run,
  seq,
  address: `0.${seq}`,
  kind: 'answer',
  name: 'TALK',
  argsHash: HASH,
  payload: PAYLOAD,
  preview: '"Step done, going on"',
  at: Date.now(),
});

/** Lanes that each begin a run when the last has ended; answers steps per second, CPU per step, times of runs. */
export async function measure(load: Load, cpu: CpuMeter, run: (lane: number, nth: number) => Promise<void>): Promise<Rate> {
  const times: number[] = [];
  const began = performance.now();
  const cpuBefore = cpu();
  const until = began + load.seconds * 1000;
  await Promise.all(
    Array.from({ length: load.atOnce }, async (_, lane) => {
      for (let nth = 0; performance.now() < until; nth++) {
        const start = performance.now();
        await run(lane, nth);
        times.push(performance.now() - start);
      }
    }),
  );
  const spent = cpu() - cpuBefore;
  const steps = times.length * load.steps;
  times.sort((a, b) => a - b);
  return {
    perSecond: (steps / (performance.now() - began)) * 1000,
    cpuMicros: spent / steps,
    p50: times[Math.floor(times.length * 0.5)]!,
    p99: times[Math.floor(times.length * 0.99)]!,
  };
}

const INSERT = `insert into journal (run, seq, address, kind, name, args_hash, payload, preview, at)
  values ($1, $2::int, $3, $4, $5, $6::bytea, $7::bytea, $8, $9::bigint)`;

/** The usual way: each step inserts its row and commits, over a pool. */
export async function commitPerStep(url: string, pool: number, load: Load, cpu: CpuMeter, name: string): Promise<Rate> {
  const sql = postgres(url, { max: pool, fetch_types: false });
  await Promise.all(Array.from({ length: pool }, () => sql`select 1`));
  const rate = await measure(load, cpu, async (lane, nth) => {
    const run = `${name}-${lane}-${nth}`;
    for (let seq = 1; seq <= load.steps; seq++) {
      const { address, kind, name: keyword, argsHash, payload, preview, at } = stepEntry(run, seq);
      await sql.unsafe(INSERT, [run, seq, address, kind, keyword, argsHash, payload, preview, at] as (string | number)[], {
        prepare: true,
      });
    }
  });
  await sql.end();
  return rate;
}
