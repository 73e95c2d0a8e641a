/** All rows of a memory store. One process, one event loop: every function that changes them runs to its end undisturbed. */
import type {
  ApprovalRow,
  BotRow,
  DeliveryState,
  Entry,
  EventName,
  Fault,
  FileVersion,
  GrantRow,
  HeldReason,
  MemoryScope,
  ModelCall,
  OperatorAct,
  Program,
  RunState,
  Signal,
  StreamItem,
  Version,
  Wait,
  WorkflowRow,
} from '../../spec/index.ts';

export interface RunRecord {
  readonly id: string;
  readonly bot: string;
  readonly version: string;
  readonly script: string;
  readonly engine: number;
  readonly conversation?: string;
  readonly user?: string;
  readonly parent?: string;
  readonly inputs: Uint8Array;
  /** The event that it handles. */
  readonly event?: EventName & { readonly number: number };
  readonly hops: number;
  /** Of all that happened, when it was stored: it looks at later events. */
  readonly moment: number;
  /** By branch and condition, the moment of the event taken last. */
  readonly cursors: Map<string, number>;
  /** Number of the conversation's last item when it began: older messages are not for it. */
  readonly began: number;
  readonly createdAt: number;
  state: RunState;
  owner?: { readonly node: string; readonly epoch: number };
  claims: number;
  claimedSeq: number;
  command?: 'cancel' | 'hold';
  operator?: OperatorAct;
  heldReason?: HeldReason;
  message?: string;
  checkpoint?: { readonly seq: number; readonly state: Uint8Array };
  readonly entries: Entry[];
  readonly waits: Map<string, WaitRecord>;
  endedAt?: number;
  prunedAt?: number;
  result?: Uint8Array;
  fault?: Fault;
}

export interface WaitRecord {
  readonly wait: Wait;
  readonly due?: number;
  signal?: Signal;
}

export interface ItemRecord {
  readonly number: number;
  readonly at: number;
  readonly item: StreamItem;
  readonly isInbox: boolean;
  /** Of a secret message, until it is taken. */
  cleartext?: string;
  /** No longer handed out. */
  isPruned?: boolean;
}

export interface EventRecord extends EventName {
  readonly topic: string;
  readonly number: number;
  readonly moment: number;
  readonly at: number;
  readonly key?: string;
  readonly payload: Uint8Array;
  readonly wanted: ReadonlySet<string>;
  readonly hops: number;
  readonly run?: string;
}

export interface DeliveryRecord {
  readonly bot: string;
  readonly script: string;
  readonly event: EventRecord;
  state: DeliveryState;
  tries: number;
  due?: number;
  run?: string;
  fault?: string;
}

export interface ApprovalRecord extends Omit<ApprovalRow, 'votes'> {
  votes: readonly string[];
}

export interface NoticeRecord {
  readonly number: number;
  readonly approval: string;
  readonly who: string;
  readonly to: string;
  readonly isReminder: boolean;
  state: 'due' | 'begun' | 'sent' | 'failed' | 'moot';
  tries: number;
  due: number;
  reason?: string;
}

export interface ConversationRecord {
  readonly id: string;
  readonly bot: string;
  readonly user: string;
  readonly createdAt: number;
  readonly items: ItemRecord[];
  readonly clients: Map<string, number>;
  read: number;
  isClosed: boolean;
  isStarted: boolean;
  foreground?: string;
  /** Runs with an open HEAR of it, in the order of asking. */
  readonly listeners: Set<RunRecord>;
}

export interface NodeRecord {
  epoch: number;
  flush: number;
  until: number;
  ttlMs: number;
  head?: Uint8Array;
}

export interface AuditRecord {
  readonly node: string;
  readonly epoch: number;
  readonly flush: number;
  readonly head: Uint8Array;
  readonly row: import('../../spec/index.ts').AuditRow;
}

export type WorkflowRecord = Omit<WorkflowRow, 'result'> & { readonly result?: Uint8Array };

export type FileRecord = FileVersion & { readonly text?: string };

export interface Tables {
  readonly nodes: Map<string, NodeRecord>;
  readonly runs: Map<string, RunRecord>;
  readonly conversations: Map<string, ConversationRecord>;
  readonly bots: Map<string, BotRow>;
  readonly versions: Map<string, Version>;
  readonly programs: Map<string, { readonly program: Program; readonly source: string }>;
  /** By bot, in order. */
  readonly fileVersions: Map<string, FileRecord[]>;
  readonly heldEdits: Map<string, Set<string>>;
  readonly memories: Map<string, Uint8Array>;
  readonly secrets: Map<string, Uint8Array>;
  readonly workflows: Map<string, WorkflowRecord>;
  readonly audit: AuditRecord[];
  readonly grants: Map<string, GrantRow>;
  readonly modelCalls: ModelCall[];
  /** What all nodes agree on. */
  readonly settings: Record<string, string>;
  /** Last number of each topic, and its events. */
  readonly topics: Map<string, number>;
  readonly events: Map<string, EventRecord[]>;
  readonly moments: { last: number };
  /** By bot. */
  readonly handlers: Map<string, readonly { readonly script: string; readonly wanted: string }[]>;
  readonly deliveries: Set<DeliveryRecord>;
  readonly approvals: Map<string, ApprovalRecord>;
  readonly notices: NoticeRecord[];
  readonly budgets: Map<string, { tokens: number; usd: number }>;
  readonly portions: Map<string, { readonly key: string; readonly node: string; readonly epoch: number; tokens: number; usd: number }>;
  // Indexes: runs by what one looks for, so that no flush reads all of them.
  readonly ready: Set<RunRecord>;
  readonly commanded: Set<RunRecord>;
  /** By child: who waits for it. */
  readonly awaiting: Map<string, Set<RunRecord>>;
  /** By what is wanted: who may wait for such an event. */
  readonly listening: Map<string, Set<RunRecord>>;
}

export const emptyTables = (): Tables => ({
  settings: {},
  nodes: new Map(),
  runs: new Map(),
  conversations: new Map(),
  bots: new Map(),
  versions: new Map(),
  programs: new Map(),
  fileVersions: new Map(),
  heldEdits: new Map(),
  memories: new Map(),
  secrets: new Map(),
  workflows: new Map(),
  audit: [],
  grants: new Map(),
  modelCalls: [],
  topics: new Map(),
  events: new Map(),
  moments: { last: 0 },
  handlers: new Map(),
  deliveries: new Set(),
  approvals: new Map(),
  notices: [],
  budgets: new Map(),
  portions: new Map(),
  ready: new Set(),
  commanded: new Set(),
  awaiting: new Map(),
  listening: new Map(),
});

/** The only way a run changes its state. */
export function become({ ready }: Tables, run: RunRecord, state: RunState): void {
  run.state = state;
  if (state !== 'leased') run.owner = undefined;
  if (state === 'ready') ready.add(run);
  else ready.delete(run);
}

export const memoryKey = (scope: MemoryScope, owner: string, key: string): string => `${scope}\0${owner}\0${key}`;

/** What the store's functions share. */
export interface MemoryParts {
  readonly tables: Tables;
  readonly engines: readonly number[];
  /** Program time. */
  now(): number;
  /** For leases alone. */
  wall(): number;
  newId(): string;
}
