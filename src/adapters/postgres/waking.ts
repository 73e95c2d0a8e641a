/**
 * Waking: how a message, a time or an ended child reaches the run that waits for it.
 *
 * Lock, then look. Whoever makes something that could wake (a message, an end) and whoever goes to sleep (a wait, a
 * park) first lock the rows they share, conversations before topics before runs, each sorted, in statements of their own; only a
 * LATER statement inserts and matches. A lock in the same statement is too late: its snapshot is older than the lock,
 * so both sides could look past each other and the run would sleep for ever.
 *
 *   what wakes          shared row           who locks it
 *   message             its conversation     post; a flush with a HEAR of it, or with the end of one of its runs
 *   end of a child      the parent's run     the flush that ends the child; the flush that waits for it
 *   event               its topic            whoever publishes it; the flush that waits for it (topics.ts)
 *   decision            the waiting run      whoever decides; the flush that parks (approvals.ts)
 *   time                the waiting run      wakeDue; the flush that parks
 *
 * Whatever sets `waits.signal` while it is null has woken that wait; a second finds nothing to set. The wait's row
 * goes when the answer is in the journal.
 */
import { type Statement, statement } from './sql.ts';
import { waitingFor } from './topics.ts';

export const lockConversations = (ids: string): Statement =>
  statement('select id from conversations where id = any($1::text[]) order by id for update', ids);

export const lockRuns = (ids: string): Statement => statement('select id from runs where id = any($1::text[]) order by id for update', ids);

/** Runs named; of those that end also the parents, and whoever else listens in their conversations; who waits for events that are `wanted` so. */
export const lockRunsAround = (ids: string, ended: string, wanted?: string): Statement =>
  statement(
    `select id from runs where id in (
       select unnest($1::text[])
${wanted === undefined ? '' : `       union all ${waitingFor('$3')}\n`}       union all select parent from runs where id = any($2::text[])
       union all select w.run from runs r join waits w on w.conversation = r.conversation and w.kind = 'reply' and w.signal is null
         where r.id = any($2::text[]))
     order by id for update`,
    ids,
    ended,
    ...(wanted === undefined ? [] : [wanted]),
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

/**
 * Unread messages, oldest first, to the HEARs of one run, oldest first. `listening` names it in each conversation, as
 * rows (conversation, run, read, inbox, began); `taken` are the waits that got one.
 */
export const PAIRED = `asked as (
    select l.conversation, w.run, w.address, row_number() over (partition by l.conversation order by w.number) as place
    from listening l join waits w on w.run = l.run and w.conversation = l.conversation and w.kind = 'reply' and w.signal is null
  ), unread as (
    select l.conversation, m.number, row_number() over (partition by l.conversation order by m.number) as place
    from listening l join messages m on m.conversation = l.conversation and m.inbox and m.number > greatest(l.read, l.began)
    where l.read < l.inbox
  ), taken as (
    update waits w set signal = 'reply', message = u.number
    from asked a join unread u on u.conversation = a.conversation and u.place = a.place
    where w.run = a.run and w.address = a.address
    returning w.run, w.conversation, w.message
  )`;

/** To the foreground runs. */
export const deliverMessages = (ids: string, runs: string): Statement =>
  statement(
    `with ${SCOPE}, listening as (
       select c.id as conversation, r.id as run, c.read, c.inbox, r.began
       from scope join conversations c on c.id = scope.id join runs r on r.id = c.foreground
     ), ${PAIRED}, read as (
       update conversations c set read = t.last
       from (select conversation, max(message) as last from taken group by conversation) t where c.id = t.conversation
     )
     update runs set state = 'ready' where id in (select run from taken) and state = 'waiting' returning id`,
    ids,
    runs,
  );

/** Runs `born` of the oldest unread message of each of the `idle` conversations; see startNext. */
export const begun = (newIds: string, at: string): string => `next as (
    select c.id as conversation, c.bot, c."user", m.number, v.id as version, v.programs,
      case when not c.started and v.programs ? 'start' then 'start' else v.answers end as script
    from idle c join bots b on b.name = c.bot and b.state = 'live' join versions v on v.id = b.version
      cross join lateral (select number from messages m
        where m.conversation = c.id and m.inbox and m.number > c.read order by m.number limit 1) m
    where c.read < c.inbox and not c.closed
  ), placed as (
    select next.*, p.engine, row_number() over (order by next.conversation) as place
    from next join programs p on p.hash = next.programs ->> next.script
  ), born as (
    insert into runs (id, bot, version, script, engine, state, conversation, "user", trigger, began, created_at)
    select ids.id, p.bot, p.version, p.script, p.engine, 'ready', p.conversation, p."user", p.number, p.number, ${at}::bigint
    from placed p join unnest(${newIds}::text[]) with ordinality ids (id, place) on ids.place = p.place
    returning id, conversation, trigger
  )`;

/**
 * The oldest unread message of a conversation that nobody listens to starts its next run: `start` when none ran yet,
 * else the script that answers; nothing when the live version has none. `newIds`: one for each that could start.
 */
export const startNext = (ids: string, runs: string, newIds: string, at: number): Statement =>
  statement(
    `with ${SCOPE}, idle as (
       select c.* from scope join conversations c on c.id = scope.id where c.foreground is null
     ), ${begun('$3', '$4')}
     update conversations c set foreground = born.id, read = born.trigger, started = true
     from born where c.id = born.conversation returning born.id`,
    ids,
    runs,
    newIds,
    at,
  );

/** Ended children to the waits of `waiters` for them. */
export const deliverEnds = (waiters: string): Statement =>
  statement(
    `with taken as (
       update waits w set signal = 'child' from runs c
       where w.run = any($1::text[]) and w.kind = 'child' and w.signal is null
         and c.id = w.child and c.state in ('done', 'failed', 'cancelled')
       returning w.run
     )
     update runs set state = 'ready' where id in (select run from taken) and state = 'waiting' returning id`,
    waiters,
  );
