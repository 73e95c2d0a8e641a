/** The audit log in memory: rows as the flushes left them. */
import type { AuditedFlush, AuditLog, AuditRow } from '../../spec/index.ts';
import type { Tables } from './tables.ts';

export const createAuditLog = (tables: Tables): AuditLog => ({
  async *flushes() {
    yield* inOrder(tables);
  },
  async heads() {
    const chains = new Map(inOrder(tables).map(({ rows, ...head }) => [`${head.node}/${head.epoch}`, head]));
    const nodes = [...tables.nodes].flatMap(([node, { head }]) => (head ? [{ node, head }] : []));
    return { chains: [...chains.values()], nodes };
  },
});

function inOrder({ audit }: Tables): AuditedFlush[] {
  const flushes = new Map<string, AuditedFlush & { rows: AuditRow[] }>();
  for (const { row, ...place } of audit) {
    const key = `${place.node}/${place.epoch}/${place.flush}`;
    const flush = flushes.get(key) ?? { ...place, rows: [] };
    flush.rows.push(row);
    flushes.set(key, flush);
  }
  return [...flushes.values()];
}
