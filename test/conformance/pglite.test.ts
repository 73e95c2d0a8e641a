import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/adapters/pglite/client.ts';
import { createSeal } from '../../src/adapters/postgres/index.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { tamperingSql } from './staging.ts';
import { exerciseStore } from './store.ts';

const seal = createSeal(new Uint8Array(32).fill(7));

exerciseStore('PGlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'basalt-pglite-'));
  const sql = await connect(join(folder, 'pglite'), { statementMs: 30_000 });
  // The folder stays open from test to test: opening it takes longer than most of them.
  const shared = { ...sql, close: async () => undefined };
  return {
    open: (options) => createStore(shared, { ...options, seal }, async () => ({ engine: 'pglite', durable: 'process-death' })),
    someoneWaits: async () => true,
    tamper: async (what) => void (await sql.query(tamperingSql(what))),
    async reset() {
      const tables = await sql.query("select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations'");
      if (tables.length > 0) await sql.query(`truncate ${tables.map((each) => each.tablename).join(', ')}`);
    },
    async end() {
      await sql.close();
      rmSync(folder, { recursive: true });
    },
  };
});
