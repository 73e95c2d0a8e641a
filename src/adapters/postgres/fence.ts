/**
 * The first statement of every flush: proof of ownership, and with it all rows that nobody else looks for, in one:
 * entries, audit rows and messages, and whatever statements may ride along, each a part of this one. A flush of nothing
 * else is this one statement, its own transaction.
 *
 * A message needs no lock in a statement of its own: `for update` waits for the conversation's row and then answers with
 * its newest version, whatever the statement's snapshot says, and messages are counted on from there.
 */
import type { AuditRow, Lease } from '../../spec/index.ts';
import {
  AUDIT_COLUMNS,
  AUDIT_TYPES,
  auditColumns,
  ENDED,
  ENTRY_COLUMNS,
  ENTRY_TYPES,
  endColumns,
  entryColumns,
  MESSAGE_TYPES,
  messageColumns,
  type StoredEntry,
  type WriteOf,
} from './flush-writes.ts';
import { numberArray, type Param, type Statement, textArray } from './sql.ts';

const unnested = (types: readonly string[], from: number) => types.map((type, i) => `$${from + i}::${type}[]`).join(', ');

const OWN = 5;

interface Kinds {
  readonly entries: boolean;
  readonly audit: boolean;
  readonly messages: boolean;
  readonly locks: boolean;
  readonly ended: boolean;
  readonly over: boolean;
}
const KINDS = ['entries', 'audit', 'messages', 'locks', 'ended', 'over'] as const;

function fenceText({ entries, audit, messages, locks, ended, over }: Kinds, riders: string): string {
  const auditFrom = OWN + 1 + (entries ? ENTRY_TYPES.length : 0);
  const messagesFrom = auditFrom + (audit ? AUDIT_TYPES.length : 0);
  const locksFrom = messagesFrom + (messages ? MESSAGE_TYPES.length : 0);
  const endedAt = `$${locksFrom + 2}`;
  return `with fence as (
    update nodes set flush = $3::bigint, until = clock_timestamp() + $4::float8 * interval '1 millisecond', head = coalesce($5::bytea, head)
    where id = $1 and epoch = $2::bigint and flush = $3::bigint - 1 returning 1
  ), proof as materialized (
    select 1 / count(*)::int as held from fence
  )${entries ? entriesText(OWN + 1) : ''}${audit ? auditText(auditFrom) : ''}${locks ? locksText(locksFrom, ended) : ''}${
    messages || over ? countedText(over ? endedAt : undefined) : ''
  }${messages ? messagesText(messagesFrom) : ''}${over ? overText(locksFrom + 2) : ''}${riders}
  select held,${locks ? ' (select count(*) from held) as locked,' : ''}${over ? aloneText(endedAt) : ''}
    (select json_agg(json_build_array(id, command))::text from runs
     where owner = $1 and epoch = $2::bigint and command is not null) as commands,
    ${messages ? '(select json_agg(json_build_array(id, last)) filter (where added > 0)::text from counted)' : 'null'} as conversations
  from proof`;
}

const entriesText = (from: number) => `, entries as (
    insert into journal (${ENTRY_COLUMNS}) select * from unnest(${unnested(ENTRY_TYPES, from)})
  )`;

const auditText = (from: number) => `, trail as (
    insert into audit (node, epoch, flush, head, place, ${AUDIT_COLUMNS})
    select $1, $2::bigint, $3::bigint, $5::bytea, place, ${AUDIT_COLUMNS}
    from unnest(${unnested(AUDIT_TYPES, from)}) with ordinality a (${AUDIT_COLUMNS}, place)
  )`;

/**
 * All conversations this flush will look at or write to, those of ended runs among them, in one sorted pass. Rows are
 * named by arrays, never joined by a list: a plan made while the tables were small must not read them whole later.
 */
const locksText = (from: number, ended: boolean) => `, held as materialized (
    select c.id, c.last, c.inbox, c.read, c.foreground, coalesce(n.added, 0) as added
    from conversations c left join unnest($${from}::text[], $${from + 1}::int[]) n (id, added) on n.id = c.id
    where (select held from proof) = 1 and c.id = any($${from}::text[]${
      ended ? ` || array(select conversation from runs where id = any($${from + 2}::text[]) and conversation is not null)` : ''
    }) order by c.id for update of c
  )`;

/** One update a conversation: what it was given, and that its foreground run is over. */
const countedText = (ended: string | undefined) => `, counted as (
    update conversations c set last = h.last + h.added${ended ? `, foreground = case when h.foreground = any(${ended}::text[]) then null else h.foreground end` : ''}
    from held h where c.id = h.id and c.id = any(array(select id from held)) and (h.added > 0${ended ? ` or h.foreground = any(${ended}::text[])` : ''}) returning c.id, c.last, h.added
  )`;

/** `nth` counts within the conversation. One that does not exist gives no number: the row is refused, and all with it. */
const messagesText = (from: number) => `, stored as (
    insert into messages (conversation, number, at, item)
    select a.conversation, h.last + a.nth, a.at, a.item::json
    from unnest(${unnested(MESSAGE_TYPES, from)}) a (conversation, nth, at, item) left join held h on h.id = a.conversation
  )`;

/** Runs that end and leave nothing to follow: nobody waits for them, no message is unread. */
const overText = (from: number) => `, over as (
    update runs r set ${ENDED}, state = e.state, result = e.result, fault = e.fault::json, ended_at = $${from + 4}::bigint
    from unnest($${from}::text[], $${from + 1}::text[], $${from + 2}::bytea[], $${from + 3}::text[]) e (run, state, result, fault)
    where r.id = e.run and r.id = any($${from}::text[]) returning r.parent
  ), unasked as (
    delete from waits where run = any($${from}::text[])
  ), dropped as (
    delete from states where run = any($${from}::text[])
  )`;

/** A conversation's own columns are read under its lock, so they are the newest; a parent never changes. */
const aloneText = (ended: string) => `
    1 / case when exists (select from over where parent is not null)
      or exists (select from held where inbox > read and foreground = any(${ended}::text[])) then 0 else 1 end as alone,`;

const texts = new Map<string, string>();
const numbers = new Map<string, number>();

/** One text for each set of kinds and riders: the server keeps a plan for each. */
function textFor(kinds: Kinds, riders: readonly Statement[], from: number): string {
  let key = String(KINDS.reduce((bits, kind, i) => bits + (kinds[kind] ? 1 << i : 0), 0));
  for (const { text } of riders) {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    key += ` ${number}`;
  }
  const known = texts.get(key) ?? fenceText(kinds, ridersText(riders, from));
  texts.set(key, known);
  return known;
}

function ridersText(riders: readonly Statement[], from: number): string {
  let text = '';
  for (const [nth, rider] of riders.entries()) {
    const before = from;
    text += `, rider${nth} as (${rider.text.replace(/\$(\d+)/g, (_, number) => `$${before + Number(number)}`)})`;
    from += rider.params.length;
  }
  return text;
}

export interface Fenced {
  readonly entries: readonly StoredEntry[];
  readonly audit: readonly AuditRow[];
  readonly messages: readonly WriteOf<'message'>[];
  readonly head: Uint8Array | undefined;
  /** Conversations to lock beside those of the messages, and runs whose conversations to lock. */
  readonly conversations: readonly string[];
  readonly ends: readonly WriteOf<'end'>[];
  /** Nothing follows their end, we hope: the statement does it all, and fails where something does. */
  readonly endsAlone: boolean;
  readonly at: number;
  /** Statements that look at no row which this flush also writes, and whose answers nobody reads. */
  readonly riders: readonly Statement[];
}

export function fence(lease: Lease, number: number, fenced: Fenced): Statement {
  const { entries, audit, messages, head, conversations, ends, endsAlone, at, riders } = fenced;
  const { nths, counts } = counted(messages, conversations);
  const kinds: Kinds = {
    entries: entries.length > 0,
    audit: audit.length > 0,
    messages: messages.length > 0,
    locks: counts.size > 0 || ends.length > 0,
    ended: ends.length > 0,
    over: ends.length > 0 && endsAlone,
  };
  const params: Param[] = [lease.node, lease.epoch, number, lease.ttlMs, head ?? null];
  if (kinds.entries) params.push(...entryColumns(entries));
  if (kinds.audit) params.push(...auditColumns(audit));
  if (kinds.messages) params.push(...messageColumns(messages, nths));
  if (kinds.locks) params.push(textArray([...counts.keys()]), numberArray([...counts.values()]));
  const [runs, ...results] = endColumns(ends);
  if (kinds.ended) params.push(runs!);
  if (kinds.over) params.push(...results, at);
  const text = textFor(kinds, riders, params.length);
  for (const rider of riders) params.push(...rider.params);
  return { text, params };
}

/** Each message's place among those of its conversation, and how many each conversation gets. */
function counted(messages: Fenced['messages'], conversations: readonly string[]) {
  const counts = new Map(conversations.map((id) => [id, 0]));
  const nths = messages.map(({ conversation }) => {
    const nth = (counts.get(conversation) ?? 0) + 1;
    counts.set(conversation, nth);
    return nth;
  });
  return { nths, counts };
}
