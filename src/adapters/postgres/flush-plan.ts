/** Which statements a batch needs, in the order of the protocol (flush.ts). */
import { createHash } from 'node:crypto';
import type { FlushBatch, FlushWrite, Lease, Wait } from '../../spec/index.ts';
import { writeApprovals } from './approvals.ts';
import { settleBudgets } from './budgets.ts';
import { settleDeliveries } from './deliveries.ts';
import { endRuns } from './ends.ts';
import { type Fenced, fence } from './fence.ts';
import {
  cancelChildren,
  deleteWaits,
  holdRuns,
  parkRuns,
  type StoredEntry,
  settleOperators,
  type WriteOf,
  writeBlobs,
  writeCheckpoints,
  writeMemories,
  writeRuns,
  writeSecrets,
  writeWaits,
} from './flush-writes.ts';
import { LIMITS } from './limits.ts';
import { writeModelCalls } from './model-calls.ts';
import type { StoreParts } from './parts.ts';
import { countReady, type Receipt, readBirths, readFence, readPublished, readStayed } from './receipt.ts';
import { type Row, type Statement, textArray } from './sql.ts';
import { bearRuns } from './starts.ts';
import { lockPublished, lockWaited, lookBack, type Published, publishEvents, wantedAs } from './topics.ts';
import { deliverEnds, deliverMessages, lockRunsAround, promoteListeners } from './waking.ts';
import { endWorkflows, writeWorkflows } from './workflows.ts';

/** A statement and what its rows add to the receipt. */
export type Planned = readonly [Statement, ((rows: readonly Row[], receipt: Receipt) => void)?];

export interface FlushOrder {
  readonly lease: Lease;
  readonly number: number;
  readonly batch: FlushBatch;
  /** Ends go with the fence, in the hope that nothing follows them. */
  readonly endsAlone: boolean;
}

export function planFlush(parts: StoreParts, { lease, number, batch, endsAlone }: FlushOrder): Planned[] {
  const of = grouped(batch.writes);
  const { entries, blobs } = storedEntries(batch);
  const audit = of('audit').map((each) => each.row);
  const births = of('birth');
  const conversations = [...replyConversations(of), ...[...of('run'), ...births].flatMap((each) => each.conversation ?? [])];
  const fenced: Fenced = {
    entries,
    audit,
    messages: of('message'),
    head: batch.head,
    conversations,
    ends: of('end'),
    endsAlone,
    at: parts.now(),
    riders: riders(of, blobs, parts.now()),
  };
  const later: Grouped = (kind) => (kind === 'end' && endsAlone ? [] : of(kind));
  const plan: Planned[] = [[fence(lease, number, fenced), readFence]];
  plan.push(...topicLocks(of), ...locks(later));
  if (births.length > 0) plan.push([bearRuns(births, parts.now(), lease), readBirths(births)]);
  plan.push(...rows(of, batch), ...matches(parts, later, batch));
  const handled = of('end').filter((each) => each.isDelivery);
  if (handled.length > 0)
    plan.push([
      settleDeliveries(
        handled.map((each) => each.run),
        parts.now(),
      ),
      (_, receipt) => (receipt.hasDeliveries = true),
    ]);
  if (of('model-call').length > 0) plan.push([writeModelCalls(of('model-call'), lease)], [settleBudgets(of('model-call'), lease)]);
  if (of('cancel').length > 0) plan.push([cancelChildren(of('cancel')), countReady]);
  if (of('held').length > 0) plan.push([holdRuns(of('held'))]);
  if (of('park').length > 0) plan.push([parkRuns(of('park')), readStayed]);
  return plan;
}

type Grouped = <K extends FlushWrite['kind']>(kind: K) => readonly WriteOf<K>[];

function grouped(writes: readonly FlushWrite[]): Grouped {
  const groups = new Map<string, FlushWrite[]>();
  for (const write of writes) {
    const group = groups.get(write.kind);
    if (group) group.push(write);
    else groups.set(write.kind, [write]);
  }
  return ((kind: string) => groups.get(kind) ?? []) as unknown as Grouped;
}

function storedEntries({ entries }: FlushBatch): { entries: StoredEntry[]; blobs: Map<string, Uint8Array> } {
  const blobs = new Map<string, Uint8Array>();
  const stored = entries.map((entry) => {
    if (entry.payload.length <= LIMITS.entryBytes) return { entry };
    const blob = createHash('sha256').update(entry.payload).digest('hex');
    blobs.set(blob, entry.payload);
    return { entry, blob };
  });
  return { entries: stored, blobs };
}

const replyConversations = (of: Grouped) => of('wait').flatMap(({ wait }) => (wait.kind === 'reply' ? [wait.conversation] : []));
const distinct = (ids: readonly string[]) => textArray([...new Set(ids)]);
const endedRuns = (of: Grouped) => distinct(of('end').map((each) => each.run));

const eventWaits = (of: Grouped) => of('wait').flatMap(({ wait }) => (wait.kind === 'event' ? [wait] : []));

function topicLocks(of: Grouped): Planned[] {
  const waits = eventWaits(of);
  if (of('event').length > 0) return [[lockPublished(of('event'), waits)]];
  return waits.length > 0 ? lockWaited(waits).map((each): Planned => [each]) : [];
}

/** Conversations were locked with the fence. */
function locks(of: Grouped): Planned[] {
  const runs = (['wait', 'park', 'held', 'end'] as const).flatMap((kind) => of(kind).map((each) => each.run));
  for (const { target } of of('cancel')) runs.push(target);
  const events: readonly Published[] = of('event');
  if (runs.length === 0 && events.length === 0) return [];
  return [[lockRunsAround(distinct(runs), endedRuns(of), events.length > 0 ? wantedAs(events) : undefined)]];
}

/** Upserts of rows that no other statement of a flush reads or writes: they go with the fence. */
function riders(of: Grouped, blobs: ReadonlyMap<string, Uint8Array>, at: number): readonly Statement[] {
  const found: Statement[] = [];
  if (blobs.size > 0) found.push(writeBlobs(blobs, at));
  if (of('memory').length > 0) found.push(...writeMemories(of('memory')));
  if (of('secret').length > 0) found.push(writeSecrets(of('secret')));
  // What ends all executions of a run would meet the same rows.
  if (of('workflow').length > 0 && of('workflows-end').length === 0) found.push(...writeWorkflows(of('workflow')));
  return found;
}

function rows(of: Grouped, { entries }: FlushBatch): Planned[] {
  const plan: Planned[] = [];
  if (of('run').length > 0) plan.push([writeRuns(of('run')), countReady]);
  if (of('workflows-end').length > 0) for (const each of writeWorkflows(of('workflow'))) plan.push([each]);
  if (of('workflows-end').length > 0) plan.push([endWorkflows(of('workflows-end'))]);
  const ended = new Set(of('end').map((each) => each.run));
  const states = of('checkpoint').filter((each) => !ended.has(each.run));
  if (states.length > 0) plan.push([writeCheckpoints(states)]);
  const decided = entries.filter((each) => each.kind === 'operator');
  if (decided.length > 0) plan.push([settleOperators(decided)]);
  return plan;
}

function matches(parts: StoreParts, of: Grouped, batch: FlushBatch): Planned[] {
  const plan: Planned[] = [];
  const { gone, asked } = settledWaits(batch.writes);
  if (gone.length > 0) plan.push([deleteWaits(gone)]);
  if (asked.length > 0) plan.push([writeWaits(asked)]);
  const ends = of('end');
  if (ends.length > 0)
    plan.push([
      endRuns(
        ends,
        ends.map(() => parts.newId()),
        parts.now(),
      ),
      countReady,
    ]);
  const listened = replyConversations(of);
  if (listened.length > 0) plan.push([promoteListeners(distinct(listened), '{}')], [deliverMessages(distinct(listened), '{}'), countReady]);
  const parents = asked.filter(({ wait }) => wait.kind === 'child').map((each) => each.run);
  if (parents.length > 0) plan.push([deliverEnds(distinct(parents)), countReady]);
  // What is older comes first: only then what this batch publishes.
  const listening = asked.filter(isEventWait);
  if (listening.length > 0) plan.push([lookBack(listening), countReady]);
  const events: readonly Published[] = of('event');
  if (events.length > 0) plan.push([publishEvents(events), readPublished]);
  const approvals = asked.filter(isApproval);
  for (const each of approvals.length > 0 ? writeApprovals(approvals, parts.now()) : []) plan.push([each]);
  return plan;
}

type WaitOf<K extends Wait['kind']> = WriteOf<'wait'> & { readonly wait: Extract<Wait, { kind: K }> };
const isEventWait = (write: WriteOf<'wait'>): write is WaitOf<'event'> => write.wait.kind === 'event';
const isApproval = (write: WriteOf<'wait'>): write is WaitOf<'approval'> => write.wait.kind === 'approval';

/** Within a batch the last word on an address counts: asked again after an answer, withdrawn as soon as asked, gone with its run. */
function settledWaits(writes: readonly FlushWrite[]) {
  const last = new Map<string, WriteOf<'wait'> | undefined>();
  const gone = new Map<string, { run: string; address: string }>();
  for (const write of writes) {
    if (write.kind !== 'wait' && write.kind !== 'woken') continue;
    const name = `${write.run}\0${write.address}`;
    if (write.kind === 'woken') gone.set(name, write);
    last.delete(name);
    last.set(name, write.kind === 'wait' ? write : undefined);
  }
  const ended = new Set(writes.filter((each) => each.kind === 'end').map((each) => each.run));
  return {
    gone: [...gone.values()],
    asked: [...last.values()].filter((each) => each !== undefined).filter((each) => !ended.has(each.run)),
  };
}
