/** The store over a Sql port: the same for PostgreSQL and PGlite. */
import { randomFillSync } from 'node:crypto';
import { ENGINE, type Store } from '../../spec/index.ts';
import { decodeValue } from '../../values/index.ts';
import { createApprovals } from './approvals.ts';
import { createAuditLog } from './audit.ts';
import { createBudgetShares } from './budgets.ts';
import { claim } from './claim.ts';
import { createConversations } from './conversations.ts';
import { deliver } from './deliveries.ts';
import { createEvents } from './events.ts';
import { createFileHistory } from './files.ts';
import { flush } from './flush.ts';
import { createGrants } from './grants.ts';
import { newId } from './ids.ts';
import { migrate } from './migrate.ts';
import { join, leave, listNodes, sameKeys, sweep } from './nodes.ts';
import { createPackages } from './packages.ts';
import type { StoreOptions, StoreParts } from './parts.ts';
import { createRetention } from './retention.ts';
import { createRuns } from './runs.ts';
import { loadSignals } from './signals.ts';
import { bytesOf, numberOf, type Sql } from './sql.ts';
import { wakeDue } from './timers.ts';
import { createWorkflows } from './workflows.ts';

type Health = Awaited<ReturnType<Store['health']>>;

export async function createStore(sql: Sql, options: StoreOptions, health: () => Promise<Health>): Promise<Store> {
  const parts = partsOf(sql, options);
  await migrate(sql, parts.now());
  return {
    journal: {
      join: (node, ttlMs) => join(parts, node, ttlMs),
      flush: (lease, number, batch) => flush(parts, lease, number, batch),
      claim: (lease, limit) => claim(parts, lease, limit),
      signals: (runs) => loadSignals(parts, runs),
      wakeDue: (now, limit) => wakeDue(parts, now, limit),
      sweep: () => sweep(parts),
      deliver: (now, limit) => deliver(parts, now, limit),
      leave: (lease) => leave(parts, lease),
    },
    packages: createPackages(parts),
    files: createFileHistory(parts),
    conversations: createConversations(parts),
    runs: createRuns(parts),
    events: createEvents(parts),
    approvals: createApprovals(parts),
    audit: createAuditLog(sql),
    grants: createGrants(parts),
    workflows: createWorkflows(parts),
    budgets: createBudgetShares(sql),
    retention: createRetention(sql, parts.now),
    async memory(scope, owner, key) {
      const [row] = await sql.query('select payload from memories where scope = $1 and owner = $2 and key = $3', [scope, owner, key]);
      return row ? decodeValue(bytesOf(row.payload)) : null;
    },
    async secret(handle) {
      const [row] = await sql.query('select sealed from secrets where handle = $1', [handle]);
      return row && bytesOf(row.sealed);
    },
    nodes: () => listNodes(sql),
    sameKeys: (fingerprint) => sameKeys(sql, fingerprint),
    async clockSkewMs() {
      const sent = Date.now();
      const [row] = await sql.query('select extract(epoch from clock_timestamp()) * 1000 as now');
      // The answer was made about halfway between asking and hearing it.
      return (sent + Date.now()) / 2 - numberOf(row!.now);
    },
    health,
    close: () => sql.close(),
  };
}

function partsOf(sql: Sql, options: StoreOptions): StoreParts {
  const now = options.now ?? Date.now;
  const random = options.random ?? { bytes: (count: number) => randomFillSync(new Uint8Array(count)) };
  return {
    sql,
    seal: options.seal,
    engines: options.engines ?? [ENGINE],
    now,
    newId: () => newId(now(), random),
    pause: options.pause ?? (async () => undefined),
  };
}
