/**
 * Rehearsals of a server: one after the other, in a thread of their own, so that a draft which loops, grows or never comes
 * to rest costs others nothing but a place in the queue. Past its time or memory the thread is ended, and the next
 * rehearsal gets a new one. An idle thread ends by itself.
 */
import { Worker } from 'node:worker_threads';
import { threadFile } from '../adapters/thread-file.ts';
import type { SandboxAnswer } from '../runtime/index.ts';
import type { Rehearsal } from './rehearse.ts';
import type { Order, Report } from './thread.ts';

export interface RehearsalLimits {
  /** Of one that asks nothing outside. */
  readonly ms: number;
  /** Of one that really asks models or services. */
  readonly realMs: number;
  readonly megabytes: number;
  /** That wait for their turn. */
  readonly queue: number;
  readonly idleMs: number;
}

export const REHEARSAL_LIMITS: RehearsalLimits = { ms: 15_000, realMs: 180_000, megabytes: 256, queue: 8, idleMs: 60_000 };

/** Too many wait already. */
export class SandboxBusy extends Error {
  override readonly name = 'SandboxBusy';
}

interface Thread {
  readonly worker: Worker;
  idle: NodeJS.Timeout | undefined;
}

export class Rehearsals {
  readonly #limits: RehearsalLimits;
  #thread: Thread | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #count = 0;
  #isClosed = false;

  constructor(limits: Partial<RehearsalLimits> = {}) {
    this.#limits = { ...REHEARSAL_LIMITS, ...limits };
  }

  async rehearse(rehearsal: Rehearsal): Promise<SandboxAnswer> {
    if (this.#queued > this.#limits.queue) throw new SandboxBusy(`${this.#queued} drafts wait for the sandbox`);
    this.#queued++;
    const turn = this.#turn.then(() => this.#run(rehearsal));
    this.#turn = turn.catch(() => undefined);
    return turn.finally(() => this.#queued--);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #run(rehearsal: Rehearsal): Promise<SandboxAnswer> {
    if (this.#isClosed) throw new SandboxBusy('the server stops');
    const began = performance.now();
    const thread = this.#ready();
    const limitMs = rehearsal.real.length > 0 ? this.#limits.realMs : this.#limits.ms;
    const id = ++this.#count;
    const outcome = await new Promise<Report | Stopped>((resolve) => {
      const late = setTimeout(() => resolve({ stopped: `it took longer than ${limitMs / 1000} s` }), limitMs);
      const settle = (found: Report | Stopped) => {
        clearTimeout(late);
        resolve(found);
      };
      thread.worker.removeAllListeners();
      thread.worker.on('message', (report: Report) => {
        if (report.id === id) settle('isTooLarge' in report ? { stopped: this.#tooLarge() } : report);
      });
      thread.worker.on('error', (error: NodeJS.ErrnoException) => settle({ stopped: this.#wordsOf(error) }));
      thread.worker.on('exit', () => settle({ stopped: 'its thread ended' }));
      thread.worker.postMessage({ id, rehearsal: { ...rehearsal, mostBytes: this.#limits.megabytes << 20 } } satisfies Order);
    });
    if ('stopped' in outcome) {
      await this.#end();
      return stoppedAnswer(rehearsal, outcome.stopped, performance.now() - began);
    }
    this.#rest(thread);
    if ('error' in outcome) throw new Error(`the sandbox failed: ${outcome.error.message}`, { cause: outcome.error.stack });
    return (outcome as Extract<Report, { answer: unknown }>).answer;
  }

  #ready(): Thread {
    const { megabytes } = this.#limits;
    // Nothing of this process's surroundings is the draft's business.
    const options = { env: {}, resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 32 } };
    this.#thread ??= {
      worker: new Worker(...threadFile('sandbox-thread.js', new URL('./thread.ts', import.meta.url), options)),
      idle: undefined,
    };
    clearTimeout(this.#thread.idle);
    return this.#thread;
  }

  #rest(thread: Thread): void {
    thread.idle = setTimeout(() => void this.#end(), this.#limits.idleMs);
    thread.idle.unref();
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    if (!thread) return;
    clearTimeout(thread.idle);
    thread.worker.removeAllListeners();
    // One that runs out of memory while it is ended says so: nobody listens any more.
    thread.worker.on('error', () => undefined);
    await thread.worker.terminate();
  }

  #wordsOf(error: NodeJS.ErrnoException): string {
    return error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? this.#tooLarge() : `its thread failed: ${error.message}`;
  }

  #tooLarge(): string {
    return `it used more than ${this.#limits.megabytes} MB of memory`;
  }
}

interface Stopped {
  readonly stopped: string;
}

const stoppedAnswer = ({ of }: Rehearsal, why: string, ms: number): SandboxAnswer => ({
  ok: false,
  mode: of.mode ?? 'whole',
  script: of.script ?? 'start',
  state: 'stopped',
  problems: [],
  steps: [],
  runs: [],
  said: [],
  values: {},
  message: `the sandbox ended it: ${why}`,
  transcript: '',
  took: { realMs: Math.round(ms), simulatedMs: 0 },
  unmet: [],
});
