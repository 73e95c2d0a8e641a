/**
 * The store: the truth. Two halves: the Journal, all that the engine needs to run and
 * survive (nothing of SQL), and the rows that hosts read and write (conversations, packages, runs).
 * docs/durability.md holds the protocol; each rule there has its staged test in test/conformance.
 */
import type { Value } from '../values/index.ts';
import type { Approvals, EventName, Events } from './events.ts';
import type { Fault } from './fault.ts';
import type { FileHistory } from './files.ts';
import type { AuditLog, BudgetShares, Grantings, ModelCall } from './keeping.ts';
import type { AuditRow, MemoryScope, Signal, StreamItem, Wait, WorkflowState } from './ports.ts';
import type { Program } from './program.ts';

export type RunState = 'ready' | 'leased' | 'waiting' | 'held' | 'cancelling' | 'done' | 'failed' | 'cancelled';
export type HeldReason = 'unknown-outcome' | 'bug' | 'poison' | 'operator' | 'disk-full' | 'engine';

/** A node's right to advance its runs. `flush` is the number of the last acknowledged one. */
export interface Lease {
  readonly node: string;
  readonly epoch: number;
  flush: number;
  readonly ttlMs: number;
}

/** One line of a run's journal. Payloads are bytes of the value codec. */
export interface Entry {
  readonly run: string;
  /** Order of answers within the run, from 1. */
  readonly seq: number;
  readonly address: string;
  readonly kind: 'begin' | 'intent' | 'wait' | 'answer' | 'fault' | 'set' | 'operator' | 'cancel';
  /** Keyword name and form; on replay it must match. */
  readonly name: string;
  /** 16 bytes over the encoded arguments; on replay it must match. */
  readonly argsHash: Uint8Array;
  readonly payload: Uint8Array;
  /** Redacted, for `show`. */
  readonly preview: string;
  readonly at: number;
}

/** A row that rides in the flush, tied to the run whose entry it comes with. */
export type FlushWrite =
  | { readonly kind: 'message'; readonly run: string; readonly conversation: string; readonly item: StreamItem; readonly at: number }
  | {
      readonly kind: 'memory';
      readonly run: string;
      readonly scope: MemoryScope;
      readonly owner: string;
      readonly key: string;
      readonly payload: Uint8Array | null;
      readonly at: number;
    }
  | {
      readonly kind: 'run';
      readonly run: string;
      readonly id: string;
      readonly bot: string;
      readonly script: string;
      readonly inputs: Uint8Array;
      readonly conversation?: string;
      readonly at: number;
    }
  /** A run that this one began, and nobody waits for any more. */
  | { readonly kind: 'cancel'; readonly run: string; readonly target: string }
  /** A run begun from outside, leased by this node from birth: `begun` of the receipt answers it. */
  | ({ readonly kind: 'birth'; readonly run: string; readonly inputs: Uint8Array; readonly at: number } & Omit<RunStart, 'inputs'>)
  | { readonly kind: 'secret'; readonly run: string; readonly handle: string; readonly sealed: Uint8Array }
  | {
      readonly kind: 'event';
      readonly run: string;
      readonly bot: string;
      readonly name: string;
      readonly key?: string;
      readonly payload: Uint8Array;
      readonly fields: readonly string[];
      readonly hops: number;
      readonly at: number;
    }
  | { readonly kind: 'audit'; readonly run: string; readonly row: AuditRow }
  | { readonly kind: 'model-call'; readonly run: string; readonly call: ModelCall }
  /** One execution of a workflow: with a name it begins. */
  | {
      readonly kind: 'workflow';
      readonly run: string;
      readonly id: string;
      readonly bot: string;
      readonly at: number;
      readonly name?: string;
      readonly step?: string;
      readonly state?: WorkflowState;
      readonly result?: Uint8Array;
    }
  /** Beside the end of a run that failed or was cancelled: its executions that still run end with it. */
  | { readonly kind: 'workflows-end'; readonly run: string; readonly state: 'failed' | 'cancelled'; readonly at: number }
  /** `due` in epoch milliseconds of the clock port. */
  | { readonly kind: 'wait'; readonly run: string; readonly address: string; readonly wait: Wait; readonly due?: number }
  /** The wait of this address was answered: its row goes. */
  | { readonly kind: 'woken'; readonly run: string; readonly address: string }
  | { readonly kind: 'checkpoint'; readonly run: string; readonly seq: number; readonly state: Uint8Array }
  /** All fibers wait: the run leaves memory unless a signal is already there. */
  | {
      readonly kind: 'park';
      readonly run: string;
      /** The program has been told that it is cancelled and still undoes things: that command keeps it from nothing. */
      readonly isCancelled?: true;
    }
  | { readonly kind: 'held'; readonly run: string; readonly reason: HeldReason; readonly message: string }
  | {
      readonly kind: 'end';
      readonly run: string;
      readonly state: 'done' | 'failed' | 'cancelled';
      readonly result: Uint8Array;
      readonly fault?: Fault;
      /** It handled an event: the delivery is done, or due again, with this row. */
      readonly isDelivery?: boolean;
    };

export interface FlushBatch {
  readonly entries: readonly Entry[];
  readonly writes: readonly FlushWrite[];
  /**
   * The audit chain of (node, epoch) after this batch's audit rows, in their order here: kept in `nodes.head` and
   * beside each of those rows, so that `verifyAudit` finds the flush where a chain breaks. Absent without audit rows.
   */
  readonly head?: Uint8Array;
}

export interface FlushReceipt {
  /** Parked runs for which a signal was already there: they stay with us, ready. */
  readonly stillOurs: readonly string[];
  /** Operator and cancel signals for our runs. */
  readonly commands: readonly { readonly run: string; readonly command: 'cancel' | 'hold' }[];
  /** Conversations that got messages, with their last number: for live views. */
  readonly conversations: readonly { readonly conversation: string; readonly last: number }[];
  /** Runs made ready by this flush (children, next message of a conversation). */
  readonly ready: number;
  /** Births of this flush; one whose bot is not live or has no such script is missing. */
  readonly begun: readonly ClaimedRun[];
  /** Events were published, or a delivery ended: `deliver` may find work. */
  readonly hasDeliveries: boolean;
}

/** What begins a run from outside: a script of a live bot. */
export interface RunStart {
  readonly bot: string;
  readonly script: string;
  readonly inputs: Value;
  readonly conversation?: string;
  readonly user?: string;
}

/** The flush's row was not ours any more: abort outside calls, drop all runs, join again. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
/** These runs' rows cannot be stored; none of the batch was. `runs` names the guilty where known; where empty, the caller parts the batch. */
export class UnstorableRow extends Error {
  override readonly name = 'UnstorableRow';
  readonly runs: readonly string[];
  constructor(message: string, runs: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.runs = runs;
  }
}

/**
 * The store cannot be reached or gave up for now (restart, broken connection, deadlock, watchdog). A flush may or may not
 * be committed: send it again under the same number.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** What was named does not exist: a bot, a script of its version, a conversation, a run. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** The disk is full: none of the batch was stored. Runs pause, none fails. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
}

/** What a person decided about a held run. It stays with the run until an entry of kind 'operator' is flushed for it. */
export interface OperatorAct {
  readonly kind: 'resume' | 'retry' | 'answer';
  /** Of an answer: bytes of the value codec. */
  readonly value?: Uint8Array;
  readonly actor: string;
}

export interface ClaimedRun {
  readonly run: string;
  readonly bot: string;
  readonly version: string;
  readonly script: string;
  readonly conversation?: string;
  readonly user?: string;
  readonly inputs: Uint8Array;
  /** The event that it handles. */
  readonly event?: EventName & { readonly number: number };
  /** Of the event that it handles, or that a run above it does. */
  readonly hops: number;
  readonly claims: number;
  readonly cancelling: boolean;
  readonly operator?: OperatorAct;
  readonly checkpoint?: { readonly seq: number; readonly state: Uint8Array };
  /** After the checkpoint, in order. */
  readonly entries: readonly Entry[];
  readonly signals: readonly WaitSignal[];
}

export interface WaitSignal {
  readonly run: string;
  readonly address: string;
  readonly signal: Signal;
}

export interface Journal {
  /** Takes or renews the node's row under a new epoch; its former runs become ready. */
  join(node: string, ttlMs: number): Promise<Lease>;
  /** One transaction; proves the lease by `flush = n - 1 → n`. A repeat of a committed number answers like the first. Throws LeaseLost, UnstorableRow. */
  flush(lease: Lease, number: number, batch: FlushBatch): Promise<FlushReceipt>;
  /**
   * Ready runs, oldest first; adds 1 to each run's claims before its state is read (a flushed entry, a park and a leave set them to 0 again).
   * A run whose claims become 2 or more comes alone, so that a run that kills its node takes no innocent one to its
   * 4th claim. Only engines we know; others become held.
   */
  claim(lease: Lease, limit: number): Promise<readonly ClaimedRun[]>;
  /** Signals that came for runs we hold. */
  signals(runs: readonly string[]): Promise<readonly WaitSignal[]>;
  /** Wakes waits whose time has come; answers how many, and when the next is due. */
  wakeDue(now: number, limit: number): Promise<{ readonly woken: number; readonly next: number | null }>;
  /** Makes the runs of lapsed nodes ready, whole; and matches what a lost hint left unmatched. */
  sweep(lease: Lease): Promise<{ readonly ready: number }>;
  /** Begins the runs of handlers whose turn it is: under each key one event after the other. Answers how many are ready now. */
  deliver(now: number, limit: number): Promise<number>;
  leave(lease: Lease): Promise<void>;
}

// ── rows that hosts read and write ──

export interface Version {
  readonly id: string;
  readonly bot: string;
  readonly createdAt: number;
  readonly programs: Readonly<Record<string, string>>; // script stem → program hash
  /** `config.csv` as it stands, keys lower-case: for adapters and GET. */
  readonly config: Readonly<Record<string, string>>;
  /** What of it is a script variable (`param-x` → `x`), typed: an input of every run. Stored with the version. */
  readonly variables: Readonly<Record<string, string | number | boolean>>;
  readonly policy: 'workshop' | 'strict';
  /**
   * The script (stem) that answers a message nobody waits for, once `start` has run in that conversation; without it
   * such a message stays unread. The run's inputs are an object with `message`, the text (and `value` where it had one).
   */
  readonly answers?: string;
  readonly origin?: VersionOrigin;
}

/** What a version was compiled of last: where all of it is equal, nothing needs to be compiled again. */
export interface VersionOrigin {
  /** Digest of the package's files. */
  readonly content: string;
  /** Names the compiler. */
  readonly build: string;
  /** What it had to say, warnings and less: as JSON, for the report. */
  readonly problems: readonly unknown[];
}

/** What makes two versions of a bot one: all but when, under which name and from which origin they were stored. */
export const isSameVersion = (one: Version, other: Version): boolean => contentOf(one) === contentOf(other);

function contentOf({ programs, config, variables, policy, answers }: Version): string {
  const sorted = (record: Readonly<Record<string, unknown>>) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted(programs), sorted(config), sorted(variables), policy, answers ?? null]);
}

/** Of a handler, `start~new_ticket`, the source of the script it stands in. */
export const sourceOf = (sources: Readonly<Record<string, string>>, script: string): string =>
  sources[script] ?? sources[script.split('~', 1)[0] as string] ?? '';

export interface Packages {
  /** One transaction: programs stored once, the version written, the bot pointed at it. What is live already stays the version it is, with its new origin. */
  publish(
    version: Omit<Version, 'id' | 'createdAt' | 'programs'> & {
      readonly programs: Readonly<Record<string, Program>>;
      readonly sources: Readonly<Record<string, string>>;
    },
  ): Promise<Version>;
  retire(bot: string): Promise<void>;
  /** But those of our own, whose names begin with `~`. */
  bots(): Promise<readonly BotRow[]>;
  bot(name: string): Promise<BotRow | undefined>;
  version(id: string): Promise<Version | undefined>;
  program(hash: string): Promise<Program | undefined>;
  source(hash: string): Promise<string | undefined>;
}

/** Bots whose names begin with `~` are parts of the server: no package has such a name, no list shows them, no visitor reaches them. */
export const isOurBot = (name: string): boolean => name.startsWith('~');
export const DESIGNER_BOT = '~designer';

export interface BotRow {
  readonly name: string;
  readonly version?: string;
  readonly state: 'live' | 'retired';
  readonly config: Readonly<Record<string, string>>;
}

export interface ConversationItem {
  readonly number: number;
  readonly at: number;
  readonly item: StreamItem;
}

export interface ConversationRow {
  readonly id: string;
  readonly bot: string;
  readonly user: string;
  /** Number of its last item, 0 when empty. */
  readonly last: number;
  readonly createdAt: number;
  readonly closed: boolean;
}

export interface PostedMessage {
  readonly text: string;
  readonly value?: string;
  readonly secret?: boolean;
  readonly switchers?: readonly string[];
}

export interface Conversations {
  /** Opens one and starts the bot's start script, if it has one. */
  open(bot: string, user: string): Promise<{ readonly id: string }>;
  find(id: string): Promise<ConversationRow | undefined>;
  /** Newest first. */
  list(filter: { readonly user: string; readonly bot?: string; readonly limit: number }): Promise<readonly ConversationRow[]>;
  /** It takes no more messages (posting answers undefined); its runs are the caller's to cancel. */
  close(id: string): Promise<void>;
  /**
   * Numbers and stores a message; wakes the foreground run if it waits, or starts one if there is none.
   * A repeated `clientId` answers like the first.
   */
  post(id: string, clientId: string, message: PostedMessage): Promise<{ readonly number: number } | undefined>;
  /** In order, after the cursor. */
  since(id: string, cursor: number, limit: number): Promise<readonly ConversationItem[]>;
}

export interface RunRow {
  readonly id: string;
  readonly bot: string;
  readonly version: string;
  readonly script: string;
  readonly state: RunState;
  readonly heldReason?: HeldReason;
  readonly message?: string;
  readonly conversation?: string;
  readonly createdAt: number;
  readonly endedAt?: number;
  /** Its journal was deleted then. */
  readonly prunedAt?: number;
  readonly result?: Value;
  readonly fault?: Fault;
}

export interface RunFilter {
  readonly bot?: string;
  readonly state?: RunState;
  readonly conversation?: string;
  /** The id of the last run already seen. */
  readonly before?: string;
  readonly limit: number;
}

export interface RunFork {
  /** Numbers of the entries that are copied. */
  readonly seqs: readonly number[];
  /** The entry that follows them. */
  readonly set: Omit<Entry, 'run'>;
  /** When the last of them was made. */
  readonly until: number;
}

export interface Runs {
  /** A fresh id; later ones sort after it. */
  newId(): string;
  /** Stores a ready run, for whichever node claims it. Throws NotFound. */
  start(run: RunStart): Promise<string>;
  /** Newest first. */
  list(filter: RunFilter): Promise<readonly RunRow[]>;
  find(id: string): Promise<RunRow | undefined>;
  /** Those after this number, in order. */
  entries(id: string, after?: number): Promise<readonly Entry[]>;
  /** What it was given when it began: bytes of the value codec. Throws NotFound. */
  inputs(id: string): Promise<Uint8Array>;
  /**
   * A new ready run of the same version with copies of entries of this one, and what is set there. Where that run had a
   * conversation, this one gets its own, with what was said until then; its executions of workflows are copied likewise.
   * Throws NotFound.
   */
  fork(id: string, fork: RunFork): Promise<string>;
  /** What it asked of models, in order. */
  modelCalls(id: string): Promise<readonly ModelCall[]>;
  /** The next times at which something goes on by itself, or gives up waiting; the earliest first. */
  upcoming(
    limit: number,
  ): Promise<readonly { readonly run: string; readonly bot: string; readonly kind: Wait['kind']; readonly due: number }[]>;
  waits(id: string): Promise<readonly { readonly address: string; readonly wait: Wait; readonly due?: number }[]>;
  /** cancel: a signal; resume, retry: for held runs; answer: settles the open effect of an unknown outcome. */
  command(
    id: string,
    command: { readonly kind: 'cancel' | 'resume' | 'retry' | 'hold' } | { readonly kind: 'answer'; readonly value: Value },
    actor: string,
  ): Promise<void>;
}

export interface NodeRow {
  readonly name: string;
  /** Raised with each time it joined or was taken over. */
  readonly epoch: number;
  /** live: its lease runs. lapsed: it ended without a word, its runs are about to be taken over. left: it has no runs. */
  readonly state: 'live' | 'lapsed' | 'left';
  /** Runs it has leased. */
  readonly runs: number;
}

export interface WorkflowRow {
  readonly id: string;
  readonly run: string;
  readonly bot: string;
  readonly name: string;
  readonly step?: string;
  readonly state: WorkflowState;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly result?: Value;
}

export interface WorkflowFilter {
  readonly run?: string;
  readonly bot?: string;
  readonly name?: string;
  readonly state?: WorkflowState;
  /** Begun then or later, and before then. */
  readonly since?: number;
  readonly until?: number;
  /** Somewhere in its bot, name, step or id, in any case. */
  readonly text?: string;
  /** The id of the last one already seen. */
  readonly before?: string;
  readonly limit: number;
}

export interface Workflows {
  /** Newest first. */
  list(filter: WorkflowFilter): Promise<readonly WorkflowRow[]>;
}

export interface Store {
  readonly workflows: Workflows;
  readonly journal: Journal;
  readonly packages: Packages;
  readonly files: FileHistory;
  readonly conversations: Conversations;
  readonly runs: Runs;
  readonly events: Events;
  readonly approvals: Approvals;
  readonly audit: AuditLog;
  readonly grants: Grantings;
  readonly budgets: BudgetShares;
  readonly retention: import('./retention.ts').Retention;
  memory(scope: MemoryScope, owner: string, key: string): Promise<Value>;
  secret(handle: string): Promise<Uint8Array | undefined>;
  /** Every node that ever joined, by name. */
  nodes(): Promise<readonly NodeRow[]>;
  /**
   * True when what the keys of the first node gave is given again. All nodes of a store need the same keys: a run that
   * is taken over opens secrets that another node sealed.
   */
  sameKeys(fingerprint: string): Promise<boolean>;
  /** Milliseconds by which this process's clock is ahead of the database's. */
  clockSkewMs(): Promise<number>;
  health(): Promise<{ readonly engine: 'pglite' | 'postgres' | 'memory'; readonly durable: 'power-loss' | 'process-death' | 'none' }>;
  close(): Promise<void>;
}
