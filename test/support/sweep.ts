/**
 * The crash sweep of one transcript: the process dies at a call to the journal, another goes on (and may die in turn
 * while it recovers), and what the visitor and the world saw must be the same within the promise of each class.
 */
import { decodeEntry, TranscriptError } from '../../src/runtime/index.ts';
import type { Entry, Journal, RunRow, Store } from '../../src/spec/index.ts';
import { type Death, describeFate, type Fate, fated } from './deaths.ts';
import { entriesOf, isAnswer, judge } from './judge.ts';
import { perform, type TheatreOptions } from './theatre.ts';

export interface Swept {
  /** That happened; a process that has nothing to say does not die of it. */
  readonly deaths: number;
  /** Sentences about what broke a promise; empty is what we want. */
  readonly broken: readonly string[];
}

export interface SweepOptions extends TheatreOptions {
  /** The journal of living and dying processes alike: for engines that are broken on purpose. */
  readonly damage?: (journal: Journal, process: number) => Journal;
}

export async function sweep({ damage = sound, ...options }: SweepOptions, fatesOf = everyFlush): Promise<Swept> {
  let flushes = 0;
  const counting = (journal: Journal) => ({
    isDead: () => false,
    journal: { ...journal, flush: (...args: Parameters<Journal['flush']>) => journal.flush(...args).finally(() => flushes++) },
  });
  const baseline = await perform({ ...options, journal: counting });
  const entries = await entriesOf(baseline);
  const fates = fatesOf(flushes);
  const broken: string[] = [];
  let deaths = 0;
  for (const fate of fates) {
    const kill = fated(fate, () => deaths++);
    const sentences = await perform({
      ...options,
      journal: (journal, process) => kill(damage(journal, process), process),
      decide: (run, store) => answerAs(entries, run, store),
    }).then(async (played) => {
      const found = await judge(baseline, entries, played);
      await played.store.close();
      return found;
    }, neverRests);
    broken.push(...sentences.map((sentence) => `${describeFate(fate)} of ${flushes}: ${sentence}`));
  }
  await baseline.store.close();
  return { deaths, broken };
}

/** A run that nobody wakes, or that is claimed for ever, is a broken promise like others. */
function neverRests(error: unknown): readonly string[] {
  if (error instanceof TranscriptError) return [error.message];
  throw error;
}

const sound = (journal: Journal) => journal;

/** Before and after each flush. */
export const everyFlush = (flushes: number): readonly Fate[] =>
  Array.from({ length: flushes }, (_, i) => [false, true].map((isAfter) => [{ call: 'flush', nth: i + 1, isAfter }] as const)).flat();

const RECOVERY: readonly Death[] = (['claim', 'flush'] as const).flatMap((call) =>
  [false, true].map((isAfter) => ({ call, nth: 1, isAfter })),
);

/** The process that takes over dies too: at its claim, or at its first flush. */
export const everyDoubleDeath = (flushes: number): readonly Fate[] =>
  everyFlush(flushes).flatMap((fate) => RECOVERY.map((death) => [...fate, death]));

/** After each death one of the four, in turn. */
export const eachFlushAndOneMore = (flushes: number): readonly Fate[] =>
  everyFlush(flushes).map((fate, i) => [...fate, RECOVERY[(i + (i >> 2)) % RECOVERY.length] as Death]);

/** A person looks at the other side and finds what the undisturbed run was told. */
async function answerAs(undisturbed: readonly Entry[], run: RunRow, store: Store): Promise<boolean> {
  if (run.heldReason !== 'unknown-outcome') return false;
  const entries = await store.runs.entries(run.id);
  const open = entries.findLast(
    (entry) => entry.kind === 'intent' && !entries.some((each) => isAnswer(each) && each.address === entry.address),
  );
  const same = undisturbed.find((entry) => entry.address === open?.address && isAnswer(entry));
  const answer = same && decodeEntry(same).answer;
  if (!answer || !('value' in answer)) return false;
  await store.runs.command(run.id, { kind: 'answer', value: answer.value }, 'sweep');
  return true;
}
