/** Bodies of a block: one added, one taken away with what is in it; what shares a line put on lines of its own. */
import { endingAt, endingOf } from '../lines.ts';
import { absolute, type Placed, placeOf } from '../places.ts';
import type { Document, Lane, Node, Operation, TextEdit } from '../types.ts';
import { type Drafted, exactly, except, ownRowIndex, rowIndex, rowSpan, spanAfter } from './draft.ts';
import { laneRow, rowOfScript } from './guard.ts';
import { headIndent, indentAt, type Spelling, spellingAt, spellingOf, unitOf } from './indentation.ts';
import { nameOf } from './names.ts';
import { beginsLine, isInline } from './slots.ts';

export function addLane(document: Document, { anchor, lane: kind, text = '' }: Extract<Operation, { kind: 'addLane' }>): Drafted {
  const place = placeOf(document, anchor);
  if (!place) return 'the step is not there any more';
  const { node } = place;
  const why = whyNotAdd(node, kind);
  if (why) return why;
  const head = writeHead(place, kind, text.trim(), spellingOf(node) ?? spellingAt(document, place, place.index));
  if (head === undefined) return kind === 'case' ? 'a case needs something to compare with' : 'a condition must be given';
  const behind = kind === 'elseif' || kind === 'case' ? node.lanes.find(({ key }) => key === 'else') : undefined;
  const at = behind ? absolute(place, behind.head).start : node.end ? absolute(place, node.end).start : place.start + node.length;
  const ending = endingAt(document.text, at);
  const line = laneHeadIndent(document, place, kind) + head;
  const edits = [{ start: at, end: at, text: beginsLine(document.text, at) ? line + ending : ending + line }];
  const row = behind ? rowIndex(document, behind, place, 0) - 1 : rowSpan(document, place).end;
  return {
    edits,
    sentence: `added ${LANE_NAMES[kind]} to ${nameOf(document, place)}`,
    expected: except(
      document,
      { start: row, end: row },
      (stretch) => stretch.length === 2 && stretch[0]?.startsWith(`{ ${kind}`) === true && stretch[1] === '}',
    ),
    selected: [spanAfter(place, edits)],
  };
}
const LANE_NAMES = { elseif: 'a condition', else: 'an otherwise', case: 'a case', branch: 'a branch' } as const;

function whyNotAdd(node: Node, kind: 'elseif' | 'else' | 'case' | 'branch'): string | undefined {
  const owners: Record<typeof kind, readonly Node['type'][]> = {
    elseif: ['if'],
    else: ['if', 'select'],
    case: ['select'],
    branch: ['parallel'],
  };
  if (!owners[kind].includes(node.type)) return 'it has no such part';
  if (isInline(node)) return 'it stands on one line: make it a block first';
  if (node.isOpen) return 'nothing closes it: write its end first';
  if (kind === 'else' && node.lanes.some(({ key }) => key === 'else')) return 'it has one already';
  if (kind === 'branch' && node.inner?.kind === 'parallel' && node.inner.each)
    return 'it runs the same steps for each element: it has no branches';
  return undefined;
}

function writeHead({ node }: Placed, kind: 'elseif' | 'else' | 'case' | 'branch', text: string, spelling: Spelling): string | undefined {
  if (kind === 'elseif') return text === '' ? undefined : `${spelling('ELSE')} ${spelling('IF')} ${text} ${spelling('THEN')}`;
  if (kind === 'case') return text === '' ? undefined : `${spelling('CASE')} ${text}`;
  if (kind === 'branch') return `${spelling('BRANCH')} ${text || freeBranch(node)}:`;
  if (node.type === 'if') return spelling('ELSE');
  return node.inner?.kind === 'select' && node.inner.form === 'switch' ? spelling('DEFAULT') : `${spelling('CASE')} ${spelling('ELSE')}`;
}
function freeBranch(node: Node): string {
  const taken = new Set(node.lanes.map(({ label }) => label.toLowerCase()));
  for (let i = 0; ; i++) {
    const name = i < 26 ? String.fromCharCode(97 + i) : `branch${i + 1}`;
    if (!taken.has(name)) return name;
  }
}
/** IF and its ELSE stand together; cases and branches stand as the others do. */
function laneHeadIndent(document: Document, place: Placed, kind: 'elseif' | 'else' | 'case' | 'branch'): string {
  const own = indentAt(document.text, place.start + place.node.tile.start);
  if (place.node.type === 'if') return own;
  const sibling = place.node.lanes.find(({ head, key }) => head.start < head.end && key !== 'before' && key !== 'body');
  return sibling
    ? headIndent(document, sibling, place)
    : kind === 'branch' || kind === 'case' || kind === 'else'
      ? own + unitOf(document)
      : own;
}

export function removeLane(document: Document, { anchor, lane: key }: Extract<Operation, { kind: 'removeLane' }>): Drafted {
  const place = placeOf(document, anchor);
  const lane = place?.node.lanes.find((each) => each.key === key);
  if (!place || !lane) return 'it is not there any more';
  if (['then', 'body', 'before'].includes(lane.key)) return 'it is the body of the step: delete the step';
  if (isInline(place.node)) return 'it stands on one line: make it a block first';
  const head = absolute(place, lane.head);
  const edits: TextEdit[] = [{ start: head.start, end: place.start + lane.span.end, text: '' }];
  const row = rowOfScript(document);
  const from = rowIndex(document, lane, place, 0) - 1;
  const to = from + laneRow(document, lane, place.start).length + 2;
  return {
    edits,
    sentence: `removed ${lane.label} from ${nameOf(document, place)}`,
    expected: exactly([...row.slice(0, from), ...row.slice(to)]),
    selected: [spanAfter(place, edits)],
  };
}

// ── lines of their own ──

export function makeBlock(document: Document, { anchor }: Extract<Operation, { kind: 'makeBlock' }>): Drafted {
  const found = placeOf(document, anchor);
  if (!found) return 'the step is not there any more';
  const place = found.parent && isInline(found.parent.node) ? outermostInline(found.parent) : found;
  const { node } = place;
  if (node.isMovable && !isInline(node)) return 'it has its lines to itself already';
  const edits = node.isMovable ? blockEdits(document, place) : splitEdits(document, place);
  if (typeof edits === 'string') return edits;
  const row = ownRowIndex(document, place);
  return {
    edits,
    sentence: `put ${nameOf(document, place)} on lines of its own`,
    expected: node.isMovable
      ? except(document, { start: row, end: row + 1 }, (stretch) => stretch.length === 1)
      : exactly(rowOfScript(document)),
    selected: [spanAfter(place, edits)],
  };
}
const outermostInline = (place: Placed): Placed => (place.parent && isInline(place.parent.node) ? outermostInline(place.parent) : place);

/** IF c THEN a; b ELSE d: each on its line, END IF below; the comment stays with the condition. */
function blockEdits(document: Document, place: Placed): TextEdit[] {
  const { node, start } = place;
  const { text } = document;
  const tile = absolute(place, node.tile);
  const indent = indentAt(text, tile.start);
  const ending = endingOf(text.slice(tile.start, tile.end)) || endingAt(text, tile.start);
  const outer = ending + indent;
  const inner = outer + (unitOf(document) || '  ');
  const comment = node.comment ? ` ${text.slice(start + node.comment.start, start + node.comment.end)}` : '';
  const edits: TextEdit[] = [];
  let at = start;
  const gap = (to: number, put: string) => edits.push({ start: at, end: to, text: put });
  for (const [index, lane] of node.lanes.entries()) {
    const head = absolute(place, lane.head);
    if (index > 0) gap(head.start, outer);
    at = start + lane.head.start + text.slice(head.start, head.end).trimEnd().length;
    for (const [child, each] of childSpans(lane, start).entries()) {
      gap(each.start, index === 0 && child === 0 ? comment + inner : inner);
      at = each.end;
    }
  }
  const end = node.comment ? start + node.comment.end : start + node.span.end;
  gap(end, `${outer}${wordsLike(node, 'END')} ${wordsLike(node, 'IF')}`);
  return edits;
}
const wordsLike = (node: Node, word: string): string => (spellingOf(node) ?? ((each: string) => each))(word);
const childSpans = (lane: Lane, origin: number) =>
  lane.children.map((child, index) => {
    const begin = origin + (lane.starts[index] as number);
    return { start: begin + child.span.start, end: begin + child.span.end };
  });

/** Statements that share a line, and one that begins on the line of its branch. */
function splitEdits(document: Document, { lane, parent, index }: Placed): TextEdit[] | string {
  const { text } = document;
  const spans = childSpans(lane, parent?.start ?? 0);
  let first = index;
  const isShared = (a: number, b: number) => !/[\r\n]/.test(text.slice(a, b));
  while (first > 0 && isShared((spans[first - 1] as { end: number }).end, (spans[first] as { start: number }).start)) first--;
  const begin = spans[first] as { start: number; end: number };
  const lineStart = text.slice(0, begin.start).search(/[^\r\n]*$/);
  const lead = text.slice(lineStart, begin.start);
  const isOnHead = lead.trim() !== '' && !/^\d+\s*$/.test(lead.trim());
  const ending = endingAt(text, begin.end);
  const own = /^\uFEFF?([ \t]*)/.exec(lead)?.[1] ?? '';
  const indent = isOnHead ? own + (unitOf(document) || '  ') : own;
  const edits: TextEdit[] = [];
  if (isOnHead) edits.push({ start: begin.start - (lead.length - lead.trimEnd().length), end: begin.start, text: ending + indent });
  for (let at = first; at + 1 < spans.length; at++) {
    const [a, b] = [spans[at] as { end: number }, spans[at + 1] as { start: number }];
    if (!isShared(a.end, b.start)) break;
    edits.push({ start: a.end, end: b.start, text: ending + indent });
  }
  return edits.length === 0 ? 'its line cannot be parted here' : edits;
}
