/**
 * Waking: how a message, a time or an ended child reaches the run that waits for it.
 *
 * Lock, then look. Whoever makes something that could wake (a message, an end) and whoever goes to sleep (a wait, a
 * park) first lock the rows they share, conversations before runs, each sorted, in statements of their own; only a
 * LATER statement inserts and matches. A lock in the same statement is too late: its snapshot is older than the lock,
 * so both sides could look past each other and the run would sleep for ever.
 *
 *   what wakes          shared row           who locks it
 *   message             its conversation     post; a flush with a HEAR of it, or with the end of one of its runs
 *   end of a child      the parent's run     the flush that ends the child; the flush that waits for it
 *   time                the waiting run      wakeDue; the flush that parks
 *
 * Whatever sets `waits.signal` while it is null has woken that wait; a second finds nothing to set. The wait's row
 * goes when the answer is in the journal.
 */
import { type Statement, statement } from './sql.ts';

export const lockConversations = (ids: string): Statement =>
  statement('select id from conversations where id = any($1::text[]) order by id for update', ids);

export const lockRuns = (ids: string): Statement => statement('select id from runs where id = any($1::text[]) order by id for update', ids);

/** Runs named; of those that end also the parents, and whoever else listens in their conversations. */
export const lockRunsAround = (ids: string, ended: string): Statement =>
  statement(
    `select id from runs where id in (
       select unnest($1::text[])
       union all select parent from runs where id = any($2::text[])
       union all select w.run from runs r join waits w on w.conversation = r.conversation and w.kind = 'reply' and w.signal is null
         where r.id = any($2::text[]))
     order by id for update`,
    ids,
    ended,
  );

const SCOPE = `scope as (
  select unnest($1::text[]) as id union select conversation from runs where id = any($2::text[]) and conversation is not null)`;

/** A conversation without a foreground run gets the one that has listened longest. `ids` and the conversations of `runs`. */
export const promoteListeners = (ids: string, runs: string): Statement =>
  statement(
    `with ${SCOPE}
     update conversations c set foreground = first.run, started = true
     from scope, lateral (select run from waits w
       where w.conversation = scope.id and w.kind = 'reply' and w.signal is null order by w.number limit 1) first
     where c.id = scope.id and c.foreground is null`,
    ids,
    runs,
  );

/** Unread messages, oldest first, to the foreground run's HEARs, oldest first. */
export const deliverMessages = (ids: string, runs: string): Statement =>
  statement(
    `with ${SCOPE}, asked as (
       select c.id as conversation, w.run, w.address, row_number() over (partition by c.id order by w.number) as place
       from scope join conversations c on c.id = scope.id
         join waits w on w.run = c.foreground and w.conversation = c.id and w.kind = 'reply' and w.signal is null
     ), unread as (
       select c.id as conversation, m.number, row_number() over (partition by c.id order by m.number) as place
       from scope join conversations c on c.id = scope.id join runs r on r.id = c.foreground
         join messages m on m.conversation = c.id and m.inbox and m.number > greatest(c.read, r.began)
       where c.read < c.inbox
     ), taken as (
       update waits w set signal = 'reply', message = u.number
       from asked a join unread u on u.conversation = a.conversation and u.place = a.place
       where w.run = a.run and w.address = a.address
       returning w.run, w.conversation, w.message
     ), read as (
       update conversations c set read = t.last
       from (select conversation, max(message) as last from taken group by conversation) t where c.id = t.conversation
     )
     update runs set state = 'ready' where id in (select run from taken) and state = 'waiting' returning id`,
    ids,
    runs,
  );

/**
 * The oldest unread message of a conversation that nobody listens to starts its next run: `start` when none ran yet,
 * else the script that answers; nothing when the live version has none. `newIds`: one for each that could start.
 */
export const startNext = (ids: string, runs: string, newIds: string, at: number): Statement =>
  statement(
    `with ${SCOPE}, next as (
       select c.id as conversation, c.bot, c."user", m.number, v.id as version, v.programs,
         case when not c.started and v.programs ? 'start' then 'start' else v.answers end as script
       from scope join conversations c on c.id = scope.id
         join bots b on b.name = c.bot and b.state = 'live' join versions v on v.id = b.version
         cross join lateral (select number from messages m
           where m.conversation = c.id and m.inbox and m.number > c.read order by m.number limit 1) m
       where c.foreground is null and not c.closed and c.read < c.inbox
     ), placed as (
       select next.*, p.engine, row_number() over (order by next.conversation) as place
       from next join programs p on p.hash = next.programs ->> next.script
     ), born as (
       insert into runs (id, bot, version, script, engine, state, conversation, "user", trigger, began, created_at)
       select ids.id, p.bot, p.version, p.script, p.engine, 'ready', p.conversation, p."user", p.number, p.number, $4::bigint
       from placed p join unnest($3::text[]) with ordinality ids (id, place) on ids.place = p.place
       returning id, conversation, trigger
     )
     update conversations c set foreground = born.id, read = born.trigger, started = true
     from born where c.id = born.conversation returning born.id`,
    ids,
    runs,
    newIds,
    at,
  );

/** Ended children to the waits for them: waits of `waiters`, and waits for `ended`. */
export const deliverEnds = (waiters: string, ended: string): Statement =>
  statement(
    `with found as (
       select w.run, w.address from waits w join runs c on c.id = w.child
       where w.kind = 'child' and w.signal is null and w.run = any($1::text[]) and c.state in ('done', 'failed', 'cancelled')
       union
       select w.run, w.address from waits w join runs c on c.id = w.child
       where w.kind = 'child' and w.signal is null and w.child = any($2::text[]) and c.state in ('done', 'failed', 'cancelled')
     ), taken as (
       update waits w set signal = 'child' from found f where w.run = f.run and w.address = f.address returning w.run
     )
     update runs set state = 'ready' where id in (select run from taken) and state = 'waiting' returning id`,
    waiters,
    ended,
  );
