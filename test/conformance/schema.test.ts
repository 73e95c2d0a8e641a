/** The whole schema stands in schema.golden.sql, so that a migration's effect is reviewed as one diff. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { createSeal, openPostgres } from '../../src/adapters/postgres/index.ts';
import { MIGRATIONS } from '../../src/adapters/postgres/migrations.ts';
import { createDatabase, startPostgres } from '../support/postgres.ts';

const GOLDEN = 'src/adapters/postgres/schema.golden.sql';

test('the migrations lead to the schema that is written down, once, however many start together', async () => {
  const server = await startPostgres();
  try {
    const url = await createDatabase(server.url, 'schema');
    const options = { seal: createSeal(new Uint8Array(32)) };
    const stores = await Promise.all([1, 2, 3].map(() => openPostgres(url, options)));
    expect(await stores[0]!.health()).toEqual({ engine: 'postgres', durable: 'power-loss' });
    expect(Math.abs(await stores[0]!.clockSkewMs())).toBeLessThan(1_000);
    for (const store of stores) await store.close();
    const sql = postgres(url, { max: 1 });
    const applied = await sql`select number from migrations order by number`;
    expect(applied.map((each) => each.number)).toEqual(MIGRATIONS.map((each) => each.number));
    const written = await print(sql);
    await sql.end();
    if (process.env.UPDATE_GOLDENS || (!existsSync(GOLDEN) && !process.env.CI)) writeFileSync(GOLDEN, written);
    expect(readFileSync(GOLDEN, 'utf8')).toBe(written);
  } finally {
    await server.stop();
  }
});

async function print(sql: ReturnType<typeof postgres>): Promise<string> {
  const columns = await sql`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
      coalesce(' ' || nullif(co.collname, 'default'), '') as collation, pg_get_expr(d.adbin, d.adrelid) as value, a.attidentity as identity
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum left join pg_collation co on co.oid = a.attcollation
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname, a.attnum`;
  const rest = await sql`
    select conrelid::regclass::text as table, '  ' || pg_get_constraintdef(oid) as text from pg_constraint
      where connamespace = 'public'::regnamespace and contype in ('p', 'f', 'c', 'u')
    union all select tablename, '  ' || replace(indexdef, 'public.', '') from pg_indexes
      where schemaname = 'public' and indexname not in (select conname from pg_constraint) order by 1, 2`;
  const tables = [...new Set(columns.map((each) => each.table as string))];
  const lines = tables.flatMap((table) => [
    '',
    `table ${table}`,
    ...columns
      .filter((each) => each.table === table)
      .map((each) => {
        const value = each.value === null ? '' : ` default ${each.value}`;
        return `  ${each.name} ${each.type}${each.collation}${each.required ? ' not null' : ''}${value}${each.identity ? ' identity' : ''}`;
      }),
    ...rest.filter((each) => each.table === table).map((each) => each.text as string),
  ]);
  return `-- The whole schema after all migrations; checked by test/conformance/schema.test.ts.\n${lines.join('\n')}\n`;
}
