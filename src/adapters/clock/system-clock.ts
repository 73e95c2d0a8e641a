/** The clock of this machine. Zones come from the runtime's own zone data; what they give is journaled by whoever asks. */
import type { ClockPort } from '../../spec/index.ts';

/** Node's timers hold 31 bits; a longer wait fires in hops. */
const LONGEST_TIMER_MS = 2_000_000_000;

export const systemClock: ClockPort = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  offsetMs,
  after(ms, callback) {
    let timer: NodeJS.Timeout;
    const arm = (left: number) => {
      const hop = Math.min(Math.max(0, left), LONGEST_TIMER_MS);
      timer = setTimeout(() => (left > hop ? arm(left - hop) : callback()), hop);
      timer.unref();
    };
    arm(ms);
    return () => clearTimeout(timer);
  },
};

/** Throws RangeError for a zone that does not exist. */
export function offsetMs(zone: string, instant: number): number {
  if (zone === 'UTC') return 0;
  const parts = formatFor(zone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  const wall = new Date(0);
  wall.setUTCFullYear(part('year'), part('month') - 1, part('day'));
  wall.setUTCHours(part('hour'), part('minute'), part('second'));
  return wall.getTime() - Math.floor(instant / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}
