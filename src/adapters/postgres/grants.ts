/** Grants: few rows, read whole. */
import { type Grantings, type GrantRow, NotFound } from '../../spec/index.ts';
import type { StoreParts } from './parts.ts';
import { numberOf, optionalNumber, type Row, textOf } from './sql.ts';

export const createGrants = ({ sql, now, newId }: StoreParts): Grantings => ({
  list: async () => (await sql.query('select id, bot, what, until, by, at from grants order by id')).map(grantOf),
  async add({ bot, what, until, by }) {
    const grant = { id: newId(), bot, what, by, at: now(), ...(until !== undefined && { until }) };
    await sql.query('insert into grants (id, bot, what, until, by, at) values ($1, $2, $3, $4::bigint, $5, $6::bigint)', [
      grant.id,
      bot,
      what,
      until ?? null,
      by,
      grant.at,
    ]);
    return grant;
  },
  async remove(id) {
    const gone = await sql.query('delete from grants where id = $1 returning id', [id]);
    if (gone.length === 0) throw new NotFound(`there is no grant ${id}`);
  },
});

function grantOf(row: Row): GrantRow {
  const until = optionalNumber(row.until);
  return {
    id: textOf(row.id),
    bot: textOf(row.bot),
    what: textOf(row.what),
    by: textOf(row.by),
    at: numberOf(row.at),
    ...(until !== undefined && { until }),
  };
}
