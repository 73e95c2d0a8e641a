/** Brings a database to today's schema: under a lock, in one transaction, never backwards. */
import { MIGRATIONS } from './migrations.ts';
import { numberOf, type Sql } from './sql.ts';

const MIGRATION_LOCK = 7_205_759;

export async function migrate(sql: Sql, at: number): Promise<void> {
  await sql.transaction(async (session) => {
    await session.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await session.query('create table if not exists migrations (number int primary key, name text not null, at bigint not null)');
    const [row] = await session.query('select coalesce(max(number), 0) as last from migrations');
    const last = numberOf(row!.last);
    const newest = MIGRATIONS.at(-1)!.number;
    if (last > newest) throw new Error(`the database has schema ${last}, this program knows ${newest}: start a newer program`);
    for (const { number, name, sql: text } of MIGRATIONS.filter((each) => each.number > last)) {
      await session.query(text);
      await session.query('insert into migrations values ($1, $2, $3)', [number, name, at]);
    }
  });
}
