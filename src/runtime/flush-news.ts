/** What an acknowledged flush means for the runs it carried: who left memory, who was born, what came for them, who should hear of it. */
import {
  type Bus,
  type ClockPort,
  type ConversationHint,
  type FlushReceipt,
  type Lease,
  NotFound,
  TOPIC,
  type WatchHint,
} from '../spec/index.ts';
import type { Claimer } from './claimer.ts';
import type { Driver } from './driver.ts';
import type { LaneItem } from './flush-lane.ts';
import type { LiveRun } from './live-run.ts';
import type { NodeState } from './node-state.ts';
import { isStaged, pausePoint } from './pause-point.ts';
import type { Waker } from './waker.ts';

export interface FlushNewsParts {
  readonly state: NodeState;
  readonly driver: Driver;
  readonly claimer: Claimer;
  readonly waker: Waker;
  readonly bus: Bus;
  readonly clock: ClockPort;
}

const LONGEST_WATCH_MS = 60_000;

export class FlushNews {
  readonly #parts: FlushNewsParts;
  flushes = 0;
  entries = 0;
  flushedAt: number | null = null;

  /** Runs somebody looks at, and until when: hardly ever one. */
  readonly #watched = new Map<string, number>();

  constructor(parts: FlushNewsParts) {
    this.#parts = parts;
  }

  /** Answers how to stop listening. */
  listen(): () => void {
    const { bus, clock } = this.#parts;
    return bus.subscribe(TOPIC.watched, (message) => {
      const { run, ms } = message as WatchHint;
      this.#watched.set(run, clock.monotonic() + Math.min(ms, LONGEST_WATCH_MS));
    });
  }

  stored(items: readonly LaneItem[], receipt: FlushReceipt): void {
    const { state, driver, claimer, waker, bus, clock } = this.#parts;
    this.flushes++;
    this.flushedAt = clock.now();
    for (const item of items) if (item.entry) this.entries++;
    for (const { conversation, last } of receipt.conversations)
      bus.publish(TOPIC.conversation(conversation), { kind: 'items', last } satisfies ConversationHint);
    if (this.#watched.size > 0) this.#tellWatchers(items);
    this.#births(items, receipt);
    const back = this.#partings(items, receipt);
    for (const run of driver.stored(items)) if (run === state.suspect) state.suspect = undefined;
    if (back.length > 0) state.inBackground(waker.fetchSignals(back));
    for (const { run: id, command } of receipt.commands) {
      const run = state.runs.get(id);
      if (run) driver.close(run, command);
    }
    if (receipt.hasDeliveries) {
      state.inBackground(waker.deliver());
      if (items.some(isFailedDelivery)) waker.deliverAgain();
    }
    if (receipt.ready > 0) {
      bus.publish(TOPIC.ready, {});
      claimer.soon();
    } else if (claimer.isAsked) claimer.soon();
  }

  #tellWatchers(items: readonly LaneItem[]): void {
    const { bus, clock } = this.#parts;
    for (const [run, until] of this.#watched) if (until < clock.monotonic()) this.#watched.delete(run);
    const touched = new Set(items.flatMap(({ run }) => (run && this.#watched.has(run.id) ? [run.id] : [])));
    for (const run of touched) bus.publish(TOPIC.run(run), {});
  }

  /** The run is over or asleep: its place is free. */
  left(run: LiveRun): void {
    const { state, claimer } = this.#parts;
    if (run === state.suspect) claimer.ask();
    state.remove(run);
  }

  #births(items: readonly LaneItem[], { begun }: FlushReceipt): void {
    const { state, claimer } = this.#parts;
    const claims = new Map(begun.map((each) => [each.run, each]));
    for (const { birth } of items) {
      if (!birth) continue;
      const claimed = claims.get(birth.id);
      if (!claimed) birth.failed(new NotFound('the bot is not live, or has no such script'));
      else {
        claimer.claimed++;
        state.inBackground(claimer.take(state.lease as Lease, claimed));
        birth.done();
      }
    }
  }

  /** Those that leave do; answers those for which something has come, and which stay. */
  #partings(items: readonly LaneItem[], { stillOurs }: FlushReceipt): readonly LiveRun[] {
    const stay = new Set(stillOurs);
    const back: LiveRun[] = [];
    for (const { run, isPark, isFinal } of items) {
      if (isPark && run && !run.isDropped) {
        if (stay.has(run.id)) back.push(run);
        else this.#parked(run);
      } else if (isFinal && run) this.#hint(run);
    }
    return back;
  }

  #parked(run: LiveRun): void {
    run.isDropped = true;
    this.left(run);
    this.#hint(run);
    if (isStaged()) void pausePoint('run.parked', run.id);
  }

  #hint(run: LiveRun): void {
    const { conversation } = run.claimed;
    if (conversation !== undefined)
      this.#parts.bus.publish(TOPIC.conversation(conversation), { kind: 'run', run: run.id } satisfies ConversationHint);
  }
}

const isFailedDelivery = ({ isFinal, writes }: LaneItem): boolean =>
  isFinal === true && writes?.some((write) => write.kind === 'end' && write.isDelivery && write.state === 'failed') === true;
