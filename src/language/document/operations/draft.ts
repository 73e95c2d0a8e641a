/** What an operation means to do, before it is tried on the text. */
import type { Span } from '../../../base/index.ts';
import { type Placed, placeOf } from '../places.ts';
import type { Document, Lane, Node, TextEdit } from '../types.ts';
import { type Expectation, laneRow, type Row, rowOf, rowOfScript } from './guard.ts';

export interface Draft {
  readonly edits: readonly TextEdit[];
  readonly sentence: string;
  readonly expected: Expectation;
  /** What to select, in the text afterwards: the steps that stand in these spans. */
  readonly selected: readonly Span[];
  /** Looks at the outcome once more; answers what is wrong with it. */
  readonly check?: (after: Document) => string | undefined;
}
/** A draft, or why not. */
export type Drafted = Draft | string;

// ── which steps ──

/** The steps of these anchors in the order of the script, without those inside others; or why not. */
export function chosen(document: Document, anchors: readonly string[]): readonly Placed[] | string {
  const places: Placed[] = [];
  for (const anchor of anchors) {
    const place = placeOf(document, anchor);
    if (!place) return `there is no step ${anchor} any more`;
    if (!places.includes(place)) places.push(place);
  }
  if (places.length === 0) return 'nothing is selected';
  const nodes = new Set(places.map(({ node }) => node));
  return places.filter(({ parent }) => !isInside(parent, nodes)).sort((a, b) => a.order - b.order);
}
function isInside(parent: Placed | undefined, nodes: ReadonlySet<Node>): boolean {
  for (let at = parent; at; at = at.parent) if (nodes.has(at.node)) return true;
  return false;
}

// ── rows ──

/** Where in the row of the script the `index`-th child of a lane begins. */
export function rowIndex(document: Document, lane: Lane, parent: Placed | undefined, index: number): number {
  let at = parent ? laneRowIndex(document, lane, parent) : 0;
  const origin = parent?.start ?? 0;
  for (let i = 0; i < index; i++) at += rowOf(document, lane.children[i] as Node, origin + (lane.starts[i] as number)).length;
  return at;
}
function laneRowIndex(document: Document, lane: Lane, parent: Placed): number {
  const { node, start } = parent;
  let at = ownRowIndex(document, parent) + 1;
  for (const each of node.lanes) {
    if (each === lane) return at + 1;
    at += laneRow(document, each, start).length + 2;
  }
  return at;
}
/** Where the step itself stands, behind its comments. */
export function ownRowIndex(document: Document, place: Placed): number {
  const { node, start } = place;
  const row = rowOf(document, node, start);
  const lead = row.findIndex((each) => !each.startsWith('comment '));
  return rowIndex(document, place.lane, place.parent, place.index) + Math.max(0, lead);
}

/** The row a step fills. */
export function rowSpan(document: Document, place: Placed): Span {
  const start = rowIndex(document, place.lane, place.parent, place.index);
  return { start, end: start + rowOf(document, place.node, place.start).length };
}

const NOTHING = (stretch: Row) => stretch.length === 0;
/** Exactly this row. */
export const exactly = (row: Row): Expectation => ({ row, from: row.length, to: row.length, fits: NOTHING });
/** The row as it is, but for a stretch. */
export const except = (document: Document, { start, end }: Span, fits: (stretch: Row) => boolean): Expectation => ({
  row: rowOfScript(document),
  from: start,
  to: end,
  fits,
});

// ── after the edits ──

/** The span that the text of the `index`-th edit has in the new text. */
export function spanOfEdit(edits: readonly TextEdit[], index: number): Span {
  let shift = 0;
  for (const each of edits.slice(0, index)) shift += each.text.length - (each.end - each.start);
  const { start, text } = edits[index] as TextEdit;
  return { start: start + shift, end: start + shift + text.length };
}

/** The lines of a step in the new text, where only lines inside it were changed. */
export function spanAfter(place: Placed, edits: readonly TextEdit[]): Span {
  const { start, end } = { start: place.start, end: place.start + place.node.length };
  let before = 0;
  let inside = 0;
  for (const edit of edits) {
    const grown = edit.text.length - (edit.end - edit.start);
    if (edit.end <= start && edit.start < start) before += grown;
    else if (edit.start <= end) inside += grown;
  }
  return { start: start + before, end: end + before + inside };
}
