/**
 * A child `basalt serve` on a real PostgreSQL is killed with `kill -9` at random moments, KILLS times, while
 * conversations run. Afterwards the database and a recording web service must tell the same story: nothing lost,
 * nothing twice, no run stuck. KILLS=200 is the long run; SEED sets the moments.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres } from '../../src/adapters/postgres/index.ts';
import { createSeal } from '../../src/adapters/seal.ts';
import { loadKeys } from '../../src/host/index.ts';
import type { Store } from '../../src/spec/index.ts';
import { ChildServer } from '../support/child-server.ts';
import { createDatabase, freePort, startPostgres, type TestServer } from '../support/postgres.ts';
import { Recorder } from '../support/recorder.ts';
import { BOT, expectedTalk, writeLoadPackage } from './load.ts';

const KILLS = Number(process.env.KILLS ?? 200);
const SEED = Number(process.env.SEED ?? 1);
const AT_ONCE = 12;
const TOKEN = 'only-for-this-test';

let server: TestServer;
let folder: string;
let db: string;
let port: number;
let store: Store;
let recorder: Recorder;
beforeAll(async () => {
  server = await startPostgres();
  db = await createDatabase(server.url, 'kills');
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'basalt-kill-'));
  recorder = await Recorder.start();
  writeLoadPackage(join(folder, 'packages'), recorder.address);
  store = await openPostgres(db, { seal: createSeal(loadKeys(join(folder, 'data')).seal) });
});
afterAll(async () => {
  await store?.close();
  await recorder?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(`${KILLS} kills under load lose nothing and do nothing twice`, async () => {
  const random = mulberry(SEED);
  const visitors = new Visitors(store, port, KILLS);
  let child = serve();
  await child.ready();
  const load = visitors.run(AT_ONCE);
  for (let kill = 0; kill < KILLS; kill++) {
    // Some die while they start, most while they work.
    const isEarly = random() < 0.15;
    if (!isEarly) await child.ready();
    await pause(isEarly ? random() * 400 : 20 + random() * 350);
    await child.end('SIGKILL');
    child = serve();
  }
  await child.ready();
  visitors.noMore();
  await load;
  await settled();
  await child.end('SIGTERM');
  expect(visitors.jobs.length).toBeGreaterThanOrEqual(AT_ONCE);
  for (const { conversation, job } of visitors.jobs) expect(await talkOf(conversation), job).toEqual([...expectedTalk(job)].sort());
  await checkRows(visitors.jobs.map(({ job }) => job));
  await checkWorld(visitors.jobs.length);
});

const serve = () =>
  ChildServer.start({
    db,
    data: join(folder, 'data'),
    packages: join(folder, 'packages'),
    grantAddress: recorder.address,
    port,
    args: ['--admin-token', TOKEN],
  });

const talkOf = async (conversation: string) =>
  (await store.conversations.since(conversation, 0, 1000)).flatMap(({ item }) => (item.type === 'bot' ? [item.text] : [])).sort();

/** No run is stuck: each ends. */
async function settled(): Promise<void> {
  const open = async () =>
    (
      await Promise.all((['ready', 'leased', 'waiting', 'cancelling'] as const).map((state) => store.runs.list({ state, limit: 5 })))
    ).flat();
  for (const until = Date.now() + 120_000; Date.now() < until; await pause(100)) if ((await open()).length === 0) return;
  expect(await open(), 'runs that never ended').toEqual([]);
}

async function checkRows(jobs: readonly string[]): Promise<void> {
  const sql = postgres(db, { max: 1 });
  try {
    expect(await sql`select id, state, message from runs where state <> 'done'`).toEqual([]);
    expect(await sql`select run, address from journal where kind in ('answer', 'fault') group by run, address having count(*) > 1`).toEqual(
      [],
    );
    expect(await sql`select run from journal group by run having count(*) <> max(seq) or min(seq) <> 1`).toEqual([]);
    expect(await sql`select conversation from messages group by conversation having count(*) <> max(number)`).toEqual([]);
    expect(await sql`select count(*)::int as open from waits`).toEqual([{ open: 0 }]);
  } finally {
    await sql.end();
  }
  for (const job of jobs) expect(await store.memory('bot', BOT, `a-${job}`), job).toBe(12);
}

/** A POST reaches the world at most once under its key; a GET, which changes nothing, may come again. */
async function checkWorld(jobs: number): Promise<void> {
  const twice = [...recorder.counts('POST')].filter(([, count]) => count > 1);
  expect(twice).toEqual([]);
  expect(recorder.requests.filter(({ method, key }) => method === 'POST' && key === undefined)).toEqual([]);
  expect(recorder.counts('POST').size).toBeGreaterThanOrEqual(jobs);
}

/** People who open conversations and answer when they are asked, as a browser does: with the same client id until it is taken. */
class Visitors {
  readonly jobs: { readonly conversation: string; readonly job: string }[] = [];
  readonly #store: Store;
  readonly #port: number;
  readonly #most: number;
  #isOpen = true;
  #count = 0;

  constructor(store: Store, port: number, most: number) {
    this.#store = store;
    this.#port = port;
    this.#most = most;
  }

  noMore(): void {
    this.#isOpen = false;
  }

  async run(atOnce: number): Promise<void> {
    await this.#untilLive();
    await Promise.all(Array.from({ length: atOnce }, () => this.#visit()));
  }

  async #visit(): Promise<void> {
    while (this.#isOpen && this.#count < this.#most) {
      const job = `job${++this.#count}`;
      const { id: conversation } = await this.#store.conversations.open(BOT, job);
      this.jobs.push({ conversation, job });
      await this.#hears(conversation, 'which job?');
      await this.#says(conversation, 'first', job);
      await this.#hears(conversation, `${job} more?`);
      await this.#says(conversation, 'second', `end-${job}`);
      await this.#hears(conversation, `${job} ends with end-${job}, 12`);
    }
  }

  async #untilLive(): Promise<void> {
    while ((await this.#store.packages.bot(BOT))?.state !== 'live') await pause(20);
  }

  /** Over HTTP and twice, as a browser does that saw no answer: the client id makes it one message. */
  async #says(conversation: string, clientId: string, text: string): Promise<void> {
    for (let taken = 0; taken < 2; ) {
      const response = await fetch(`http://127.0.0.1:${this.#port}/api/v1/conversations/${conversation}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
        body: JSON.stringify({ clientId, text }),
      }).catch(() => undefined);
      if (response?.status === 201) taken++;
      else if (response && response.status < 500)
        throw new Error(`saying ${text} was answered with ${response.status}: ${await response.text()}`);
      else await pause(20);
    }
  }

  /** A run that saw four processes die before its next entry is held as poison; here a person knows better. */
  async #operate(conversation: string): Promise<void> {
    const [run] = await this.#store.runs.list({ conversation, limit: 1 });
    if (run?.state !== 'held') return;
    if (run.heldReason !== 'poison') throw new Error(`run ${run.id} is held: ${run.heldReason}: ${run.message}`);
    await this.#store.runs.command(run.id, { kind: 'resume' }, 'the operator of this test');
  }

  async #hears(conversation: string, wanted: string): Promise<void> {
    for (const until = Date.now() + 240_000; Date.now() < until; await pause(25)) {
      const items = await this.#store.conversations.since(conversation, 0, 1000);
      if (items.some(({ item }) => item.type === 'bot' && item.text === wanted)) return;
      await this.#operate(conversation);
    }
    const [run] = await this.#store.runs.list({ conversation, limit: 1 });
    throw new Error(`nobody said ${JSON.stringify(wanted)}; the run is ${JSON.stringify(run)}`);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** mulberry32: the moments of a failed round can be had again by its seed. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
