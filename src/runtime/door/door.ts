/**
 * The door: the only way an effect is performed.
 *
 *   1. granted?   policy and grants; a missing grant is a fault that names it, and an audit row
 *   2. tier       outward acts with text from outside need a grant of their own
 *   3. budget     asks counted, tokens and money reserved before and settled after
 *   4. act        by class, see below
 *   5. audit      denials, tier 1 with its answer, tier 2 with its intent, before the act
 *
 *   pure          answered at once; its entry follows and is on disk before anything outward begins
 *   ours          rows and answer ride in one flush; the program sees the answer when they are on disk
 *   wait          a row and an entry; the run may leave memory
 *   repeatable    everything before it on disk, then the act; tried again under the same key
 *   consequential an intent on disk for each try, then the act; an answer that is lost is `unknown`, and
 *                 nobody repeats it: the program's ON ERROR takes it, or the run is held for a person
 *
 * A crash between the intent and the answer leaves an open intent; whoever loads the run next decides it by
 * the same table (`decideIntent`), once the act can no longer be under way.
 */
import { Bug } from '../../base/index.ts';
import {
  type Answered,
  type AuditRow,
  type Bus,
  type ClockPort,
  type EffectClass,
  type FaultCode,
  type FlushWrite,
  isOutcome,
  type OperatorAct,
  type Outcome,
  type Ports,
  type SealPort,
  type Signal,
  type UseLimits,
  type Version,
  type Wait,
  type Woken,
  type Write,
} from '../../spec/index.ts';
import { Dict, decodeValue, type Value } from '../../values/index.ts';
import { type Spend, storable } from '../entry.ts';
import type { LiveRun, OpenAsk } from '../live-run.ts';
import type { Answer } from '../machine.ts';
import { isStaged, pausePoint } from '../pause-point.ts';
import type { Account, Allowances } from './allowances.ts';
import { argumentsFor, BadArgument } from './arguments.ts';
import { Asking } from './asking.ts';
import { dayLimits } from './limits.ts';
import { type ActSpend, DoorRefusal, outsidePorts, type Prices } from './outside-ports.ts';
import { eventsGrant, missingGrant } from './policy.ts';
import { flushWrite } from './writes.ts';

/** What the door asks of whoever owns the journal. */
export interface JournalDesk {
  /** Journals the answer; the program gets it once it is stored, or now where `atOnce` allows. True if it was fed now. */
  settle(run: LiveRun, open: OpenAsk, answer: Answer, more: { writes?: readonly FlushWrite[]; spend?: Spend; atOnce?: boolean }): boolean;
  wait(run: LiveRun, open: OpenAsk, writes: readonly FlushWrite[]): void;
  /** An intent entry; `then` once it is on disk. */
  intend(run: LiveRun, open: OpenAsk, writes: readonly FlushWrite[], then: () => void): void;
  /** That try did not happen: its intent is closed. */
  withdraw(run: LiveRun, open: OpenAsk): void;
  /** The barrier: all entries of the run on disk, and the lease fresh. */
  whenActable(run: LiveRun, then: () => void): void;
  /** Rows that come with no entry of their own. */
  note(run: LiveRun, writes: readonly FlushWrite[]): void;
  hold(run: LiveRun, reason: 'unknown-outcome' | 'bug' | 'engine', message: string): void;
  /** A closing run may now have come to rest. */
  rested(run: LiveRun): void;
}

export interface DoorParts {
  readonly desk: JournalDesk;
  readonly ports: Ports;
  readonly bus: Bus;
  readonly seal: SealPort;
  readonly prices: () => Promise<Prices>;
  readonly allowances: Allowances;
  /** What all bots together may use a day. */
  readonly serverLimits: UseLimits | undefined;
  /** An outside act is aborted after this. */
  readonly actMs: Readonly<Record<'repeatable' | 'consequential', number>>;
}

/** Milliseconds before the second, third, … try. */
const BACKOFF: readonly number[] = [1000, 4000, 15_000];

export class Door {
  readonly #parts: DoorParts;
  readonly #clock: ClockPort;

  constructor(parts: DoorParts) {
    this.#parts = parts;
    this.#clock = parts.ports.clock;
  }

  /** True: the program has its answer already. */
  begin(run: LiveRun, open: OpenAsk): boolean {
    const effect = open.keyword.effect;
    if (!effect || !open.keyword.perform) throw new Bug(`${open.name} was asked, but has no act`);
    const { version, grants } = run.version;
    const missing = missingGrant(open.keyword, open.ask.args, version.policy, grants);
    if (missing) return this.#deny(run, open, missing);
    const refusal = run.ledger.countAsk();
    if (refusal) return this.#fault(run, open, 'budget', refusal);
    if (effect.class === 'repeatable' || effect.class === 'consequential') return this.#try(run, open);
    const answered = this.#perform(run, open, this.#parts.ports);
    if (!(answered instanceof Promise)) return this.#take(run, open, answered, effect.class);
    open.stage = 'acting';
    this.#later(run, open, answered, (value) => this.#take(run, open, value, effect.class));
    return false;
  }

  /** A signal came for a waiting ask. */
  wake(run: LiveRun, open: OpenAsk, signal: Signal): void {
    const { keyword } = open;
    if (!keyword.wake) throw new Bug(`${open.name} waited, but cannot be woken`);
    const now = this.#clock.now();
    const zone = run.version.version.config.timezone?.trim() || 'UTC';
    let woken: Woken;
    try {
      const context = { ask: new Asking(run, open, this.#parts.bus), tries: open.tries, now: now + this.#clock.offsetMs(zone, now) };
      woken = keyword.wake(argumentsFor(keyword, open.ask.args) as never, signal, context);
    } catch (error) {
      this.#broken(run, open, error);
      return;
    }
    const gone: FlushWrite[] = [{ kind: 'woken', run: run.id, address: open.ask.address }];
    if (signal.kind === 'approval') gone.push(...this.#audit(run, open, 'approval', 1, { by: signal.by, decision: signal.decision }));
    if ('wait' in woken) this.#wait(run, open, woken.wait, woken.writes ?? [], gone);
    else this.#answer(run, open, woken, gone);
  }

  /** Tries again what is known not to have happened. */
  again(run: LiveRun, open: OpenAsk): void {
    this.#try(run, open);
  }

  /** An act was begun and nobody wrote down how it ended: by us before a crash, or by a node that is gone. */
  decideIntent(run: LiveRun, open: OpenAsk, operator: OperatorAct | undefined): void {
    if (operator?.kind === 'answer') this.#parts.desk.settle(run, open, { value: operator.value ? decodeValue(operator.value) : null }, {});
    else if (operator?.kind === 'retry' || open.keyword.effect?.keyed) this.#try(run, open);
    else if (operator || open.ask.traps || run.cancelledAt !== undefined) this.#fault(run, open, 'unknown-outcome', UNKNOWN);
    else this.#parts.desk.hold(run, 'unknown-outcome', `${open.name}: ${UNKNOWN}`);
  }

  // ── outside acts ──

  #try(run: LiveRun, open: OpenAsk): false {
    open.attempt++;
    open.stage = 'acting';
    open.abort = undefined;
    open.forgetBackoff = undefined;
    const act = () => void this.#act(run, open);
    if (open.keyword.effect?.class === 'consequential') this.#parts.desk.intend(run, open, this.#audit(run, open, 'intent', 2), act);
    else this.#parts.desk.whenActable(run, act);
    return false;
  }

  async #act(run: LiveRun, open: OpenAsk): Promise<void> {
    if (run.isDropped) return;
    if (run.closing) return this.#shut(run, open);
    const spend: ActSpend = { tokens: 0, money: 0, calls: [] };
    const { grants, version } = run.version;
    const ports = outsidePorts(this.#parts.ports, {
      grants,
      policy: version.policy,
      ledger: run.ledger,
      prices: this.#parts.prices,
      clock: this.#clock,
      allowances: this.#parts.allowances,
      accounts: accountsOf(version, this.#parts.serverLimits),
      spend,
    });
    const abort = new AbortController();
    open.abort = abort;
    const kind = open.keyword.effect?.class === 'consequential' ? 'consequential' : 'repeatable';
    const forget = this.#clock.after(this.#parts.actMs[kind], () => abort.abort('it took too long'));
    try {
      if (isStaged()) await pausePoint('act.begin', `${run.id}:${open.ask.address}`);
      const answered = await this.#perform(run, open, ports);
      if (isStaged()) await pausePoint('act.answered', `${run.id}:${open.ask.address}`);
      if (run.isDropped) return;
      this.#noteCalls(run, open, spend);
      this.#outcome(run, open, answered, spend.tokens || spend.money ? spend : undefined);
    } catch (error) {
      if (run.isDropped) return;
      this.#noteCalls(run, open, spend);
      this.#broken(run, open, error);
    } finally {
      forget();
      if (!run.isDropped && run.closing) this.#parts.desk.rested(run);
    }
  }

  /** Queued in front of whatever the act's end queues: it goes with the same flush. */
  #noteCalls(run: LiveRun, open: OpenAsk, { calls }: ActSpend): void {
    if (calls.length === 0) return;
    const { address } = open.ask;
    const of = { run: run.id, address, attempt: open.attempt, bot: run.claimed.bot };
    this.#parts.desk.note(
      run,
      calls.splice(0).map((call) => ({ kind: 'model-call', run: run.id, call: { ...of, ...call } })),
    );
  }

  #outcome(run: LiveRun, open: OpenAsk, answered: Answered, spend: Spend | undefined): void {
    if (spend) run.ledger.settle(spend);
    const outcome: Outcome | undefined = isPlain(answered) && isOutcome(answered) ? answered : undefined;
    if (!outcome) {
      this.#answer(run, open, answered as Woken, [], spend);
      return;
    }
    const { effect } = open.keyword;
    if (outcome.outcome === 'done') this.#value(run, open, outcome.value, this.#auditOfTier1(run, open), spend);
    else if (outcome.outcome === 'refused') this.#fault(run, open, 'refused', outcome.reason, [], spend);
    else if (outcome.outcome === 'not-sent') this.#retry(run, open, 'not-sent', outcome.reason, spend);
    else if (effect?.class === 'repeatable' || effect?.keyed) this.#retry(run, open, 'unknown-outcome', outcome.reason, spend);
    else if (open.ask.traps || open.isLeft || run.closing === 'cancel' || run.cancelledAt !== undefined)
      this.#fault(run, open, 'unknown-outcome', outcome.reason, [], spend);
    else this.#parts.desk.hold(run, 'unknown-outcome', `${open.name}: ${outcome.reason}`);
  }

  #retry(run: LiveRun, open: OpenAsk, code: FaultCode, reason: string, spend: Spend | undefined): void {
    const pause = BACKOFF[open.attempt - 1];
    if (pause === undefined || run.closing === 'cancel' || open.isLeft) {
      this.#fault(run, open, code, reason, [], spend);
      return;
    }
    if (open.keyword.effect?.class === 'consequential' && code === 'not-sent') this.#parts.desk.withdraw(run, open);
    if (run.closing) {
      open.stage = 'asked';
      return;
    }
    this.#parts.ports.log.log('info', 'an outside act will be tried again', { run: run.id, act: open.name, attempt: open.attempt, reason });
    open.forgetBackoff = this.#clock.after(pause, () => {
      if (!run.isDropped && !run.closing) this.#try(run, open);
    });
  }

  /** A closing run begins nothing more; only a cancelled one is told. */
  #shut(run: LiveRun, open: OpenAsk): void {
    if (run.closing === 'cancel') this.#fault(run, open, 'cancelled', 'the run was cancelled before this began');
    else {
      if (open.keyword.effect?.class === 'consequential') this.#parts.desk.withdraw(run, open);
      open.stage = 'asked';
    }
    this.#parts.desk.rested(run);
  }

  // ── answers ──

  #take(run: LiveRun, open: OpenAsk, answered: Answered, effect: EffectClass): boolean {
    if (effect === 'wait' && isPlain(answered) && 'wait' in answered) {
      const { wait } = answered;
      const foreign = wait.kind === 'event' && wait.bot !== run.claimed.bot ? eventsGrant(wait.bot) : undefined;
      if (foreign !== undefined && !run.version.grants.has(foreign)) return this.#deny(run, open, foreign);
      this.#wait(run, open, answered.wait, answered.writes ?? []);
      return false;
    }
    if (isPlain(answered) && isOutcome(answered)) {
      if (answered.outcome === 'done') return this.#value(run, open, answered.value);
      return this.#fault(run, open, answered.outcome === 'unknown' ? 'unknown-outcome' : answered.outcome, answered.reason);
    }
    return this.#answer(run, open, answered as Woken | Value, []);
  }

  #answer(run: LiveRun, open: OpenAsk, answered: Woken | Value, gone: readonly FlushWrite[], spend?: Spend): boolean {
    if (!isPlain(answered)) return this.#value(run, open, answered as Value, gone, spend);
    if ('fault' in answered) {
      const writes = [...gone, ...this.#rows(run, answered.writes ?? [])];
      return this.#fault(run, open, answered.fault.code, answered.fault.message, writes, spend);
    }
    if (!('result' in answered)) throw new Bug(`${open.name} answered with a wait where none is possible`);
    const rows = this.#rows(run, answered.writes);
    const audit = this.#auditOfTier1(run, open);
    return this.#value(run, open, answered.result, gone.length + audit.length > 0 ? [...gone, ...rows, ...audit] : rows, spend);
  }

  #value(run: LiveRun, open: OpenAsk, value: Value, writes: readonly FlushWrite[] = [], spend?: Spend): boolean {
    const atOnce = open.keyword.effect?.class === 'pure' && writes.every(({ kind }) => kind === 'workflow');
    const more = spend ? { writes, spend } : { writes, atOnce };
    return this.#parts.desk.settle(run, open, { value }, more);
  }

  #fault(run: LiveRun, open: OpenAsk, code: FaultCode, message: string, writes: readonly FlushWrite[] = [], spend?: Spend): false {
    const { line, script } = open.ask;
    const fault = { code, message: storable(message), line, script };
    this.#parts.desk.settle(run, open, { fault }, { writes, ...(spend && { spend }) });
    return false;
  }

  #deny(run: LiveRun, open: OpenAsk, missing: string): false {
    const message = `${open.keyword.name} needs the grant "${missing}", which this bot does not have`;
    return this.#fault(run, open, 'denied', message, this.#audit(run, open, 'denied', open.keyword.effect?.tier ?? 0));
  }

  #wait(run: LiveRun, open: OpenAsk, wait: Wait, writes: readonly Write[], gone: readonly FlushWrite[] = []): void {
    open.wait = wait;
    open.tries++;
    const due = dueOf(wait, this.#clock.now());
    this.#parts.desk.wait(run, open, [
      ...gone,
      ...this.#rows(run, writes),
      { kind: 'wait', run: run.id, address: open.ask.address, wait, ...(due !== undefined && { due }) },
    ]);
  }

  // ── performing ──

  #perform(run: LiveRun, open: OpenAsk, ports: Ports): Answered | Promise<Answered> {
    const { keyword } = open;
    try {
      const args = argumentsFor(keyword, open.ask.args);
      return (keyword.perform as NonNullable<typeof keyword.perform>)(args as never, {
        ports,
        ask: new Asking(run, open, this.#parts.bus),
      });
    } catch (error) {
      if (error instanceof BadArgument) return { fault: { code: 'type', message: error.message } };
      throw error;
    }
  }

  #later(run: LiveRun, open: OpenAsk, answered: Promise<Answered>, take: (value: Answered) => void): void {
    answered
      .then((value) => {
        if (!run.isDropped) take(value);
      })
      .catch((error: unknown) => {
        if (!run.isDropped) this.#broken(run, open, error);
      })
      .finally(() => {
        if (!run.isDropped && run.closing) this.#parts.desk.rested(run);
      });
  }

  /** The door's own refusals are faults; anything else that is thrown is a mistake of ours. */
  #broken(run: LiveRun, open: OpenAsk, error: unknown): void {
    if (error instanceof DoorRefusal) {
      const audit = error.missing ? this.#audit(run, open, 'denied', open.keyword.effect?.tier ?? 0) : [];
      this.#fault(run, open, error.code, error.message, audit);
    } else if (error instanceof BadArgument) this.#fault(run, open, 'type', error.message);
    else this.#parts.desk.hold(run, 'bug', `${open.name} failed: ${error instanceof Error ? error.message : String(error)}`);
  }

  #rows(run: LiveRun, writes: readonly Write[]): FlushWrite[] {
    const at = this.#clock.now();
    const rows: FlushWrite[] = [];
    for (const write of writes)
      rows.push(flushWrite({ run: run.id, bot: run.claimed.bot, hops: run.claimed.hops }, write, at, this.#parts.seal));
    return rows;
  }

  #auditOfTier1(run: LiveRun, open: OpenAsk): readonly FlushWrite[] {
    return open.keyword.effect?.tier === 1 ? this.#audit(run, open, 'effect', 1) : [];
  }

  /** `said`: who decided instead of the speaker, and what. */
  #audit(
    run: LiveRun,
    open: OpenAsk,
    what: string,
    tier: AuditRow['tier'],
    said?: { readonly by: string; readonly decision: string },
  ): readonly FlushWrite[] {
    const { bot, user } = run.claimed;
    const row: AuditRow = {
      at: this.#clock.now(),
      bot,
      run: run.id,
      address: open.ask.address,
      actor: storable(said?.by ?? user ?? `bot:${bot}`),
      what,
      subject: said ? `${open.name}: ${said.decision}` : open.name,
      tier,
      argsHash: hex(open.argsHash),
    };
    return [{ kind: 'audit', run: run.id, row }];
  }
}

function accountsOf({ bot, config }: Version, server: UseLimits | undefined): readonly Account[] {
  const limits = dayLimits(config);
  return [
    ...(limits ? [{ scope: { kind: 'bot' as const, owner: bot }, limits }] : []),
    ...(server ? [{ scope: { kind: 'server' as const, owner: '' }, limits: server }] : []),
  ];
}

const UNKNOWN = 'the act was begun, and its answer was lost';

function dueOf(wait: Wait, now: number): number | undefined {
  if (wait.kind === 'event' && wait.until !== undefined) return wait.until;
  const after = wait.kind === 'timer' ? wait.ms : wait.timeoutMs;
  return after === undefined ? undefined : now + after;
}

/** Ours, Waits, Faulted and outcomes are plain objects; every value of the language is a primitive, a list or of a class. */
function isPlain(answered: Answered): answered is Exclude<Answered, Value> {
  return (
    typeof answered === 'object' && answered !== null && !(answered instanceof Dict) && Object.getPrototypeOf(answered) === Object.prototype
  );
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}
