/**
 * The journal in memory: the same rules as on PostgreSQL, so that what holds in a transcript holds there. A flush
 * is checked whole before its first row is touched; nothing awaits in between, so it is one transaction.
 */
import {
  type ClaimedRun,
  type FlushBatch,
  type FlushReceipt,
  type FlushWrite,
  type Journal,
  type Lease,
  LeaseLost,
  UnstorableRow,
  type WaitSignal,
} from '../../spec/index.ts';
import { checkBatch } from '../postgres/flush-check.ts';
import { forEyes } from '../postgres/limits.ts';
import { addApproval } from './approvals.ts';
import { settleBudgets } from './budgets.ts';
import { deliver, forgetListener, lookBack, publishEvents, purgeEvents, settleDelivery } from './events.ts';
import { become, type ConversationRecord, type MemoryParts, memoryKey, type RunRecord, type Tables, type WaitRecord } from './tables.ts';
import { addRun, deliverEnd, matchConversation, wakeWait } from './waking.ts';
import { endWorkflows, writeWorkflow } from './workflows.ts';

const POISON = 4;
const SUSPECT = 2;

export function createJournal(parts: MemoryParts): Journal {
  const receipts = new Map<string, { readonly number: number; readonly receipt: FlushReceipt }>();
  const { tables } = parts;
  return {
    async join(node, ttlMs) {
      const record = tables.nodes.get(node) ?? { epoch: 0, flush: 0, until: 0, ttlMs };
      Object.assign(record, { epoch: record.epoch + 1, flush: 0, until: parts.wall() + ttlMs, ttlMs });
      tables.nodes.set(node, record);
      receipts.delete(node);
      freeRuns(parts, node);
      return { node, epoch: record.epoch, flush: 0, ttlMs };
    },
    async flush(lease, number, batch) {
      const node = tables.nodes.get(lease.node);
      const last = receipts.get(lease.node);
      if (node?.epoch === lease.epoch && node.flush === number && last?.number === number) {
        lease.flush = number;
        return last.receipt;
      }
      if (!node || node.epoch !== lease.epoch || node.flush !== number - 1)
        throw new LeaseLost(`node ${lease.node} lost epoch ${lease.epoch} before flush ${number}`);
      checkBatch(batch);
      checkRows(parts, batch);
      Object.assign(node, { flush: number, until: parts.wall() + lease.ttlMs });
      const receipt = apply(parts, lease, number, batch);
      receipts.set(lease.node, { number, receipt });
      lease.flush = number;
      return receipt;
    },
    async claim(lease, limit) {
      if (tables.nodes.get(lease.node)?.epoch !== lease.epoch)
        throw new LeaseLost(`node ${lease.node} lost epoch ${lease.epoch} before a claim`);
      return claim(parts, lease, limit);
    },
    signals: async (runs) => runs.flatMap((id) => signalsOf(tables.runs.get(id))),
    wakeDue: async (now, limit) => wakeDue(parts, now, limit),
    async sweep() {
      let ready = 0;
      for (const [name, node] of tables.nodes) {
        if (node.until > parts.wall()) continue;
        const freed = freeRuns(parts, name);
        if (node.until > 0) Object.assign(node, { epoch: node.epoch + 1, until: 0 });
        ready += freed;
      }
      for (const conversation of tables.conversations.values()) ready += matchConversation(parts, conversation);
      purgeEvents(parts);
      return { ready };
    },
    deliver: async (now, limit) => deliver(parts, now, limit),
    async leave(lease) {
      const node = tables.nodes.get(lease.node);
      if (node?.epoch !== lease.epoch) return;
      Object.assign(node, { epoch: node.epoch + 1, until: 0 });
      freeRuns(parts, lease.node, true);
    },
  };
}

function freeRuns({ tables }: MemoryParts, node: string, isPeaceful = false): number {
  let freed = 0;
  for (const run of tables.runs.values()) {
    if (run.owner?.node !== node) continue;
    become(tables, run, 'ready');
    if (isPeaceful) run.claims = 0;
    freed++;
  }
  return freed;
}

function claim({ tables, engines }: MemoryParts, lease: Lease, limit: number): ClaimedRun[] {
  const claimed: RunRecord[] = [];
  for (const run of [...tables.ready].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (claimed.length >= limit) break;
    const last = run.entries.at(-1)?.seq ?? 0;
    const claims = last > run.claimedSeq ? 1 : run.claims + 1;
    // A suspect comes alone.
    if (claims >= SUSPECT && claimed.length > 0) break;
    run.claims = claims;
    run.claimedSeq = last;
    if (claims >= POISON) hold(tables, run, 'poison', `it was begun ${POISON - 1} times and never came to its next entry`);
    else if (!engines.includes(run.engine)) hold(tables, run, 'engine', `its program needs engine ${run.engine}`);
    else {
      become(tables, run, 'leased');
      run.owner = { node: lease.node, epoch: lease.epoch };
      claimed.push(run);
    }
    if (claims >= SUSPECT) break;
  }
  return claimed.map(asClaimed);
}

const asClaimed = (run: RunRecord): ClaimedRun => ({
  run: run.id,
  bot: run.bot,
  version: run.version,
  script: run.script,
  conversation: run.conversation,
  user: run.user,
  inputs: run.inputs,
  ...(run.event && { event: run.event }),
  hops: run.hops,
  claims: run.claims,
  cancelling: run.command === 'cancel',
  ...(run.operator && { operator: run.operator }),
  ...(run.checkpoint && { checkpoint: run.checkpoint }),
  entries: run.entries.filter((entry) => entry.seq > (run.checkpoint?.seq ?? 0)),
  signals: signalsOf(run),
});

const signalsOf = (run: RunRecord | undefined): WaitSignal[] =>
  run ? [...run.waits].flatMap(([address, { signal }]) => (signal ? [{ run: run.id, address, signal }] : [])) : [];

function wakeDue({ tables }: MemoryParts, now: number, limit: number): { woken: number; next: number | null } {
  const due: { run: RunRecord; wait: WaitRecord; due: number }[] = [];
  for (const run of tables.runs.values())
    for (const wait of run.waits.values()) if (wait.due !== undefined && !wait.signal) due.push({ run, wait, due: wait.due });
  due.sort((a, b) => a.due - b.due);
  const ripe = due.filter((each) => each.due <= now).slice(0, limit);
  for (const { run, wait } of ripe) wakeWait(tables, run, wait, { kind: wait.wait.kind === 'timer' ? 'timer' : 'timeout' });
  return { woken: ripe.length, next: due[ripe.length]?.due ?? null };
}

// ── the flush ──

/** What the real store's constraints refuse, beyond what it checks beforehand. */
function checkRows({ tables }: MemoryParts, { entries, writes }: FlushBatch): void {
  const bad = new Set<string>();
  const last = new Map<string, number>();
  for (const { run, seq } of entries) {
    const known = last.get(run) ?? tables.runs.get(run)?.entries.at(-1)?.seq ?? 0;
    if (!tables.runs.has(run) || known >= seq) bad.add(run);
    last.set(run, seq);
  }
  for (const write of writes) {
    if (write.kind === 'message' && !tables.conversations.has(write.conversation)) bad.add(write.run);
    if (write.kind === 'run' && tables.runs.has(write.id)) bad.add(write.run);
    if (write.kind === 'birth' && tables.runs.has(write.run)) bad.add(write.run);
  }
  if (bad.size > 0) throw new UnstorableRow('rows that cannot be stored', [...bad]);
}

interface Flushing {
  readonly lease: Lease;
  readonly parts: MemoryParts;
  readonly receipt: {
    stillOurs: string[];
    commands: FlushReceipt['commands'][number][];
    conversations: Map<string, number>;
    ready: number;
    hasDeliveries: boolean;
    begun: ClaimedRun[];
  };
  /** Looked at once all rows are there. */
  readonly touched: Set<ConversationRecord>;
  readonly ended: RunRecord[];
}

function apply(parts: MemoryParts, lease: Lease, number: number, batch: FlushBatch): FlushReceipt {
  const { tables } = parts;
  const flushing: Flushing = {
    lease,
    parts,
    receipt: { stillOurs: [], commands: [], conversations: new Map(), ready: 0, hasDeliveries: false, begun: [] },
    touched: new Set(),
    ended: [],
  };
  for (const entry of batch.entries) {
    const run = tables.runs.get(entry.run) as RunRecord;
    run.entries.push(entry);
    if (entry.kind === 'operator') run.operator = undefined;
  }
  const parks: { readonly run: RunRecord; readonly isCancelled: boolean }[] = [];
  for (const write of batch.writes) {
    if (write.kind === 'park') parks.push({ run: tables.runs.get(write.run) as RunRecord, isCancelled: write.isCancelled === true });
    else if (write.kind === 'audit')
      tables.audit.push({ node: lease.node, epoch: lease.epoch, flush: number, head: batch.head as Uint8Array, row: write.row });
    else if (write.kind === 'birth') bear(flushing, lease, write);
    else applyWrite(flushing, write);
  }
  const node = tables.nodes.get(lease.node);
  if (node && batch.head) node.head = batch.head;
  for (const child of flushing.ended) {
    flushing.receipt.ready += deliverEnd(parts, child);
    tables.awaiting.delete(child.id);
  }
  for (const conversation of flushing.touched) flushing.receipt.ready += matchConversation(parts, conversation);
  const asked = batch.writes
    .filter((each) => each.kind === 'wait')
    .map((each) => [tables.runs.get(each.run) as RunRecord, each.address] as const);
  for (const [run, address] of asked) listen(flushing, run, address);
  const published = publishEvents(
    parts,
    batch.writes.filter((each) => each.kind === 'event'),
  );
  flushing.receipt.ready += published.ready;
  if (published.deliveries > 0) flushing.receipt.hasDeliveries = true;
  for (const write of batch.writes)
    if (write.kind === 'end' && write.isDelivery) {
      settleDelivery(parts, tables.runs.get(write.run) as RunRecord);
      flushing.receipt.hasDeliveries = true;
    }
  for (const { run, isCancelled } of parks) park(tables, flushing, run, isCancelled);
  for (const run of tables.commanded)
    if (run.command && run.state === 'leased' && run.owner?.node === lease.node)
      flushing.receipt.commands.push({ run: run.id, command: run.command });
  const conversations = [...flushing.receipt.conversations].map(([conversation, last]) => ({ conversation, last }));
  return { ...flushing.receipt, conversations };
}

/** Once all rows of the flush are there. */
function listen({ parts, receipt }: Flushing, run: RunRecord, address: string): void {
  const wait = run.waits.get(address);
  if (wait?.wait.kind === 'event' && lookBack(parts.tables, run, address, wait)) receipt.ready++;
  if (wait?.wait.kind === 'approval') addApproval(parts, run, address, wait);
}

function park(tables: Tables, { receipt }: Flushing, run: RunRecord, isCancelled: boolean): void {
  if ((run.command && !isCancelled) || [...run.waits.values()].some((wait) => wait.signal)) receipt.stillOurs.push(run.id);
  else {
    become(tables, run, 'waiting');
    run.claims = 0;
  }
}

function bear({ parts, receipt }: Flushing, lease: Lease, birth: Extract<FlushWrite, { kind: 'birth' }>): void {
  const { tables } = parts;
  const bot = tables.bots.get(birth.bot);
  const version = bot?.state === 'live' ? tables.versions.get(bot.version ?? '') : undefined;
  if (!version?.programs[birth.script]) return;
  const { bot: name, script, inputs, conversation } = birth;
  const user = birth.user ?? tables.conversations.get(conversation ?? '')?.user;
  const run = addRun(parts, { id: birth.run, bot: name, version: version.id, script, inputs, conversation, user });
  become(tables, run, 'leased');
  Object.assign(run, { owner: { node: lease.node, epoch: lease.epoch }, claims: 1 });
  receipt.begun.push(asClaimed(run));
}

function applyWrite(flushing: Flushing, write: Exclude<FlushWrite, { kind: 'park' | 'audit' | 'birth' }>): void {
  const { tables } = flushing.parts;
  const run = tables.runs.get(write.run) as RunRecord;
  switch (write.kind) {
    case 'message': {
      const conversation = tables.conversations.get(write.conversation) as ConversationRecord;
      const number = conversation.items.length + 1;
      conversation.items.push({ number, at: write.at, item: write.item, isInbox: false });
      flushing.receipt.conversations.set(conversation.id, number);
      return;
    }
    case 'memory': {
      const key = memoryKey(write.scope, write.owner, write.key);
      if (write.payload === null) tables.memories.delete(key);
      else tables.memories.set(key, write.payload);
      return;
    }
    case 'secret':
      tables.secrets.set(write.handle, write.sealed);
      return;
    case 'event':
      return; // with the others, once all waits are there
    case 'run': {
      const version = write.bot === run.bot ? run.version : (tables.bots.get(write.bot)?.version ?? '');
      const { id, bot, script, inputs, conversation } = write;
      const child = addRun(flushing.parts, {
        id,
        bot,
        version,
        script,
        inputs,
        conversation,
        user: run.user,
        parent: run.id,
        hops: run.hops,
      });
      if (child.state === 'ready') flushing.receipt.ready++;
      return;
    }
    case 'cancel': {
      const child = tables.runs.get(write.target);
      if (child?.parent !== run.id || child.endedAt !== undefined) return;
      if (child.state !== 'leased') flushing.receipt.ready++;
      cancel(tables, child);
      return;
    }
    case 'workflow':
      writeWorkflow(tables, write);
      return;
    case 'workflows-end':
      endWorkflows(tables, write);
      return;
    case 'woken':
      dropWait(flushing, run, write.address);
      return;
    case 'wait': {
      run.waits.set(write.address, { wait: write.wait, ...(write.due !== undefined && { due: write.due }) });
      if (write.wait.kind === 'reply') {
        tables.conversations.get(write.wait.conversation)?.listeners.add(run);
        touch(flushing, write.wait.conversation);
      }
      if (write.wait.kind === 'child') {
        tables.awaiting.set(write.wait.run, (tables.awaiting.get(write.wait.run) ?? new Set()).add(run));
        const child = tables.runs.get(write.wait.run);
        if (child?.endedAt !== undefined) flushing.ended.push(child);
      }
      return;
    }
    case 'model-call':
      tables.modelCalls.push(write.call);
      settleBudgets(tables, write.call, flushing.lease.node, flushing.lease.epoch);
      return;
    case 'checkpoint':
      run.checkpoint = { seq: write.seq, state: write.state };
      return;
    case 'held':
      if (run.command === 'cancel') become(tables, run, 'ready');
      else hold(tables, run, write.reason, write.message);
      if (run.command === 'hold') {
        run.command = undefined;
        tables.commanded.delete(run);
      }
      return;
    case 'end':
      end(flushing, run, write);
      return;
  }
}

/** With an answered wait goes the cleartext of a secret reply. */
function dropWait({ parts }: Flushing, run: RunRecord, address: string): void {
  const wait = run.waits.get(address);
  run.waits.delete(address);
  if (wait?.wait.kind !== 'reply' || wait.signal?.kind !== 'reply') return;
  const { number } = wait.signal;
  const item = parts.tables.conversations.get(wait.wait.conversation)?.items[number - 1];
  if (item) item.cleartext = undefined;
}

function touch({ parts, touched }: Flushing, id: string): void {
  const conversation = parts.tables.conversations.get(id);
  if (conversation) touched.add(conversation);
}

function hold(tables: Tables, run: RunRecord, reason: NonNullable<RunRecord['heldReason']>, message: string): void {
  become(tables, run, 'held');
  Object.assign(run, { heldReason: reason, message: forEyes(message) });
}

function end(flushing: Flushing, run: RunRecord, write: Extract<FlushWrite, { kind: 'end' }>): void {
  const { tables, now } = flushing.parts;
  become(tables, run, write.state);
  Object.assign(run, { result: write.result, fault: write.fault, endedAt: now(), command: undefined, checkpoint: undefined });
  tables.commanded.delete(run);
  forgetListener(tables, run);
  run.waits.clear();
  flushing.ended.push(run);
  const conversation = tables.conversations.get(run.conversation ?? '');
  if (conversation?.foreground === run.id) conversation.foreground = undefined;
  if (conversation) flushing.touched.add(conversation);
  if (write.state !== 'cancelled') return;
  // The children of a cancelled run are told.
  for (const child of tables.runs.values()) if (child.parent === run.id && child.endedAt === undefined) cancel(tables, child);
}

/** A command for whoever owns it; a run that nobody owns becomes ready, to be cancelled by its next owner. */
export function cancel(tables: Tables, run: RunRecord): void {
  run.command = 'cancel';
  run.claims = 0;
  tables.commanded.add(run);
  if (run.state !== 'leased') become(tables, run, 'ready');
}

/** The owner is told; a run that nobody owns is held at once. */
export function holdByOperator(tables: Tables, run: RunRecord): void {
  if (run.state === 'leased') {
    run.command ??= 'hold';
    tables.commanded.add(run);
  } else if (run.state !== 'held') {
    become(tables, run, 'held');
    run.heldReason = 'operator';
  }
}
