/** What only a server at the other end of a line can do: break the line in the middle of a flush, and go away. */
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSeal, openPostgres } from '../../src/adapters/postgres/index.ts';
import { type Store, StoreUnavailable } from '../../src/spec/index.ts';
import { createDatabase, startPostgres, type TestServer } from '../support/postgres.ts';
import { entry, flushNext, hear, park, program, publish, sleep, talk, until } from './staging.ts';

let server: TestServer;
let store: Store;
let sql: ReturnType<typeof postgres>;

beforeAll(async () => {
  server = await startPostgres();
  const url = await createDatabase(server.url, 'connection');
  store = await openPostgres(url, { seal: createSeal(new Uint8Array(32)) });
  await publish(store, { start: program('start') });
  sql = postgres(url, { max: 4, onnotice: () => undefined });
});

afterAll(async () => {
  await sql.end();
  await store.close();
  await server.stop();
});

const waitingBackend = () =>
  until(
    async () => (await sql`select pid from pg_locks where not granted limit 1`)[0]?.pid as number | undefined,
    'a lock that is waited for',
  );

test('a line that breaks in the middle of a flush leaves nothing of it, and the number goes again', async () => {
  const { id } = await store.conversations.open('shop', 'ana');
  const lease = await store.journal.join('north', 60_000);
  const [run] = await store.journal.claim(lease, 10);
  const batch = {
    entries: [entry(run!.run, 1)],
    writes: [talk(run!.run, id, 'Hi'), hear(run!.run, '0.2', id), sleep(run!.run, '0.3', 99), park(run!.run)],
  };
  await sql.begin(async (holder) => {
    await holder`select from conversations where id = ${id} for update`;
    const flushing = store.journal.flush(lease, 1, batch).catch((error: unknown) => error);
    await sql`select pg_terminate_backend(${await waitingBackend()})`;
    expect(await flushing).toBeInstanceOf(StoreUnavailable);
  });
  // Nothing of the broken flush ran by itself on the next connection.
  expect((await store.runs.find(run!.run))?.state).toBe('leased');
  expect(await store.runs.waits(run!.run)).toEqual([]);
  expect(await store.journal.flush(lease, 1, batch)).toMatchObject({ stillOurs: [], conversations: [{ conversation: id, last: 1 }] });
  expect(await store.runs.entries(run!.run)).toHaveLength(1);
  expect((await store.runs.find(run!.run))?.state).toBe('waiting');
});

test('connections that were ended while idle are opened again', async () => {
  const run = await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
  const lease = await store.journal.join('south', 60_000);
  await flushNext(store, lease, {});
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'basalt'`;
  const flushed = await until(
    () =>
      flushNext(store, lease, { entries: [entry(run, 1)] }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(StoreUnavailable);
        return undefined;
      }),
    'a flush on a new connection',
  );
  expect(flushed.stillOurs).toEqual([]);
  expect(await store.runs.entries(run)).toHaveLength(1);
});

test('without a server every call is refused, each time, and none hangs', async () => {
  const lease = await store.journal.join('west', 60_000);
  await sql.end();
  await server.stop();
  for (let i = 0; i < 3; i++) {
    await expect(flushNext(store, lease, {})).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.runs.find('any')).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.journal.claim(lease, 1)).rejects.toBeInstanceOf(StoreUnavailable);
  }
});
