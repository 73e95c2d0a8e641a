/**
 * Deliveries: an event on its way to a handler. A row is written with its event; its run is created in the transaction that
 * takes it; and it ends in the flush that ends the run: gone when that was done, due again or a dead letter when it failed.
 *
 *   open -> running    its turn: under a key only the lowest unfinished number; the run is born with it
 *   running -> gone    the run is done
 *   running -> open    the run failed, and there are tries left; due after a while
 *   running -> dead    it failed too often, was cancelled, or failed in a way that no other try mends
 *   dead -> open       a person says so
 *
 * A dead letter lets the next of its key go on; a run that is held keeps its key, for whoever looks to see.
 */
import { DELIVERY_BACKOFF, DELIVERY_TRIES, EVENT_RETENTION_MS } from '../../spec/index.ts';
import type { StoreParts } from './parts.ts';
import { type Session, type Statement, statement, textArray } from './sql.ts';

const TURN = `
with turn as (
  select d.bot, d.script, d.topic, d.number, d.at, b.version, v.programs ->> d.script as program
  from deliveries d join bots b on b.name = d.bot and b.state = 'live' join versions v on v.id = b.version
  where d.state = 'open' and (d.due is null or d.due <= $1::bigint) and v.programs ? d.script
    and (d.key is null or not exists (select from deliveries p
      where p.bot = d.bot and p.script = d.script and p.topic = d.topic and p.key = d.key and p.number < d.number
        and p.key is not null and p.state in ('open', 'running')))
  order by d.at, d.number limit $2::int for update of d skip locked
), placed as (
  select t.*, p.engine, e.hops, row_number() over (order by t.at, t.number, t.bot, t.script) as place
  from turn t join programs p on p.hash = t.program join events e on e.topic = t.topic and e.number = t.number
), born as (
  insert into runs (id, bot, version, script, engine, state, topic, trigger, hops, created_at)
  select ids.id, p.bot, p.version, p.script, p.engine, 'ready', p.topic, p.number, p.hops, $1::bigint
  from placed p join unnest($3::text[]) with ordinality ids (id, place) on ids.place = p.place
  returning id, bot, script, topic, trigger
)
update deliveries d set state = 'running', tries = d.tries + 1, due = null, run = b.id
from born b where d.bot = b.bot and d.script = b.script and d.topic = b.topic and d.number = b.trigger
returning d.run`;

/** A whole transaction: rows that another node takes are passed over, and what it has taken is looked at anew. */
export async function deliver(parts: StoreParts, now: number, limit: number): Promise<number> {
  const [any] = await parts.sql.query(`select 1 from deliveries where state = 'open' limit 1`);
  if (!any) return 0;
  await parts.pause('deliver.looking');
  const ids = textArray(Array.from({ length: limit }, () => parts.newId()));
  return (await parts.sql.query(TURN, [now, limit, ids])).length;
}

/** What no other try would change. */
const HOPELESS = `('denied', 'budget')`;

/** After the runs have ended, in the same flush. */
export const settleDeliveries = (runs: readonly string[], now: number): Statement =>
  statement(
    `with over as (
       select id, state, fault ->> 'code' as code, fault ->> 'message' as message from runs where id = any($1::text[])
     ), gone as (
       delete from deliveries d using over o where d.run = o.id and d.run = any($1::text[]) and d.state = 'running' and o.state = 'done'
     )
     update deliveries d set fault = coalesce(o.message, o.state),
       state = case when ${GIVEN_UP} then 'dead' else 'open' end,
       due = case when ${GIVEN_UP} then null else $2::bigint + ($3::bigint[])[least(d.tries, ${DELIVERY_BACKOFF.length})] end
     from over o where d.run = o.id and d.run = any($1::text[]) and d.state = 'running' and o.state <> 'done'`,
    textArray(runs),
    now,
    `{${DELIVERY_BACKOFF.join(',')}}`,
  );

const GIVEN_UP = `(o.state = 'cancelled' or d.tries >= ${DELIVERY_TRIES} or o.code in ${HOPELESS})`;

const PURGE_LIMIT = 2_000;

/** What nobody will ask for again: events past their time that no delivery needs, and how far ended runs had come. */
export async function purgeEvents(parts: StoreParts): Promise<void> {
  await parts.sql.query(
    `delete from events where (topic, number) in (
       select e.topic, e.number from events e where e.at < $1::bigint
         and not exists (select from deliveries d where d.topic = e.topic and d.number = e.number)
         and not exists (select from waits w where w.topic = e.topic and w.message = e.number and w.signal = 'event')
       order by e.at limit ${PURGE_LIMIT}) returning 1 as gone`,
    [parts.now() - EVENT_RETENTION_MS],
  );
  await parts.sql.query(
    `delete from cursors where run in (
       select c.run from cursors c join runs r on r.id = c.run where r.ended_at is not null limit ${PURGE_LIMIT}) returning 1 as gone`,
  );
}

/** The handlers of a bot, as its live version has them. */
export async function writeHandlers(
  session: Session,
  bot: string,
  handlers: readonly { readonly script: string; readonly wanted: string }[],
): Promise<void> {
  await session.query('delete from handlers where bot = $1 returning 1 as gone', [bot]);
  if (handlers.length === 0) return;
  await session.query(
    `insert into handlers (bot, script, wanted) select $1, * from unnest($2::text[], $3::text[]) on conflict do nothing`,
    [bot, textArray(handlers.map((each) => each.script)), textArray(handlers.map((each) => each.wanted))],
  );
}
