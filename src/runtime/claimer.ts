/** Takes ready runs into memory, as many as there is room for: one claim at a time, and what cannot be loaded is held. */
import { type ClaimedRun, type ClockPort, type Entry, type Journal, type Lease, LeaseLost, type LogPort } from '../spec/index.ts';
import { encodeValue } from '../values/index.ts';
import { eventsGrant, type Grants } from './door/index.ts';
import type { Driver } from './driver.ts';
import { storable } from './entry.ts';
import type { FlushLane } from './flush-lane.ts';
import type { LiveRun } from './live-run.ts';
import { type Loading, loadRun } from './loader.ts';
import type { NodeState } from './node-state.ts';
import { isStaged, pausePoint } from './pause-point.ts';
import type { Versions } from './versions.ts';

export interface ClaimerParts {
  readonly state: NodeState;
  readonly lane: FlushLane;
  readonly driver: Driver;
  readonly versions: Versions;
  readonly journal: Pick<Journal, 'claim'>;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly loading: Loading;
  /** Runs in memory at once. */
  readonly mostRuns: number;
  lost(error: LeaseLost): void;
}

const CLAIM_AT_ONCE = 100;
const POISON_CLAIMS = 4;

export class Claimer {
  readonly #parts: ClaimerParts;
  #claiming: Promise<void> | undefined;
  #isAsked = false;
  claimed = 0;

  constructor(parts: ClaimerParts) {
    this.#parts = parts;
  }

  get claiming(): Promise<void> | undefined {
    return this.#claiming;
  }

  /** Something may be ready that nobody has looked for yet. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** Looks when `soon` is called next. */
  ask(): void {
    this.#isAsked = true;
  }

  soon(): void {
    const { state } = this.#parts;
    this.#isAsked = true;
    if (this.#claiming || !state.lease || !state.isRunning) return;
    const claiming = this.#claimAll().finally(() => {
      if (this.#claiming === claiming) this.#claiming = undefined;
      if (this.#isAsked && !state.suspect && this.hasRoom()) this.soon();
    });
    this.#claiming = claiming;
  }

  hasRoom(): boolean {
    const { state, mostRuns } = this.#parts;
    return state.isRunning && !state.isPaused && state.lease !== undefined && state.runs.size < mostRuns;
  }

  async #claimAll(): Promise<void> {
    const { state, journal, mostRuns, log, lost } = this.#parts;
    while (this.#isAsked && !state.suspect && this.hasRoom()) {
      const lease = state.lease as Lease;
      const room = Math.min(CLAIM_AT_ONCE, mostRuns - state.runs.size);
      this.#isAsked = false;
      try {
        const claimed = await journal.claim(lease, room);
        if (lease !== state.lease) return;
        this.claimed += claimed.length;
        if (claimed.length > 0) this.#isAsked = true;
        for (const each of claimed) await this.take(lease, each);
      } catch (error) {
        if (error instanceof LeaseLost) lost(error);
        else log.log('warn', 'runs could not be claimed; the sweep tries again', { reason: String(error) });
        return;
      }
    }
  }

  async take(lease: Lease, claimed: ClaimedRun): Promise<void> {
    const { state, versions, loading } = this.#parts;
    if (isStaged()) await pausePoint('run.claimed', claimed.run);
    const version = await versions.get(claimed.version);
    if (lease !== state.lease) return;
    if (claimed.claims >= POISON_CLAIMS && !claimed.operator)
      this.#refuse(claimed, 'poison', `claimed ${claimed.claims} times without getting anywhere`);
    else if (version && isForeign(claimed, version.grants)) this.#deny(claimed);
    else if (!version) this.#refuse(claimed, 'bug', `version ${claimed.version} is not in the store`);
    else {
      try {
        this.#begin(claimed, loadRun(claimed, version, loading));
      } catch (error) {
        this.#refuse(claimed, 'bug', error instanceof Error ? error.message : String(error));
      }
    }
  }

  #begin(claimed: ClaimedRun, { run, begun }: ReturnType<typeof loadRun>): void {
    const { state, lane, driver } = this.#parts;
    state.runs.set(run.id, run);
    if (claimed.claims > 1) state.suspect = run;
    if (begun) lane.push({ run, entry: this.#note(run, 'begin', begun, '') });
    const { operator } = claimed;
    if (operator)
      lane.push({
        run,
        entry: this.#note(run, 'operator', operator.value ?? new Uint8Array(0), `${operator.kind} by ${operator.actor}`),
      });
    for (const ask of run.machine.outstanding()) driver.register(run, ask);
    if (claimed.cancelling) driver.close(run, 'cancel');
    driver.drive(run);
  }

  /** An entry that answers no ask. */
  #note(run: LiveRun, kind: 'begin' | 'operator', payload: Uint8Array, preview: string): Entry {
    const argsHash = new Uint8Array(16);
    const at = this.#parts.clock.now();
    return { run: run.id, seq: ++run.seq, address: '', kind, name: kind, argsHash, payload, preview: storable(preview), at };
  }

  /** A handler of another bot's events that was not granted them. */
  #deny({ run, bot, event }: ClaimedRun): void {
    const missing = eventsGrant(event?.bot ?? '');
    const at = this.#parts.clock.now();
    const fault = { code: 'denied', message: `ON EVENT needs the grant "${missing}", which this bot does not have` } as const;
    const row = { at, bot, run, actor: `bot:${bot}`, what: 'denied', subject: missing, tier: 0, argsHash: '' } as const;
    const end = { kind: 'end', run, state: 'failed', result: encodeValue(null), fault, isDelivery: true } as const;
    this.#parts.lane.push({ writes: [{ kind: 'audit', run, row }, end] });
  }

  #refuse(claimed: ClaimedRun, reason: 'poison' | 'bug', message: string): void {
    this.#parts.lane.push({ writes: [{ kind: 'held', run: claimed.run, reason, message: storable(message).slice(0, 2000) }] });
    this.#parts.log.log('error', 'a run is held', { run: claimed.run, reason, message });
  }
}

const isForeign = ({ bot, event }: ClaimedRun, grants: Grants): boolean =>
  event !== undefined && event.bot !== bot && !grants.has(eventsGrant(event.bot));
