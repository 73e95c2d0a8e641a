/** A clock that stands still until it is moved; callbacks run in the order of their times. Every zone is UTC plus what it is told. */
import type { ClockPort } from '../../spec/index.ts';

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

export class VirtualClock implements ClockPort {
  #now: number;
  readonly #alarms = new Set<Alarm>();
  readonly #offset: (zone: string, instant: number) => number;

  constructor(start: number, offset: (zone: string, instant: number) => number = () => 0) {
    this.#now = start;
    this.#offset = offset;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  offsetMs(zone: string, instant: number): number {
    return this.#offset(zone, instant);
  }

  after(ms: number, callback: () => void): () => void {
    const alarm = { at: this.#now + ms, callback };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** The next time something is due, not later than `limit`. */
  next(limit = Number.POSITIVE_INFINITY): number | undefined {
    let next: number | undefined;
    for (const { at } of this.#alarms) if (at <= limit && (next === undefined || at < next)) next = at;
    return next;
  }

  /** Goes there and runs what is due then; nothing that lies before may be left out. */
  moveTo(time: number): void {
    this.#now = Math.max(this.#now, time);
    for (const alarm of [...this.#alarms].sort((a, b) => a.at - b.at)) {
      if (alarm.at > this.#now || !this.#alarms.delete(alarm)) continue;
      alarm.callback();
    }
  }
}
