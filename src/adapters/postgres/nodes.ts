/**
 * Leases: a node's right to advance its runs.
 *
 *  join   `hold` proves that no living process has the name (its session held the lock); then the epoch is raised and
 *         the former runs become ready in one transaction, so that what the next claim loads is complete. While another
 *         process holds the name, we wait until its lease lapses.
 *  sweep  locks lapsed rows, raises their epoch, frees their runs. `for update` waits for a flush that is open: its
 *         entries are there before we are. The late owner's next flush finds no row of its epoch.
 *
 * Only the database's clock counts here.
 */
import type { Lease, NodeRow } from '../../spec/index.ts';
import { CLOSE_LEFT, FORGET_NOTICES, NOTICE_MS } from './approvals.ts';
import { purgeEvents } from './deliveries.ts';
import type { StoreParts } from './parts.ts';
import { numberOf, type Session, type Sql, type Statement, textArray, textOf } from './sql.ts';
import { deliverEnds, deliverMessages, lockConversations, lockRuns, promoteListeners, startNext } from './waking.ts';

const RETRY_MS = 50;

export async function join(parts: StoreParts, node: string, ttlMs: number): Promise<Lease> {
  while (!(await parts.sql.hold(node)) && !(await hasLapsed(parts, node))) await new Promise((done) => setTimeout(done, RETRY_MS));
  return parts.sql.transaction(async (session) => {
    await session.query('insert into nodes (id, epoch, flush) values ($1, 0, 0) on conflict (id) do nothing', [node]);
    await session.query('select 1 from nodes where id = $1 for update', [node]);
    const [row] = await session.query(
      `update nodes set epoch = epoch + 1, flush = 0, until = clock_timestamp() + $2::float8 * interval '1 millisecond'
       where id = $1 returning epoch`,
      [node, ttlMs],
    );
    await freeRuns(session, [node]);
    return { node, epoch: numberOf(row!.epoch), flush: 0, ttlMs };
  });
}

async function hasLapsed(parts: StoreParts, node: string): Promise<boolean> {
  const [row] = await parts.sql.query('select coalesce(until < clock_timestamp(), true) as lapsed from nodes where id = $1', [node]);
  return row?.lapsed === true;
}

const freeRuns = (session: Session, nodes: readonly string[]) =>
  session.query(`update runs set state = 'ready', owner = null, epoch = null where owner = any($1::text[]) returning id`, [
    textArray(nodes),
  ]);

export async function leave(parts: StoreParts, lease: Lease): Promise<void> {
  await parts.sql.transaction(async (session) => {
    const gone = await session.query('update nodes set until = null, epoch = epoch + 1 where id = $1 and epoch = $2::bigint returning id', [
      lease.node,
      lease.epoch,
    ]);
    // Given back in good order: not one of a run's lives.
    if (gone.length > 0)
      await session.query(`update runs set state = 'ready', owner = null, epoch = null, claims = 0 where owner = $1`, [lease.node]);
  });
  await parts.sql.letGo(lease.node);
}

export async function listNodes(sql: Sql): Promise<readonly NodeRow[]> {
  const rows = await sql.query(
    `select n.id, n.epoch, (select count(*) from runs r where r.owner = n.id) as runs,
       case when n.until is null then 'left' when n.until < clock_timestamp() then 'lapsed' else 'live' end as state
     from nodes n order by n.id`,
  );
  return rows.map((row) => ({
    name: textOf(row.id),
    epoch: numberOf(row.epoch),
    state: row.state as NodeRow['state'],
    runs: numberOf(row.runs),
  }));
}

/** The first fingerprint stays. */
export async function sameKeys(sql: Sql, fingerprint: string): Promise<boolean> {
  await sql.query(`insert into settings (name, value) values ('keys', $1) on conflict (name) do nothing`, [fingerprint]);
  const [row] = await sql.query(`select value = $1 as same from settings where name = 'keys'`, [fingerprint]);
  return row!.same === true;
}

export async function sweep(parts: StoreParts): Promise<{ ready: number }> {
  const taken = await takeOver(parts);
  const matched = await matchLeftovers(parts);
  await parts.sql.query(CLOSE_LEFT, [parts.now()]);
  await parts.sql.query(FORGET_NOTICES, [parts.now() - NOTICE_MS]);
  await purgeEvents(parts);
  return { ready: taken + matched };
}

async function takeOver(parts: StoreParts): Promise<number> {
  const [any] = await parts.sql.query('select 1 from nodes where until < clock_timestamp() limit 1');
  if (!any) return 0;
  return parts.sql.transaction(async (session) => {
    const lapsed = await session.query('select id from nodes where until < clock_timestamp() order by id for update skip locked');
    const ids = lapsed.map((row) => textOf(row.id));
    await session.query('update nodes set until = null, epoch = epoch + 1 where id = any($1::text[])', [textArray(ids)]);
    return (await freeRuns(session, ids)).length;
  });
}

const MATCH_LIMIT = 200;

/** Should find nothing: whoever wakes has matched already. It is here because a run that sleeps for ever is worse than a query. */
async function matchLeftovers(parts: StoreParts): Promise<number> {
  const conversations = await parts.sql.query(`select id from conversations c where read < inbox and not closed limit ${MATCH_LIMIT}`);
  const waiters = await parts.sql.query(
    `select distinct w.run from waits w join runs c on c.id = w.child
     where w.kind = 'child' and w.signal is null and c.state in ('done', 'failed', 'cancelled') limit ${MATCH_LIMIT}`,
  );
  let ready = 0;
  if (conversations.length > 0)
    ready += await matchConversations(
      parts,
      conversations.map((row) => textOf(row.id)),
    );
  if (waiters.length > 0) ready += await matchWaiters(parts, textArray(waiters.map((row) => textOf(row.run))));
  return ready;
}

async function matchConversations(parts: StoreParts, ids: readonly string[]): Promise<number> {
  const names = textArray(ids);
  return parts.sql.transaction(async (session) => {
    await ask(session, lockConversations(names));
    await session.query(
      `select id from runs where id in (
         select foreground from conversations where id = any($1::text[])
         union all select run from waits where conversation = any($1::text[]) and kind = 'reply' and signal is null)
       order by id for update`,
      [names],
    );
    await ask(session, promoteListeners(names, '{}'));
    const woken = await ask(session, deliverMessages(names, '{}'));
    const begun = await ask(session, startNext(names, '{}', textArray(ids.map(() => parts.newId())), parts.now()));
    return woken.length + begun.length;
  });
}

const matchWaiters = (parts: StoreParts, waiters: string) =>
  parts.sql.transaction(async (session) => {
    await ask(session, lockRuns(waiters));
    return (await ask(session, deliverEnds(waiters))).length;
  });

const ask = (session: Session, { text, params }: Statement) => session.query(text, params);
