/** Approvals: who may answer, what a late answer is told, and which wait an answer wakes. */
import { describe, expect, test } from 'vitest';
import type { ApprovalQuestion, Decided, FlushWrite, Store } from '../../src/spec/index.ts';
import { blockedOrDone, end, entry, flushNext, park, program, publish, woken } from './staging.ts';
import type { Bench } from './store.ts';

const TTL = 60_000;

export function exerciseApprovals(bench: () => Bench): void {
  describe('approvals', () => {
    async function running() {
      const { store } = bench();
      await publish(store, { start: program('start') });
      const lease = await store.journal.join('north', TTL);
      await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
      const [run] = await store.journal.claim(lease, 10);
      return { ...bench(), lease, run: run!.run };
    }
    const ask = (run: string, address: string, more: Partial<ApprovalQuestion> = {}, due?: number): FlushWrite => ({
      kind: 'wait',
      run,
      address,
      wait: {
        kind: 'approval',
        question: { mode: 'approve', bot: 'shop', subject: 'Refund\0?', from: ['ana', 'role:manager'], need: 1, ...more },
      },
      ...(due !== undefined && { due }),
    });
    const said = (decided: Decided) => (decided.kind === 'unknown' ? 'unknown' : `${decided.kind} ${decided.approval.state}`);
    const told = async (store: Store, run: string) =>
      (await store.journal.signals([run])).map(({ address, signal }) => ({ address, ...signal }));

    test('an answer wakes the run with all it says', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [ask(run, '0.1'), park(run)] });
      const open = await store.approvals.list({ who: ['ANA'], limit: 10 });
      expect(open).toMatchObject([{ id: `${run}:0.1`, state: 'open', question: { subject: 'Refund\0?' }, votes: [] }]);
      const answer = { by: 'Ana', decision: 'approved', comment: 'fine', data: 'edited' } as const;
      expect(said(await store.approvals.decide(`${run}:0.1`, answer))).toBe('decided approved');
      expect((await store.runs.find(run))?.state).toBe('ready');
      expect(await told(store, run)).toEqual([
        { address: '0.1', kind: 'approval', decision: 'approved', by: 'Ana', comment: 'fine', data: 'edited' },
      ]);
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { entries: [entry(run, 1)], writes: [woken(run, '0.1'), end(run)] });
      expect(await store.approvals.find(`${run}:0.1`)).toMatchObject({ state: 'approved', decidedBy: 'Ana', comment: 'fine' });
      expect(await store.approvals.list({ state: 'open', limit: 10 })).toEqual([]);
    });

    test('two open at once, answered in either order, each wake their own', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [ask(run, '0.1/0.1'), ask(run, '0.1/1.1'), park(run)] });
      await store.approvals.decide(`${run}:0.1/1.1`, { by: 'ana', decision: 'rejected' });
      expect(await told(store, run)).toMatchObject([{ address: '0.1/1.1', decision: 'rejected' }]);
      await store.approvals.decide(`${run}:0.1/0.1`, { by: 'bob', roles: ['Manager'], decision: 'approved' });
      expect(await told(store, run)).toMatchObject([
        { address: '0.1/0.1', decision: 'approved', by: 'bob' },
        { address: '0.1/1.1', decision: 'rejected' },
      ]);
    });

    test('a second answer is told what came before it', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [ask(run, '0.1'), park(run)] });
      await store.approvals.decide(`${run}:0.1`, { by: 'ana', decision: 'approved' });
      const late = await store.approvals.decide(`${run}:0.1`, { by: 'ana', decision: 'rejected' });
      expect(late).toMatchObject({ kind: 'late', approval: { state: 'approved', decidedBy: 'ana' } });
      expect(await told(store, run)).toMatchObject([{ decision: 'approved' }]);
    });

    test('of two answers at once one counts', async () => {
      const { store, subject, gates, lease, run } = await running();
      await flushNext(store, lease, { writes: [ask(run, '0.1'), park(run)] });
      const gate = gates.closeAt('decide.locked');
      const one = store.approvals.decide(`${run}:0.1`, { by: 'ana', decision: 'approved' });
      await Promise.race([gate.reached, one]);
      const two = store.approvals.decide(`${run}:0.1`, { by: 'ana', decision: 'rejected' });
      await blockedOrDone(subject, two);
      gate.open();
      expect([said(await one), said(await two)].sort()).toEqual(['decided approved', 'late approved']);
    });

    test('an answer while the run goes to sleep', async () => {
      const { store, subject, gates, lease, run } = await running();
      await flushNext(store, lease, { writes: [ask(run, '0.1')] });
      const gate = gates.closeAt('decide.locked');
      const deciding = store.approvals.decide(`${run}:0.1`, { by: 'ana', decision: 'approved' });
      await Promise.race([gate.reached, deciding]);
      const parking = flushNext(store, lease, { writes: [park(run)] });
      await blockedOrDone(subject, parking);
      gate.open();
      await deciding;
      const { stillOurs } = await parking;
      expect(stillOurs.includes(run) || (await store.runs.find(run))?.state === 'ready').toBe(true);
    });

    test('after the timeout it is too late', async () => {
      const { store, lease, run } = await running();
      const due = bench().now + 1_000;
      await flushNext(store, lease, { writes: [ask(run, '0.1', {}, due), park(run)] });
      bench().now = due;
      expect((await store.journal.wakeDue(due, 10)).woken).toBe(1);
      expect(said(await store.approvals.decide(`${run}:0.1`, { by: 'ana', decision: 'approved' }))).toBe('late timed-out');
      expect(await told(store, run)).toEqual([{ address: '0.1', kind: 'timeout' }]);
    });

    test('with its run the question goes', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [ask(run, '0.1')] });
      await flushNext(store, lease, { writes: [end(run)] });
      expect(said(await store.approvals.decide(`${run}:0.1`, { by: 'ana', decision: 'approved' }))).toBe('late withdrawn');
      await store.journal.sweep(lease);
      expect((await store.approvals.find(`${run}:0.1`))?.state).toBe('withdrawn');
      expect(await store.approvals.list({ state: 'open', limit: 10 })).toEqual([]);
    });

    test('pruning the run takes the question, and the mails about it', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [ask(run, '0.1', { mails: { ana: ['ana@x.org'] } })] });
      await flushNext(store, lease, { writes: [end(run)] });
      expect(await store.retention.prune({ before: bench().now + 1, limit: 10 })).toMatchObject({ pruned: 1 });
      expect(await store.approvals.find(`${run}:0.1`)).toBeUndefined();
      expect(await store.approvals.takeNotices(10)).toEqual([]);
    });

    test('an operator withdraws one, and the run is told by whom', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [ask(run, '0.1'), park(run)] });
      expect(said(await store.approvals.withdraw(`${run}:0.1`, 'root'))).toBe('decided withdrawn');
      expect(await told(store, run)).toMatchObject([{ decision: 'withdrawn', by: 'root' }]);
      expect(said(await store.approvals.withdraw(`${run}:0.1`, 'root'))).toBe('late withdrawn');
    });

    test('two of three must say yes, and nobody twice; one no is enough', async () => {
      const { store, lease, run } = await running();
      const question = { from: ['ana', 'bob', 'eve'], need: 2 };
      await flushNext(store, lease, { writes: [ask(run, '0.1', question), ask(run, '0.2', question), park(run)] });
      const yes = (address: string, by: string) => store.approvals.decide(`${run}:${address}`, { by, decision: 'approved' });
      expect(said(await yes('0.1', 'ana'))).toBe('noted open');
      expect(said(await yes('0.1', 'Ana'))).toBe('noted open');
      expect((await store.approvals.find(`${run}:0.1`))?.votes).toEqual(['ana']);
      expect(said(await yes('0.1', 'eve'))).toBe('decided approved');
      expect(said(await yes('0.2', 'bob'))).toBe('noted open');
      expect(said(await store.approvals.decide(`${run}:0.2`, { by: 'eve', decision: 'rejected' }))).toBe('decided rejected');
    });

    test('whoever was not asked, and whatever was not asked, changes nothing', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [ask(run, '0.1'), ask(run, '0.2', { mode: 'input', from: ['buyer'] }), park(run)] });
      expect(said(await store.approvals.decide(`${run}:0.1`, { by: 'eve', roles: ['clerk'], decision: 'approved' }))).toBe(
        'not-asked open',
      );
      expect(said(await store.approvals.decide(`${run}:0.1`, { by: 'ana', decision: 'answered' }))).toBe('wrong-kind open');
      expect(said(await store.approvals.decide(`${run}:0.2`, { by: 'buyer', decision: 'approved' }))).toBe('wrong-kind open');
      expect(said(await store.approvals.decide('nothing', { by: 'ana', decision: 'approved' }))).toBe('unknown');
      expect(await told(store, run)).toEqual([]);
      expect(said(await store.approvals.decide(`${run}:0.2`, { by: 'Buyer', decision: 'answered', data: 'ACME' }))).toBe(
        'decided answered',
      );
    });

    test('mails are taken once, reminders follow, and none goes out after the answer', async () => {
      const { store, lease, run } = await running();
      const question = { mails: { ana: ['ana@x.org'], 'role:manager': ['m@x.org'] }, remindMs: 1_000 };
      await flushNext(store, lease, { writes: [ask(run, '0.1', question), park(run)] });
      const first = await store.approvals.takeNotices(10);
      expect(first.map(({ to, isReminder }) => [to, isReminder]).sort()).toEqual([
        ['ana@x.org', false],
        ['m@x.org', false],
      ]);
      expect(await store.approvals.takeNotices(10)).toEqual([]);
      await store.approvals.noticed(first[0]!, 'done');
      await store.approvals.noticed(first[1]!, 'not-sent', 'refused connection');
      bench().now += 60_000;
      const second = await store.approvals.takeNotices(10);
      expect(second.map(({ to, isReminder }) => [to, isReminder]).sort()).toEqual([
        ['ana@x.org', true],
        ['m@x.org', false],
        ['m@x.org', true],
      ]);
      await store.approvals.noticed(second[0]!, 'unknown');
      await store.approvals.decide(`${run}:0.1`, { by: 'ana', decision: 'approved' });
      bench().now += 60_000;
      expect(await store.approvals.takeNotices(10)).toEqual([]);
    });
  });
}
