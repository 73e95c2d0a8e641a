/**
 * Forks: a new run that begins with entries of another. One transaction; the other run is not touched, for what is copied
 * never changes. In a conversation of its own everything said so far counts as read, so that it waits for new words.
 */
import { NotFound, type RunFork } from '../../spec/index.ts';
import type { StoreParts } from './parts.ts';
import { numberArray, type Session, textOf } from './sql.ts';

export async function fork(parts: StoreParts, of: string, { seqs, set, until }: RunFork, inputs: Uint8Array): Promise<string> {
  const id = parts.newId();
  await parts.sql.transaction(async (session) => {
    const [run] = await session.query('select conversation from runs where id = $1', [of]);
    if (!run) throw new NotFound(`there is no run ${of}`);
    const conversation = run.conversation === null ? null : await copyConversation(parts, session, textOf(run.conversation), { id, until });
    await session.query(COPY_RUN, [id, of, conversation, inputs, parts.now()]);
    await session.query(TOUCH_BLOBS, [of, numberArray(seqs), parts.now()]);
    await session.query(COPY_ENTRIES, [id, of, numberArray(seqs)]);
    await session.query(
      `insert into journal (run, seq, address, kind, name, args_hash, payload, preview, at)
       values ($1, $2::int, $3, $4, $5, $6::bytea, $7::bytea, $8, $9::bigint)`,
      [id, set.seq, set.address, set.kind, set.name, set.argsHash, set.payload, set.preview, set.at],
    );
    await session.query(COPY_WORKFLOWS, [id, of, until]);
  });
  return id;
}

async function copyConversation(
  parts: StoreParts,
  session: Session,
  of: string,
  { id: run, until }: { readonly id: string; readonly until: number },
): Promise<string> {
  const id = parts.newId();
  await session.query(
    `insert into messages (conversation, number, at, item, inbox)
     select $1, number, at, item, inbox from messages where conversation = $2 and at <= $3::bigint`,
    [id, of, until],
  );
  await session.query(
    `insert into conversations (id, bot, "user", created_at, last, inbox, read, foreground, started)
     select $1, c.bot, c."user", $3::bigint, m.last, m.last, m.last, $4, true
     from conversations c cross join (select coalesce(max(number), 0) as last from messages where conversation = $1) m where c.id = $2`,
    [id, of, parts.now(), run],
  );
  return id;
}

const COPY_RUN = `
insert into runs (id, bot, version, script, engine, state, conversation, "user", inputs, began, created_at, hops)
select $1, r.bot, r.version, r.script, r.engine, 'ready', $3::text, r."user", $4::bytea, coalesce(c.last, 0), $5::bigint, r.hops
from runs r left join conversations c on c.id = $3::text where r.id = $2`;

/** So that nobody deletes them before the copy is there. */
const TOUCH_BLOBS = `
update blobs set at = $3::bigint where hash = any(array(
  select hash from blobs where hash in (select blob from journal where run = $1 and seq = any($2::int[]) and blob is not null)
  order by hash for update))`;

const COPY_ENTRIES = `
insert into journal (run, seq, address, kind, name, args_hash, payload, blob, preview, at)
select $1, seq, address, kind, name, args_hash, payload, blob, preview, at from journal where run = $2 and seq = any($3::int[])`;

/** Named after their run and the address that began them. */
const COPY_WORKFLOWS = `
insert into workflow_executions (id, run, bot_id, workflow_definition, current_step, state, result, started_at, ended_at)
select $1 || right(id, -length($2)), $1, bot_id, workflow_definition, current_step,
  case when ended_at <= $3::bigint then state else 'running' end, case when ended_at <= $3::bigint then result end, started_at,
  case when ended_at <= $3::bigint then ended_at end
from workflow_executions where run = $2 and started_at <= $3::bigint`;
