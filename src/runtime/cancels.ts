/**
 * Cancel, as the program sees it. One that stands in something with a cleanup, a workflow, is told, and undoes what it did.
 * The entry comes first: whoever takes the run up after us tells it at the same place. What it had asked is left then: acts
 * are aborted, and what comes of them is journaled and not fed. Any other run just ends, once its acts have settled. The
 * whole protocol stands in docs/durability.md.
 */
import type { ClockPort, Entry, Fault, FlushWrite, LogPort } from '../spec/index.ts';
import type { FlushLane } from './flush-lane.ts';
import type { LiveRun } from './live-run.ts';

const UNDO_SECONDS = 600;
const NO_BYTES = new Uint8Array(0);

export interface CancelsParts {
  readonly lane: FlushLane;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** A wait with this due time is about to be stored. */
  due(at: number): void;
}

export class Cancels {
  readonly #parts: CancelsParts;
  readonly #end: (run: LiveRun, fault: Fault) => void;

  constructor(parts: CancelsParts, end: (run: LiveRun, fault: Fault) => void) {
    this.#parts = parts;
    this.#end = end;
  }

  begin(run: LiveRun): void {
    if (run.isCancelQueued) return;
    if (!run.machine.hasCleanup()) {
      if (!run.isBusy) this.end(run);
      return;
    }
    run.isCancelQueued = true;
    const at = this.#parts.clock.now();
    const ms = undoMs(run);
    const argsHash = new Uint8Array(16);
    const seq = ++run.seq;
    const entry: Entry = { run: run.id, seq, address: '', kind: 'cancel', name: 'cancel', argsHash, payload: NO_BYTES, preview: '', at };
    // A row wakes it in time if it is asleep then.
    const limit: FlushWrite = { kind: 'wait', run: run.id, address: '', wait: { kind: 'timer', ms }, due: at + ms };
    this.#parts.due(at + ms);
    this.#parts.lane.push({ run, entry, writes: [limit] });
  }

  /** That entry is in the journal: nothing of it is closing now, it goes on with what undoes it. */
  tell(run: LiveRun, at: number): void {
    run.cancelledAt = at;
    run.closing = run.closeNext;
    run.closeNext = undefined;
    run.machine.cancel();
    this.limit(run, at);
  }

  limit(run: LiveRun, at: number): void {
    run.forgetLimit ??= this.#parts.clock.after(Math.max(0, at + undoMs(run) - this.#parts.clock.now()), () => {
      run.forgetLimit = undefined;
      if (!run.isDropped && !run.isParking) this.endOverdue(run);
    });
  }

  /** True: the time for its undos is over, and so is the run. */
  endOverdue(run: LiveRun): boolean {
    if (run.cancelledAt === undefined || this.#parts.clock.now() < run.cancelledAt + undoMs(run)) return false;
    this.end(run, `; what it did was not undone in ${undoMs(run) / 1000} seconds`);
    return true;
  }

  end(run: LiveRun, why = ''): void {
    if (why !== '') this.#parts.log.log('warn', 'a cancelled run ends before everything was undone', { run: run.id, why });
    this.#end(run, { code: 'cancelled', message: `the run was cancelled${why}` });
  }
}

/** What the undos of a cancelled run may take together. */
function undoMs({ version }: LiveRun): number {
  const told = Number(version.version.config['compensation-timeout'] || Number.NaN);
  return (told > 0 ? told : UNDO_SECONDS) * 1000;
}

/** To be cancelled, it is first brought to where it stood. */
export const isReplayedFirst = (run: LiveRun): boolean => run.closing === 'cancel' && run.isReplaying;

/** Nothing holds a run that is cancelled: nobody would let it go on. */
export const isToEnd = (run: LiveRun): boolean => run.closing === 'cancel' || run.cancelledAt !== undefined;
