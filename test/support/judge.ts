/**
 * What a crash may change, by the promise of each class: nothing that the visitor sees; which asks were answered;
 * an act on the world is asked for again only under its key and for the same thing; one that may change the world is
 * done once, and where nobody knows, the run says so. Only from there on may it say something else.
 */
import type { Performance } from '../../src/host/stage.ts';
import { decodeEntry, type Line, printTranscript } from '../../src/runtime/index.ts';
import type { Entry } from '../../src/spec/index.ts';

export const entriesOf = async ({ store, run }: Performance): Promise<readonly Entry[]> => (run ? store.runs.entries(run.id) : []);

export const isAnswer = (entry: Entry): boolean => entry.kind === 'answer' || entry.kind === 'fault';

/** Sentences about promises that were broken. */
export async function judge(baseline: Performance, undisturbed: readonly Entry[], played: Performance): Promise<readonly string[]> {
  const entries = await entriesOf(played);
  const doubt = firstDoubt(played, entries);
  return [
    ...actsBroken(played, [...undisturbed, ...entries]),
    ...answersBroken(entries),
    ...(doubt === undefined ? [...worldBroken(baseline, played), ...entriesBroken(undisturbed, entries)] : []),
    ...tellingBroken(baseline, played, doubt),
  ];
}

function actsBroken({ world, run }: Performance, entries: readonly Entry[]): readonly string[] {
  const broken: string[] = [];
  const consequential = new Set(entries.filter((entry) => entry.kind === 'intent').map((entry) => `${run?.id}:${entry.address}`));
  for (const key of new Set(world.events.map((event) => event.key))) {
    const asked = world.events.filter((event) => event.key === key);
    if (new Set(asked.map((event) => event.text)).size > 1) broken.push(`${key} asked for different things`);
    const tried = asked.filter((event) => !event.answered?.startsWith('not-sent'));
    if (consequential.has(key) && tried.length > 1) broken.push(`${key} may have been done ${tried.length} times`);
  }
  return broken;
}

function answersBroken(entries: readonly Entry[]): readonly string[] {
  const answered = entries.filter(isAnswer).map((entry) => entry.address);
  return answered.filter((address, i) => answered.indexOf(address) !== i).map((address) => `${address} was answered twice`);
}

/** Under whatever key: as many different acts, for the same things. */
function worldBroken(baseline: Performance, played: Performance): readonly string[] {
  const acts = ({ world }: Performance) => [...new Map(world.events.map(({ key, text }) => [key, text])).values()].sort();
  return differing('asked the world for', acts(baseline), acts(played));
}

function entriesBroken(undisturbed: readonly Entry[], entries: readonly Entry[]): readonly string[] {
  const answers = (all: readonly Entry[]) =>
    all
      .filter(isAnswer)
      .map((entry) => `${entry.address} ${entry.name}`)
      .sort();
  return differing('was told', answers(undisturbed), answers(entries));
}

/** The act that nobody knows of: the program, or a person, was told so. */
function firstDoubt({ run, world }: Performance, entries: readonly Entry[]): string | undefined {
  const unknown = entries.find((entry) => isUnknownOutcome(entry) || entry.kind === 'operator');
  if (!unknown && run?.heldReason !== 'unknown-outcome') return undefined;
  const open = entries.find((entry) => entry.kind === 'intent' && (unknown?.address === entry.address || !hasHeard(entries, entry)));
  return world.events.find(({ key }) => key === `${run?.id}:${open?.address}`)?.text ?? '';
}

const hasHeard = (entries: readonly Entry[], intent: Entry): boolean =>
  entries.some((entry) => entry.kind === 'answer' && entry.address === intent.address);

function isUnknownOutcome(entry: Entry): boolean {
  const answer = decodeEntry(entry).answer;
  return answer !== undefined && 'fault' in answer && answer.fault.code === 'unknown-outcome';
}

function tellingBroken(baseline: Performance, played: Performance, doubt: string | undefined): readonly string[] {
  const [expected, seen] = [visible(baseline.lines), visible(played.lines)];
  if (doubt === undefined) return differing('said', expected, seen);
  const differs = expected.findIndex((line, i) => line !== seen[i]);
  const act = baseline.lines.findIndex(({ kind, text }) => kind === 'effect' && (doubt === '' || text === doubt));
  if (act < 0) return [`does not know the outcome of ${doubt}, which was never done`];
  return differs >= 0 && differs < visible(baseline.lines.slice(0, act)).length
    ? differing('said, before anything was in doubt,', expected, seen)
    : [];
}

const differing = (did: string, expected: readonly string[], found: readonly string[]): readonly string[] =>
  expected.join('\n') === found.join('\n') ? [] : [`${did}\n${found.join('\n')}\ninstead of\n${expected.join('\n')}`];

/** What the visitor sees and does; an act that was made again, or not at all, is judged apart. */
const visible = (lines: readonly Line[]): readonly string[] =>
  lines.filter(({ kind }) => kind !== 'effect' && kind !== 'comment').map((line) => printTranscript([line]));
