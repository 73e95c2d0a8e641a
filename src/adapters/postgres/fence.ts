/** The first statement of every flush: proof of ownership, journal entries and audit rows in one. */
import type { AuditRow, Lease } from '../../spec/index.ts';
import { AUDIT_COLUMNS, AUDIT_TYPES, auditColumns, ENTRY_COLUMNS, ENTRY_TYPES, entryColumns, type StoredEntry } from './flush-writes.ts';
import { type Param, type Statement, statement } from './sql.ts';

const unnested = (types: readonly string[], from: number) => types.map((type, i) => `$${from + i}::${type}[]`).join(', ');

function fenceText(entries: boolean, audit: boolean): string {
  const own = 5;
  const auditFrom = own + 1 + (entries ? ENTRY_TYPES.length : 0);
  return `with fence as (
    update nodes set flush = $3::bigint, until = clock_timestamp() + $4::float8 * interval '1 millisecond', head = coalesce($5::bytea, head)
    where id = $1 and epoch = $2::bigint and flush = $3::bigint - 1 returning 1
  )${entries ? `, entries as (insert into journal (${ENTRY_COLUMNS}) select * from unnest(${unnested(ENTRY_TYPES, own + 1)}))` : ''}${
    audit
      ? `, trail as (insert into audit (node, epoch, flush, head, place, ${AUDIT_COLUMNS})
           select $1, $2::bigint, $3::bigint, $5::bytea, place, ${AUDIT_COLUMNS}
           from unnest(${unnested(AUDIT_TYPES, auditFrom)}) with ordinality a (${AUDIT_COLUMNS}, place))`
      : ''
  }
  select 1 / (select count(*)::int from fence) as fence,
    (select json_agg(json_build_array(id, command))::text from runs
     where owner = $1 and epoch = $2::bigint and command is not null) as commands`;
}

const TEXTS = [fenceText(false, false), fenceText(true, false), fenceText(false, true), fenceText(true, true)] as const;

export function fence(
  lease: Lease,
  number: number,
  entries: readonly StoredEntry[],
  audit: readonly AuditRow[],
  head: Uint8Array | undefined,
): Statement {
  const params: Param[] = [lease.node, lease.epoch, number, lease.ttlMs, head ?? null];
  if (entries.length > 0) params.push(...entryColumns(entries));
  if (audit.length > 0) params.push(...auditColumns(audit));
  return statement(TEXTS[(entries.length > 0 ? 1 : 0) + (audit.length > 0 ? 2 : 0)]!, ...params);
}
