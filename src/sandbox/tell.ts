/** What a rehearsal came to: steps of every run with what was simulated, what people saw, and the values at the end. */
import { keywords } from '../../keywords/index.ts';
import type { Cut } from '../compiler/index.ts';
import { type Performance, TimeTravel } from '../host/index.ts';
import {
  type Limits,
  type Line,
  printTranscript,
  type RealEffect,
  type Replay,
  type RunStep,
  type SandboxAnswer,
  type SandboxRun,
  type SandboxSaid,
  type SandboxStep,
  stepsOf,
  TranscriptError,
} from '../runtime/index.ts';
import type { RunRow } from '../spec/index.ts';
import { jsonOf } from '../values/index.ts';
import type { StepAnchors } from './anchors.ts';

export interface Staged {
  /** By key of an ask: what the simulation did unasked. */
  readonly notes: ReadonlyMap<string, string>;
  /** The script that is played. */
  readonly stem: string;
  readonly cut: Cut | undefined;
  readonly real: readonly RealEffect[];
  readonly limits: Limits;
  /** By stem. */
  readonly anchors: Readonly<Record<string, StepAnchors>>;
}

type Told = Omit<SandboxAnswer, 'mode' | 'script' | 'problems' | 'took' | 'unmet'> & { readonly simulatedMs: number };

const MOST_RUNS = 100;

export async function tell(played: Performance, staged: Staged): Promise<Told> {
  const { run, lines, store } = played;
  if (!run) throw new TranscriptError('the script was not begun');
  const rows = [...(await store.runs.list({ limit: MOST_RUNS }))].reverse();
  const told = await Promise.all(rows.map((row) => toldRun(row, row.id === run.id, played, staged)));
  const own = told.find(({ id }) => id === run.id) as ToldRun;
  const ended = Math.max(...rows.map(({ endedAt, createdAt }) => endedAt ?? createdAt));
  return {
    ok: run.state === 'done' || run.state === 'waiting',
    state: run.state,
    steps: staged.cut?.mode === 'step' ? withoutPreparations(own.steps, staged.cut) : own.steps,
    runs: told.filter((each) => each !== own).map(({ values: _, ...each }) => ({ ...each, ...parentOf(each.id, told) })),
    said: lines.flatMap(saidIn),
    values: own.values,
    transcript: printTranscript(lines),
    simulatedMs: ended - run.createdAt,
    ...(staged.cut && { lines: { first: staged.cut.first, last: staged.cut.last } }),
    ...endOf(run),
    ...messageOf(run, own.steps),
  };
}

type ToldRun = SandboxRun & { readonly values: SandboxAnswer['values'] };

async function toldRun(row: RunRow, isOwn: boolean, { store }: Performance, staged: Staged): Promise<ToldRun> {
  const { runs } = store;
  const travel = new TimeTravel({ store, clock: { now: () => row.createdAt }, limits: staged.limits });
  const [entries, calls, waits] = await Promise.all([runs.entries(row.id), runs.modelCalls(row.id), runs.waits(row.id)]);
  const replay = await travel.begin(row);
  await travel.feed(replay, entries);
  const steps = stepsOf(replay, { run: row, entries, calls, waits }).map((step) => anchored(withEffect(step, row.id, staged), staged));
  const script = isOwn ? staged.stem : (row.script.split('~', 1)[0] as string);
  return { id: row.id, script, state: row.state, steps, ...endOf(row), values: valuesOf(replay) };
}

const endOf = ({ result, fault }: RunRow): Pick<SandboxRun, 'result' | 'fault'> => ({
  ...(result !== undefined && result !== null && { result: jsonOf(result) }),
  ...(fault && { fault }),
});

/** Hidden registers have no name that could be written. */
function valuesOf(replay: Replay): SandboxAnswer['values'] {
  const [main] = replay.variables();
  return Object.fromEntries(
    [...(main?.values ?? [])].flatMap(([name, value]) => (/^\p{L}/u.test(name) && value !== null ? [[name, jsonOf(value)]] : [])),
  );
}

// ── steps ──

const PORTS = new Map(keywords.map(({ name, effect }) => [name, effect && 'needs' in effect ? (effect.needs ?? []) : []]));
/** Answered by people, events or time. */
const FROM_OUTSIDE = new Set(['reply', 'approval', 'event']);
const WAITING = new Set(['HEAR', 'ASK', 'INPUT', 'HUMAN APPROVAL', 'HUMAN INPUT', 'WAIT FOR EVENT', 'WAIT', 'DELAY']);

function anchored(step: SandboxStep, { anchors }: Staged): SandboxStep {
  const stem = step.script?.replace(/\.bas$/i, '').toLowerCase() ?? '';
  const anchor = step.line === undefined ? undefined : anchors[stem]?.of(step.line);
  return anchor === undefined ? step : { ...step, anchor };
}

function withEffect(step: RunStep, run: string, { notes, real }: Staged): SandboxStep {
  const needs: readonly string[] = PORTS.get(step.keyword) ?? [];
  const outward = (['model', 'http'] as const).find((port) => needs.includes(port));
  const note = notes.get(`${run}:${step.id}`);
  if (outward) {
    const { model, ...told } = step;
    if (real.includes(outward)) return { ...step, effect: 'real' };
    // Nobody counted tokens: nothing was asked.
    return { ...told, effect: 'simulated', ...(note !== undefined && { note }) };
  }
  const isWaiting = WAITING.has(step.keyword) || FROM_OUTSIDE.has(step.waitsFor?.kind ?? '');
  return isWaiting ? { ...step, effect: 'simulated', ...(note !== undefined && { note }) } : step;
}

/** Bots that were added so that the one step finds them. */
const withoutPreparations = (steps: readonly SandboxStep[], { first, last }: Cut): readonly SandboxStep[] =>
  steps.filter(({ keyword, line = first }) => keyword !== 'ADD BOT' || (line >= first && line <= last));

const parentOf = (id: string, all: readonly SandboxRun[]): Pick<SandboxRun, 'parent'> => {
  const parent = all.find(({ steps }) => steps.some(({ child }) => child === id))?.id;
  return parent === undefined ? {} : { parent };
};

// ── what people saw ──

const BY: Partial<Record<Line['kind'], SandboxSaid['by']>> = {
  said: 'bot',
  heard: 'visitor',
  asked: 'question',
  decided: 'decision',
  published: 'event',
  clock: 'time',
};

function saidIn(line: Line): readonly SandboxSaid[] {
  const by = BY[line.kind];
  if (!by || !('text' in line)) return [];
  return [{ by, text: line.kind === 'decided' ? `${line.text} -> ${line.answer}` : line.text }];
}

// ── where it stands ──

function messageOf(run: RunRow, steps: readonly SandboxStep[]): { readonly message?: string } {
  if (run.state === 'held') return { message: run.message ?? 'it is held' };
  if (run.state !== 'waiting') return {};
  const open = steps.filter(({ state, waitsFor }) => state === 'waiting' && waitsFor);
  const told = open.map(
    ({ line, waitsFor }) => `line ${line} waits for ${WAITS[waitsFor?.kind ?? ''] ?? waitsFor?.kind}${ofWhat(waitsFor)}`,
  );
  return { message: told.join('; ') || 'it waits' };
}

const WAITS: Readonly<Record<string, string>> = {
  reply: 'what the visitor says',
  approval: 'a decision',
  event: 'an event',
  timer: 'its time',
  child: 'a bot',
};
const ofWhat = (waits: SandboxStep['waitsFor']): string =>
  waits?.of !== undefined && (waits.kind === 'event' || waits.kind === 'approval') ? `: ${waits.of}` : '';
