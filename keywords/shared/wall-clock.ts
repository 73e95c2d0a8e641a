/** The bot's wall clock: `timezone` of config.csv, else UTC. */
import type { Answered, AskContext, ClockPort } from '../../src/spec/index.ts';
import { DateTime } from '../../src/values/index.ts';
import { faulted } from './faulted.ts';

export const DAY_MS = 86_400_000;

/** What `read` makes of the wall clock; a zone that does not exist is the package's mistake, not the clock's. */
export function atWall(clock: ClockPort, config: AskContext['config'], read: (now: DateTime, text: string) => Answered): Answered {
  const zone = config.timezone?.trim() || 'UTC';
  const now = clock.now();
  try {
    const wall = new DateTime(now + clock.offsetMs(zone, now));
    return read(wall, new Date(wall.ms).toISOString().slice(0, 19).replace('T', ' '));
  } catch (error) {
    if (error instanceof RangeError)
      return faulted('bad-argument', `timezone in config.csv is "${zone}", which is no zone; write one like Europe/Berlin`);
    throw error;
  }
}
