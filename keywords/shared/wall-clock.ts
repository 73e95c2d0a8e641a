/** The bot's wall clock: `timezone` of config.csv, else UTC. */
import type { AskContext, ClockPort } from '../../src/spec/index.ts';
import { DateTime } from '../../src/values/index.ts';

export const DAY_MS = 86_400_000;

export const zoneOf = (config: AskContext['config']): string => config.timezone?.trim() || 'UTC';

export function wallClock(clock: ClockPort, config: AskContext['config']): DateTime {
  const now = clock.now();
  return new DateTime(now + clock.offsetMs(zoneOf(config), now));
}

/** `2026-11-21 14:05:09`. */
export const wallText = (clock: ClockPort, config: AskContext['config']): string =>
  new Date(wallClock(clock, config).ms).toISOString().slice(0, 19).replace('T', ' ');
