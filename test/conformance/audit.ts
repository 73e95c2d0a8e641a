import { describe, expect, test } from 'vitest';
import { nodeDigest } from '../../src/adapters/node-crypto.ts';
import { AuditCheck, type ExpectedHead, firstHead, nextHead } from '../../src/runtime/door/index.ts';
import type { AuditRow, Lease, Store } from '../../src/spec/index.ts';
import { flushNext, program, publish } from './staging.ts';
import type { Bench } from './store.ts';

const TTL = 60_000;
const KEY = new Uint8Array(32).fill(3);

export function exerciseAudit(bench: () => Bench): void {
  describe('the audit log', () => {
    /** Two epochs of one node with three flushes each, of two rows; the heads as a keeper would note them. */
    async function written() {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const heads: ExpectedHead[] = [];
      for (let life = 0; life < 2; life++) {
        const lease = await store.journal.join('north', TTL);
        let head = firstHead(nodeDigest, KEY, lease);
        for (let flush = 1; flush <= 3; flush++) {
          const rows = [auditRow(`a${flush}`), auditRow(`b${flush}`)];
          head = nextHead(nodeDigest, KEY, head, rows);
          await record(store, lease, rows, head);
          await flushNext(store, lease, {});
        }
        heads.push({ node: 'north', epoch: lease.epoch, flush: 5, head });
      }
      return { store, heads };
    }

    async function checked(store: Store, noted: readonly ExpectedHead[] = []) {
      const { nodes } = await store.audit.heads();
      const check = new AuditCheck(nodeDigest, KEY, [...noted, ...nodes]);
      for await (const flush of store.audit.flushes()) check.take(flush);
      const { chains, flushes, rows, broken, missing } = check;
      return { chains, flushes, rows, broken, missing: missing.map(({ epoch, flush }) => ({ epoch, flush })) };
    }

    test('is read back in order, chain by chain, and fits', async () => {
      const { store, heads } = await written();
      expect(await checked(store, heads)).toEqual({ chains: 2, flushes: 6, rows: 12, broken: [], missing: [] });
      expect((await store.audit.heads()).chains.map(({ epoch, flush, head }) => ({ epoch, flush, head: [...head] }))).toEqual(
        heads.map(({ epoch, flush, head }) => ({ epoch, flush, head: [...head] })),
      );
    });

    test('tells the flush of an altered row', async () => {
      const { store, heads } = await written();
      await bench().subject.tamper({ act: 'alter', epoch: 2, flush: 3, subject: 'b2' });
      expect(await checked(store, heads)).toMatchObject({ broken: [{ node: 'north', epoch: 2, flush: 3 }], missing: [] });
    });

    test('tells the flush of a row taken out', async () => {
      const { store, heads } = await written();
      await bench().subject.tamper({ act: 'delete', epoch: 1, flush: 3, subject: 'a2' });
      expect((await checked(store, heads)).broken).toEqual([{ node: 'north', epoch: 1, flush: 3 }]);
    });

    test('tells where a whole flush is missing', async () => {
      const { store, heads } = await written();
      for (const subject of ['a2', 'b2']) await bench().subject.tamper({ act: 'delete', epoch: 1, flush: 3, subject });
      expect((await checked(store, heads)).broken).toEqual([{ node: 'north', epoch: 1, flush: 5 }]);
    });

    test('misses the end that was cut off: of the last epoch by the node’s row, of one before by what was noted', async () => {
      const { store, heads } = await written();
      for (const subject of ['a3', 'b3']) await bench().subject.tamper({ act: 'delete', epoch: 2, flush: 5, subject });
      expect(await checked(store)).toMatchObject({ broken: [], missing: [{ epoch: undefined }] });
      for (const subject of ['a3', 'b3']) await bench().subject.tamper({ act: 'delete', epoch: 1, flush: 5, subject });
      expect((await checked(store, heads.slice(0, 1))).missing).toEqual([
        { epoch: 1, flush: 5 },
        { epoch: undefined, flush: undefined },
      ]);
    });
  });
}

const auditRow = (subject: string): AuditRow => ({
  at: 5,
  bot: 'shop',
  actor: 'operator',
  what: 'operator',
  subject,
  tier: 2,
  argsHash: 'ab',
});

const record = (store: Store, lease: Lease, rows: readonly AuditRow[], head: Uint8Array) =>
  flushNext(store, lease, { head, writes: rows.map((row) => ({ kind: 'audit', run: '', row })) });
