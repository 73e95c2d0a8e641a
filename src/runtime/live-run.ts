/** A run in this node's memory: its machine, its place in the journal, and what it has asked for. */
import type { ClaimedRun, Entry, Keyword, Wait, WaitSignal } from '../spec/index.ts';
import type { Value } from '../values/index.ts';
import type { Ledger } from './door/index.ts';
import type { Ask, Machine } from './machine.ts';
import type { OpenIntent } from './run-state.ts';
import { Telling } from './telling.ts';
import type { LoadedVersion } from './versions.ts';

/** asked: nothing done yet. queued: its answer waits for the flush. acting: the world is busy with it. waiting: a row waits. */
export type Stage = 'asked' | 'queued' | 'acting' | 'waiting';

/** One request of the program without an answer that it has seen. */
export class OpenAsk {
  readonly ask: Ask;
  readonly keyword: Keyword;
  /** As the journal names it. */
  readonly name: string;
  readonly argsHash: Uint8Array;
  stage: Stage = 'asked';
  /** Waits of this ask so far. */
  tries = 0;
  /** Its branch came too late: what it answers is journaled and not fed. */
  isLeft = false;
  /** Of an outside act; the first is 1. */
  attempt = 0;
  wait: Wait | undefined;
  abort: AbortController | undefined;
  /** Set between two tries: nothing is under way. */
  forgetBackoff: (() => void) | undefined;

  constructor(ask: Ask, keyword: Keyword, name: string, argsHash: Uint8Array) {
    this.ask = ask;
    this.keyword = keyword;
    this.name = name;
    this.argsHash = argsHash;
  }
}

/** Why a run is being brought to a halt; what is in flight settles first. */
export type Closing = 'cancel' | 'hold' | 'drain';

export class LiveRun {
  readonly claimed: ClaimedRun;
  readonly id: string;
  readonly version: LoadedVersion;
  readonly machine: Machine;
  readonly ledger: Ledger;
  readonly open = new Map<string, OpenAsk>();
  /** Asks of branches that came too late, whose answers may still come. */
  readonly left = new Set<string>();
  /** Asked since the last look, in order. */
  readonly fresh: OpenAsk[] = [];

  /** Answers of the journal that the program has not seen again. */
  replay: readonly Entry[] = [];
  replayed = 0;
  /** What the journal says of asks that have no answer in it. */
  readonly knownWaits: Map<string, number>;
  readonly knownIntents: Map<string, OpenIntent>;
  /** Name and argument hash per address, from entries that are no answers. */
  readonly expected = new Map<string, Entry>();

  /** Last number given out, and last on disk. */
  seq: number;
  stored: number;
  /** Answers queued and not fed. */
  unfed = 0;
  barrier: { readonly seq: number; readonly go: () => void }[] = [];

  /** Of its inputs, once somebody looked. */
  lineage: Value | undefined;
  /** Came from the store and not told the program yet. */
  signals: WaitSignal[] = [];

  told = new Telling();

  entriesSince = 0;
  bytesSince = 0;
  stateBytes = 0;

  closing: Closing | undefined;
  /** When the program was told that it is cancelled: it undoes what it did, and is not told again. */
  cancelledAt: number | undefined;
  /** The entry that will tell it is on its way to disk. */
  isCancelQueued = false;
  /** Of the time that its undos have. */
  forgetLimit: (() => void) | undefined;
  isDriving = false;
  /** Its park write is queued: nothing new begins. */
  isParking = false;
  /** Came while it parked, or while it was being told of its cancel; heeded if it stays. */
  closeNext: Closing | undefined;
  /** No longer ours, or over: whatever still comes for it is ignored. What is queued is still stored … */
  isDropped = false;
  /** … unless its rows cannot be stored. */
  isDiscarded = false;

  constructor(parts: {
    readonly claimed: ClaimedRun;
    readonly version: LoadedVersion;
    readonly machine: Machine;
    readonly ledger: Ledger;
    readonly seq: number;
    readonly waits: ReadonlyMap<string, number>;
    readonly intents: ReadonlyMap<string, OpenIntent>;
  }) {
    this.claimed = parts.claimed;
    this.id = parts.claimed.run;
    this.version = parts.version;
    this.machine = parts.machine;
    this.ledger = parts.ledger;
    this.seq = parts.seq;
    this.stored = parts.seq;
    this.knownWaits = new Map(parts.waits);
    this.knownIntents = new Map(parts.intents);
  }

  get isReplaying(): boolean {
    return this.replayed < this.replay.length;
  }

  /** Something of it is under way: an act, a retry, an answer on its way to disk. */
  get isBusy(): boolean {
    if (this.unfed > 0) return true;
    for (const open of this.open.values()) if (open.stage === 'acting' || open.stage === 'queued') return true;
    return false;
  }

  abortActs(reason: string): void {
    for (const open of this.open.values()) {
      open.forgetBackoff?.();
      open.abort?.abort(reason);
    }
  }
}
