/** Places between steps: which there are, and where they stand in the text. */
import { allPlaces, type Placed, placeOf } from '../places.ts';
import type { Document, Lane, Node, Slot } from '../types.ts';
import type { LanePlace } from './indentation.ts';

export function laneOf(document: Document, { parent, lane }: Slot): LanePlace | undefined {
  if (parent === '') return { lane: document.root, parent: undefined };
  const place = placeOf(document, parent);
  const found = place?.node.lanes.find(({ key }) => key === lane);
  return place && found ? { lane: found, parent: place } : undefined;
}

/** Where a slot stands: before the lines of the child that follows, else at the end of the lane. */
export function slotOffset(document: Document, { lane, parent }: LanePlace, index: number): number {
  const origin = parent?.start ?? 0;
  const start = lane.starts[index];
  if (start !== undefined) return origin + start;
  return parent ? origin + lane.span.end : document.text.length;
}

/** Where the lines of the last child before a slot end; where the lane begins for the first. */
export function endBefore(document: Document, { lane, parent }: LanePlace, index: number): number {
  const before = lane.children[index - 1];
  if (before) return (parent?.start ?? 0) + (lane.starts[index - 1] as number) + before.length;
  return slotOffset(document, { lane, parent }, index);
}

/** Something can stand there on lines of its own. */
export function isOpenSlot(document: Document, place: LanePlace, index: number): boolean {
  const { lane, parent } = place;
  if (index < 0 || index > lane.children.length || lane.key === 'before') return false;
  if (parent && isInline(parent.node)) return false;
  if (document.isProse || !document.isDrawn) return false;
  const offset = slotOffset(document, place, index);
  if (index === 0 || index < lane.children.length) return beginsLine(document.text, offset);
  const end = endBefore(document, place, index);
  return end === document.text.length || beginsLine(document.text, end);
}
export const beginsLine = (text: string, offset: number): boolean => offset === 0 || /[\r\n\uFEFF]/.test(text[offset - 1] as string);
/** An IF on one line. */
export const isInline = ({ inner }: Node): boolean => inner?.kind === 'if' && inner.form === 'line';

/**
 * Every place where these steps (or a new one, for none) may go, in the order of the script. What a gesture really does
 * there is looked at once more when it is planned.
 */
export function slotsOf(document: Document, anchors: readonly string[] = []): Slot[] {
  const moved = anchors.flatMap((anchor) => placeOf(document, anchor) ?? []);
  const nodes = new Set(moved.map(({ node }) => node));
  const isRoutine = moved.some(({ node }) => node.type === 'routine');
  const onlyAssigns = moved.every(({ node }) => ASSIGNS.has(node.type));
  const slots: Slot[] = [];
  const add = (parent: Placed | undefined, lane: Lane) => {
    for (let index = 0; index <= lane.children.length; index++)
      if (isOpenSlot(document, { lane, parent }, index)) slots.push({ parent: parent?.node.anchor ?? '', lane: lane.key, index });
  };
  add(undefined, document.root);
  for (const place of isRoutine ? [] : allPlaces(document).values()) {
    if (isWithin(place, nodes)) continue;
    if (place.node.type === 'with' && !onlyAssigns) continue;
    for (const lane of place.node.lanes) add(place, lane);
  }
  return slots;
}
const ASSIGNS = new Set<Node['type']>(['assign', 'comment', 'note', 'text']);

export function isWithin(place: Placed, nodes: ReadonlySet<Node>): boolean {
  for (let at: Placed | undefined = place; at; at = at.parent) if (nodes.has(at.node)) return true;
  return false;
}
