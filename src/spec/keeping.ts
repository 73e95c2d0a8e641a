/** What operators keep in hand: grants, what models cost, budgets, the audit log. Rows beside the runs, in the same store. */
import type { AuditRow, Outcome } from './ports.ts';

// ── grants and model calls ──

/** What a bot may do beyond its policy. */
export interface GrantRow {
  readonly id: string;
  /** `*`: every bot. */
  readonly bot: string;
  /** A word, or a word and what it is for: `http:HOST`. */
  readonly what: string;
  /** Epoch milliseconds; not granted from then on. */
  readonly until?: number;
  /** Who granted it. */
  readonly by: string;
  readonly at: number;
}

export interface Grantings {
  list(): Promise<readonly GrantRow[]>;
  add(grant: Omit<GrantRow, 'id' | 'at'>): Promise<GrantRow>;
  /** Throws NotFound. */
  remove(id: string): Promise<void>;
}

/** One request to a model, answered or not. */
export interface ModelCall {
  readonly run: string;
  readonly address: string;
  readonly attempt: number;
  readonly bot: string;
  /** Absent where nobody named one and none answered. */
  readonly model?: string;
  readonly provider: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Counted by us. */
  readonly estimated: boolean;
  /** US dollars; null where the price is not known, which is not 0. */
  readonly cost: number | null;
  readonly ms: number;
  readonly outcome: Outcome['outcome'];
  readonly at: number;
}

// ── budgets of a day, shared by all nodes ──

/** A node's epoch: a lease is one. */
export interface Holder {
  readonly node: string;
  readonly epoch: number;
}

export interface BudgetScope {
  readonly kind: 'bot' | 'server';
  /** The bot; empty for the server, which is everything in this store. */
  readonly owner: string;
}
export interface UseLimits {
  readonly tokens?: number;
  readonly usd?: number;
}
export interface Amounts {
  readonly tokens: number;
  readonly usd: number;
}

export interface BudgetShares {
  /** A portion of at least `least`, of `share` where that is more and left; or what stands against it. One at a time. */
  take(
    holder: Holder,
    ask: {
      readonly scope: BudgetScope;
      readonly day: string;
      readonly limits: UseLimits;
      readonly least: Amounts;
      readonly share: Amounts;
    },
  ): Promise<Amounts | { readonly spent: Amounts; readonly reserved: Amounts }>;
  giveBack(holder: Holder, portion: { readonly scope: BudgetScope; readonly day: string } & Amounts): Promise<void>;
}

/** No portion can be had for now, whatever is left of the budget. */
export class NotSpendable extends Error {
  override readonly name = 'NotSpendable';
}

// ── the audit log ──

/** The audit rows of one flush of (node, epoch), in order, and the head the flush wrote. */
export interface AuditedFlush {
  readonly node: string;
  readonly epoch: number;
  readonly flush: number;
  readonly head: Uint8Array;
  readonly rows: readonly AuditRow[];
}

/** The head of a chain after one of its flushes. */
export type ChainHead = Omit<AuditedFlush, 'rows'>;

export interface AuditLog {
  /** Every flush with audit rows, in order within its (node, epoch), as the log stood when asked; read page by page. */
  flushes(): AsyncIterable<AuditedFlush>;
  /** The last head of each chain; and for each node the head its own row tells, of whatever epoch. */
  heads(): Promise<{
    readonly chains: readonly ChainHead[];
    readonly nodes: readonly { readonly node: string; readonly head: Uint8Array }[];
  }>;
}
