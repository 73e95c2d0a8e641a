/**
 * The driver: takes a run from ask to answer. For one run, the protocol is:
 *
 *   1. Advance the machine until every fiber is blocked.
 *   2. Replaying: feed the next answer of the journal (they stand in the order in which they were fed) and go to 1.
 *      An ask whose name or arguments differ from its entry is a bug: the run is held, never retried.
 *   3. New asks go through the door. Answers of pure asks are fed at once if no earlier answer is still on its way
 *      to disk; all others when the flush lane hands them back, in the order of their numbers. Then 1.
 *   4. Only waits are left: a checkpoint and a park ride in the same flush as the wait. Stored: the run leaves memory,
 *      unless a signal was faster.
 *
 *   5. Cancelled: an entry first, then the program is told where it stands in that order, and undoes what it did (cancels.ts).
 *
 * If we die after 3's act and before its flush, the entry is missing and the door's table decides (door.ts). If we die
 * between flush and feeding, the replay feeds. So the journal alone decides what the program has seen, and the order
 * of `seq` is the order of feeding: that is why a pure answer may not overtake an unfed one.
 */
import { Bug } from '../base/index.ts';
import type { ClockPort, DigestPort, Entry, FlushWrite, HeldReason, Keyword, LogPort, WaitSignal } from '../spec/index.ts';
import { childRun } from '../spec/index.ts';
import { encodeValue } from '../values/index.ts';
import { Cancels, isReplayedFirst, isToEnd } from './cancels.ts';
import type { Door, JournalDesk } from './door/index.ts';
import {
  decodeEntry,
  decodeFork,
  encodeAnswer,
  encodeArguments,
  encodeIntent,
  MAX_PAYLOAD,
  nameOf,
  previewOf,
  type Spend,
  sameBytes,
  storable,
} from './entry.ts';
import { type FlushLane, type LaneItem, sizeOfWrite } from './flush-lane.ts';
import { type Closing, type LiveRun, OpenAsk } from './live-run.ts';
import type { Advance, Answer, Ask } from './machine.ts';
import { type RunEnd, writesOfEnd } from './run-end.ts';
import { encodeRunState, type OpenIntent } from './run-state.ts';

export interface DriverParts {
  readonly lane: FlushLane;
  readonly clock: ClockPort;
  readonly digest: DigestPort;
  readonly log: LogPort;
  readonly keywords: ReadonlyMap<string, Keyword>;
  readonly ttlMs: number;
  /** A taken-over intent is decided when the act can no longer be under way. */
  readonly intentMs: number;
  /** The run is over or no longer ours. */
  left(run: LiveRun): void;
  /** A wait with this due time is about to be stored. */
  due(at: number): void;
}

/** Calls and back edges: some milliseconds. */
const FUEL = 200_000;
const CHECKPOINT_ENTRIES = 64;
/** Pure answers a run may be ahead of the disk: a loop of them yields to the others. */
const MOST_AHEAD = 200;
const EMPTY = new Uint8Array(0);
const NO_RESULT = encodeValue(null);

export class Driver implements JournalDesk {
  readonly #parts: DriverParts;
  readonly #names = new Map<string, string>();
  readonly #cancels: Cancels;
  #door: Door | undefined;

  constructor(parts: DriverParts) {
    this.#parts = parts;
    this.#cancels = new Cancels(parts, (run, fault) => this.#end(run, { state: 'cancelled', result: NO_RESULT, fault }));
  }

  use(door: Door): void {
    this.#door = door;
  }

  /** Drives as far as it goes without waiting for anybody. */
  drive(run: LiveRun): void {
    if (run.isDropped || run.isDriving || run.isParking) return;
    if (run.closing && !isReplayedFirst(run)) return this.rested(run);
    run.isDriving = true;
    try {
      if (run.replayed === 0) this.#divergeAt(run, '');
      this.#steps(run);
    } catch (error) {
      this.hold(run, 'bug', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      this.#parts.log.log('error', 'a run is held because of a bug', {
        run: run.id,
        stack: error instanceof Error ? error.stack : undefined,
      });
    } finally {
      run.isDriving = false;
    }
  }

  #steps(run: LiveRun): void {
    for (;;) {
      const advance: Advance = run.machine.advance(FUEL);
      if (advance.kind === 'fuel') {
        this.#parts.clock.after(0, () => this.drive(run));
        return;
      }
      if (advance.kind !== 'blocked') {
        this.#finish(run, advance);
        return;
      }
      for (const ask of advance.asks) this.register(run, ask);
      for (const address of advance.left) this.#abandon(run, address);
      if (run.isReplaying) this.#feedNext(run);
      else if (run.closing) return this.rested(run);
      else if (!this.#beginFresh(run)) {
        if (run.isDropped || run.closing) return;
        this.#deliver(run);
        this.#restOrPark(run);
        return;
      }
    }
  }

  register(run: LiveRun, ask: Ask): void {
    if (run.open.has(ask.address)) return;
    const keyword = this.#parts.keywords.get(ask.keyword);
    if (!keyword?.effect) throw new Bug(`the keyword ${ask.keyword} is not known here`);
    const argsHash = this.#parts.digest.sha256(encodeArguments(ask)).subarray(0, 16);
    const open = new OpenAsk(ask, keyword, this.#nameOf(ask), argsHash);
    run.open.set(ask.address, open);
    run.fresh.push(open);
    const expected = run.expected.get(ask.address);
    if (expected) match(expected, open);
  }

  /**
   * A branch that came too late: its wait goes, a run it began is told, an act under way is aborted. What still comes of the
   * act is journaled and not fed; on replay the same branch is left at the same place, so the entry is passed over there too.
   */
  #abandon(run: LiveRun, address: string): void {
    const open = run.open.get(address);
    if (!open) return;
    const isWaiting = open.stage === 'waiting' || run.knownWaits.has(address);
    const isOnItsWay = open.stage === 'queued' || open.stage === 'acting' || run.isReplaying;
    const fresh = run.fresh.indexOf(open);
    if (fresh >= 0) run.fresh.splice(fresh, 1);
    run.open.delete(address);
    run.knownWaits.delete(address);
    open.isLeft = true;
    open.forgetBackoff?.();
    open.abort?.abort('another branch was faster');
    if (isOnItsWay) run.left.add(address);
    if (!isWaiting) return;
    const target = childRun(run.id, address);
    const writes: FlushWrite[] = [
      { kind: 'woken', run: run.id, address },
      { kind: 'cancel', run: run.id, target },
    ];
    this.#parts.lane.push({ run, writes });
  }

  #nameOf(ask: Ask): string {
    if (ask.form === 0) return ask.keyword;
    const key = `${ask.keyword}#${ask.form}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = nameOf(ask.keyword, ask.form);
      this.#names.set(key, name);
    }
    return name;
  }

  // ── replay ──

  #feedNext(run: LiveRun): void {
    const entry = run.replay[run.replayed++] as Entry;
    if (entry.kind === 'set') return diverge(run, entry);
    if (entry.kind === 'cancel') return this.#cancels.tell(run, entry.at);
    const open = run.open.get(entry.address);
    if (!open && run.left.delete(entry.address)) return;
    if (!open) throw new Bug(`the journal answers ${entry.name} at ${entry.address}, which the program did not ask`);
    match(entry, open);
    const { answer, spend } = decodeEntry(entry);
    if (!answer) throw new Bug(`entry ${entry.seq} holds no answer`);
    run.ledger.used.asks++;
    if (spend) run.ledger.settle(spend);
    this.#feed(run, open, answer, entry.payload.length);
    this.#divergeAt(run, entry.address);
  }

  /** A fork left the other run right here: what it set is there before the program goes on. */
  #divergeAt(run: LiveRun, address: string): void {
    for (let next = run.replay[run.replayed]; next?.kind === 'set' && next.address === address; next = run.replay[run.replayed]) {
      run.replayed++;
      diverge(run, next);
    }
  }

  #feed(run: LiveRun, open: OpenAsk, answer: Answer, bytes: number): void {
    const { address } = open.ask;
    run.open.delete(address);
    run.knownWaits.delete(address);
    run.knownIntents.delete(address);
    run.entriesSince++;
    run.bytesSince += bytes + 64;
    if (open.isLeft) {
      run.left.delete(address);
      return;
    }
    const fresh = run.fresh.indexOf(open);
    if (fresh >= 0) run.fresh.splice(fresh, 1);
    run.told.heard(run.id, open.ask, open.argsHash, 'value' in answer);
    run.machine.answer(address, answer);
  }

  // ── new asks ──

  /** True: something was fed, so the machine can go on. */
  #beginFresh(run: LiveRun): boolean {
    if (run.fresh.length === 0) return false;
    this.#checkpointIfHeavy(run);
    let isFed = false;
    for (const open of run.fresh.splice(0)) {
      if (run.closing || run.isDropped) return false;
      const tries = run.knownWaits.get(open.ask.address);
      const intent = run.knownIntents.get(open.ask.address);
      if (tries !== undefined) {
        open.stage = 'waiting';
        open.tries = tries;
      } else if (intent) this.#decide(run, open, intent);
      else if ((this.#door as Door).begin(run, open)) isFed = true;
    }
    return isFed;
  }

  #decide(run: LiveRun, open: OpenAsk, intent: OpenIntent): void {
    open.attempt = intent.attempt;
    open.stage = 'acting';
    const { operator } = run.claimed;
    const rest = operator ? 0 : intent.at + this.#parts.intentMs - this.#parts.clock.now();
    const decide = () => {
      if (run.isDropped || run.closing) return;
      if (intent.isClosed) (this.#door as Door).again(run, open);
      else (this.#door as Door).decideIntent(run, open, operator);
    };
    if (rest <= 0 || intent.isClosed) decide();
    else open.forgetBackoff = this.#parts.clock.after(rest, decide);
  }

  // ── what the door asks for ──

  settle(run: LiveRun, open: OpenAsk, given: Answer, more: { writes?: readonly FlushWrite[]; spend?: Spend; atOnce?: boolean }): boolean {
    // Nobody waits for it, and what has parked takes no more entries.
    if (open.isLeft && (run.isParking || run.isDropped)) return false;
    let answer = given;
    let payload = encodeAnswer(answer, more.spend);
    const tooLarge = payload.length > MAX_PAYLOAD ? 'the result of' : more.writes?.some(isTooLarge) ? 'what is stored by' : undefined;
    if (tooLarge) {
      const { line, script } = open.ask;
      answer = { fault: { code: 'entry-size', message: `${tooLarge} ${open.name} is larger than ${MAX_PAYLOAD} bytes`, line, script } };
      payload = encodeAnswer(answer, more.spend);
    }
    const entry = this.#entry(run, open, 'value' in answer ? 'answer' : 'fault', payload);
    const writes = answer === given ? (more.writes ?? []) : [];
    if (more.atOnce && run.unfed === 0 && !run.closing && run.seq - run.stored < MOST_AHEAD) {
      this.#parts.lane.push({ run, entry, writes });
      this.#feed(run, open, answer, payload.length);
      return true;
    }
    open.stage = 'queued';
    run.unfed++;
    this.#parts.lane.push({ run, entry, writes, open, answer });
    return false;
  }

  wait(run: LiveRun, open: OpenAsk, writes: readonly FlushWrite[]): void {
    open.stage = 'waiting';
    run.knownWaits.set(open.ask.address, open.tries);
    for (const write of writes) if (write.kind === 'wait' && write.due !== undefined) this.#parts.due(write.due);
    this.#parts.lane.push({ run, entry: this.#entry(run, open, 'wait', EMPTY), writes });
  }

  intend(run: LiveRun, open: OpenAsk, writes: readonly FlushWrite[], then: () => void): void {
    run.knownIntents.set(open.ask.address, { attempt: open.attempt, at: this.#parts.clock.now(), isClosed: false });
    const entry = this.#entry(run, open, 'intent', encodeIntent(open.attempt, false));
    this.#parts.lane.push({ run, entry, writes, whenStored: () => this.whenActable(run, then) });
  }

  withdraw(run: LiveRun, open: OpenAsk): void {
    run.knownIntents.set(open.ask.address, { attempt: open.attempt, at: this.#parts.clock.now(), isClosed: true });
    this.#parts.lane.push({ run, entry: this.#entry(run, open, 'intent', encodeIntent(open.attempt, true)) });
  }

  note(run: LiveRun, writes: readonly FlushWrite[]): void {
    this.#parts.lane.push({ run, writes });
  }

  whenActable(run: LiveRun, then: () => void): void {
    if (run.stored < run.seq) run.barrier.push({ seq: run.seq, go: () => this.whenActable(run, then) });
    else if (this.#parts.clock.monotonic() - this.#parts.lane.provenAt >= this.#parts.ttlMs / 2)
      this.#parts.lane.push({ run, whenStored: () => this.whenActable(run, then) });
    else then();
  }

  /** Stops the run where it is; acts under way are aborted, whatever they say is not heard. */
  hold(run: LiveRun, reason: HeldReason, message: string): void {
    if (run.isDropped) return;
    if (isToEnd(run)) return this.#cancels.end(run, `; it could not undo what it did: ${message}`);
    this.#leave(run);
    const writes: FlushWrite[] = [{ kind: 'held', run: run.id, reason, message: storable(message).slice(0, 2000) }];
    this.#parts.lane.push({ run, writes, isFinal: true });
    this.#parts.log.log(reason === 'bug' || reason === 'poison' ? 'error' : 'warn', 'a run is held', { run: run.id, reason, message });
  }

  rested(run: LiveRun): void {
    if (!run.closing || run.isDropped) return;
    if (run.closing === 'cancel') return this.#cancels.begin(run);
    if (run.isBusy) return;
    if (run.closing === 'hold') this.hold(run, 'operator', 'held by an operator');
    else this.#leave(run);
  }

  // ── from outside ──

  /** Brings the run to rest: acts are aborted (drained ones may finish), answers still on their way are stored. */
  close(run: LiveRun, closing: Closing): void {
    if (run.isDropped) return;
    if (closing === 'cancel' && run.cancelledAt !== undefined) return this.#cancels.limit(run, run.cancelledAt);
    if (run.isParking || run.closing === 'cancel') {
      // If the park succeeds the run is no longer ours; the store has the command too.
      if (run.closing !== closing) run.closeNext = closing;
      return;
    }
    run.closing = closing;
    if (closing === 'cancel' && run.isReplaying) return this.drive(run);
    if (closing === 'cancel' && run.machine.hasCleanup()) return this.#cancels.begin(run);
    for (const open of run.open.values()) {
      if (closing !== 'drain') open.abort?.abort(closing);
      if (!open.forgetBackoff) continue;
      // Nothing is under way between two tries.
      open.forgetBackoff();
      open.stage = 'asked';
    }
    this.rested(run);
  }

  signalled(run: LiveRun, signals: readonly WaitSignal[]): void {
    run.signals.push(...signals);
    this.drive(run);
  }

  /** The store has these: feed what waited for it. */
  stored(items: readonly LaneItem[]): readonly LiveRun[] {
    const touched = new Set<LiveRun>();
    for (const { run, entry, open, answer } of items) {
      if (!run || run.isDropped) continue;
      touched.add(run);
      if (entry) run.stored = entry.seq;
      if (entry?.kind === 'cancel') this.#cancels.tell(run, entry.at);
      if (!open || !answer) continue;
      run.unfed--;
      this.#feed(run, open, answer, entry?.payload.length ?? 0);
    }
    for (const { run, whenStored } of items) if (whenStored && !run?.isDropped) whenStored();
    for (const run of touched) {
      if (run.barrier.length > 0) for (const { go } of run.barrier.splice(0)) go();
      if (run.closing) this.rested(run);
      else this.drive(run);
    }
    return [...touched];
  }

  // ── rest, park, end ──

  /** Signals for waits that are over tell nobody anything. */
  #deliver(run: LiveRun): void {
    for (const { address, signal } of run.signals.splice(0)) {
      const open = run.open.get(address);
      if (open?.stage === 'waiting') (this.#door as Door).wake(run, open, signal);
    }
  }

  /** Blocked, and nothing could be fed: if only waits are left the run parks. */
  #restOrPark(run: LiveRun): void {
    if (run.open.size === 0) throw new Bug('the run is blocked and asks for nothing');
    if (run.unfed > 0) return;
    for (const open of run.open.values()) if (open.stage !== 'waiting') return;
    if (this.#cancels.endOverdue(run)) return;
    const checkpoint = this.#checkpoint(run);
    if (isTooLarge(checkpoint)) return this.#failByState(run);
    run.isParking = true;
    this.#parts.lane.push({ run, writes: [checkpoint, park(run)], isPark: true });
  }

  /** A park that came too late: a signal was there first. */
  unpark(run: LiveRun): void {
    run.isParking = false;
    const closing = run.closeNext;
    run.closeNext = undefined;
    if (closing) this.close(run, closing);
  }

  #checkpointIfHeavy(run: LiveRun): void {
    if (run.entriesSince < CHECKPOINT_ENTRIES || run.bytesSince < run.stateBytes || run.unfed > 0) return;
    const checkpoint = this.#checkpoint(run);
    // Without it a replay is longer; the run fails where it cannot do without.
    if (!isTooLarge(checkpoint)) this.#parts.lane.push({ run, writes: [checkpoint] });
  }

  #failByState(run: LiveRun): void {
    const [first] = run.open.values();
    const { line, script } = (first as OpenAsk).ask;
    const message = `the run holds more than the ${MAX_PAYLOAD} bytes that may be stored while it waits`;
    this.#end(run, { state: 'failed', result: NO_RESULT, fault: { code: 'state-size', message, line, script } });
  }

  #checkpoint(run: LiveRun): Extract<FlushWrite, { kind: 'checkpoint' }> {
    const state = encodeRunState({
      waits: run.knownWaits,
      intents: run.knownIntents,
      used: run.ledger.used,
      left: run.left,
      cancelledAt: run.cancelledAt,
      told: run.told,
      machine: run.machine.save(),
    });
    run.stateBytes = state.length;
    run.entriesSince = 0;
    run.bytesSince = 0;
    return { kind: 'checkpoint', run: run.id, seq: run.seq, state };
  }

  #finish(run: LiveRun, end: Extract<Advance, { kind: 'done' | 'failed' }>): void {
    if (run.isReplaying) throw new Bug('the journal goes on where the program ends');
    if (run.cancelledAt !== undefined) return this.#cancels.end(run);
    if (end.kind === 'failed' && end.fault.code === 'cancelled')
      this.#end(run, { state: 'cancelled', result: NO_RESULT, fault: end.fault });
    else if (end.kind === 'failed') this.#end(run, { state: 'failed', result: NO_RESULT, fault: end.fault });
    else {
      const result = encodeValue(run.told.resultOf(end.value));
      if (result.length <= MAX_PAYLOAD) this.#end(run, { state: 'done', result });
      else
        this.#end(run, {
          state: 'failed',
          result: NO_RESULT,
          fault: { code: 'entry-size', message: `the result of the run is larger than ${MAX_PAYLOAD} bytes` },
        });
    }
  }

  #end(run: LiveRun, end: RunEnd): void {
    this.#leave(run);
    this.#parts.lane.push({ run, writes: writesOfEnd(run, end, this.#parts.clock.now()), isFinal: true });
  }

  #leave(run: LiveRun): void {
    run.isDropped = true;
    run.forgetLimit?.();
    run.abortActs('the run left this node');
    this.#parts.left(run);
  }

  #entry(run: LiveRun, open: OpenAsk, kind: Entry['kind'], payload: Uint8Array): Entry {
    return {
      run: run.id,
      seq: ++run.seq,
      address: open.ask.address,
      kind,
      name: open.name,
      argsHash: open.argsHash,
      payload,
      preview: previewOf(open.ask.args),
      at: this.#parts.clock.now(),
    };
  }
}

const park = (run: LiveRun): FlushWrite => ({ kind: 'park', run: run.id, ...(run.cancelledAt !== undefined && { isCancelled: true }) });

const isTooLarge = (write: FlushWrite): boolean => sizeOfWrite(write) > MAX_PAYLOAD;

function diverge(run: LiveRun, entry: Entry): void {
  const { seed, values } = decodeFork(entry);
  run.machine.diverge(entry.address, seed, values);
}

function match(entry: Entry, open: OpenAsk): void {
  if (entry.name !== open.name)
    throw new Bug(`the journal has ${entry.name} at ${entry.address}, the program asks ${open.name} (line ${open.ask.line})`);
  if (!sameBytes(entry.argsHash, open.argsHash))
    throw new Bug(`${open.name} at ${entry.address} (line ${open.ask.line}) has other arguments than in the journal`);
}
