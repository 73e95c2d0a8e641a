/** 1,000 runs in the memory of a node that is killed: how soon all of them go on in the next. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createSeal, openPostgres } from '../../../src/adapters/postgres/index.ts';
import { Dict } from '../../../src/values/index.ts';
import { publish } from '../../conformance/staging.ts';
import { createRig, hanging, hangs } from './rig.ts';

const RUNS = 1_000;
const seal = createSeal(new Uint8Array(32).fill(7));

/** In the process that will be killed: every run stands in an outside act. */
export async function leaveRuns(url: string): Promise<void> {
  const store = await openPostgres(url, { seal });
  const rig = await createRig(store, 'victim');
  rig.engine.wake();
  while (hanging.begun < RUNS) await new Promise((done) => setImmediate(done));
  process.stdout.write('all under way\n');
  await new Promise(() => {});
}

export async function benchKilled(url: string): Promise<void> {
  const store = await openPostgres(url, { seal });
  await publish(store, { start: hangs }, undefined, 'hanger');
  await Promise.all(Array.from({ length: RUNS }, () => store.runs.start({ bot: 'hanger', script: 'start', inputs: new Dict() })));
  const victim = spawn(process.execPath, process.argv.slice(1), {
    env: { ...process.env, BENCH_VICTIM: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(victim.stdout, 'data');
  const gone = once(victim, 'exit');
  victim.kill('SIGKILL');
  await gone;
  const began = performance.now();
  await createRig(store, 'victim');
  while (hanging.begun < RUNS) await new Promise((done) => setImmediate(done));
  console.log(`${RUNS} runs left by kill -9: all going again after ${(performance.now() - began).toFixed(0)} ms`);
  // What hangs cannot be stopped in good order: the process of the bench ends with it.
}
