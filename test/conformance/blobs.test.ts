/** Large answers are kept once, as long as an entry names them and no longer. On PostgreSQL, because it is seen in its rows. */
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createSeal, openPostgres } from '../../src/adapters/postgres/index.ts';
import type { Store } from '../../src/spec/index.ts';
import { decodeValue, encodeValue } from '../../src/values/index.ts';
import { createDatabase, startPostgres, type TestServer } from '../support/postgres.ts';
import { end, entry, flushNext, program, publish } from './staging.ts';

const DAY = 86_400_000;
const LARGE = 'x'.repeat(300_000);

let server: TestServer;
let store: Store;
let sql: postgres.Sql;
let now = 100 * DAY;
beforeAll(async () => {
  server = await startPostgres();
  const url = await createDatabase(server.url, 'blobs');
  store = await openPostgres(url, { seal: createSeal(new Uint8Array(32).fill(7)), now: () => now });
  sql = postgres(url, { max: 2, onnotice: () => undefined });
});
afterAll(async () => {
  await sql?.end();
  await store?.close();
  await server?.stop();
});

const answerOf = async (run: string) => decodeValue((await store.runs.entries(run))[0]!.payload);
const blobs = async () => (await sql`select hash from blobs`).length;

/** A run with the large answer, ended now. */
async function ended(lease: Awaited<ReturnType<Store['journal']['join']>>): Promise<string> {
  await store.conversations.open('shop', 'ana');
  const [claimed] = await store.journal.claim(lease, 1);
  const run = claimed!.run;
  await flushNext(store, lease, { entries: [entry(run, 1, { payload: encodeValue(LARGE), at: now })], writes: [end(run)] });
  return run;
}

test('a blob goes with the last entry that names it', async () => {
  await publish(store, { start: program('start') });
  const lease = await store.journal.join('north', 1_000 * DAY);
  const first = await ended(lease);
  now += 10 * DAY;
  const second = await ended(lease);
  expect(await blobs()).toBe(1);
  await store.retention.prune({ before: now - DAY, limit: 10 });
  expect(await store.runs.entries(first)).toEqual([]);
  expect(await answerOf(second)).toBe(LARGE);
  now += 10 * DAY;
  await store.retention.prune({ before: now - DAY, limit: 10 });
  expect(await blobs()).toBe(0);
});

test('one that a flush takes while it is about to go stays', async () => {
  const lease = await store.journal.join('south', 1_000 * DAY);
  await ended(lease);
  now += 10 * DAY;
  let pruning: Promise<unknown> = Promise.resolve();
  await sql.begin(async (flush) => {
    await flush`update blobs set at = ${now}`;
    pruning = store.retention.prune({ before: now - DAY, limit: 10 });
    await vi.waitFor(async () => expect((await sql`select from pg_locks where not granted`).length).toBe(1), 30_000);
    await flush`insert into journal (run, seq, address, kind, name, args_hash, blob, preview, at)
      select 'another', 1, '0.1', 'answer', 'TALK', hash, hash, '', ${now} from blobs`;
  });
  await pruning;
  expect(await answerOf('another')).toBe(LARGE);
});
