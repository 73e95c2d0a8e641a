/**
 * What every store must do. First the staged failures (docs/durability.md): each was seen to lose something when its rule
 * was missing. Then the rules one by one. The memory store, PGlite and PostgreSQL pass the same tests.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import type { Store } from '../../src/spec/index.ts';
import { exerciseApprovals } from './approvals.ts';
import { exerciseAudit } from './audit.ts';
import { exerciseBudgets } from './budgets.ts';
import { exerciseClaims } from './claims.ts';
import { exerciseConversations } from './conversations.ts';
import { exerciseEvents } from './events.ts';
import { exerciseFiles } from './files.ts';
import { exerciseForks } from './forks.ts';
import { exerciseGrants } from './grants.ts';
import { exercisePackages } from './packages.ts';
import { exerciseRetention } from './retention.ts';
import { exerciseRuns } from './runs.ts';
import { exerciseStagedFailures } from './staged-failures.ts';
import { createGates, type StoreSubject } from './staging.ts';
import { exerciseWaits } from './waits.ts';
import { exerciseWorkflows } from './workflows.ts';
import { exerciseWrites } from './writes.ts';

/** Renewed for each test. */
export interface Bench {
  readonly subject: StoreSubject;
  readonly store: Store;
  readonly gates: ReturnType<typeof createGates>;
  /** One more process on the same data, where that may be. */
  another(): Promise<Store>;
  /** Program time; tests move it. */
  now: number;
}

export function exerciseStore(name: string, make: () => Promise<StoreSubject>): void {
  describe(name, () => {
    let subject: StoreSubject;
    let bench: Bench;
    let opened: Store[] = [];
    beforeAll(async () => {
      subject = await make();
    });
    afterAll(() => subject.end());
    beforeEach(async () => {
      await subject.reset();
      const gates = createGates();
      const open = async () => {
        const store = await subject.open({ now: () => bench?.now ?? START, pause: gates.pause });
        opened.push(store);
        return store;
      };
      bench = { subject, store: await open(), gates, another: open, now: START };
    });
    afterEach(async () => {
      for (const store of new Set(opened)) await store.close();
      opened = [];
    });
    const now = () => bench;
    exerciseStagedFailures(now);
    exerciseClaims(now);
    exerciseWrites(now);
    exerciseWaits(now);
    exerciseConversations(now);
    exerciseRuns(now);
    exerciseForks(now);
    exercisePackages(now);
    exerciseFiles(now);
    exerciseEvents(now);
    exerciseApprovals(now);
    exerciseAudit(now);
    exerciseGrants(now);
    exerciseWorkflows(now);
    exerciseBudgets(now);
    exerciseRetention(now);
  });
}

const START = Date.UTC(2026, 0, 5, 9);
