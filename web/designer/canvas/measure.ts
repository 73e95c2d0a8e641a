/**
 * How much room a step takes, from the tree alone: what is off screen keeps its room without being laid out, and the
 * drawing does not jump when it comes into view.
 */
import type { Lane, Node } from '../../../src/language/document/reading.ts';
import { isFolded, shapeOf } from './reading.ts';

export interface Room {
  /** Columns of cards side by side. */
  readonly columns: number;
  /** In cards, one above the other. */
  readonly rows: number;
}

const rooms = new WeakMap<Node, Room>();

export function roomOf(node: Node, folded: ReadonlySet<string> | undefined): Room {
  if (node.lanes.length === 0 || isFolded(node, folded)) return { columns: 1, rows: node.type === 'text' ? 2 : 1 };
  const known = rooms.get(node);
  if (known) return known;
  const lanes = node.lanes.map((lane) => laneRoom(lane, folded));
  const isWide = shapeOf(node) === 'columns';
  const columns = isWide ? lanes.reduce((sum, each) => sum + each.columns, 0) : Math.max(1, ...lanes.map((each) => each.columns));
  const rows = 2 + (isWide ? Math.max(1, ...lanes.map((each) => each.rows)) : lanes.reduce((sum, each) => sum + each.rows, 0));
  const room = { columns: Math.max(1, columns), rows };
  rooms.set(node, room);
  return room;
}

const laneRoom = (lane: Lane, folded: ReadonlySet<string> | undefined): Room => ({
  columns: Math.max(1, ...lane.children.map((child) => roomOf(child, folded).columns)),
  rows: lane.children.reduce((sum, child) => sum + roomOf(child, folded).rows, 0.5),
});
