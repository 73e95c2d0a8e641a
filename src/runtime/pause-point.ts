/**
 * Named places where a test may stage a race or a crash. Outside tests no listener is set and a
 * point costs one comparison. A listener that throws is the crash: nothing after the point happens.
 */
export type PausePoint =
  /** A batch is built and about to go to the store. */
  | 'flush.send'
  /** The store has it, the engine has not heard. */
  | 'flush.sent'
  /** Acknowledged; no answer fed yet. */
  | 'flush.acknowledged'
  /** The barrier is passed, the outside act begins. */
  | 'act.begin'
  /** The world has answered, nothing is queued. */
  | 'act.answered'
  | 'run.claimed'
  | 'run.parked';

export type PauseListener = (point: PausePoint, details?: string) => void | Promise<void>;

let listener: PauseListener | undefined;

export function onPausePoint(next: PauseListener | undefined): void {
  listener = next;
}

export const isStaged = (): boolean => listener !== undefined;

export const pausePoint = (point: PausePoint, details?: string): void | Promise<void> => listener?.(point, details);
