/**
 * WORKFLOWS random workflows (1,000 is the long run) (test/kill/random-workflow.ts) at two `basalt serve` nodes, while nodes are killed with
 * `kill -9`, Redis and PostgreSQL are restarted, and the web service is slow or breaks its answers off. Each must give
 * what it gave in memory without any death, and the rows must tell one story. SEED reproduces a round.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChildServer } from '../support/child-server.ts';
import { mulberry, pause } from './chance.ts';
import { HELPERS, randomWorkflow } from './random-workflow.ts';
import { NODES, openTwoNodes, type TwoNodes } from './two-nodes.ts';
import { TOKEN } from './visitors.ts';
import { answerAsBoss, referenceResults } from './workflow-reference.ts';

const WORKFLOWS = Number(process.env.WORKFLOWS ?? 200);
const SEED = Number(process.env.SEED ?? 1);
const AT_ONCE = 40;
const BOT = 'random';

let two: TwoNodes;
beforeAll(async () => {
  two = await openTwoNodes();
});
afterAll(() => two?.close());

test(`${WORKFLOWS} random workflows give under deaths what they give without`, async () => {
  const random = mulberry(SEED);
  const workflows = Array.from({ length: WORKFLOWS }, (_, i) => randomWorkflow(SEED * 100_000 + i, two.recorder.address));
  const expected = await referenceResults(workflows, (script) => `job-${script}`);
  writePackage(workflows);
  two.recorder.trouble = () => (random() < 0.1 ? { waitMs: random() * 300, breaks: random() < 0.5 } : {});
  const children = NODES.map((_, i) => two.serve(i));
  await Promise.all(children.map((child) => child.ready()));
  await untilLive();

  const runs = new Map<string, string>();
  let isDone = false;
  const people = operate(() => isDone);
  const troubles = trouble(children, random, () => isDone);
  const waiting = [...workflows];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const id = await begin(next.script);
        runs.set(next.script, id);
        await ended(id);
      }
    }),
  );
  isDone = true;
  await Promise.all([people, troubles]);

  for (const [script, id] of runs) {
    const run = await patient(() => two.store.runs.find(id));
    expect({ script, result: run?.state === 'done' ? run.result : run?.fault?.message }).toEqual({ script, result: expected.get(script) });
  }
  await checkRows(runs);
  for (const child of children) expect(await child.end('SIGTERM')).toBe(0);
});

/** Every second or so something dies. */
async function trouble(children: ChildServer[], random: () => number, isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    await pause(300 + random() * 1_200);
    const what = random();
    if (what < 0.12) {
      await two.redis.kill();
      await pause(random() * 300);
      await two.redis.start();
    } else if (what < 0.18) await two.server.restart();
    else {
      const victim = Math.floor(random() * children.length);
      await children[1 - victim]!.ready();
      await children[victim]!.end('SIGKILL');
      children[victim] = two.serve(victim);
    }
  }
  await Promise.all(children.map((child) => child.ready()));
}

/** The boss answers, and a person lets runs go on that saw too many processes die. */
async function operate(isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    await patient(() => answerAsBoss(two.store));
    for (const run of await patient(() => two.store.runs.list({ state: 'held', limit: 50 }))) {
      expect(run.heldReason, run.message).toBe('poison');
      await patient(() => two.store.runs.command(run.id, { kind: 'resume' }, 'the operator of this test'));
    }
    await pause(50);
  }
}

/** The database is restarted under us too. */
async function patient<T>(act: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + 60_000; ; await pause(50)) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

/** A request without an answer may have begun a run all the same: such a run is one more, and must end like the others. */
async function begin(script: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    const response = await fetch(`http://127.0.0.1:${two.ports[tries % two.ports.length]}/api/v1/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ bot: BOT, script, inputs: { job: `job-${script}` } }),
    }).catch(() => undefined);
    if (response?.status === 201) return ((await response.json()) as { id: string }).id;
    if (response && response.status < 500) throw new Error(`beginning ${script}: ${response.status} ${await response.text()}`);
    await pause(30);
  }
}

async function ended(id: string): Promise<void> {
  for (const until = Date.now() + 240_000; Date.now() < until; await pause(60))
    if (['done', 'failed', 'cancelled'].includes((await patient(() => two.store.runs.find(id)))?.state ?? '')) return;
  throw new Error(`a run never ended: ${JSON.stringify(await two.store.runs.find(id))}`);
}

async function untilLive(): Promise<void> {
  while ((await two.store.packages.bot(BOT))?.state !== 'live') await pause(50);
}

async function checkRows(runs: ReadonlyMap<string, string>): Promise<void> {
  const sql = postgres(two.db, { max: 1 });
  try {
    for (const until = Date.now() + 60_000; Date.now() < until; await pause(200)) {
      const [row] = await sql`select count(*)::int as open from runs where state not in ('done', 'failed', 'cancelled')`;
      if (row!.open === 0) break;
    }
    expect(await sql`select id, script, state, message from runs where state not in ('done', 'failed', 'cancelled')`).toEqual([]);
    expect(await sql`select run, address from journal where kind in ('answer', 'fault') group by run, address having count(*) > 1`).toEqual(
      [],
    );
    expect(await sql`select run from journal group by run having count(*) <> max(seq) or min(seq) <> 1`).toEqual([]);
    expect(await sql`select run, address, kind from waits`).toEqual([]);
    expect(await sql`select id from approvals where state = 'open'`).toEqual([]);
    // An execution tells how its run ended.
    expect(await sql`select id, state from workflow_executions where state in ('running', 'waiting')`).toEqual([]);
    const results = await sql`select count(*)::int as count from memories where key like 'result-job-%'`;
    const done = await sql`select count(*)::int as count from runs where id = any(${[...runs.values()]}) and state = 'done'`;
    expect(results[0]!.count).toBe(done[0]!.count);
  } finally {
    await sql.end();
  }
}

function writePackage(workflows: readonly { readonly script: string; readonly source: string }[]): void {
  const dialog = join(two.packages, `${BOT}.gbai`, `${BOT}.gbdialog`);
  mkdirSync(dialog, { recursive: true });
  for (const [name, source] of Object.entries(HELPERS)) writeFileSync(join(dialog, `${name}.bas`), source);
  for (const { script, source } of workflows) writeFileSync(join(dialog, `${script}.bas`), source);
}
