/**
 * The flush: one numbered commit of a node (docs/durability.md).
 *
 *  1. fence     update the node's row from flush n-1 to n under our epoch; entries, audit rows and messages in the same
 *               statement, which also locks the conversations, sorted. No node row fails the statement (a division by
 *               zero), and with it all that was sent behind it. Runs that end are ended here too, in the hope that
 *               nothing follows; where a parent or an unread message waits for it, the statement fails, and the flush
 *               is sent again under its number with 4. Memory, secrets, blobs and the rows of workflows ride along as
 *               parts of the same statement. A batch of these kinds alone ends here: one statement.
 *  2. lock      topics, sorted, where events are published or waited for; then runs, sorted; only when something of this batch must look (waking.ts).
 *  3. write     new runs, waits, checkpoints: one array statement a kind.
 *  4. match     ends, replies, children, events, the next run of a conversation.
 *  5. park      last, because it looks for signals that the steps before may have set.
 *
 * We may die, or the line may break, between any two: either all of it is committed or nothing is, and the number
 * tells which. Node row at n under our epoch: it was committed, answer as the first time. Else the lease is lost.
 *
 * Why an error and not a join to the fenced row: each statement has its own snapshot, and one forgotten join would
 * let a dead owner write. An aborted transaction forgets nothing.
 */
import { type FlushBatch, type FlushReceipt, type Lease, LeaseLost, UnstorableRow } from '../../spec/index.ts';
import { isRefusedProof } from './errors.ts';
import { checkBatch } from './flush-check.ts';
import { type FlushOrder, type Planned, planFlush } from './flush-plan.ts';
import type { StoreParts } from './parts.ts';
import { emptyReceipt, finished, readBirths, readCommands, readConversations } from './receipt.ts';
import { numberOf, type Row, textArray, textOf } from './sql.ts';

export async function flush(parts: StoreParts, lease: Lease, number: number, batch: FlushBatch): Promise<FlushReceipt> {
  checkBatch(batch);
  const receipt = await attempt(parts, { lease, number, batch, endsAlone: batch.writes.some((each) => each.kind === 'end') });
  lease.flush = number;
  return receipt;
}

async function attempt(parts: StoreParts, order: FlushOrder): Promise<FlushReceipt> {
  const plan = planFlush(parts, order);
  try {
    return receiptOf(plan, await parts.sql.batch(plan.map(([statement]) => statement)));
  } catch (error) {
    if (!isRefusedProof(error) && !(error instanceof UnstorableRow)) throw error;
    const receipt = await committedBefore(parts, order.lease, order.number, order.batch);
    if (receipt) return receipt;
    if (isRefusedProof(error) && order.endsAlone) return attempt(parts, { ...order, endsAlone: false });
    throw error;
  }
}

function receiptOf(plan: readonly Planned[], answers: readonly (readonly Row[])[]): FlushReceipt {
  const receipt = emptyReceipt();
  for (const [i, [, read]] of plan.entries()) read?.(answers[i]!, receipt);
  return finished(receipt);
}

/** What the rows say of a flush whose number is already there; undefined when it is not; throws when the lease is lost. */
async function committedBefore(parts: StoreParts, lease: Lease, number: number, batch: FlushBatch): Promise<FlushReceipt | undefined> {
  const [node] = await parts.sql.query('select epoch, flush from nodes where id = $1', [lease.node]);
  const found = node && numberOf(node.epoch) === lease.epoch ? numberOf(node.flush) : undefined;
  if (found === number - 1) return undefined;
  if (found !== number) throw new LeaseLost(`node ${lease.node} lost epoch ${lease.epoch} before flush ${number}`);
  const parks = batch.writes.filter((each) => each.kind === 'park').map((each) => each.run);
  const talks = batch.writes.filter((each) => each.kind === 'message').map((each) => each.conversation);
  const ours = await parts.sql.query(
    `select id, command, id = any($3::text[]) as parked from runs
     where owner = $1 and epoch = $2::bigint and (id = any($3::text[]) or command is not null)`,
    [lease.node, lease.epoch, textArray(parks)],
  );
  const conversations = await parts.sql.query('select id, last from conversations where id = any($1::text[])', [textArray(talks)]);
  const receipt = emptyReceipt();
  readCommands(ours, receipt);
  readConversations(conversations, receipt);
  for (const row of ours) if (row.parked) receipt.stillOurs.push(textOf(row.id));
  const births = batch.writes.filter((each) => each.kind === 'birth');
  if (births.length > 0) {
    const born = await parts.sql.query('select id, version, "user" from runs where id = any($1::text[])', [
      textArray(births.map((each) => each.run)),
    ]);
    readBirths(births)(born, receipt);
  }
  // The number is a hint to look for ready runs: too many does no harm.
  receipt.ready = batch.writes.filter((each) => each.kind === 'run' || each.kind === 'end' || each.kind === 'event').length;
  receipt.hasDeliveries = batch.writes.some((each) => each.kind === 'event' || (each.kind === 'end' && each.isDelivery));
  return finished(receipt);
}
