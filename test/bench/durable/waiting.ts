/** 100,000 runs that wait: what they cost the node in memory and while idle, and how quickly 10,000 of them wake. */
import postgres from 'postgres';
import type { Store } from '../../../src/spec/index.ts';
import { Dict } from '../../../src/values/index.ts';
import { publish } from '../../conformance/staging.ts';
import { ownCpu, serverCpu } from '../../support/cpu.ts';
import { createRig, sleeping } from './rig.ts';

const WAITING = Number(process.env.BENCH_WAITING ?? 100_000);
const WOKEN = Math.min(10_000, WAITING);
const AT_ONCE = 1_000;
const IDLE_SECONDS = 10;

export async function benchWaiting(store: Store, url: string, server: number): Promise<void> {
  await publish(store, { start: sleeping }, undefined, 'sleeper');
  const rig = await createRig(store, 'waiting');
  const sql = postgres(url, { max: 1 });
  const waiting = async () => Number((await sql`select count(*) as waiting from runs where state = 'waiting'`)[0]!.waiting);
  const start = async (count: number) => {
    await Promise.all(Array.from({ length: count }, () => store.runs.start({ bot: 'sleeper', script: 'start', inputs: new Dict() })));
    rig.engine.wake();
    while (rig.engine.stats.runs > 0 || !(await isQuiet())) await rig.engine.settled();
  };
  const isQuiet = async () => (await sql`select from runs where state in ('ready', 'leased') limit 1`).length === 0;

  await start(AT_ONCE);
  const before = memory();
  const began = performance.now();
  for (let done = AT_ONCE; done < WAITING; done += AT_ONCE) await start(AT_ONCE);
  const seconds = (performance.now() - began) / 1000;
  const after = memory();
  console.log(
    `${await waiting()} runs wait: begun and parked at ${((WAITING - AT_ONCE) / seconds).toFixed(0)}/s, node RSS grew by ${(after - before).toFixed(1)} MB`,
  );

  const [own, theirs, since] = [ownCpu(), serverCpu(server), performance.now()];
  await new Promise((done) => setTimeout(done, IDLE_SECONDS * 1000));
  const idle = (micros: number) => ((micros / 1000 / (performance.now() - since)) * 100).toFixed(2);
  console.log(`idle with them: node ${idle(ownCpu() - own)} % of a core, database ${idle(serverCpu(server) - theirs)} %`);

  await sql`update waits set due = 1 where run in (select run from waits limit ${WOKEN})`;
  const first = performance.now();
  let woken = 0;
  while (woken < WOKEN) woken += (await store.journal.wakeDue(Date.now(), 500)).woken;
  const wokenAt = performance.now();
  rig.engine.wake();
  while ((await waiting()) > WAITING - WOKEN || !(await isQuiet())) await rig.engine.settled();
  const ended = performance.now();
  const rate = (until: number) => ((WOKEN / (until - first)) * 1000).toFixed(0);
  console.log(`${WOKEN} due: woken at ${rate(wokenAt)}/s; woken, loaded, run to their end at ${rate(ended)}/s`);
  await rig.engine.stop();
  await sql.end();
}

function memory(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage.rss() / 1024 / 1024;
}
