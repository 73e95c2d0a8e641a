/** Types of peer.mjs for our own side of the bench; what the acts mean is said there. */
export interface Started {
  readonly versions: string;
  readonly pids: { readonly node: number; readonly server?: number };
}
export interface PeerEngine {
  start(settings: { readonly url: string }): Promise<Started>;
  sequential(lane: number): Promise<void>;
  parallel(steps: number): Promise<void>;
  park(batch: string, count: number): Promise<void>;
  publish(batch: string, count: number): Promise<void>;
  stop(): Promise<void>;
}
export const STEPS: number;
export const AT_ONCE: number;
export function servePeer(engine: PeerEngine): void;
export function forEachOf(count: number, act: (index: number) => Promise<void>, atOnce?: number): Promise<void>;
export function until(holds: () => boolean | Promise<boolean>, what: string, limitMs?: number): Promise<void>;
