/** Whole steps: put in, moved, cut, deleted, doubled. Their lines go as they are; only indentation is fitted. */
import type { Span } from '../../../base/index.ts';
import { endingAt, endingOf, indentOf, splitLines, withEndings } from '../lines.ts';
import { absolute, type Placed } from '../places.ts';
import type { Document, Node, Operation, Slot, TextEdit } from '../types.ts';
import { chosen, type Draft, type Drafted, exactly, except, rowIndex, rowSpan, spanOfEdit } from './draft.ts';
import { type Row, rowOfScript } from './guard.ts';
import {
  firstIndent,
  fitted,
  headIndent,
  indentAt,
  type LanePlace,
  laneIndent,
  reindent,
  respelled,
  spellingAt,
  unitOf,
  verbatimSpans,
} from './indentation.ts';
import { namesOf, whereOf } from './names.ts';
import { beginsLine, endBefore, isInline, isOpenSlot, laneOf, slotOffset } from './slots.ts';

type Of<K extends Operation['kind']> = Extract<Operation, { kind: K }>;

const NO_PLACE = 'no step can stand there';

// ── new steps ──

export function insert(document: Document, { at, text }: Of<'insert'>): Drafted {
  const lane = laneOf(document, at);
  if (!lane || !isOpenSlot(document, lane, at.index)) return NO_PLACE;
  if (text.trim() === '') return 'there is nothing to insert';
  const offset = endBefore(document, lane, at.index);
  const { reader } = document;
  const spelled = respelled(text, reader, spellingAt(document, lane, at.index));
  const lines = fitted(
    withoutBlankEnds(spelled),
    laneIndent(document, lane, at.index),
    unitOf(document),
    endingAt(document.text, offset),
    reader,
  );
  return inserted(document, lane, at, offset, withFinalEnding(lines, endingAt(document.text, offset)), 'inserted');
}
const withoutBlankEnds = (text: string): string => text.replace(/^(?:[ \t]*(?:\r\n|\r|\n))+/, '').trimEnd();
const withFinalEnding = (text: string, ending: string): string => (endingOf(text) === '' ? text + ending : text);

export function paste(document: Document, { at, text, isExact }: Of<'paste'>): Drafted {
  const lane = laneOf(document, at);
  if (!lane || !isOpenSlot(document, lane, at.index)) return NO_PLACE;
  if (text.trim() === '') return 'there is nothing to paste';
  const offset = slotOffset(document, lane, at.index);
  const verbatim = verbatimSpans(text, document.reader);
  const own = firstIndent(text, document.reader);
  const lines = reindent(text, own, targetIndent(document, lane, at.index, own), verbatim);
  const ending = endingAt(document.text, offset);
  const isKept = isExact && offset === document.text.length;
  const fit = isExact ? lines : withEndings(lines, ending);
  return inserted(document, lane, at, offset, isKept ? fit : withFinalEnding(fit, ending), 'pasted');
}

/** At the end of a script without a final line end there is none afterwards either. */
function inserted(document: Document, lane: LanePlace, at: Slot, offset: number, lines: string, verb: string): Draft {
  const { text } = document;
  const put = beginsLine(text, offset) ? lines : endingAt(text, offset) + withoutFinalEnding(lines);
  const edits = [{ start: offset, end: offset, text: put }];
  const row = rowIndex(document, lane.lane, lane.parent, at.index);
  return {
    edits,
    sentence: `${verb} a step ${whereOf(document, lane, at.index)}`,
    expected: except(document, { start: row, end: row }, (stretch) => stretch.length > 0),
    selected: [spanOfEdit(edits, 0)],
  };
}
const withoutFinalEnding = (text: string): string => text.replace(/(?:\r\n|\n|\r)$/, '');

/** What stands alone in its block keeps its indentation, if it stands further in than the head. */
function targetIndent(document: Document, lane: LanePlace, index: number, own: string, leaving?: ReadonlySet<Node>): string {
  const isAlone = lane.lane.children.every((each) => leaving?.has(each));
  if (isAlone && lane.parent) {
    const head = headIndent(document, lane.lane, lane.parent);
    if (own.startsWith(head) && own.length > head.length) return own;
  }
  return laneIndent(document, lane, index, leaving);
}

// ── steps that are there ──

/** The lines of a step and the blank ones behind it: they go along, so that the same lines put back are the same text. */
export function extentOf(document: Document, { node, start, lane, parent, index }: Placed): Span {
  const end = start + node.length;
  const next = lane.starts[index + 1];
  const origin = parent?.start ?? 0;
  const limit = next !== undefined ? origin + next : parent ? origin + lane.span.end : document.text.length;
  return { start, end: /^\s*$/.test(document.text.slice(end, limit)) ? Math.max(end, limit) : end };
}

export function copyText(document: Document, anchors: readonly string[]): string {
  const places = chosen(document, anchors);
  if (typeof places === 'string') return '';
  return places
    .map((place) => {
      const { start, end } = place.node.isMovable ? extentOf(document, place) : absolute(place, place.node.span);
      const text = document.text.slice(start, end);
      return place.node.isMovable || endingOf(text) !== '' ? text : text + endingAt(document.text, end);
    })
    .join('');
}

export function move(document: Document, { anchors, to }: Of<'move'>): Drafted {
  const places = chosen(document, anchors);
  if (typeof places === 'string') return places;
  const lane = laneOf(document, to);
  if (!lane || !isOpenSlot(document, lane, to.index)) return NO_PLACE;
  const stuck = whyStuck(places);
  if (stuck) return stuck;
  const leaving = new Set(places.map(({ node }) => node));
  for (let at = lane.parent; at; at = at.parent) if (leaving.has(at.node)) return 'a step cannot be moved into itself';
  const offset = slotOffset(document, lane, to.index);
  const extents = joined(places.map((place) => extentOf(document, place)));
  const sentence = `moved ${namesOf(document, places)} ${whereOf(document, lane, firstStaying(lane, to.index, leaving))}`;
  const row = rowOfScript(document);
  const only = extents.length === 1 ? (extents[0] as Span) : undefined;
  if (only && offset >= only.start && offset <= only.end && places[0]?.lane === lane.lane)
    return { edits: [], sentence: 'moved nothing', expected: exactly(row), selected: [only] };
  const moved = places.map((place) => movedLines(document, place, lane, to.index, leaving)).join('');
  const edits = moveEdits(document.text, extents, offset, moved);
  return {
    edits,
    sentence,
    expected: exactly(movedRow(document, places, lane, to.index)),
    selected: [
      spanOfEdit(
        edits,
        edits.findIndex((each) => each.text !== ''),
      ),
    ],
  };
}
const firstStaying = ({ lane }: LanePlace, index: number, leaving: ReadonlySet<Node>): number => {
  let at = index;
  while (at > 0 && leaving.has(lane.children[at - 1] as Node)) at--;
  return at;
};

function movedLines(document: Document, place: Placed, lane: LanePlace, index: number, leaving: ReadonlySet<Node>): string {
  const { start, end } = extentOf(document, place);
  const text = document.text.slice(start, end);
  // What does not parse is never rewritten, nor are its comments then.
  if (place.lane === lane.lane || place.node.type === 'text') return text;
  const own = indentAt(document.text, place.start + place.node.tile.start);
  return reindent(text, own, targetIndent(document, lane, index, own, leaving), verbatimSpans(text, document.reader));
}

/** Steps that touch are one stretch. */
function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last && last.end === span.start) out[out.length - 1] = { start: last.start, end: span.end };
    else out.push(span);
  }
  return out;
}

/** The last line of a script may have no end; then the end of the line before goes along, so that moving back undoes it. */
function moveEdits(text: string, extents: readonly Span[], offset: number, moved: string): TextEdit[] {
  const last = extents.at(-1) as Span;
  let put = moved;
  const removals = extents.map(({ start, end }): TextEdit => ({ start, end, text: '' }));
  if (last.end === text.length && endingOf(moved) === '' && offset !== last.start) {
    const ending = endingOf(text.slice(0, last.start));
    put += ending || endingAt(text, last.start);
    removals[removals.length - 1] = { start: last.start - ending.length, end: last.end, text: '' };
  }
  if (offset === text.length && !beginsLine(text, offset)) put = endingOf(put) + withoutFinalEnding(put);
  return [...removals, { start: offset, end: offset, text: put }].sort((a, b) => a.start - b.start || a.end - b.end);
}

function movedRow(document: Document, places: readonly Placed[], lane: LanePlace, index: number): Row {
  const row = rowOfScript(document);
  const spans = places.map((place) => rowSpan(document, place));
  const at = rowIndex(document, lane.lane, lane.parent, index);
  const taken = spans.flatMap(({ start, end }) => row.slice(start, end));
  const isTaken = (position: number) => spans.some(({ start, end }) => start <= position && position < end);
  const before = row.slice(0, at).filter((_, position) => !isTaken(position));
  const after = row.slice(at).filter((_, position) => !isTaken(position + at));
  return [...before, ...taken, ...after];
}

function whyStuck(places: readonly Placed[]): string | undefined {
  if (places.every(({ node }) => node.isMovable)) return undefined;
  return places.some(({ node }) => node.type === 'prose')
    ? 'this script is one text; edit it as text'
    : 'it shares its line with another step: make it a block first';
}

// ── away with them ──

export function cut(document: Document, { anchors }: Of<'cut'>): Drafted {
  const places = chosen(document, anchors);
  if (typeof places === 'string') return places;
  const stuck = whyStuck(places);
  if (stuck) return stuck;
  const edits = joined(places.map((place) => extentOf(document, place))).map(({ start, end }): TextEdit => ({ start, end, text: '' }));
  return { edits, sentence: `cut ${namesOf(document, places)}`, expected: exactly(rowWithout(document, places)), selected: [] };
}

export function remove(document: Document, { anchors, comments }: Of<'delete'>): Drafted {
  const places = chosen(document, anchors);
  if (typeof places === 'string') return places;
  const edits: TextEdit[] = [];
  for (const place of places) {
    const edit = removal(document, place, comments === 'leave', new Set(places.map(({ node }) => node)));
    if (typeof edit === 'string') return edit;
    edits.push(edit);
  }
  const expected = exactly(rowWithout(document, places, comments === 'leave'));
  return { edits, sentence: `deleted ${namesOf(document, places)}`, expected, selected: [] };
}

function rowWithout(document: Document, places: readonly Placed[], leavesComments = false): Row {
  let row = rowOfScript(document);
  for (const place of [...places].reverse()) {
    const { start, end } = rowSpan(document, place);
    const left = leavesComments ? commentRows(document, place) : [];
    row = [...row.slice(0, start), ...left, ...row.slice(end)];
  }
  return row;
}
function commentRows(document: Document, place: Placed): string[] {
  const { node } = place;
  const spans = [node.lead, node.comment].flatMap((each) => (each ? [absolute(place, each)] : []));
  return spans.flatMap(({ start, end }) =>
    splitLines(document.text.slice(start, end)).flatMap((line) => (line.trim() === '' ? [] : [`comment ${line.trim()}`])),
  );
}

function removal(document: Document, place: Placed, leavesComments: boolean, leaving: ReadonlySet<Node>): TextEdit | string {
  const { text } = document;
  const { node } = place;
  if (node.type === 'prose') return { start: place.start, end: text.length, text: '' };
  if (!node.isMovable) return sharedRemoval(document, place, leaving);
  const tile = absolute(place, node.tile);
  const extent = extentOf(document, place);
  const start = leavesComments ? tile.start : place.start;
  const note = node.comment && leavesComments ? absolute(place, node.comment) : undefined;
  if (note) {
    const line = indentAt(text, tile.start) + text.slice(note.start, note.end);
    return { start, end: tile.end, text: line.trimEnd() + endingOf(text.slice(tile.start, tile.end)) };
  }
  // Blank lines on both sides would be one paragraph break too many.
  const isParagraph = start === place.start && (place.index === 0 || isBlankBefore(text, start));
  return { start, end: isParagraph ? extent.end : tile.end, text: '' };
}
const isBlankBefore = (text: string, offset: number): boolean =>
  /(?:^|\n|\r)[ \t]*(?:\r\n|\n|\r)$/.test(text.slice(0, offset)) && offset > 0;

/** Of statements on one line one goes, with the `;` between them. */
function sharedRemoval(document: Document, { node, start, lane, parent, index }: Placed, leaving: ReadonlySet<Node>): TextEdit | string {
  const origin = parent?.start ?? 0;
  const span = { start: start + node.span.start, end: start + node.span.end };
  const spanOf = (at: number): Span | undefined => {
    const other = lane.children[at];
    const begin = origin + (lane.starts[at] ?? 0);
    return other && { start: begin + other.span.start, end: begin + other.span.end };
  };
  const isOnLine = (a: number, b: number) => !/[\r\n]/.test(document.text.slice(a, b));
  const next = spanOf(index + 1);
  if (next && isOnLine(span.end, next.start)) return { start: span.start, end: next.start, text: '' };
  const before = spanOf(index - 1);
  if (before && isOnLine(before.end, span.start) && !leaving.has(lane.children[index - 1] as Node))
    return { start: before.end, end: span.end, text: '' };
  return parent && isInline(parent.node)
    ? 'a condition on one line needs a step: delete the condition, or make it a block first'
    : 'it shares its line: make it a block first';
}

export function duplicate(document: Document, { anchors }: Of<'duplicate'>): Drafted {
  const places = chosen(document, anchors);
  if (typeof places === 'string') return places;
  const stuck = whyStuck(places);
  if (stuck) return stuck;
  const { text } = document;
  const last = places.at(-1) as Placed;
  const lane: LanePlace = { lane: last.lane, parent: last.parent };
  const offset = last.start + last.node.length;
  const ending = endingAt(text, offset);
  const copies = places.map((place) => {
    const lines = text.slice(place.start, place.start + place.node.length);
    const own = indentOf(text.slice(place.start + place.node.tile.start));
    const fit =
      place.lane === last.lane
        ? lines
        : reindent(lines, own, laneIndent(document, lane, last.index + 1), verbatimSpans(lines, document.reader));
    return endingOf(fit) === '' ? fit + ending : fit;
  });
  const before = beginsLine(text, offset) ? '' : ending;
  const edits = [{ start: offset, end: offset, text: before === '' ? copies.join('') : before + withoutFinalEnding(copies.join('')) }];
  const row = rowIndex(document, last.lane, last.parent, last.index + 1);
  return {
    edits,
    sentence: `duplicated ${namesOf(document, places)}`,
    expected: except(document, { start: row, end: row }, (stretch) => stretch.length > 0),
    selected: [spanOfEdit(edits, 0)],
  };
}
