/** Steps by number and first words, for the sentence of a change. */
import { allPlaces, type Placed } from '../places.ts';
import type { Document, Node } from '../types.ts';
import type { LanePlace } from './indentation.ts';

const SILENT = new Set<Node['type']>(['comment', 'note']);

/** 1 for the first step of the script; comments do not count. */
export function numberOf(document: Document, place: Placed): number {
  let number = 0;
  for (const { node, order } of allPlaces(document).values()) {
    if (order > place.order) break;
    if (!SILENT.has(node.type)) number++;
  }
  return number;
}

export function nameOf(document: Document, place: Placed): string {
  const { type } = place.node;
  if (type === 'note') return 'a note';
  if (type === 'comment') return 'a comment';
  if (type === 'text') return 'a text block';
  return `step ${numberOf(document, place)}`;
}

export function namesOf(document: Document, places: readonly Placed[]): string {
  const [first] = places;
  const last = places.at(-1);
  if (!first || !last) return 'nothing';
  if (places.length === 1) return nameOf(document, first);
  return `${places.length} steps`;
}

/** `after step 3`, `at the beginning`, `into step 4`. */
export function whereOf(document: Document, { lane, parent }: LanePlace, index: number): string {
  for (let at = index - 1; at >= 0; at--) {
    const before = lane.children[at] as Node;
    const place = allPlaces(document).get(before.anchor);
    if (place && !SILENT.has(before.type)) return `after ${nameOf(document, place)}`;
  }
  if (!parent) return 'at the beginning';
  const label = lane.label && parent.node.lanes.length > 1 ? ` (${lane.label})` : '';
  return `into ${nameOf(document, parent)}${label}`;
}
