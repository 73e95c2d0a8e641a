/**
 * Approvals: what people are asked, and what they say. The row is written with the wait of its run; whoever decides
 * locks that run first and looks in a later statement whether it still waits (waking.ts). So of two answers, or of an
 * answer and a timeout, one has woken the wait, and the other is told what came before it.
 */
import type { ApprovalNotice, ApprovalQuestion, ApprovalRow, ApprovalState, Approvals, Decided, Decision } from '../../spec/index.ts';
import { encodeValue } from '../../values/index.ts';
import type { WriteOf } from './flush-writes.ts';
import { forEyes, isKey } from './limits.ts';
import type { StoreParts } from './parts.ts';
import {
  numberArray,
  numberOf,
  optionalNumber,
  optionalText,
  type Row,
  type Session,
  type Statement,
  statement,
  textArray,
  textOf,
} from './sql.ts';
import { lockRuns } from './waking.ts';

type Asked = WriteOf<'wait'> & { readonly wait: { readonly kind: 'approval'; readonly question: ApprovalQuestion } };

/** With their waits, in the flush. */
export function writeApprovals(waits: readonly Asked[], at: number): Statement[] {
  const ids = waits.map(({ run, address }) => `${run}:${address}`);
  const mails = waits.flatMap(({ wait: { question } }, i) =>
    Object.entries(question.mails ?? {}).flatMap(([who, addresses]) =>
      addresses.map((to) => ({ id: ids[i]!, who, to, remindMs: question.remindMs })),
    ),
  );
  const rows = statement(
    `insert into approvals (id, run, address, bot, question, wanted, state, created_at, due)
     select id, run, address, bot, question::json, wanted::text[], 'open', $7::bigint, due
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $8::bigint[])
       a (id, run, address, bot, question, wanted, due)`,
    textArray(ids),
    textArray(waits.map((each) => each.run)),
    textArray(waits.map((each) => each.address)),
    textArray(waits.map(({ wait }) => wait.question.bot)),
    textArray(waits.map(({ wait }) => JSON.stringify(wait.question))),
    textArray(waits.map(({ wait }) => textArray(wait.question.from.map(forEyes)))),
    at,
    numberArray(waits.map((each) => each.due)),
  );
  if (mails.length === 0) return [rows];
  const notices = statement(
    `insert into notices (approval, who, recipient, remind_ms, is_reminder, state, due)
     select *, false, 'due', $5::bigint from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])`,
    textArray(mails.map((each) => each.id)),
    textArray(mails.map((each) => each.who)),
    textArray(mails.map((each) => each.to)),
    numberArray(mails.map((each) => each.remindMs)),
    at,
  );
  return [rows, notices];
}

/** Answered, timed out or gone with their run: what the wait says now, the row says after it. */
export const CLOSE_LEFT = `
update approvals a set state = case when exists (select from waits w where w.run = a.run and w.address = a.address and w.signal = 'timeout')
    or a.due <= $1::bigint then 'timed-out' else 'withdrawn' end, decided_at = $1::bigint
where a.id = any(array(select id from approvals o where o.state = 'open'
    and not exists (select from waits w where w.run = o.run and w.address = o.address and w.kind = 'approval' and w.signal is null) limit 200))
  and a.state = 'open' returning 1 as closed`;

/** Mails that nobody sent while they were worth something. */
export const FORGET_NOTICES = `delete from notices where state = 'due' and due < $1::bigint returning 1 as gone`;
export const NOTICE_MS = 30 * 86_400_000;

export function createApprovals(parts: StoreParts): Approvals {
  const { sql } = parts;
  return {
    async list({ who, bot, run, state, limit }) {
      const names = who && textArray(who.map((each) => each.toLowerCase()));
      const rows = await sql.query(
        `${APPROVALS} where ($1::text[] is null or a.wanted && $1::text[]) and ($2::text is null or a.bot = $2)
           and ($3::text is null or a.run = $3)${state === 'open' ? " and a.state = 'open' and w.run is not null" : ''}
         order by a.id desc limit $4::int`,
        [names ?? null, bot ?? null, run ?? null, limit],
      );
      return rows.map((row) => approvalOf(row, parts.now()));
    },
    find: async (id) => (await find(parts, sql, id))[0],
    decide: (id, decision) => sql.transaction((session) => decide(parts, session, id, decision)),
    withdraw: (id, by) => sql.transaction((session) => withdraw(parts, session, id, by)),
    takeNotices: (limit) => takeNotices(parts, limit),
    async noticed({ number }, outcome, reason) {
      await sql.query(NOTICED, [number, outcome, reason === undefined ? null : forEyes(reason), parts.now()]);
    },
  };
}

/** `w` is the wait, while it is open. */
const APPROVALS = `select a.*, a.question::text as asked, to_json(a.votes)::text as voted, w.run is not null as waits
  from approvals a left join waits w on w.run = a.run and w.address = a.address and w.kind = 'approval' and w.signal is null`;

const find = async (parts: StoreParts, session: Session, id: string) =>
  isKey(id) ? (await session.query(`${APPROVALS} where a.id = $1`, [id])).map((row) => approvalOf(row, parts.now())) : [];

function approvalOf(row: Row, now: number): ApprovalRow {
  const due = optionalNumber(row.due);
  const left: ApprovalState = due !== undefined && due <= now ? 'timed-out' : 'withdrawn';
  return {
    id: textOf(row.id),
    run: textOf(row.run),
    address: textOf(row.address),
    question: JSON.parse(textOf(row.asked)) as ApprovalQuestion,
    state: row.state === 'open' && row.waits !== true ? left : (row.state as ApprovalState),
    createdAt: numberOf(row.created_at),
    due,
    decidedAt: optionalNumber(row.decided_at),
    decidedBy: optionalText(row.decided_by),
    comment: optionalText(row.comment),
    votes: JSON.parse(textOf(row.voted)) as string[],
  };
}

/** Of a row that waits for an answer; else what there is to say. */
async function lockOpen(parts: StoreParts, session: Session, id: string): Promise<{ approval: ApprovalRow } | Decided> {
  const [known] = await find(parts, session, id);
  if (!known) return { kind: 'unknown' };
  const lock = lockRuns(textArray([known.run]));
  await session.query(lock.text, lock.params);
  await parts.pause('decide.locked');
  const [approval] = await find(parts, session, id);
  return approval!.state === 'open' ? { approval: approval! } : { kind: 'late', approval: approval! };
}

async function decide(parts: StoreParts, session: Session, id: string, decision: Decision): Promise<Decided> {
  const found = await lockOpen(parts, session, id);
  if ('kind' in found) return found;
  const { approval } = found;
  const refusal = refusalOf(approval, decision);
  if (refusal) return { kind: refusal, approval };
  const votes = [...new Set([...approval.votes, decision.by.toLowerCase()])];
  if (decision.decision === 'approved' && votes.length < approval.question.need) {
    await session.query('update approvals set votes = $2::text[] where id = $1', [id, textArray(votes)]);
    return { kind: 'noted', approval: { ...approval, votes } };
  }
  await settle(parts, session, approval, { ...decision, votes });
  return { kind: 'decided', approval: (await find(parts, session, id))[0]! };
}

export function refusalOf({ question }: ApprovalRow, { by, roles = [], decision }: Decision): 'not-asked' | 'wrong-kind' | undefined {
  if ((question.mode === 'input') !== (decision === 'answered')) return 'wrong-kind';
  const names = [by, ...roles, ...roles.map((role) => `role:${role}`)].map((each) => each.toLowerCase());
  return names.some((name) => question.from.includes(name)) ? undefined : 'not-asked';
}

async function withdraw(parts: StoreParts, session: Session, id: string, by: string): Promise<Decided> {
  const found = await lockOpen(parts, session, id);
  if ('kind' in found) return found;
  await settle(parts, session, found.approval, { by, decision: 'withdrawn', votes: found.approval.votes });
  return { kind: 'decided', approval: (await find(parts, session, id))[0]! };
}

interface Settled extends Omit<Decision, 'decision'> {
  readonly decision: Decision['decision'] | 'withdrawn';
  readonly votes: readonly string[];
}

async function settle(parts: StoreParts, session: Session, approval: ApprovalRow, settled: Settled): Promise<void> {
  const { decision, by, comment, data, votes } = settled;
  await session.query(
    `with decided as (
       update approvals set state = $2, decided_by = $3, comment = $4, data = $5::bytea, votes = $6::text[], decided_at = $7::bigint where id = $1
     ), taken as (
       update waits set signal = 'approval' where run = $8 and address = $9 and signal is null returning run
     )
     update runs set state = 'ready' where id in (select run from taken) and state = 'waiting' returning id`,
    [
      approval.id,
      decision,
      forEyes(by),
      comment === undefined ? null : forEyes(comment),
      data === undefined ? null : encodeValue(data),
      textArray(votes.map(forEyes)),
      parts.now(),
      approval.run,
      approval.address,
    ],
  );
}

// ── mails ──

const TAKE_NOTICES = `
with due as (
  select n.number from notices n where n.state = 'due' and n.due <= $1::bigint order by n.due limit $2::int for update skip locked
), open as (
  select n.number, n.approval, n.who, n.recipient, n.remind_ms
  from due join notices n on n.number = due.number join approvals a on a.id = n.approval
    join waits w on w.run = a.run and w.address = a.address and w.kind = 'approval' and w.signal is null
  where a.state = 'open'
), moot as (
  delete from notices where number = any(array(select number from due)) and number <> all(array(select number from open))
), next as (
  insert into notices (approval, who, recipient, is_reminder, remind_ms, state, due)
  select approval, who, recipient, true, remind_ms, 'due', $1::bigint + remind_ms
  from open where remind_ms is not null and not exists (select from notices l
    where l.approval = open.approval and l.who = open.who and l.recipient = open.recipient and l.number > open.number)
)
update notices n set state = 'begun', tries = n.tries + 1 from open o
where n.number = o.number and n.number = any(array(select number from open)) returning n.number, n.approval, n.who, n.recipient, n.is_reminder`;

/** begun: its try is under way, or nobody knows what came of it. */
const NOTICED = `update notices set reason = $3,
  state = case $2 when 'done' then 'sent' when 'not-sent' then case when tries >= 5 then 'failed' else 'due' end when 'refused' then 'failed' else 'begun' end,
  due = case $2 when 'not-sent' then $4::bigint + 60000 else due end
  where number = $1::bigint and state = 'begun' returning 1 as noted`;

async function takeNotices(parts: StoreParts, limit: number): Promise<readonly ApprovalNotice[]> {
  const rows = await parts.sql.query(TAKE_NOTICES, [parts.now(), limit]);
  if (rows.length === 0) return [];
  const approvals = await parts.sql.query(`${APPROVALS} where a.id = any($1::text[])`, [
    textArray(rows.map((row) => textOf(row.approval))),
  ]);
  const byId = new Map(approvals.map((row) => [textOf(row.id), approvalOf(row, parts.now())]));
  return rows.map((row) => ({
    approval: byId.get(textOf(row.approval))!,
    number: numberOf(row.number),
    who: textOf(row.who),
    to: textOf(row.recipient),
    isReminder: row.is_reminder === true,
  }));
}
