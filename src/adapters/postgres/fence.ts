/**
 * The first statement of every flush: proof of ownership, and with it all rows that nobody else looks for, in one:
 * entries, audit rows and messages. A flush of nothing else is this one statement, its own transaction.
 *
 * A message needs no lock in a statement of its own: `for update` waits for the conversation's row and then answers with
 * its newest version, whatever the statement's snapshot says, and messages are counted on from there.
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
import { numberArray, type Param, type Statement, statement, textArray } from './sql.ts';

const unnested = (types: readonly string[], from: number) => types.map((type, i) => `$${from + i}::${type}[]`).join(', ');

const OWN = 5;

function fenceText(entries: boolean, audit: boolean, messages: boolean, locks: boolean, ended: boolean): string {
  const auditFrom = OWN + 1 + (entries ? ENTRY_TYPES.length : 0);
  const messagesFrom = auditFrom + (audit ? AUDIT_TYPES.length : 0);
  const locksFrom = messagesFrom + (messages ? MESSAGE_TYPES.length : 0);
  return `with fence as (
    update nodes set flush = $3::bigint, until = clock_timestamp() + $4::float8 * interval '1 millisecond', head = coalesce($5::bytea, head)
    where id = $1 and epoch = $2::bigint and flush = $3::bigint - 1 returning 1
  ), proof as materialized (
    select 1 / count(*)::int as held from fence
  )${entries ? entriesText(OWN + 1) : ''}${audit ? auditText(auditFrom) : ''}${locks ? locksText(locksFrom, ended) : ''}${messages ? messagesText(messagesFrom) : ''}
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

/** All conversations this flush will look at or write to, those of ended runs among them, in one sorted pass. */
const locksText = (from: number, ended: boolean) => `, held as materialized (
    select c.id, c.last, n.added from ${
      ended
        ? `(select id, max(added) as added from (
             select * from unnest($${from}::text[], $${from + 1}::int[]) n (id, added)
             union all select conversation, 0 from runs where id = any($${from + 2}::text[]) and conversation is not null) n group by id) n`
        : `unnest($${from}::text[], $${from + 1}::int[]) n (id, added)`
    } join conversations c on c.id = n.id where (select held from proof) = 1 order by c.id for update of c
  )`;

/** `nth` counts within the conversation. One that does not exist gives no number: the row is refused, and all with it. */
const messagesText = (from: number) => `, counted as (
    update conversations c set last = h.last + h.added from held h where c.id = h.id and h.added > 0 returning c.id, c.last
  ), stored as (
    insert into messages (conversation, number, at, item)
    select a.conversation, h.last + a.nth, a.at, a.item::json
    from unnest(${unnested(MESSAGE_TYPES, from)}) a (conversation, nth, at, item) left join held h on h.id = a.conversation
  )`;

const TEXTS = Array.from({ length: 32 }, (_, bits) =>
  fenceText((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0, (bits & 16) > 0),
);

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
  const { nths, counts } = counted(messages, conversations);
  const params: Param[] = [lease.node, lease.epoch, number, lease.ttlMs, head ?? null];
  if (entries.length > 0) params.push(...entryColumns(entries));
  if (audit.length > 0) params.push(...auditColumns(audit));
  if (messages.length > 0) params.push(...messageColumns(messages, nths));
  const locks = counts.size > 0 || ended.length > 0;
  if (locks) params.push(textArray([...counts.keys()]), numberArray([...counts.values()]));
  if (ended.length > 0) params.push(textArray(ended));
  const flags = [entries.length, audit.length, messages.length, locks, ended.length];
  return statement(TEXTS[flags.reduce<number>((bits, flag, i) => bits + (flag ? 1 << i : 0), 0)]!, ...params);
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
