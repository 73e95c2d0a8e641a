/**
 * A run told on the steps of its script: which state each is in after any of the events, in which turn of its loops, and
 * what was passed by. Pure: the same events and the same text always tell the same.
 *
 * What makes a step known is the line it was asked from. A turn of a loop begins when a branch comes back to a step that
 * does not stand after the one before; steps that other branches ask for meanwhile do not count.
 */
import { lineStarts, positionAt } from '../../../src/base/index.ts';
import { allPlaces, type Document, type Lane, type Placed } from '../../../src/language/document/reading.ts';
import type { Step } from '../../runs/api.ts';
import type { RunState } from '../canvas/index.ts';

export interface RunEvent {
  readonly what: 'started' | 'waiting' | 'done' | 'failed';
  readonly step: Step;
  readonly anchor?: { readonly script: string; readonly line: number; readonly span?: { readonly start: number; readonly end: number } };
}
export interface Told {
  readonly step: Step;
  readonly state: RunState;
  readonly place: Placed;
  /** By anchor of each loop it is in: which turn, from 0. */
  readonly turns: ReadonlyMap<string, number>;
}
export interface Turns {
  readonly count: number;
  readonly shown: number;
}
export interface Story {
  readonly states: ReadonlyMap<string, RunState>;
  /** Of the turns that are shown. */
  readonly steps: ReadonlyMap<string, readonly Told[]>;
  readonly loops: ReadonlyMap<string, Turns>;
}
export interface Telling {
  readonly document: Document;
  readonly events: readonly RunEvent[];
  /** Lines whose statements make steps. */
  readonly acts: ReadonlySet<number>;
  readonly isOver: boolean;
  /** Turns that somebody chose, by loop; else the last. */
  readonly picks: ReadonlyMap<string, number>;
  /** A handler of an event: the rest of its script is not its matter. */
  readonly isHandler: boolean;
}

const MARKERS = new Set(['STEP']);
const STATES: Readonly<Record<RunEvent['what'], RunState>> = { started: 'running', waiting: 'waiting', done: 'done', failed: 'failed' };

export function tell(telling: Telling): Story {
  const lines = linesOf(telling.document);
  const told = follow(telling, lines);
  const loops = turnsOf(told, telling.picks);
  const shown = told.filter(({ turns }) => [...turns].every(([loop, turn]) => loops.get(loop)?.shown === turn));
  const steps = groupByAnchor(shown);
  const states = new Map<string, RunState>();
  const teller = { telling, steps, loops, states, lines: lines.ofNode, touched: touchedOf(shown), canSkip: !hasJumps(telling.document) };
  const isOpen = !telling.isHandler && telling.isOver;
  markLane(teller, telling.document.root, isOpen);
  return { states, steps, loops };
}

// ── which step of the script ──

interface Lines {
  readonly at: ReadonlyMap<number, readonly Placed[]>;
  readonly ofNode: ReadonlyMap<string, number>;
}
const known = new WeakMap<Document, Lines>();

export function linesOf(document: Document): Lines {
  const before = known.get(document);
  if (before) return before;
  const starts = lineStarts(document.text);
  const at = new Map<number, Placed[]>();
  const ofNode = new Map<string, number>();
  for (const place of allPlaces(document).values()) {
    const { line } = positionAt(starts, place.start + place.node.span.start);
    at.set(line, [...(at.get(line) ?? []), place]);
    ofNode.set(place.node.anchor, line);
  }
  const lines = { at, ofNode };
  known.set(document, lines);
  return lines;
}

function placeOfStep(lines: Lines, { step, anchor }: RunEvent): Placed | undefined {
  // The compiler asks for the end of a workflow in the name of the statement before it.
  if (step.keyword === 'WORKFLOW END') return undefined;
  const line = anchor?.line ?? step.line;
  const here = line === undefined ? [] : (lines.at.get(line) ?? []);
  return here.findLast(({ node }) => node.keyword === step.keyword) ?? here[0];
}

// ── in which turn ──

interface Branch {
  readonly place: Placed;
  readonly turns: ReadonlyMap<string, number>;
}

const isEach = ({ node }: Placed): boolean => {
  const statement = node.inner ?? node.statement;
  return statement?.kind === 'parallel' && statement.each !== undefined;
};
const isLoop = (place: Placed): boolean => {
  const kind = (place.node.inner ?? place.node.statement)?.kind;
  return kind === 'for' || kind === 'forEach' || kind === 'loop' || isEach(place);
};
/** The loops around a step, outermost first. */
function loopsAround({ parent }: Placed): readonly Placed[] {
  if (!parent) return [];
  return isLoop(parent) ? [...loopsAround(parent), parent] : loopsAround(parent);
}
const branchOf = (address: string) => address.slice(0, Math.max(0, address.lastIndexOf('.')));

function follow({ events, isOver }: Telling, lines: Lines): readonly Told[] {
  const told = new Map<string, Told>();
  const branches = new Map<string, Branch>();
  const arms = new Map<string, string[]>();
  for (const event of events) {
    const { step, what } = event;
    const before = told.get(step.id);
    const place = before?.place ?? placeOfStep(lines, event);
    if (!place) continue;
    const branch = branchOf(step.id);
    const turns = before?.turns ?? turnsAt(place, branch, branches, arms);
    if (!before) branches.set(branch, { place, turns });
    told.set(step.id, { step, state: STATES[what], place, turns });
  }
  // What was open when the run ended never came to an end of its own.
  return [...told.values()].map((each) =>
    isOver && (each.state === 'running' || each.state === 'waiting') ? { ...each, state: 'skipped' } : each,
  );
}

function turnsAt(place: Placed, branch: string, branches: ReadonlyMap<string, Branch>, arms: Map<string, string[]>): Map<string, number> {
  const loops = loopsAround(place);
  const last = branches.get(branch) ?? parentBranch(branch, branches);
  const isOwn = branches.has(branch);
  const around = last ? loopsAround(last.place).map(({ node }) => node.anchor) : [];
  const shared = loops.filter(({ node }) => around.includes(node.anchor));
  const isBack = isOwn && last !== undefined && place.order <= last.place.order;
  const again = isBack ? shared.findLast((each) => !isEach(each)) : undefined;
  const turns = new Map<string, number>();
  for (const loop of loops) {
    const { anchor } = loop.node;
    const before = last?.turns.get(anchor);
    if (isEach(loop)) turns.set(anchor, before !== undefined && shared.includes(loop) ? before : armOf(anchor, branch, arms));
    else if (loop === again) turns.set(anchor, (before ?? 0) + 1);
    else turns.set(anchor, shared.includes(loop) && !(again && loop.order > again.order) ? (before ?? 0) : 0);
  }
  return turns;
}

/** Of PARALLEL FOR EACH every branch is a turn, in the order in which they are first seen. */
function armOf(loop: string, branch: string, arms: Map<string, string[]>): number {
  const known = arms.get(loop) ?? [];
  arms.set(loop, known);
  if (!known.includes(branch)) known.push(branch);
  return known.indexOf(branch);
}

function parentBranch(branch: string, branches: ReadonlyMap<string, Branch>): Branch | undefined {
  for (let at = branch.lastIndexOf('/'); at > 0; at = branch.lastIndexOf('/', at - 1)) {
    const found = branches.get(branchOf(branch.slice(0, at)));
    if (found) return found;
  }
  return undefined;
}

/** Outer loops first: how many turns an inner one has, its outer turn says. */
function turnsOf(told: readonly Told[], picks: ReadonlyMap<string, number>): ReadonlyMap<string, Turns> {
  const loops = new Map<string, Turns>();
  const order = new Set(told.flatMap(({ turns }) => [...turns.keys()]));
  const fits = ({ turns }: Told) => [...turns].every(([loop, turn]) => (loops.get(loop)?.shown ?? turn) === turn);
  const depth = new Map([...order].map((loop) => [loop, Math.min(...told.flatMap(({ turns }) => indexIn(turns, loop)))]));
  for (const loop of [...order].sort((a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0))) {
    const seen = told.filter((each) => each.turns.has(loop) && fits(each)).map(({ turns }) => turns.get(loop) as number);
    const count = 1 + Math.max(0, ...seen);
    loops.set(loop, { count, shown: Math.min(picks.get(loop) ?? count - 1, count - 1) });
  }
  return loops;
}
const indexIn = (turns: ReadonlyMap<string, number>, loop: string): readonly number[] => {
  const at = [...turns.keys()].indexOf(loop);
  return at < 0 ? [] : [at];
};

// ── what each step shows ──

function groupByAnchor(told: readonly Told[]): ReadonlyMap<string, readonly Told[]> {
  const groups = new Map<string, Told[]>();
  for (const each of told) {
    const { anchor } = each.place.node;
    groups.set(anchor, [...(groups.get(anchor) ?? []), each]);
  }
  for (const [anchor, each] of groups) {
    const own = each.filter(({ step }) => !MARKERS.has(step.keyword));
    if (own.length > 0) groups.set(anchor, own);
  }
  return groups;
}

/** Steps that were asked for, and all blocks around them. */
function touchedOf(told: readonly Told[]): ReadonlySet<string> {
  const touched = new Set<string>();
  for (const { place } of told) for (let at: Placed | undefined = place; at; at = at.parent) touched.add(at.node.anchor);
  return touched;
}

interface Teller {
  readonly telling: Telling;
  readonly steps: Story['steps'];
  readonly loops: Story['loops'];
  readonly states: Map<string, RunState>;
  readonly lines: ReadonlyMap<string, number>;
  readonly touched: ReadonlySet<string>;
  readonly canSkip: boolean;
}

/** `isPassed`: the run is behind this lane. Answers the states in it. */
function markLane(teller: Teller, lane: Lane, isPassed: boolean): readonly RunState[] {
  const found: RunState[] = [];
  let isBehind = isPassed;
  for (const node of [...lane.children].reverse()) {
    const isTouched = teller.touched.has(node.anchor);
    const own = teller.steps.get(node.anchor)?.map(({ state }) => state) ?? [];
    const inner = node.lanes.flatMap((each) => markLane(teller, each, isLanePassed(teller, node, each, isBehind)));
    const isAct = teller.telling.acts.has(teller.lines.get(node.anchor) ?? 0) && node.lanes.length === 0;
    const isSkipped = isBehind && isAct && teller.canSkip;
    const isOver = isBehind || teller.telling.isOver;
    const state = isTouched ? stateOf([...own, ...inner], isOver, node.lanes.length > 0) : isSkipped ? 'skipped' : undefined;
    if (state) {
      teller.states.set(node.anchor, state);
      found.push(state);
    }
    isBehind ||= isTouched;
  }
  return found;
}

type Node = Lane['children'][number];
/** Where jumps go back and forth, what stands before is not behind. */
const hasJumps = (document: Document) => [...allPlaces(document).values()].some(({ node: { type } }) => type === 'goto');

function isLanePassed({ telling, touched, loops }: Teller, node: Node, lane: Lane, isPassed: boolean): boolean {
  const kind = (node.inner ?? node.statement)?.kind;
  if (kind === 'routine' || node.keyword === 'ON EVENT') return telling.isOver && touched.has(node.anchor);
  if (isPassed) return true;
  if (kind === 'if' || kind === 'select') {
    const isTaken = (each: Lane) => each.children.some(({ anchor }) => touched.has(anchor));
    return !isTaken(lane) && node.lanes.some(isTaken);
  }
  const turns = loops.get(node.anchor);
  return turns !== undefined && turns.shown < turns.count - 1;
}

function stateOf(states: readonly RunState[], isPassed: boolean, isBlock: boolean): RunState {
  for (const state of ['waiting', 'running'] as const) if (states.includes(state)) return state;
  const last = states.filter((state) => state !== 'skipped');
  if (last.length === 0) return 'skipped';
  if (last.includes('failed')) return 'failed';
  return isBlock && !isPassed ? 'running' : 'done';
}
