/**
 * What the server is made of: the parts a host hands in. The server reads and writes rows, listens
 * to hints and asks the deployer; it never runs a program itself.
 */
import type { Deployer, PackageDesk } from '../deploy/index.ts';
import type { Forked, Replay, Sandbox } from '../runtime/index.ts';
import type { ApprovalLinks, AuditDesk, Bus, ClockPort, Entry, LogPort, RunRow, RunStart, Store } from '../spec/index.ts';
import type { Dict } from '../values/index.ts';

export interface ServerParts {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** Absent where packages are not managed here (tests of one script). */
  readonly deploy?: Deployments;
  /** Where packages are edited; absent where they are not. */
  readonly desk?: PackageDesk;
  readonly engine?: NodeEngine;
  /** Absent where runs are only listed (tests of routes alone). */
  readonly lookback?: Lookback;
  /** Where drafts and templates are tried; absent where nothing is designed. */
  readonly sandbox?: Sandbox;
  /** Absent where no node writes (tests of routes alone). */
  readonly audit?: AuditDesk;
  /** Absent where no mail is sent. */
  readonly links?: ApprovalLinks;
  /** Which packages have a language model; absent: none. */
  readonly models?: { isConfigured(config: Readonly<Record<string, string>>): boolean };
  /** Holds the key that signs visitors' cookies and what visitors upload. */
  readonly dataFolder: string;
  /** The built pages: `dist/web`. */
  readonly webFolder: string;
  /** What new packages may begin as; absent: empty ones only. */
  readonly templatesFolder?: string;
  /** Asked for by operator routes once others than this machine can reach us; at least 16 characters. */
  readonly adminToken?: string;
  /** Names besides loopback ones under which we may be addressed, as `host` or `host:port`. */
  readonly hosts?: readonly string[];
  readonly version: string;
  readonly limits?: Partial<ServerLimits>;
}

export interface ServerLimits {
  /** Bytes of a JSON body. */
  readonly body: number;
  /** Bytes of a JSON body that carries texts of scripts. */
  readonly draft: number;
  /** Bytes of one file a visitor uploads. */
  readonly upload: number;
  /** Bytes of a package archive. */
  readonly archive: number;
  /** Acts a visitor may do at once, and how many come back each second. */
  readonly burst: number;
  readonly perSecond: number;
  /** Streams a visitor may hold open. */
  readonly streams: number;
  /** How often an open stream looks without a hint, in milliseconds. */
  readonly sweepMs: number;
}

export const SERVER_LIMITS: ServerLimits = {
  body: 64 * 1024,
  draft: 24 * 1024 * 1024,
  upload: 20 * 1024 * 1024,
  archive: 64 * 1024 * 1024,
  burst: 60,
  perSecond: 3,
  streams: 16,
  sweepMs: 5_000,
};

/** Of this node. Without one, runs are stored for whichever node claims them. */
export interface NodeEngine {
  begin(run: RunStart): Promise<string>;
  health(): { readonly lastFlushAt: number | null; readonly runsInMemory: number };
}

/** Runs looked back at: what they asked, whether they would do the same again, and forks of them. */
export interface Lookback {
  begin(run: RunRow): Promise<Replay>;
  feed(replay: Replay, entries: readonly Entry[]): Promise<void>;
  replay(run: RunRow): Promise<Replay>;
  fork(run: RunRow, seq: number, values: Dict): Promise<Forked>;
}

/** What the server asks of the deployer. An archive that is refused throws `RefusedArchive`. */
export type Deployments = Pick<Deployer, 'upload' | 'report' | 'reports' | 'remove' | 'check'>;
