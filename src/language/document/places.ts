/** Where the nodes of a document stand: by anchor, by offset, in the order of the script. */
import type { Span } from '../../base/index.ts';
import type { Document, Lane, Node, Slot } from './types.ts';

export interface Placed {
  readonly node: Node;
  /** Offset of its first byte, attached comments included. */
  readonly start: number;
  readonly parent: Placed | undefined;
  readonly lane: Lane;
  readonly index: number;
  /** Among all nodes, in the order of the script. */
  readonly order: number;
}

const placesOf = new WeakMap<Document, ReadonlyMap<string, Placed>>();

/** Every node with its place, by anchor, in the order of the script. */
export function allPlaces(document: Document): ReadonlyMap<string, Placed> {
  let places = placesOf.get(document);
  if (!places) {
    const found = new Map<string, Placed>();
    visit(document.root, 0, undefined, found);
    places = found;
    placesOf.set(document, places);
  }
  return places;
}

function visit(lane: Lane, start: number, parent: Placed | undefined, found: Map<string, Placed>): void {
  for (const [index, node] of lane.children.entries()) {
    const place: Placed = { node, start: start + (lane.starts[index] as number), parent, lane, index, order: found.size };
    found.set(node.anchor, place);
    for (const inner of node.lanes) visit(inner, place.start, place, found);
  }
}

export const placeOf = (document: Document, anchor: string): Placed | undefined => allPlaces(document).get(anchor);

/** From the node's own count to the document's. */
export const absolute = ({ start }: Placed, span: Span): Span => ({ start: start + span.start, end: start + span.end });

/** Its lines, attached comments included. */
export const wholeSpan = ({ node, start }: Placed): Span => ({ start, end: start + node.length });

export function textOf(document: Document, anchor: string): string {
  const place = placeOf(document, anchor);
  return place ? document.text.slice(place.start, place.start + place.node.length) : '';
}

/** The innermost node at an offset. */
export function placeAt(document: Document, offset: number): Placed | undefined {
  let found: Placed | undefined;
  for (const place of allPlaces(document).values()) {
    if (place.start > offset) break;
    if (offset < place.start + place.node.length) found = place;
  }
  return found ?? lastAtEnd(document, offset);
}
/** The caret behind the last character of a script without a final line end. */
function lastAtEnd(document: Document, offset: number): Placed | undefined {
  if (offset === 0 || offset !== document.text.length || /[\r\n]$/.test(document.text)) return undefined;
  return placeAt(document, offset - 1);
}

/** The outermost steps that stand whole in a span. */
export function placesIn(document: Document, { start, end }: Span): Placed[] {
  const found: Placed[] = [];
  for (const place of allPlaces(document).values()) {
    const tile = absolute(place, place.node.tile);
    if (tile.start < start || tile.end > end) continue;
    const parent = found.at(-1);
    if (parent && tile.start < parent.start + parent.node.length) continue;
    found.push(place);
  }
  return found;
}

export const slotBefore = ({ parent, lane, index }: Placed): Slot => ({ parent: parent?.node.anchor ?? '', lane: lane.key, index });
export const slotAfter = (place: Placed): Slot => ({ ...slotBefore(place), index: place.index + 1 });

// ── every byte ──

export interface Piece {
  readonly role: 'lead' | 'line' | 'head' | 'part' | 'end' | 'blank' | 'gap';
  readonly span: Span;
  /** Absent: blank lines of the script itself. */
  readonly place?: Placed;
}

/** The text as pieces that follow each other without a gap: the lines of each step, its heads and ends, blank lines. */
export function piecesOf(document: Document): Piece[] {
  const pieces: Piece[] = [];
  const places = allPlaces(document);
  const end = lanePieces(document.root, 0, undefined, document.root.span, places, pieces);
  if (end < document.text.length) pieces.push({ role: 'blank', span: { start: end, end: document.text.length } });
  return pieces;
}

function lanePieces(
  lane: Lane,
  origin: number,
  parent: Placed | undefined,
  span: Span,
  places: ReadonlyMap<string, Placed>,
  pieces: Piece[],
): number {
  const owner = parent ? { place: parent } : {};
  let at = origin + span.start;
  for (const node of lane.children) {
    const place = places.get(node.anchor) as Placed;
    if (place.start > at) pieces.push({ role: 'blank', span: { start: at, end: place.start }, ...owner });
    nodePieces(place, places, pieces);
    at = place.start + node.length;
  }
  const end = origin + span.end;
  if (end > at) pieces.push({ role: 'blank', span: { start: at, end }, ...owner });
  return Math.max(at, end);
}

function nodePieces(place: Placed, places: ReadonlyMap<string, Placed>, pieces: Piece[]): void {
  const { node, start } = place;
  let at = start;
  const take = (role: Piece['role'], end: number) => {
    if (end > at) pieces.push({ role, span: { start: at, end }, place });
    at = Math.max(at, end);
  };
  if (node.lead) take('lead', start + node.lead.end);
  for (const [index, lane] of node.lanes.entries()) {
    take(index === 0 ? 'head' : 'part', start + lane.span.start);
    at = lanePieces(lane, start, place, lane.span, places, pieces);
  }
  take(node.lanes.length === 0 ? 'line' : 'end', start + node.length);
}
