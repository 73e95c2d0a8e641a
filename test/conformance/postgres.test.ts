import postgres from 'postgres';
import { createSeal, openPostgres } from '../../src/adapters/postgres/index.ts';
import { createDatabase, startPostgres } from '../support/postgres.ts';
import { tamperingSql } from './staging.ts';
import { exerciseStore } from './store.ts';

const seal = createSeal(new Uint8Array(32).fill(7));

exerciseStore('PostgreSQL', async () => {
  const server = await startPostgres();
  const url = await createDatabase(server.url, 'conformance');
  await (await openPostgres(url, { seal })).close();
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  return {
    open: (options) => openPostgres(url, { ...options, seal }),
    async someoneWaits() {
      const [row] = await sql`select exists (select from pg_locks where not granted) as waits`;
      return row!.waits;
    },
    tamper: async (what) => void (await sql.unsafe(tamperingSql(what))),
    async reset() {
      const tables = await sql`select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations'`;
      await sql.unsafe(`truncate ${tables.map((each) => each.tablename).join(', ')}`);
    },
    async end() {
      await sql.end();
      await server.stop();
    },
  };
});
