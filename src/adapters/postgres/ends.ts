/**
 * The end of runs and all that follows, in one statement. Most ends are followed by nothing and go with the fence
 * (fence.ts); where that finds a parent or an unread message, the flush is sent again with this instead. The run keeps its result; its
 * waits and its state go; whoever waits for it as for a child is told; its conversation gets a new foreground run, the
 * one that has listened longest, or one begun by the oldest unread message. All rows were locked by statements before.
 *
 * Its parts see the rows as they were before it: what belongs to ended runs is left out by name.
 */

import { ENDED, endColumns, type WriteOf } from './flush-writes.ts';
import { type Statement, statement, textArray } from './sql.ts';
import { begun, PAIRED } from './waking.ts';

export const endRuns = (ends: readonly WriteOf<'end'>[], newIds: readonly string[], at: number): Statement =>
  statement(TEXT, ...endColumns(ends), at, textArray(newIds));

const TEXT = `
with over as (
  update runs r set ${ENDED},
    state = e.state, result = e.result, fault = e.fault::json, ended_at = $5::bigint
  from unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) e (run, state, result, fault) where r.id = e.run
), unasked as (
  delete from waits where run = any($1::text[])
), dropped as (
  delete from states where run = any($1::text[])
), told as (
  -- only the parent's row is locked; anyone else that waits for a run is found by the sweep
  update waits w set signal = 'child' from runs c
  where c.id = any($1::text[]) and w.child = c.id and w.run = c.parent
    and w.kind = 'child' and w.signal is null and w.run <> all($1::text[]) returning w.run
), left_alone as materialized (
  select c.*, l.run as listener, l.began
  from (select distinct conversation as id from runs where id = any($1::text[]) and conversation is not null) s
    join conversations c on c.id = s.id
    left join lateral (
      select w.run, r.began from waits w join runs r on r.id = w.run
      where w.conversation = c.id and w.kind = 'reply' and w.signal is null and w.run <> all($1::text[])
      order by w.number limit 1
    ) l on true
  where c.foreground = any($1::text[])
), listening as (
  select id as conversation, listener as run, read, inbox, began from left_alone where listener is not null
), ${PAIRED}, idle as (
  select * from left_alone where listener is null
), ${begun('$6', '$5')}, followed as (
  update conversations c set foreground = coalesce(l.listener, born.id),
    read = greatest(c.read, born.trigger, t.last), started = c.started or coalesce(l.listener, born.id) is not null
  from left_alone l left join born on born.conversation = l.id
    left join (select conversation, max(message) as last from taken group by conversation) t on t.conversation = l.id
  where c.id = l.id
), awake as (
  update runs set state = 'ready'
  where id in (select run from told union all select run from taken) and state = 'waiting' and id <> all($1::text[]) returning id
)
select id from awake union all select id from born`;
