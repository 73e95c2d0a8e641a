/** A node's hold on its name: it joins, proves its lease while idle, and joins again under a new epoch when it was lost. */
import type { ClockPort, Journal, LogPort } from '../spec/index.ts';
import type { FlushLane } from './flush-lane.ts';
import type { NodeState } from './node-state.ts';

export interface TenureParts {
  readonly state: NodeState;
  readonly lane: FlushLane;
  readonly journal: Pick<Journal, 'join'>;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly node: string;
  readonly ttlMs: number;
  /** A lease is there: work may begin. */
  joined(): void;
}

const REJOIN_MS = 1000;

export class Tenure {
  readonly #parts: TenureParts;
  #forgetBeat: (() => void) | undefined;
  #forgetRejoin: (() => void) | undefined;

  constructor(parts: TenureParts) {
    this.#parts = parts;
  }

  async join(): Promise<void> {
    const { state, lane, journal, node, ttlMs, joined } = this.#parts;
    const lease = await journal.join(node, ttlMs);
    state.lease = lease;
    lane.open(lease);
    this.#beat();
    joined();
  }

  rejoin(afterMs = 0): void {
    const { clock, state, log } = this.#parts;
    this.#forgetRejoin = clock.after(afterMs, () => {
      if (!state.isRunning) return;
      state.inBackground(
        this.join().catch((error: unknown) => {
          log.log('warn', 'could not join; trying again', { reason: String(error) });
          this.rejoin(REJOIN_MS);
        }),
      );
    });
  }

  forgetTimers(): void {
    this.#forgetBeat?.();
    this.#forgetRejoin?.();
  }

  /** An idle node proves its lease every fifth of the ttl. */
  #beat(): void {
    const { clock, state, lane, ttlMs } = this.#parts;
    this.#forgetBeat?.();
    this.#forgetBeat = clock.after(ttlMs / 5, () => {
      if (!state.lease) return;
      if (clock.monotonic() - lane.provenAt >= ttlMs / 5) lane.push({});
      this.#beat();
    });
  }
}
