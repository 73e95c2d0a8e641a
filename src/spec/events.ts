/**
 * Events and approvals as hosts see them: published from outside, listed, delivered again, decided.
 * What runs do with them are writes, waits and signals (ports.ts); docs/durability.md holds the protocol.
 */
import type { Value } from '../values/index.ts';

/** An event's payload, encoded, may be this large. */
export const MOST_EVENT_BYTES = 256 * 1024;
/** Events that cause events: this often, then publishing is a fault. */
export const MOST_HOPS = 16;
/** Tries of a delivery; then it is a dead letter. */
export const DELIVERY_TRIES = 4;
/** Milliseconds before the second, third, … try. */
export const DELIVERY_BACKOFF: readonly number[] = [5_000, 30_000, 300_000];
/** An event that nobody has yet to handle is forgotten after this. */
export const EVENT_RETENTION_MS = 7 * 86_400_000;

/** Which event: published by this bot, under this name (lower-case). Numbered in commit order. */
export interface EventName {
  readonly bot: string;
  readonly name: string;
}

export interface EventRow extends EventName {
  readonly number: number;
  readonly at: number;
  readonly payload: Value;
  readonly key?: string;
  readonly hops: number;
  /** The run that published it; absent for one from outside. */
  readonly run?: string;
}

/** open: waits for its turn or its next try. running: its run is there, whatever its state. dead: given up, until a person says again. A handled one is gone. */
export type DeliveryState = 'open' | 'running' | 'dead';

export interface DeliveryRow {
  /** Names it: bot, script, number and topic in one. */
  readonly id: string;
  /** Whose handler. */
  readonly bot: string;
  readonly script: string;
  readonly event: EventName & { readonly number: number };
  readonly key?: string;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly run?: string;
  /** `held` where the run waits for a person: until then the deliveries after it under the same key wait too. */
  readonly runState?: string;
  /** Of the last try that failed. */
  readonly fault?: string;
  readonly due?: number;
}

export interface Events {
  /** From outside. Throws NotFound where no such bot is live, UnstorableRow where the payload is too large. */
  publish(event: EventName & { readonly payload: Value; readonly key?: string }): Promise<{ readonly number: number }>;
  /** Newest first. */
  list(filter: { readonly bot: string; readonly name?: string; readonly limit: number }): Promise<readonly EventRow[]>;
  deliveries(filter: { readonly bot?: string; readonly state?: DeliveryState; readonly limit: number }): Promise<readonly DeliveryRow[]>;
  /** A dead letter is tried again, with all its tries. False where it is none. */
  redrive(id: string): Promise<boolean>;
}

// ── approvals ──

/** What a person is asked. `from`: names (lower-case), `role:NAME`; `need` of them must say yes. */
export interface ApprovalQuestion {
  readonly mode: 'approve' | 'input';
  readonly bot: string;
  readonly subject: string;
  readonly from: readonly string[];
  readonly need: number;
  /** JSON text of what the decision is about; may come back edited. */
  readonly details?: string;
  /** Where each is told by mail: addresses, by entry of `from`. */
  readonly mails?: Readonly<Record<string, readonly string[]>>;
  readonly remindMs?: number;
}

export type ApprovalState = 'open' | 'approved' | 'rejected' | 'answered' | 'withdrawn' | 'timed-out';

export interface ApprovalRow {
  /** `run:address`. */
  readonly id: string;
  readonly run: string;
  readonly address: string;
  readonly question: ApprovalQuestion;
  readonly state: ApprovalState;
  readonly createdAt: number;
  readonly due?: number;
  readonly decidedAt?: number;
  readonly decidedBy?: string;
  readonly comment?: string;
  /** Who has said yes so far, where more than one must. */
  readonly votes: readonly string[];
}

export interface Decision {
  readonly by: string;
  readonly roles?: readonly string[];
  readonly decision: 'approved' | 'rejected' | 'answered';
  readonly comment?: string;
  /** Edited details of an approval, or the answer to a question. */
  readonly data?: Value;
}

/** late: it was decided before, timed out or withdrawn; `approval` says how. noted: more must say yes. */
export type Decided =
  | { readonly kind: 'decided' | 'noted' | 'late' | 'not-asked' | 'wrong-kind'; readonly approval: ApprovalRow }
  | { readonly kind: 'unknown' };

/** A mail about an open approval. Sent at most once: SMTP does not de-duplicate. */
export interface ApprovalNotice {
  readonly approval: ApprovalRow;
  readonly number: number;
  readonly who: string;
  readonly to: string;
  readonly isReminder: boolean;
}

export interface Approvals {
  /** Open ones, or all; `who`: those that one of these names or roles may answer. Newest first. */
  list(filter: {
    readonly who?: readonly string[];
    readonly bot?: string;
    readonly run?: string;
    readonly state?: 'open';
    readonly limit: number;
  }): Promise<readonly ApprovalRow[]>;
  find(id: string): Promise<ApprovalRow | undefined>;
  decide(id: string, decision: Decision): Promise<Decided>;
  /** Nobody is to answer any more; the run goes on as if it had been rejected, and is told by whom. */
  withdraw(id: string, by: string): Promise<Decided>;
  /** Takes mails that are due: each is marked as begun before it is answered, so that nobody sends it twice. */
  takeNotices(limit: number): Promise<readonly ApprovalNotice[]>;
  /** What came of one: `not-sent` makes it due again, `unknown` leaves it as it is for a person to see. */
  noticed(notice: Pick<ApprovalNotice, 'number'>, outcome: 'done' | 'refused' | 'not-sent' | 'unknown', reason?: string): Promise<void>;
}

// ── deciding by a link ──

export interface LinkedPerson {
  readonly approval: string;
  readonly who: string;
  /** Epoch milliseconds. */
  readonly expires: number;
}

export interface ApprovalLinks {
  sign(person: LinkedPerson): string;
  read(token: string, now: number): LinkedPerson | 'altered' | 'expired';
}
