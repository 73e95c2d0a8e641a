/** Seconds of a program as milliseconds; null where it is no time to wait. */
const LONGEST_SECONDS = 10 * 366 * 86_400;

export const secondsToMs = (seconds: number): number | null =>
  seconds <= LONGEST_SECONDS ? Math.max(0, Math.round(seconds * 1000)) : null;
