/**
 * Retention: the history of runs that ended long ago, deleted in small batches. The run's row stays and says when it was
 * pruned. Runs that have not ended keep everything, however old.
 *
 * A blob goes with the last entry that names it. One that a flush gives to a new entry meanwhile is touched by it: whoever
 * comes second waits for the other's row, and then either finds it touched or writes it again.
 */
import type { Retention } from '../../spec/index.ts';
import { bytesArray, bytesOf, numberOf, type Sql, textArray, textOf } from './sql.ts';

const ENDED_BEFORE = 'ended_at < $1::bigint and pruned_at is null';

export const createRetention = (sql: Sql, now: () => number): Retention => ({
  async count(before) {
    const [row] = await sql.query(`select count(*) as runs from runs where ${ENDED_BEFORE}`, [before]);
    return numberOf(row!.runs);
  },
  async prune({ before, after, limit }) {
    const found = await sql.query(`select id from runs where ${ENDED_BEFORE} and id > $2 order by id limit $3::int`, [
      before,
      after ?? '',
      limit,
    ]);
    if (found.length === 0) return { pruned: 0 };
    const runs = textArray(found.map((row) => textOf(row.id)));
    await sql.transaction(async (session) => {
      await session.query('update runs set pruned_at = $2::bigint, operator_value = null where id = any($1::text[])', [runs, now()]);
      const blobs = await session.query(LOCK_BLOBS, [runs]);
      for (const table of ['journal', 'states', 'secrets']) await session.query(`delete from ${table} where run = any($1::text[])`, [runs]);
      if (blobs.length > 0) await session.query(DELETE_BLOBS, [bytesArray(blobs.map((row) => bytesOf(row.hash))), before]);
      await session.query(DELETE_NOTICES, [runs]);
      await session.query('delete from approvals where run = any($1::text[])', [runs]);
      await session.query(DELETE_MESSAGES, [runs, before]);
    });
    return { pruned: found.length, last: textOf(found.at(-1)!.id) };
  },
});

/** In the order in which flushes take them. */
const LOCK_BLOBS = `select hash from blobs where hash = any(array(
    select blob from journal where run = any($1::text[]) and blob is not null)) order by hash for update`;

/** A statement of its own: it sees which entries are left now that the blobs are held. */
const DELETE_BLOBS = `delete from blobs b where b.hash = any($1::bytea[]) and b.at < $2::bigint
    and not exists (select from journal j where j.blob = b.hash)`;

const DELETE_NOTICES = `delete from notices where approval = any(array(select id from approvals where run = any($1::text[])))`;

/** Of a conversation in which nothing runs and nothing waits to be read. */
const DELETE_MESSAGES = `delete from messages m using conversations c
  where m.conversation = c.id and m.at < $2::bigint and c.read >= c.inbox
    and c.id in (select conversation from runs where id = any($1::text[]) and conversation is not null)
    and not exists (select 1 from runs r where r.conversation = c.id and r.ended_at is null)`;
