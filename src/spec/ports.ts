/**
 * What we ask of the outside. A port is an interface here, an adapter fulfils it, a host wires
 * the two; each port has one conformance suite that all its adapters pass.
 */
import type { Secret, Value } from '../values/index.ts';
import type { ApprovalQuestion, EventName } from './events.ts';
import type { FaultCode } from './fault.ts';

// ── outcomes of outside acts ──

export type Outcome =
  | { readonly outcome: 'done'; readonly value: Value }
  /** The other side said no. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly value?: Value }
  /** It certainly did not happen: may be tried again. */
  | { readonly outcome: 'not-sent'; readonly reason: string }
  /** Nobody knows. */
  | { readonly outcome: 'unknown'; readonly reason: string };

export const done = (value: Value): Outcome => ({ outcome: 'done', value });
export const refused = (reason: string, value?: Value): Outcome =>
  value === undefined ? { outcome: 'refused', reason } : { outcome: 'refused', reason, value };
export const notSent = (reason: string): Outcome => ({ outcome: 'not-sent', reason });
export const unknown = (reason: string): Outcome => ({ outcome: 'unknown', reason });
export const isOutcome = (answer: unknown): answer is Outcome => typeof answer === 'object' && answer !== null && 'outcome' in answer;

// ── writes: rows of ours that ride in the flush ──

/** Closed on purpose: what an `ours` keyword may ask of the store. All payloads are encoded by the runtime. */
export type Write =
  /** One item of a conversation's stream; numbered by the store under the conversation's lock. */
  | { readonly kind: 'message'; readonly conversation: string; readonly item: StreamItem }
  | { readonly kind: 'memory'; readonly scope: MemoryScope; readonly owner: string; readonly key: string; readonly value: Value }
  /** Starts another run; `run` is its id (drawn from the seed of the asking run). */
  | {
      readonly kind: 'run';
      readonly run: string;
      readonly bot: string;
      readonly script: string;
      readonly inputs: Value;
      readonly conversation?: string;
    }
  /** Tells a run that this one began that nobody waits for it any more. */
  | { readonly kind: 'cancel'; readonly run: string }
  | { readonly kind: 'secret'; readonly handle: string; readonly cleartext: string }
  | WorkflowWrite
  /** An event of the asking bot; the store numbers it under its topic's lock. `fields`: what waits and handlers find it by (probes.ts). */
  | { readonly kind: 'event'; readonly name: string; readonly key?: string; readonly payload: Value; readonly fields: readonly string[] }
  | { readonly kind: 'audit'; readonly row: AuditRow };

export type WorkflowState = 'running' | 'done' | 'failed' | 'rejected' | 'compensated' | 'cancelled';

/** What became of one execution of a workflow: with a name it begins; what is absent stays as it was. */
export interface WorkflowWrite {
  readonly kind: 'workflow';
  /** `run:address` of the ask that began it. */
  readonly id: string;
  readonly bot: string;
  readonly name?: string;
  readonly step?: string;
  readonly state?: WorkflowState;
  readonly result?: Value;
}

export type MemoryScope = 'bot' | 'conversation' | 'user';

/** What a visitor's page is told; a conversation is the ordered list of these, nothing else. */
export type StreamItem =
  /** `secret`: `text` is only dots and `value` the cleartext, for the run that takes it; the store never hands it out and drops it once taken. */
  | {
      readonly type: 'user';
      readonly text: string;
      readonly value?: string;
      readonly secret?: boolean;
      readonly switchers?: readonly string[];
    }
  | { readonly type: 'bot'; readonly text: string }
  | { readonly type: 'suggestion'; readonly text: string; readonly value: string; readonly action: 'send' | 'context' | 'tool' }
  | { readonly type: 'suggestions-cleared' }
  | { readonly type: 'switcher'; readonly id: string; readonly label: string }
  | { readonly type: 'switchers-cleared' }
  /** HEAR waits: which input fits. `input` is the HEAR type, lower-case. */
  | {
      readonly type: 'prompt';
      readonly input: string;
      readonly options?: readonly string[];
      readonly free?: boolean;
      readonly secret?: boolean;
    }
  | { readonly type: 'error'; readonly text: string };

// ── waits ──

export type Wait =
  /** HEAR: the oldest unread message of the conversation since this run began. */
  | { readonly kind: 'reply'; readonly conversation: string; readonly timeoutMs?: number }
  /** WAIT: program time, milliseconds from now. */
  | { readonly kind: 'timer'; readonly ms: number }
  | { readonly kind: 'child'; readonly run: string; readonly timeoutMs?: number }
  /**
   * WAIT FOR EVENT: of all names the oldest event since the run began that this condition has not been given.
   * `equals` is one probe (`field=value`) that it must have; what else the condition says, `wake` finds out.
   * `until`: epoch milliseconds, for a wait that goes on; else `timeoutMs` from now.
   */
  | {
      readonly kind: 'event';
      readonly bot: string;
      readonly names: readonly string[];
      readonly equals?: string;
      readonly timeoutMs?: number;
      readonly until?: number;
    }
  | { readonly kind: 'approval'; readonly question: ApprovalQuestion; readonly timeoutMs?: number };

export type Signal =
  | { readonly kind: 'reply'; readonly text: string; readonly value?: string; readonly number: number }
  | { readonly kind: 'timer' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'child'; readonly state: 'done' | 'failed' | 'cancelled'; readonly value: Value; readonly message?: string }
  /** `due`: when the wait would have timed out. */
  | ({ readonly kind: 'event'; readonly number: number; readonly payload: Value; readonly due?: number } & EventName)
  | {
      readonly kind: 'approval';
      readonly decision: 'approved' | 'rejected' | 'answered' | 'withdrawn';
      readonly by: string;
      readonly comment?: string;
      readonly data?: Value;
    };

export interface AuditRow {
  readonly at: number;
  readonly bot: string;
  readonly run?: string;
  readonly address?: string;
  readonly actor: string;
  /** `effect`, `intent`, `denied`, `grant`, `operator`, `approval`. */
  readonly what: string;
  readonly subject: string;
  readonly tier: 0 | 1 | 2;
  /** Hex digest of the exact arguments. */
  readonly argsHash: string;
}

// ── what keywords may need ──

export interface ClockPort {
  /** Program time, milliseconds since 1970 UTC. */
  now(): number;
  /** Milliseconds to add to UTC for the wall clock of a zone at that instant. */
  offsetMs(zone: string, instant: number): number;
  /** Never goes back; for leases. */
  monotonic(): number;
  /** Calls back once after that many milliseconds; returns how to forget it. */
  after(ms: number, callback: () => void): () => void;
}

export interface MemoryPort {
  /** NOTHING when absent or expired. */
  get(scope: MemoryScope, owner: string, key: string): Promise<Value>;
}

export interface PeoplePort {
  /** Where to reach somebody: a conversation of this bot by its id, else the latest open one of that user. */
  conversation(bot: string, who: string): Promise<string | undefined>;
}

export interface BotsPort {
  /** Names of live bots. */
  names(): Promise<readonly string[]>;
  /** Stems of a live bot's scripts; nothing where there is none. */
  scripts(bot: string): Promise<readonly string[] | undefined>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string | Secret;
  readonly headers?: Readonly<Record<string, string | Secret>>;
  readonly body?: Value;
  readonly key: string;
  readonly abort: AbortSignal;
  /** Where secrets named `config:NAME` are opened. */
  readonly config: Readonly<Record<string, string>>;
  /** Private and link-local addresses the caller was granted, as `host` or `host:port`. */
  readonly granted: readonly string[];
  /** Public addresses too must be granted: also those a redirect leads to. */
  readonly confined?: boolean;
}
export interface HttpPort {
  /** done: an object `{ status, headers, data }` with marked text; any status is an answer. */
  request(request: HttpRequest): Promise<Outcome>;
}

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}
export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  readonly model?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
  /** `llm-url`, `llm-key` and their like of the package; the host's own where absent. */
  readonly config: Readonly<Record<string, string>>;
  readonly key: string;
  readonly abort: AbortSignal;
  /** The whole answer within this time, else `refused`. */
  readonly timeoutMs?: number;
  /** Refused where the worst case costs more, and where the price is not known. */
  readonly maxCostUsd?: number;
  /** Private and link-local addresses the caller was granted, as `host` or `host:port`. */
  readonly granted: readonly string[];
  stream(text: string): void;
}
export interface ModelAnswer {
  readonly text: string;
  readonly model: string;
  /** Who answered, where the port has several. */
  readonly provider?: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** True where the server did not say and we counted. */
  readonly estimated: boolean;
}
export interface ModelPort {
  /** The name shown to people: 'openai' or 'local'. */
  readonly provider: string;
  complete(request: ModelRequest): Promise<Outcome & { readonly answer?: ModelAnswer }>;
}

export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Names this message, whoever sends it again. */
  readonly key: string;
}
export interface MailPort {
  /** The mail server does not de-duplicate: after `unknown` nobody sends it again. */
  send(message: MailMessage): Promise<Outcome>;
}

export interface LogPort {
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** What a keyword module can name in `needs`. */
export interface Ports {
  readonly clock: ClockPort;
  readonly memory: MemoryPort;
  readonly people: PeoplePort;
  readonly bots: BotsPort;
  readonly http: HttpPort;
  readonly model: ModelPort;
  readonly log: LogPort;
}

/**
 * Opens what a Secret holds; handed to adapters only, never to keywords. A handle is the address
 * under which HEAR stored it (`run:address`), or `config:NAME` for a value of config.csv.
 */
export interface SecretsPort {
  open(handle: string, config: Readonly<Record<string, string>>): Promise<string | undefined>;
}

// ── what the runtime needs beside them ──

/**
 * The topics of the bus and what travels on each: the only place that names them.
 * `ready`: some run is ready to be claimed. `conversation(id)`: for whoever shows it. `bots`: a version went live or was retired.
 * `grants`: one was given or taken back. `events`: one was published from outside, or a dead letter is tried again.
 */
export const TOPIC = {
  ready: 'ready',
  bots: 'bots',
  events: 'events',
  grants: 'grants',
  conversation: (id: string) => `conversation/${id}`,
  watched: 'watched',
  run: (id: string) => `run/${id}`,
} as const;

/** Somebody looks at this run for so long: who drives it says on its topic when rows of it were stored. */
export interface WatchHint {
  readonly run: string;
  readonly ms: number;
}

export type ConversationHint =
  /** New items are rows now: read on from your cursor. */
  | { readonly kind: 'items'; readonly last: number }
  /** A run of it parked, was held, ended or went on: look at its state. */
  | { readonly kind: 'run'; readonly run: string }
  /** Provisional text of one attempt, from `offset` on; a higher attempt of the address clears it, so does the next bot item. */
  | {
      readonly kind: 'token';
      readonly run: string;
      readonly address: string;
      readonly attempt: number;
      readonly offset: number;
      readonly text: string;
    };

/** Hints that may be lost; whatever must not be lost is a row. */
export interface Bus {
  publish(topic: string, message: unknown): void;
  subscribe(topic: string, listener: (message: unknown) => void): () => void;
}

export interface RandomPort {
  bytes(count: number): Uint8Array;
}
/** Encrypts what may never be stored in clear; the key is the host's. */
export interface SealPort {
  seal(cleartext: string): Uint8Array;
  open(sealed: Uint8Array): string;
}
export interface DigestPort {
  sha256(bytes: Uint8Array): Uint8Array;
  hmac(key: Uint8Array, bytes: Uint8Array): Uint8Array;
}

export interface KnownFault {
  readonly code: FaultCode;
  readonly message: string;
}
