/** Reading the audit log: whole, flush by flush, for whoever verifies it; and the heads of its chains. */
import type { AuditedFlush, AuditLog, AuditRow } from '../../spec/index.ts';
import { bytesOf, numberOf, optionalText, type Row, type Sql, textOf } from './sql.ts';

const PAGE = 5_000;
const ROWS = `select node, epoch, flush, head, at, bot, run, address, actor, what, subject, tier, args_hash
  from audit order by node, epoch, flush, place`;

/** An epoch at a time, each a probe of the index, however long the log is. */
const CHAINS = `select n.id as node, e.epoch, l.flush, l.head
  from nodes n cross join lateral generate_series(1, n.epoch) e (epoch)
    cross join lateral (select flush, head from audit a
      where a.node = n.id and a.epoch = e.epoch and a.place = 1 order by flush desc limit 1) l
  order by n.id, e.epoch`;

export const createAuditLog = (sql: Sql): AuditLog => ({
  flushes: () => flushes(sql),
  async heads() {
    const nodes = await sql.query('select id, head from nodes where head is not null');
    const chains = await sql.query(CHAINS);
    return {
      nodes: nodes.map((row) => ({ node: textOf(row.id), head: bytesOf(row.head) })),
      chains: chains.map((row) => ({ ...placeOf(row), head: bytesOf(row.head) })),
    };
  },
});

async function* flushes(sql: Sql): AsyncGenerator<AuditedFlush> {
  let open: (AuditedFlush & { rows: AuditRow[] }) | undefined;
  for await (const page of sql.pages(ROWS, PAGE))
    for (const row of page) {
      const place = placeOf(row);
      if (open?.node !== place.node || open.epoch !== place.epoch || open.flush !== place.flush) {
        if (open) yield open;
        // A head that was taken out fits nothing.
        open = { ...place, head: row.head === null ? new Uint8Array(0) : bytesOf(row.head), rows: [] };
      }
      open.rows.push(auditRowOf(row));
    }
  if (open) yield open;
}

const placeOf = (row: Row) => ({ node: textOf(row.node), epoch: numberOf(row.epoch), flush: numberOf(row.flush) });

const auditRowOf = (row: Row): AuditRow => ({
  at: numberOf(row.at),
  bot: textOf(row.bot),
  run: optionalText(row.run),
  address: optionalText(row.address),
  actor: textOf(row.actor),
  what: textOf(row.what),
  subject: textOf(row.subject),
  tier: numberOf(row.tier) as AuditRow['tier'],
  argsHash: textOf(row.args_hash),
});
