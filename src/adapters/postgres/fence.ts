/**
 * The first statement of every flush: proof of ownership, and with it all rows that nobody else looks for, in one:
 * entries, audit rows and messages. A flush of nothing else is this one statement, its own transaction.
 *
 * A message needs no lock in a statement of its own: the update of its conversation waits for the row and then counts
 * on from the newest version of it, whatever the statement's snapshot says. `held` only sets the order of the locks.
 */
import type { AuditRow, Lease } from '../../spec/index.ts';
import {
  AUDIT_COLUMNS,
  AUDIT_TYPES,
  auditColumns,
  ENTRY_COLUMNS,
  ENTRY_TYPES,
  entryColumns,
  MESSAGE_TYPES,
  messageColumns,
  type StoredEntry,
  type WriteOf,
} from './flush-writes.ts';
import { type Param, type Statement, statement, textArray } from './sql.ts';

const unnested = (types: readonly string[], from: number) => types.map((type, i) => `$${from + i}::${type}[]`).join(', ');

const OWN = 5;

function fenceText(entries: boolean, audit: boolean, messages: boolean, locks: boolean): string {
  const auditFrom = OWN + 1 + (entries ? ENTRY_TYPES.length : 0);
  const messagesFrom = auditFrom + (audit ? AUDIT_TYPES.length : 0);
  const locksFrom = messagesFrom + (messages ? MESSAGE_TYPES.length : 0);
  return `with fence as (
    update nodes set flush = $3::bigint, until = clock_timestamp() + $4::float8 * interval '1 millisecond', head = coalesce($5::bytea, head)
    where id = $1 and epoch = $2::bigint and flush = $3::bigint - 1 returning 1
  ), proof as materialized (
    select 1 / count(*)::int as held from fence
  )${entries ? entriesText(OWN + 1) : ''}${audit ? auditText(auditFrom) : ''}${locks ? locksText(locksFrom) : messages ? heldText(`$${messagesFrom}`) : ''}${messages ? messagesText(messagesFrom) : ''}
  select held,${locks ? ' (select count(*) from held) as locked,' : ''}
    (select json_agg(json_build_array(id, command))::text from runs
     where owner = $1 and epoch = $2::bigint and command is not null) as commands,
    ${messages ? '(select json_agg(json_build_array(id, last))::text from counted)' : 'null'} as conversations
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

const heldText = (ids: string) => `, held as (
    select id from conversations where id = any(${ids}::text[]) and (select held from proof) = 1 order by id for update
  )`;

/** All conversations this flush will look at or write to, those of ended runs among them, in one sorted pass. */
const locksText = (from: number) => `, held as materialized (
    select id from conversations where id in (
      select unnest($${from}::text[]) union all select conversation from runs where id = any($${from + 1}::text[]))
    and (select held from proof) = 1 order by id for update
  )`;

/** `nth` counts within the conversation. One that does not exist gives no number: the row is refused, and all with it. */
const messagesText = (from: number) => `, added as materialized (
    select * from unnest(${unnested(MESSAGE_TYPES, from)}) a (conversation, nth, at, item)
  ), counted as (
    update conversations c set last = c.last + n.added
    from (select a.conversation as id, max(a.nth) as added from added a join held h on h.id = a.conversation group by a.conversation) n
    where c.id = n.id returning c.id, c.last, c.last - n.added as before
  ), stored as (
    insert into messages (conversation, number, at, item)
    select a.conversation, c.before + a.nth, a.at, a.item::json from added a left join counted c on c.id = a.conversation
  )`;

const TEXTS = Array.from({ length: 16 }, (_, bits) => fenceText((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0));

export interface Fenced {
  readonly entries: readonly StoredEntry[];
  readonly audit: readonly AuditRow[];
  readonly messages: readonly WriteOf<'message'>[];
  readonly head: Uint8Array | undefined;
  /** Conversations to lock beside those of the messages, and runs whose conversations to lock. */
  readonly conversations: readonly string[];
  readonly ended: readonly string[];
}

export function fence(lease: Lease, number: number, fenced: Fenced): Statement {
  const { entries, audit, messages, head, conversations, ended } = fenced;
  const locks = conversations.length > 0 || ended.length > 0;
  const params: Param[] = [lease.node, lease.epoch, number, lease.ttlMs, head ?? null];
  if (entries.length > 0) params.push(...entryColumns(entries));
  if (audit.length > 0) params.push(...auditColumns(audit));
  if (messages.length > 0) params.push(...messageColumns(messages));
  if (locks) params.push(textArray([...conversations, ...messages.map((each) => each.conversation)]), textArray(ended));
  const bits = (entries.length > 0 ? 1 : 0) + (audit.length > 0 ? 2 : 0) + (messages.length > 0 ? 4 : 0) + (locks ? 8 : 0);
  return statement(TEXTS[bits]!, ...params);
}
