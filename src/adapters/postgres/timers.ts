/** Waits whose time has come. The run is locked first; only a later statement looks whether its wait is still there. */
import type { StoreParts } from './parts.ts';
import { optionalNumber, textArray, textOf } from './sql.ts';

export async function wakeDue(parts: StoreParts, now: number, limit: number): Promise<{ woken: number; next: number | null }> {
  const woken = await parts.sql.transaction(async (session) => {
    const runs = await session.query(
      `select id from runs where id in (
         select run from waits where signal is null and due <= $1::bigint order by due limit $2::int)
       order by id for update skip locked`,
      [now, limit],
    );
    if (runs.length === 0) return 0;
    await parts.pause('wakeDue.locked');
    const rows = await session.query(
      `with taken as (
         update waits set signal = case when kind = 'timer' then 'timer' else 'timeout' end
         where run = any($1::text[]) and signal is null and due <= $2::bigint returning run
       ), ready as (
         update runs set state = 'ready' where id in (select run from taken) and state = 'waiting'
       )
       select count(*) as woken from taken`,
      [textArray(runs.map((row) => textOf(row.id))), now],
    );
    return Number(rows[0]!.woken);
  });
  const [row] = await parts.sql.query('select min(due) as next from waits where signal is null and due is not null');
  return { woken, next: optionalNumber(row!.next) ?? null };
}
