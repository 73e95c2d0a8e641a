/** One field of a step: its words replaced, an optional clause put in or taken out. Nothing else on the line moves. */
import type { Span } from '../../../base/index.ts';
import { severityOf, wordingOf } from '../../../spec/index.ts';
import { shortestEdit } from '../edits.ts';
import { diffLines } from '../line-diff.ts';
import { endingAt, endingOf, splitLines, withEndings, withoutEnding } from '../lines.ts';
import { absolute, type Placed, placeOf, placesIn } from '../places.ts';
import type { Document, Field, Node, Operation, TextEdit } from '../types.ts';
import { addClause, lineOf, removeClause } from './clauses.ts';
import { type Drafted, exactly, except, ownRowIndex, rowSpan, spanAfter } from './draft.ts';
import { rowOfScript } from './guard.ts';
import { indentAt, laneIndent, spellingAt, spellingOf } from './indentation.ts';
import { nameOf } from './names.ts';

export function setField(document: Document, { anchor, field: name, text }: Extract<Operation, { kind: 'setField' }>): Drafted {
  const place = placeOf(document, anchor);
  if (!place) return 'the step is not there any more';
  const { node } = place;
  const lane = node.lanes.find(({ fields }) => fields.some((each) => each.name === name));
  const field = (lane?.fields ?? node.fields).find((each) => each.name === name);
  if (!field) return 'it has no such field';
  const edits = fieldEdits(document, place, field, text);
  if (typeof edits === 'string') return edits;
  const verb = field.span ? (text.trim() === '' ? 'removed' : 'changed') : 'added';
  const row = lane ? laneHeadRow(document, place, lane.key) : ownRowIndex(document, place);
  const span = spanAfter(place, edits);
  return {
    edits,
    sentence: edits.length === 0 ? 'changed nothing' : `${verb} ${field.label} of ${nameOf(document, place)}`,
    expected:
      edits.length === 0
        ? exactly(rowOfScript(document))
        : except(document, { start: row, end: row + 1 }, (stretch) => stretch.length === 1),
    selected: [span],
    check: (after) => whatElseChanged(node, field, text, after, span),
  };
}

function laneHeadRow(document: Document, place: Placed, key: string): number {
  const row = rowOfScript(document);
  let at = ownRowIndex(document, place);
  let depth = 0;
  for (const lane of place.node.lanes) {
    for (at++; depth > 0 || !row[at]?.startsWith('{ '); at++) depth += row[at] === '}' ? -1 : row[at]?.startsWith('{ ') ? 1 : 0;
    if (lane.key === key) return at;
    depth = 1;
  }
  return at;
}

function fieldEdits(document: Document, place: Placed, field: Field, text: string): TextEdit[] | string {
  const isEmpty = text.trim() === '';
  if (field.span) {
    const span = absolute(place, field.span);
    if (field.kind === 'text' || field.kind === 'rows') return rawEdits(document, span, text);
    if (text === field.text || (field.kind === 'flag' && !isEmpty)) return [];
    if (!isEmpty) return [{ ...span, text: withEndings(text, endingAt(document.text, span.start)) }];
    if (!field.isOptional) return `${field.label} must be given`;
    const found = lineOf(document, place, field);
    return found ? removeClause(document, found.line, found.name) : 'it cannot be taken out here';
  }
  if (isEmpty) return [];
  const found = lineOf(document, place, field);
  if (!found) return 'it cannot be put in here';
  const lane = { lane: place.lane, parent: place.parent };
  const spelling = spellingOf(place.node) ?? spellingAt(document, lane, place.index);
  return addClause(document, place, found.line, found.name, withEndings(text.trim(), endingAt(document.text, place.start)), spelling);
}

/** Lines of a raw body: those that stay keep their own ends. */
function rawEdits(document: Document, span: Span, text: string): TextEdit[] {
  const { text: whole } = document;
  const before = whole.slice(span.start, span.end);
  const ending = endingOf(before) || endingAt(whole, span.start);
  const after = text === '' ? '' : `${withEndings(text, ending)}${ending}`;
  return lineEdits(before, after, span.start);
}

/** The edits that make one text of another line by line; a line that only its end tells apart stays as it is. */
export function lineEdits(before: string, after: string, at: number): TextEdit[] {
  const { a, b, hunks } = diffLines(before, after, withoutEnding);
  const starts: number[] = [at];
  for (const line of a) starts.push((starts.at(-1) as number) + line.length);
  const edits: TextEdit[] = [];
  for (const { aStart, aEnd, bStart, bEnd } of hunks) {
    const old = a.slice(aStart, aEnd).join('');
    const start = starts[aStart] as number;
    for (const edit of shortestEdit(old, b.slice(bStart, bEnd).join('')))
      edits.push({ start: start + edit.start, end: start + edit.end, text: edit.text });
  }
  return edits;
}

/** What a change of one field did to the others. */
function whatElseChanged(before: Node, field: Field, text: string, after: Document, span: Span): string | undefined {
  const [place] = placesIn(after, span);
  const node = place?.node;
  const errors = after.diagnostics.filter(
    ({ code, span: at }) => severityOf(code) === 'error' && at.start >= span.start && at.start <= span.end,
  );
  const why = errors[0] && wordingOf(errors[0]).message;
  if (!place || !node || node.type === 'text') return why ?? 'the line would not be read any more';
  const isValue = node.type === 'assign' || node.type === 'evaluate';
  if (node.type !== before.type || node.prefix !== before.prefix || (node.keyword !== before.keyword && !isValue))
    return why ?? 'it would be another step';
  const fields = new Map([...node.fields, ...node.lanes.flatMap((lane) => lane.fields)].map((each) => [each.name, each] as const));
  for (const old of [...before.fields, ...before.lanes.flatMap((lane) => lane.fields)]) {
    const now = fields.get(old.name);
    if (old.name === field.name) {
      if (now && !isAsGiven(now, text)) return why ?? `it would be read as ${now.text || 'nothing'}`;
      if (!now && !isValue && text.trim() !== '') return why ?? 'it would not be read as that';
    } else if (now ? now.text !== old.text : old.span && !isValue) return why ?? `it would change ${old.label}`;
  }
  return undefined;
}
function isAsGiven(now: Field, text: string): boolean {
  if (now.kind === 'flag') return (now.span !== undefined) === (text.trim() !== '');
  return withEndings(now.text, '\n').trim() === withEndings(text, '\n').trim();
}

// ── the lines of a step ──

/** Its lines as they stand, for editing in place. */
export function linesOf(document: Document, { node, start }: Placed): string {
  const { start: from, end } = node.isMovable || node.type === 'prose' ? node.tile : node.span;
  return withoutEnding(document.text.slice(start + from, start + end));
}

export function replaceText(document: Document, { anchor, text }: Extract<Operation, { kind: 'replaceText' }>): Drafted {
  const place = placeOf(document, anchor);
  if (!place) return 'the step is not there any more';
  const { node } = place;
  const isWhole = node.isMovable || node.type === 'prose';
  const span = absolute(place, isWhole ? node.tile : node.span);
  if (!isWhole && /[\r\n]/.test(text.trim())) return 'it shares its line: make it a block first';
  const before = document.text.slice(span.start, span.end);
  const ending = endingOf(before) || endingAt(document.text, span.start);
  const lines = withEndings(text, ending);
  const after = !isWhole ? text.trim() : endingOf(before) === '' || lines === '' || endingOf(lines) !== '' ? lines : lines + ending;
  const edits = isWhole
    ? lineEdits(before, after, span.start)
    : shortestEdit(before, after).map((each) => ({ ...each, start: each.start + span.start, end: each.end + span.start }));
  const inner = rowSpan(document, place);
  return {
    edits,
    sentence: edits.length === 0 ? 'changed nothing' : `rewrote ${nameOf(document, place)}`,
    expected: edits.length === 0 ? exactly(rowOfScript(document)) : except(document, inner, () => true),
    selected: [spanAfter(place, edits)],
  };
}

// ── comments ──

const SIGN = /^[ \t]*(?:'|#|\/\/|REM\b)[ \t]?/i;
const NOTE_SIGN = /^[ \t]*(?:'|#|\/\/|REM\b)[ \t]*@note\b[ \t]?/i;

/** What a comment says, without its signs: of a comment or a note its lines, of a step what stands at the end of its line. */
export function commentOf(document: Document, { node, start }: Placed): string {
  if (node.type === 'comment' || node.type === 'note')
    return splitLines(linesOf(document, { node, start } as Placed))
      .map((line, index) => withoutEnding(line).replace(index === 0 && node.type === 'note' ? NOTE_SIGN : SIGN, ''))
      .join('\n');
  return node.comment ? document.text.slice(start + node.comment.start, start + node.comment.end).replace(SIGN, '') : '';
}

export function setComment(document: Document, { anchor, text }: Extract<Operation, { kind: 'setComment' }>): Drafted {
  const place = placeOf(document, anchor);
  if (!place) return 'the step is not there any more';
  const { node } = place;
  if (withEndings(text, '\n') === commentOf(document, place))
    return { edits: [], sentence: 'changed nothing', expected: exactly(rowOfScript(document)), selected: [absolute(place, node.tile)] };
  if (node.type === 'comment' || node.type === 'note') return commentLines(document, place, text);
  const edits = endComment(document, place, text.trim());
  if (typeof edits === 'string') return edits;
  const row = ownRowIndex(document, place);
  const span = spanAfter(place, edits);
  return {
    edits,
    sentence: `${text.trim() === '' ? 'removed the comment of' : node.comment ? 'changed the comment of' : 'commented'} ${nameOf(document, place)}`,
    expected: except(document, { start: row, end: row + 1 }, (stretch) => stretch.length === 1),
    selected: [span],
    check: (after) => {
      const now = placesIn(after, span)[0];
      return now && now.node.words === node.words && commentOf(after, now) === text.trim()
        ? undefined
        : 'it would not be read as a comment';
    },
  };
}

function endComment(document: Document, place: Placed, text: string): TextEdit[] | string {
  const { node, start } = place;
  if (/[\r\n]/.test(text)) return 'a comment at the end of a line is one line';
  if (node.type === 'text' || node.type === 'prose') return 'these lines are kept as they are: edit their text';
  const { text: whole } = document;
  if (node.comment) {
    const span = absolute(place, node.comment);
    const sign = SIGN.exec(whole.slice(span.start, span.end))?.[0] ?? "' ";
    if (text !== '') return [{ start: span.start + sign.length, end: span.end, text }];
    const space = /[ \t]*$/.exec(whole.slice(0, span.start))?.[0].length ?? 0;
    return [{ start: span.start - space, end: span.end, text: '' }];
  }
  const [first] = node.lanes;
  const lineEnd =
    start + (first ? (first.key === 'before' ? first.head.start : first.head.end) : node.isMovable ? node.tile.end : node.span.end);
  const line = whole.slice(start, lineEnd);
  const at = start + line.trimEnd().length;
  return [{ start: at, end: at, text: ` ' ${text}` }];
}

function commentLines(document: Document, place: Placed, text: string): Drafted {
  const { node } = place;
  const span = absolute(place, node.tile);
  const before = document.text.slice(span.start, span.end);
  const ending = endingOf(before) || endingAt(document.text, span.start);
  const lane = { lane: place.lane, parent: place.parent };
  const indent = before.trim() === '' ? laneIndent(document, lane, place.index) : indentAt(document.text, span.start);
  const sign = (SIGN.exec(before)?.[0] ?? "' ").trimStart();
  const spaced = /\s$/.test(sign) ? sign : `${sign} `;
  const lines = splitLines(withEndings(text, '\n')).map((line, index) => {
    const mark = node.type === 'note' && index === 0 ? `${spaced}@note ` : spaced;
    return (indent + mark + withoutEnding(line)).trimEnd();
  });
  const after = text.trim() === '' ? '' : lines.join(ending) + (endingOf(before) === '' ? '' : ending);
  const edits = lineEdits(before, after, span.start);
  return {
    edits,
    sentence: `changed ${nameOf(document, place)}`,
    expected: except(document, rowSpan(document, place), (stretch) => stretch.every((each) => each.startsWith('comment '))),
    selected: [spanAfter(place, edits)],
  };
}
