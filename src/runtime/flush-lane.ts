/**
 * The flush lane: everything a node's runs want on disk, in one numbered transaction at a time.
 *
 *   1. Items queue up while a flush is under way; the next one takes all of them (2,000 entries or 4 MB).
 *   2. The flush proves our lease: its number is the last acknowledged one plus 1.
 *   3. Acknowledged: the items are handed back in order, and only now may answers reach programs.
 *
 * If the line breaks between 2 and 3 the same number is sent again, and the store answers like the first time. If a
 * row cannot be stored, none of the batch was: the batch is parted until the guilty run stands alone and is held, the
 * others commit. If the lease is lost, nothing of ours counts any more: the owner drops all runs and joins again.
 *
 * Why not one transaction per run: a commit costs a sync of the disk, and one sync carries two thousand runs as
 * easily as one. Why not two flushes at once: the numbers would prove nothing.
 */
import {
  type AuditRow,
  type ClockPort,
  type DigestPort,
  type Entry,
  type FlushBatch,
  type FlushReceipt,
  type FlushWrite,
  type Journal,
  type Lease,
  type LogPort,
  StoreFull,
  StoreUnavailable,
  UnstorableRow,
} from '../spec/index.ts';
import { firstHead, nextHead } from './door/index.ts';
import type { LiveRun, OpenAsk } from './live-run.ts';
import type { Answer } from './machine.ts';
import { isStaged, pausePoint } from './pause-point.ts';

/** A run asked for from outside; one of the two is called, once. */
export interface Birth {
  readonly id: string;
  isOver: boolean;
  done(): void;
  failed(error: Error): void;
}

export interface LaneItem {
  readonly run?: LiveRun;
  readonly birth?: Birth;
  readonly entry?: Entry;
  readonly writes?: readonly FlushWrite[];
  /** Fed to the program once stored. */
  readonly open?: OpenAsk;
  readonly answer?: Answer;
  readonly whenStored?: () => void;
  /** Stored even when the run's other rows are discarded. */
  readonly isFinal?: boolean;
  /** Its run leaves memory with this item. */
  readonly isPark?: boolean;
}

export interface LaneOwner {
  stored(items: readonly LaneItem[], receipt: FlushReceipt): void;
  /** This run's rows cannot be stored. */
  unstorable(run: LiveRun, error: Error): void;
  /** LeaseLost, or an error nobody expected: all runs are to be dropped. */
  lost(error: unknown): void;
  /** The disk is full; called again with false when it no longer is. */
  full(isFull: boolean): void;
  /** The store did not take a flush, this many times in a row; it is sent again unless the lane is closed. */
  refused(times: number): void;
}

export interface LaneParts {
  readonly journal: Pick<Journal, 'flush'>;
  readonly clock: ClockPort;
  readonly digest: DigestPort;
  readonly auditKey: Uint8Array;
  readonly log: LogPort;
}

const MOST_ENTRIES = 2000;
const MOST_BYTES = 4 * 1024 * 1024;
const RETRY_MS = 200;
const FULL_RETRY_MS = 2000;

export class FlushLane {
  readonly #parts: LaneParts;
  readonly #owner: LaneOwner;
  #lease: Lease | undefined;
  #queue: LaneItem[] = [];
  /** Sent, not acknowledged. */
  #flying: readonly LaneItem[] = [];
  #isScheduled = false;
  #isSending = false;
  /** Of the audit chain; once a lease is held. */
  #head: Uint8Array = new Uint8Array(0);
  #provenAt = Number.NEGATIVE_INFINITY;
  #idle: (() => void)[] = [];

  constructor(parts: LaneParts, owner: LaneOwner) {
    this.#parts = parts;
    this.#owner = owner;
  }

  /** A new lease: what was queued under the old one is gone. */
  open(lease: Lease): void {
    this.#lease = lease;
    this.#queue = [];
    this.#flying = [];
    this.#head = firstHead(this.#parts.digest, this.#parts.auditKey, lease);
    this.#provenAt = this.#parts.clock.monotonic();
  }

  /** Whatever was queued or under way is not heard of any more. */
  close(): void {
    this.#lease = undefined;
    for (const { birth } of [...this.#flying, ...this.#queue]) birth?.failed(new StoreUnavailable('this node lost its lease'));
    this.#queue = [];
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  push(item: LaneItem): void {
    this.#queue.push(item);
    this.#schedule();
  }

  /** On the monotonic clock, when the last acknowledged flush was sent. */
  get provenAt(): number {
    return this.#provenAt;
  }

  get isIdle(): boolean {
    return !this.#isSending && this.#queue.length === 0;
  }

  /** Resolves when nothing is queued or under way. */
  drained(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isSending || !this.#lease) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      if (!this.#isSending && this.#queue.length > 0) void this.#send();
    });
  }

  async #send(): Promise<void> {
    const lease = this.#lease;
    if (!lease) return;
    this.#isSending = true;
    try {
      const items = this.#take();
      this.#flying = items;
      if (items.length > 0) await this.#store(lease, items);
    } catch (error) {
      if (lease === this.#lease) {
        this.close();
        this.#owner.lost(error);
      }
    } finally {
      this.#isSending = false;
      this.#flying = [];
      if (this.#queue.length > 0) this.#schedule();
      else for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  #take(): LaneItem[] {
    let entries = 0;
    let bytes = 0;
    let count = 0;
    for (const item of this.#queue) {
      const size = sizeOf(item);
      if (count > 0 && (entries >= MOST_ENTRIES || bytes + size > MOST_BYTES)) break;
      entries += item.entry ? 1 : 0;
      bytes += size;
      count++;
    }
    const taken = count === this.#queue.length ? this.#queue : this.#queue.slice(0, count);
    this.#queue = count === this.#queue.length ? [] : this.#queue.slice(count);
    return taken.some(isStale) ? taken.filter((item) => !isStale(item)) : taken;
  }

  async #store(lease: Lease, items: readonly LaneItem[]): Promise<void> {
    const number = lease.flush + 1;
    const { batch, audits } = batchOf(items);
    const head = audits.length > 0 ? nextHead(this.#parts.digest, this.#parts.auditKey, this.#head, audits) : this.#head;
    const whole = audits.length > 0 ? { ...batch, head } : batch;
    let isFull = false;
    for (let attempt = 0; ; attempt++) {
      const sentAt = this.#parts.clock.monotonic();
      try {
        if (isStaged()) await pausePoint('flush.send');
        const receipt = await this.#parts.journal.flush(lease, number, whole);
        if (isStaged()) await pausePoint('flush.sent');
        if (lease !== this.#lease) return;
        lease.flush = number;
        this.#head = head;
        this.#provenAt = sentAt;
        if (isFull) this.#owner.full(false);
        this.#owner.stored(items, receipt);
        return;
      } catch (error) {
        if (lease !== this.#lease) return;
        if (error instanceof UnstorableRow) return this.#part(lease, items, error);
        if (!(error instanceof StoreUnavailable || error instanceof StoreFull)) throw error;
        if (error instanceof StoreFull && !isFull) this.#owner.full(true);
        isFull ||= error instanceof StoreFull;
        this.#parts.log.log('warn', 'the store did not take a flush; it is sent again', { number, attempt, reason: error.message });
        this.#owner.refused(attempt + 1);
        if (lease !== this.#lease) return;
        await this.#pause(isFull ? FULL_RETRY_MS : RETRY_MS);
        if (lease !== this.#lease) return;
      }
    }
  }

  /** None of these is stored: the guilty where they are named, else one half after the other. */
  async #part(lease: Lease, items: readonly LaneItem[], error: UnstorableRow): Promise<void> {
    const runs = [...new Set(items.map(ownerOf))];
    const guilty = runs.filter((run) => run && error.runs.includes(run.id));
    if (guilty.length === 0 && runs.length === 1) guilty.push(runs[0]);
    for (const run of guilty) {
      if (!run) throw error; // rows of no run: ours, and a bug
      if (!('machine' in run)) run.failed(error);
      else if (run.isDiscarded)
        this.#parts.log.log('error', 'the last rows of a run cannot be stored', { run: run.id, reason: error.message });
      else this.#owner.unstorable(run, error);
    }
    const rest = runs.filter((run) => !guilty.includes(run));
    const half = guilty.length > 0 ? rest.length : Math.ceil(rest.length / 2);
    for (const part of [new Set(rest.slice(0, half)), new Set(rest.slice(half))]) {
      const theirs = items.filter((item) => part.has(ownerOf(item)) && !isStale(item));
      if (theirs.length > 0 && lease === this.#lease) await this.#store(lease, theirs);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.after(ms, resolve);
    });
  }
}

const isStale = (item: LaneItem): boolean => item.birth?.isOver === true || (item.run?.isDiscarded === true && !item.isFinal);

const ownerOf = (item: LaneItem): LiveRun | Birth | undefined => item.run ?? item.birth;

function batchOf(items: readonly LaneItem[]): { readonly batch: FlushBatch; readonly audits: readonly AuditRow[] } {
  const entries: Entry[] = [];
  const writes: FlushWrite[] = [];
  const audits: AuditRow[] = [];
  for (const item of items) {
    if (item.entry) entries.push(item.entry);
    if (!item.writes) continue;
    for (const write of item.writes) {
      writes.push(write);
      if (write.kind === 'audit') audits.push(write.row);
    }
  }
  return { batch: { entries, writes }, audits };
}

/** Roughly: what makes a batch heavy is payloads, states and texts. */
function sizeOf({ entry, writes = [] }: LaneItem): number {
  let size = entry ? entry.payload.length + 100 : 0;
  for (const write of writes) size += 60 + sizeOfWrite(write);
  return size;
}

export function sizeOfWrite(write: FlushWrite): number {
  if (write.kind === 'checkpoint') return write.state.length;
  if (write.kind === 'memory') return write.payload?.length ?? 0;
  if (write.kind === 'message') return 'text' in write.item ? write.item.text.length * 2 : 0;
  if (write.kind === 'workflow') return write.result?.length ?? 0;
  if (write.kind === 'birth') return write.inputs.length + 100;
  return write.kind === 'end' ? write.result.length : 0;
}
