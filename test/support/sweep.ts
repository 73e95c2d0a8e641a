/**
 * The crash sweep of one transcript: the process dies before and after each flush, another goes on, and what the
 * visitor and the world saw must be the same within the promise of each class.
 */

import type { Performance } from '../../src/host/stage.ts';
import { decodeEntry, type Line, printTranscript } from '../../src/runtime/index.ts';
import type { Entry, Journal, RunRow, Store } from '../../src/spec/index.ts';
import { dying } from './house.ts';
import { perform, type TheatreOptions } from './theatre.ts';

/** Sentences about what broke a promise; empty is what we want. */
export async function sweep(options: TheatreOptions): Promise<{ readonly deaths: number; readonly broken: readonly string[] }> {
  let flushes = 0;
  const counting = (journal: Journal) => ({
    isDead: () => false,
    journal: { ...journal, flush: (...args: Parameters<Journal['flush']>) => journal.flush(...args).finally(() => flushes++) },
  });
  const baseline = await perform({ ...options, journal: counting });
  const entries = await entriesOf(baseline);
  const broken: string[] = [];
  for (let nth = 1; nth <= flushes; nth++)
    for (const isAfter of [false, true]) {
      const name = `dying ${isAfter ? 'after' : 'before'} flush ${nth} of ${flushes}`;
      const played = await perform({ ...options, journal: dyingAt(nth, isAfter), decide: (run, store) => answerAs(entries, run, store) });
      broken.push(...(await judge(baseline, played)).map((sentence) => `${name}: ${sentence}`));
      await played.store.close();
    }
  await baseline.store.close();
  return { deaths: flushes * 2, broken };
}

const entriesOf = async ({ store, run }: Performance): Promise<readonly Entry[]> => (run ? store.runs.entries(run.id) : []);

function dyingAt(nth: number, isAfter: boolean): NonNullable<TheatreOptions['journal']> {
  let died = 0;
  const wrap = dying(nth, isAfter, () => died++);
  return (journal, process) => (process === 1 ? { journal: wrap(journal), isDead: () => died > 0 } : { journal, isDead: () => false });
}

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

const isAnswer = (entry: Entry) => entry.kind === 'answer' || entry.kind === 'fault';

async function judge(baseline: Performance, played: Performance): Promise<readonly string[]> {
  const broken: string[] = [];
  const entries = await entriesOf(played);
  const consequential = new Set(entries.filter((entry) => entry.kind === 'intent').map((entry) => `${played.run?.id}:${entry.address}`));
  for (const key of new Set(played.world.events.map((event) => event.key))) {
    const asked = played.world.events.filter((event) => event.key === key);
    if (new Set(asked.map((event) => event.text)).size > 1) broken.push(`${key} asked for different things`);
    const tried = asked.filter((event) => !event.answered?.startsWith('not-sent'));
    if (consequential.has(key) && tried.length > 1) broken.push(`${key} may have been done ${tried.length} times`);
  }
  const isUnknown = entries.some((entry) => isUnknownOutcome(entry)) || played.run?.heldReason === 'unknown-outcome';
  const [expected, seen] = [visible(baseline.lines), visible(played.lines)];
  if (isUnknown) {
    // The program, or a person, was told that nobody knows: from there on it may say something else, but not before.
    const told = seen.findIndex((line, i) => line !== expected[i]);
    if (told === 0 && expected.length > 1 && !baseline.lines.some((line) => line.kind === 'effect'))
      broken.push('said otherwise from the first line');
  } else if (seen.join('\n') !== expected.join('\n')) broken.push(`said\n${seen.join('\n')}\ninstead of\n${expected.join('\n')}`);
  return broken;
}

function isUnknownOutcome(entry: Entry): boolean {
  const answer = decodeEntry(entry).answer;
  return answer !== undefined && 'fault' in answer && answer.fault.code === 'unknown-outcome';
}

/** What the visitor sees and does; an act that was made again, or not at all, is judged apart. */
const visible = (lines: readonly Line[]): readonly string[] =>
  lines.filter(({ kind }) => kind !== 'effect' && kind !== 'comment').map((line) => printTranscript([line]));
