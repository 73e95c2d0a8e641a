/** Approvals in memory. The rules are those of postgres/approvals.ts. */
import type { ApprovalNotice, ApprovalRow, Approvals, Decided, Decision } from '../../spec/index.ts';
import { refusalOf } from '../postgres/approvals.ts';
import type { ApprovalRecord, MemoryParts, NoticeRecord, RunRecord, Tables, WaitRecord } from './tables.ts';
import { wakeWait } from './waking.ts';

export function addApproval({ tables, now }: MemoryParts, run: RunRecord, address: string, { wait, due }: WaitRecord): void {
  if (wait.kind !== 'approval') return;
  const id = `${run.id}:${address}`;
  const { question } = wait;
  tables.approvals.set(id, { id, run: run.id, address, question, state: 'open', createdAt: now(), due, votes: [] });
  for (const [who, addresses] of Object.entries(question.mails ?? {}))
    for (const to of addresses) addNotice(tables, { approval: id, who, to, isReminder: false, due: now() });
}

function addNotice(tables: Tables, notice: Omit<NoticeRecord, 'number' | 'state' | 'tries'>): void {
  tables.notices.push({ ...notice, number: tables.notices.length + 1, state: 'due', tries: 0 });
}

const openWait = (tables: Tables, { run, address }: ApprovalRecord): WaitRecord | undefined => {
  const wait = tables.runs.get(run)?.waits.get(address);
  return wait && !wait.signal ? wait : undefined;
};

function rowOf({ tables, now }: MemoryParts, record: ApprovalRecord): ApprovalRow {
  if (record.state !== 'open' || openWait(tables, record)) return { ...record };
  return { ...record, state: record.due !== undefined && record.due <= now() ? 'timed-out' : 'withdrawn' };
}

export function createApprovals(parts: MemoryParts): Approvals {
  const { tables } = parts;
  const rows = () => [...tables.approvals.values()].map((each) => rowOf(parts, each));
  return {
    async list({ who, bot, run, state, limit }) {
      const names = who?.map((each) => each.toLowerCase());
      const found = rows().filter(
        (row) =>
          (!names || row.question.from.some((each) => names.includes(each))) &&
          (bot === undefined || row.question.bot === bot) &&
          (run === undefined || row.run === run) &&
          (state === undefined || row.state === state),
      );
      return found.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
    },
    async find(id) {
      const record = tables.approvals.get(id);
      return record && rowOf(parts, record);
    },
    decide: async (id, decision) => decide(parts, id, decision),
    withdraw: async (id, by) => decide(parts, id, { by, decision: 'withdrawn' }),
    takeNotices: async (limit) => takeNotices(parts, limit),
    async noticed({ number }, outcome, reason) {
      const notice = tables.notices[number - 1];
      if (notice?.state !== 'begun') return;
      notice.reason = reason;
      if (outcome === 'done') notice.state = 'sent';
      else if (outcome === 'not-sent') {
        notice.state = notice.tries >= 5 ? 'failed' : 'due';
        notice.due = parts.now() + 60_000;
      } else if (outcome === 'refused') notice.state = 'failed';
    },
  };
}

type Said = Omit<Decision, 'decision'> & { readonly decision: Decision['decision'] | 'withdrawn' };

function decide(parts: MemoryParts, id: string, { decision, ...said }: Said): Decided {
  const { tables } = parts;
  const record = tables.approvals.get(id);
  if (!record) return { kind: 'unknown' };
  const wait = openWait(tables, record);
  if (record.state !== 'open' || !wait) return { kind: 'late', approval: rowOf(parts, record) };
  const refusal = decision === 'withdrawn' ? undefined : refusalOf(record, { ...said, decision });
  if (refusal) return { kind: refusal, approval: rowOf(parts, record) };
  if (decision !== 'withdrawn') record.votes = [...new Set([...record.votes, said.by.toLowerCase()])];
  if (decision === 'approved' && record.votes.length < record.question.need) return { kind: 'noted', approval: rowOf(parts, record) };
  const { by, comment, data } = said;
  Object.assign(record, { state: decision, decidedBy: by, decidedAt: parts.now(), comment });
  const answer = { kind: 'approval', decision, by, comment, ...(data !== undefined && { data }) } as const;
  wakeWait(tables, tables.runs.get(record.run) as RunRecord, wait, answer);
  return { kind: 'decided', approval: rowOf(parts, record) };
}

function takeNotices(parts: MemoryParts, limit: number): ApprovalNotice[] {
  const { tables } = parts;
  const taken: ApprovalNotice[] = [];
  for (const notice of [...tables.notices]) {
    if (taken.length >= limit) break;
    const record = tables.approvals.get(notice.approval);
    if (notice.state !== 'due' || notice.due > parts.now() || !record) continue;
    if (record.state !== 'open' || !openWait(tables, record)) {
      notice.state = 'moot';
      continue;
    }
    notice.state = 'begun';
    notice.tries++;
    const { remindMs } = record.question;
    const { approval, who, to, number } = notice;
    if (remindMs !== undefined && notice.tries === 1)
      addNotice(tables, { approval, who, to, isReminder: true, due: parts.now() + remindMs });
    taken.push({ approval: rowOf(parts, record), number, who, to, isReminder: notice.isReminder });
  }
  return taken;
}
