/** What only an embedded database can get wrong: E6 and E7, dead processes, one connection. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/adapters/pglite/client.ts';
import { FolderInUse, folderHolder, openPglite } from '../../src/adapters/pglite/index.ts';
import { createSeal } from '../../src/adapters/postgres/index.ts';
import type { Sql } from '../../src/adapters/postgres/sql.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { StoreUnavailable } from '../../src/spec/index.ts';
import { entry, flushNext, program, publish } from './staging.ts';

const seal = createSeal(new Uint8Array(32).fill(7));
const root = mkdtempSync(join(tmpdir(), 'basalt-folder-'));
const folder = join(root, 'data');
let children: ChildProcess[] = [];

/** Another process that opens the folder, flushes entries and says how many are acknowledged. */
async function startHolder(): Promise<{ readonly child: ChildProcess; acknowledged(): number }> {
  const child = spawn('node_modules/.bin/tsx', ['test/conformance/folder-holder.ts', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  let last = 0;
  child.stdout!.on('data', (text: Buffer) => {
    last = Number(text.toString().trim().split('\n').at(-1));
  });
  await once(child.stdout!, 'data');
  return { child, acknowledged: () => last };
}

const pidOfFolder = () => folderHolder(folder)!.pid;

beforeAll(async () => {
  const store = await openPglite(folder, { seal });
  await publish(store, { start: program('start') });
  await store.close();
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(root, { recursive: true, force: true });
});

test('E6: a second process is refused and told whom to ask; what was acknowledged survives kill -9', async () => {
  const { child, acknowledged } = await startHolder();
  const refused = await openPglite(folder, { seal }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(FolderInUse);
  expect((refused as FolderInUse).holder).toMatchObject({ pid: pidOfFolder(), address: 'http://127.0.0.1:1' });
  while (acknowledged() < 50) await once(child.stdout!, 'data');
  const gone = once(child, 'exit');
  process.kill(pidOfFolder(), 'SIGKILL');
  await gone;
  const promised = acknowledged();
  const store = await openPglite(folder, { seal });
  const [run] = await store.runs.list({ limit: 1 });
  const entries = await store.runs.entries(run!.id);
  expect(entries.length).toBeGreaterThanOrEqual(promised);
  expect(entries.map((each) => each.seq)).toEqual(entries.map((_, i) => i + 1));
  await store.close();
  expect(folderHolder(folder)).toBeUndefined();
});

test('a process cannot open the folder twice itself', async () => {
  const store = await openPglite(folder, { seal });
  await expect(openPglite(folder, { seal })).rejects.toBeInstanceOf(FolderInUse);
  store.announce('http://127.0.0.1:2');
  expect(folderHolder(folder)?.address).toBe('http://127.0.0.1:2');
  await store.close();
});

const open = (statementMs: number): Promise<Sql> => connect(join(folder, 'pglite'), { statementMs });

test('E7: a statement that never ends is ended by the watchdog, the timers go on ticking, the folder opens again', async () => {
  const sql = await open(700);
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 20);
  const endless = sql.query('select count(*) from generate_series(1, 100000000000)');
  await expect(endless).rejects.toBeInstanceOf(StoreUnavailable);
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(15);
  expect(await sql.query('select count(*)::int as bots from bots')).toEqual([{ bots: 1 }]);
  await sql.close();
});

test('a flush that the watchdog ended goes again under its number', async () => {
  const sql = await open(1_500);
  const store = await createStore(sql, { seal }, async () => ({ engine: 'pglite', durable: 'process-death' }));
  const run = await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
  const lease = await store.journal.join('north', 60_000);
  const endless = sql.query('select count(*) from generate_series(1, 100000000000)');
  const flushing = flushNext(store, lease, { entries: [entry(run, 1)] });
  await expect(endless).rejects.toBeInstanceOf(StoreUnavailable);
  await flushing;
  await store.journal.flush(lease, 1, { entries: [entry(run, 1)], writes: [] });
  expect(await store.runs.entries(run)).toHaveLength(1);
  await sql.close();
});

test('a transaction that the watchdog ended leaves nothing and blocks nobody', async () => {
  const sql = await open(700);
  const transaction = sql.transaction(async (session) => {
    await session.query('delete from bots where name = $1', ['shop']);
    await session.query('select count(*) from generate_series(1, 100000000000)');
  });
  await expect(transaction).rejects.toBeInstanceOf(StoreUnavailable);
  expect(await sql.query('select name from bots')).toEqual([{ name: 'shop' }]);
  await sql.close();
});

test('asking for a second connection inside a transaction is a bug said at once', async () => {
  const sql = await open(5_000);
  const nested = sql.transaction(async () => sql.query('select 1'));
  await expect(nested).rejects.toThrow('second connection');
  expect(await sql.query('select 1 as one')).toEqual([{ one: 1 }]);
  await sql.close();
});
