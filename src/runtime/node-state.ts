/** What the parts of one node's engine share: whether it may act, the runs in its memory, and what it does beside the flush. */
import type { Lease } from '../spec/index.ts';
import type { LiveRun } from './live-run.ts';

export class NodeState {
  lease: Lease | undefined;
  isRunning = false;
  /** The disk is full. */
  isPaused = false;
  readonly runs = new Map<string, LiveRun>();
  /** A run that may have killed a node before: until it gets somewhere, nothing else is claimed. */
  suspect: LiveRun | undefined;
  readonly #tasks = new Set<Promise<void>>();
  readonly #failed: (error: unknown) => void;
  /** Told when no run is in memory any more. */
  #drained: (() => void)[] = [];

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  get isBusy(): boolean {
    return this.#tasks.size > 0;
  }

  /** Acts under way, pauses between two tries not counted. */
  get acting(): number {
    let acting = 0;
    for (const run of this.runs.values())
      for (const open of run.open.values()) if (open.stage === 'acting' && !open.forgetBackoff) acting++;
    return acting;
  }

  inBackground(work: Promise<void>): void {
    const task = work.catch(this.#failed).finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }

  /** What is under way now. */
  async tasks(): Promise<void> {
    await Promise.all(this.#tasks);
  }

  remove(run: LiveRun): void {
    this.runs.delete(run.id);
    if (run === this.suspect) this.suspect = undefined;
    if (this.runs.size === 0) this.tellDrained();
  }

  /** They belong to somebody else. */
  drop(reason: string): void {
    for (const run of this.runs.values()) {
      run.isDropped = true;
      run.abortActs(reason);
    }
    this.runs.clear();
    this.suspect = undefined;
  }

  emptied(): Promise<void> {
    if (this.runs.size === 0 || !this.lease) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  tellDrained(): void {
    for (const resolve of this.#drained.splice(0)) resolve();
  }
}
