/**
 * Says whether a gesture did what it was meant to do and nothing else: the steps of both trees as one row of words, in
 * which exactly one stretch may differ. Comments stand in it for themselves, for a line moved next to a step becomes its.
 */
import { splitLines } from '../lines.ts';
import type { Document, Lane, Node } from '../types.ts';

export type Row = readonly string[];

const rows = new WeakMap<Node, Row>();

/** One step as a row: what it says, and the lanes within. */
export function rowOf(document: Document, node: Node, start: number): Row {
  const known = rows.get(node);
  if (known) return known;
  const text = (from: number, to: number) => document.text.slice(start + from, start + to);
  const row: string[] = [];
  if (node.lead) row.push(...lineRow('comment', text(node.lead.start, node.lead.end)));
  if (node.type === 'comment' || node.type === 'note') row.push(...lineRow('comment', text(0, node.length)));
  else if (node.type === 'text') row.push(...lineRow('text', text(node.tile.start, node.length)));
  else {
    row.push(ownRow(node, node.comment ? text(node.comment.start, node.comment.end).trim() : ''));
    for (const lane of node.lanes) row.push(...laneHead(node, lane, text), ...laneRow(document, lane, start), '}');
  }
  rows.set(node, row);
  return row;
}

const lineRow = (kind: string, text: string): string[] =>
  splitLines(text).flatMap((line) => (line.trim() === '' ? [] : [`${kind} ${line.trim()}`]));

export const ownRow = ({ keyword, type, form, prefix, isOpen, words }: Node, comment: string): string =>
  JSON.stringify([type, keyword, form, prefix, isOpen, words, comment]);

function laneHead(node: Node, lane: Lane, text: (from: number, to: number) => string): string[] {
  // The first head is the step itself; before the first case there is none.
  const head = lane === node.lanes[0] || lane.head.start === lane.head.end ? '' : text(lane.head.start, lane.head.end).trim();
  return [`{ ${lane.key.replace(/\d+$/, '')} ${head}`];
}

export const laneRow = (document: Document, lane: Lane, origin: number): string[] =>
  lane.children.flatMap((node, index) => rowOf(document, node, origin + (lane.starts[index] as number)));

export const rowOfScript = (document: Document): string[] => laneRow(document, document.root, 0);

/** A row in which the stretch `from..to` may become anything that `fits`. */
export interface Expectation {
  readonly row: Row;
  readonly from: number;
  readonly to: number;
  readonly fits: (stretch: Row) => boolean;
}

export function isAsMeant({ row, from, to, fits }: Expectation, actual: Row): boolean {
  const grown = actual.length - row.length;
  if (to + grown < from) return false;
  for (let i = 0; i < from; i++) if (row[i] !== actual[i]) return false;
  for (let i = to; i < row.length; i++) if (row[i] !== actual[i + grown]) return false;
  return fits(actual.slice(from, to + grown));
}
