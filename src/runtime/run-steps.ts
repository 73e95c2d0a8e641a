/**
 * A run's steps as data: one for each thing the program asked for, put together from its journal. When it was asked and
 * with what, the replay of the program says; what came of it, how often it was tried and who decided, the entries say;
 * tokens and cost, the calls of models. What a STEP of a workflow covers is what its branch asked for after it.
 */

import type { Entry, Fault, ModelCall, RunRow, Wait } from '../spec/index.ts';
import { Dict, type Json, jsonOf, toText, type Value } from '../values/index.ts';
import { decodeEntry } from './entry.ts';
import type { Asked, Replay } from './replay.ts';

export type StepState = 'done' | 'failed' | 'waiting' | 'running' | 'stopped';

export interface RunStep {
  /** Its address: equal whenever the run is replayed. */
  readonly id: string;
  /** The STEP of a workflow that it belongs to, or the step that began its branch. */
  readonly parent?: string;
  readonly keyword: string;
  readonly label: string;
  readonly script?: string;
  readonly line?: number;
  readonly state: StepState;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Its first and its last entry. */
  readonly first?: number;
  readonly last?: number;
  readonly input?: Json;
  readonly output?: Json;
  readonly fault?: Fault;
  readonly tries: number;
  readonly decidedBy?: string;
  readonly waitsFor?: { readonly kind: Wait['kind']; readonly of?: string; readonly due?: number };
  readonly child?: string;
  readonly model?: { readonly name: string; readonly inputTokens: number; readonly outputTokens: number; readonly cost: number | null };
}

export interface RunRecords {
  readonly run: RunRow;
  readonly entries: readonly Entry[];
  readonly calls: readonly ModelCall[];
  readonly waits: readonly { readonly address: string; readonly wait: Wait; readonly due?: number }[];
}

/** Keywords whose wait is for a run of their own. */
const BEGINNERS = new Set(['BOT', 'DELEGATE TO']);

/** Longer values are cut: the story is for reading. */
const LONGEST = 8_000;
const STEP = 'STEP';
const WORKFLOW_END = 'WORKFLOW END';

export function stepsOf(replay: Pick<Replay, 'asked'>, records: RunRecords): readonly RunStep[] {
  const entries = groupBy(records.entries, ({ address }) => address);
  const parents = parentsOf([...replay.asked.values()]);
  const asked = [...replay.asked.keys()].map((address) =>
    stepOf(replay.asked.get(address) as Asked, entries.get(address) ?? [], parents.get(address), records),
  );
  // Where the program of today no longer fits, what the journal itself says is shown.
  const untold = [...entries.keys()].filter((address) => address !== '' && !replay.asked.has(address));
  const told = untold.map((address) => stepOf(undefined, entries.get(address) as readonly Entry[], undefined, records));
  // Where a workflow ends, its last step does; the mark itself is nothing that anybody wrote.
  return spanned([...asked, ...told], records.run).filter(({ keyword }) => keyword !== WORKFLOW_END);
}

function stepOf(asked: Asked | undefined, entries: readonly Entry[], parent: string | undefined, records: RunRecords): RunStep {
  const [first] = entries;
  const last = entries.at(-1);
  const id = asked?.ask.address ?? first?.address ?? '';
  const keyword = (asked?.name ?? first?.name ?? '').replace(/#\d+$/, '');
  const settled = entries.findLast(({ kind }) => kind === 'answer' || kind === 'fault');
  const answer = settled && decodeEntry(settled).answer;
  const open = settled ? undefined : records.waits.find((each) => each.address === id);
  const calls = records.calls.filter((call) => call.address === id);
  const isOver = records.run.endedAt !== undefined;
  return {
    id,
    ...(parent !== undefined && { parent }),
    keyword,
    label: labelOf(keyword, asked, first),
    ...(asked && { script: asked.ask.script, line: asked.ask.line }),
    state: answer ? ('value' in answer ? 'done' : 'failed') : isOver ? 'stopped' : open || last?.kind === 'wait' ? 'waiting' : 'running',
    startedAt: asked?.at ?? first?.at ?? records.run.createdAt,
    ...(settled ? { endedAt: settled.at } : isOver && { endedAt: records.run.endedAt }),
    ...(first && { first: first.seq, last: last?.seq ?? first.seq }),
    ...(asked && { input: inputOf(asked) }),
    ...(answer && ('value' in answer ? { output: cut(answer.value) } : { fault: answer.fault })),
    tries: Math.max(1, calls.length, entries.filter(isTry).length),
    ...deciderOf(answer && 'value' in answer ? answer.value : null),
    ...(open && { waitsFor: waitOf(open) }),
    ...childOf(open?.wait, keyword, id, records),
    ...(calls.length > 0 && { model: costOf(calls) }),
  };
}

const isTry = ({ kind, payload }: Entry): boolean => kind === 'intent' && payload[1] !== 1;

function labelOf(keyword: string, asked: Asked | undefined, first: Entry | undefined): string {
  const label = asked?.ask.args.get('label');
  if (keyword === STEP) return `${toText(asked?.ask.args.get('n') ?? null)} ${typeof label === 'string' ? label : ''}`.trim();
  return first?.preview ?? '';
}

/** What the compiler hands over beside what was written says nothing to a reader. */
const HIDDEN = new Set(['workflow', 'label']);
function inputOf({ ask }: Asked): Json {
  return Object.fromEntries([...ask.args].flatMap(([name, value]) => (HIDDEN.has(name) || value === null ? [] : [[name, cut(value)]])));
}

function cut(value: Value): Json {
  const json = jsonOf(value);
  const text = JSON.stringify(json);
  return text.length <= LONGEST ? json : `${text.slice(0, LONGEST)}…`;
}

function deciderOf(value: Value): { readonly decidedBy?: string } {
  const by = value instanceof Dict && value.has('approved') ? value.get('by') : null;
  return by === null ? {} : { decidedBy: toText(by) };
}

export function waitOf({ wait, due }: { readonly wait: Wait; readonly due?: number }) {
  const of = ofWait(wait);
  return { kind: wait.kind, ...(of !== undefined && { of }), ...(due !== undefined && { due }) };
}

export function ofWait(wait: Wait): string | undefined {
  switch (wait.kind) {
    case 'reply':
      return wait.conversation;
    case 'child':
      return wait.run;
    case 'event':
      return wait.names.join(', ');
    case 'approval':
      return wait.question.subject;
    case 'timer':
      return undefined;
  }
}

/** Once the wait is over its row is gone; the run is named after its ask. What a fork copied was begun by another run. */
function childOf(wait: Wait | undefined, keyword: string, address: string, { run, entries }: RunRecords): { readonly child?: string } {
  if (wait) return wait.kind === 'child' ? { child: wait.run } : {};
  if (!BEGINNERS.has(keyword)) return {};
  const waited = entries.findLast((each) => each.kind === 'wait' && each.address === address);
  const isOwn = waited && !entries.some(({ kind, seq }) => kind === 'set' && seq > waited.seq);
  return isOwn ? { child: `${run.id}.${address.replaceAll('/', '-')}` } : {};
}

function costOf(calls: readonly ModelCall[]) {
  const isPriced = calls.every(({ cost }) => cost !== null);
  return {
    name: calls.at(-1)?.model ?? calls.at(-1)?.provider ?? '',
    inputTokens: calls.reduce((sum, each) => sum + each.inputTokens, 0),
    outputTokens: calls.reduce((sum, each) => sum + each.outputTokens, 0),
    cost: isPriced ? calls.reduce((sum, each) => sum + (each.cost ?? 0), 0) : null,
  };
}

// ── what belongs to what ──

/** Of each ask, the STEP it belongs to: of its own branch, else of the branch around it. */
function parentsOf(asks: readonly Asked[]): ReadonlyMap<string, string> {
  const current = new Map<string, string>();
  const parents = new Map<string, string>();
  for (const { ask, name } of asks) {
    const fiber = ask.address.slice(0, ask.address.lastIndexOf('.'));
    const own = name === STEP ? undefined : current.get(fiber);
    const parent = own ?? around(fiber, current);
    if (parent !== undefined) parents.set(ask.address, parent);
    if (name === STEP) current.set(fiber, ask.address);
    else if (name === WORKFLOW_END) {
      current.delete(fiber);
      parents.delete(ask.address);
    }
  }
  return parents;
}

/** `0.3/1` was begun by `0`: its branch is the part after the third event. */
function around(fiber: string, current: ReadonlyMap<string, string>): string | undefined {
  for (let at = fiber.lastIndexOf('/'); at > 0; at = fiber.lastIndexOf('/', at - 1)) {
    const outer = fiber.slice(0, fiber.lastIndexOf('.', at));
    const step = current.get(outer);
    if (step !== undefined) return step;
  }
  return undefined;
}

/** The marker of a STEP is answered at once; what it stands for lasts until what belongs to it is over. */
function spanned(steps: readonly RunStep[], run: RunRow): readonly RunStep[] {
  const children = groupBy(steps, ({ parent }) => parent ?? '');
  const within = (step: RunStep): readonly RunStep[] => (children.get(step.id) ?? []).flatMap((each) => [each, ...within(each)]);
  return steps.map((step) => {
    const parts = within(step);
    if (parts.length === 0) return step;
    const open = parts.find(({ state }) => state === 'waiting' || state === 'running');
    const ended = Math.max(...parts.map(({ endedAt }) => endedAt ?? 0));
    const { endedAt: _, ...begun } = step;
    if (open) return { ...begun, state: open.state };
    const isFailed = run.state === 'failed' && parts.at(-1)?.state === 'failed';
    return { ...begun, endedAt: ended, state: isFailed ? 'failed' : parts.some(({ state }) => state === 'stopped') ? 'stopped' : 'done' };
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
