/**
 * A change read with its neighbours alone.
 *
 * In a script in which every bracket, text and block is closed, what a line means depends on no line but the statement
 * before it (which may go on) and the one behind it (which an IF without THEN looks at). So the steps that an edit
 * touches are read together with one statement on either side. That piece must be whole again, nothing may be wrong with
 * the statement before it (after a mistake the parser keeps silent until a line parses), and the statement behind it must
 * come out as it was; then everything further away is what it was too. In any other case the whole text is read.
 */
import type { Span } from '../../base/index.ts';
import type { Diagnostic } from '../../spec/index.ts';
import { applyEdits } from './edits.ts';
import { readsSame } from './settle.ts';
import { drawLane } from './tree.ts';
import type { Document, Lane, Node, TextEdit } from './types.ts';

export interface Part {
  readonly root: Lane;
  readonly diagnostics: readonly Diagnostic[];
}

/** Edits far apart are read one by one, the last first, so that the places of the others stay true. */
export function rereadParts(document: Document, edits: readonly TextEdit[]): Part | undefined {
  if (!document.isWhole || document.isProse || edits.length > MOST_PARTS || document.root.children.some(isOpenWorkflow)) return undefined;
  let { text, root, diagnostics } = document;
  for (const edit of [...edits].reverse()) {
    const after = applyEdits(text, [edit]);
    const part = rereadPart({ ...document, text, root, diagnostics }, edit, after);
    if (!part) return undefined;
    text = after;
    ({ root, diagnostics } = part);
  }
  return { root, diagnostics };
}
const MOST_PARTS = 8;

function rereadPart(document: Document, edit: TextEdit, text: string): Part | undefined {
  const { root } = document;
  const [first, last] = around(root, edit);
  const oldSpan = { start: first === 0 ? 0 : (root.starts[first] as number), end: root.starts[last] ?? document.text.length };
  const grown = text.length - document.text.length;
  const source = text.slice(oldSpan.start, oldSpan.end + grown);
  if (oldSpan.start > 0 && source.startsWith('\uFEFF')) return undefined;
  const parsed = document.reader.parse(source);
  if (!parsed.isWhole || parsed.tree.prose) return undefined;
  const drawn = drawLane(parsed.tree, document.reader.table);
  if (drawn.children.some(isOpenWorkflow)) return undefined;
  if (first > 0 && !beginsWell(drawn, parsed.diagnostics)) return undefined;
  if (last < root.children.length && !endsAsBefore(drawn, root, last, oldSpan.end)) return undefined;
  const diagnostics = [
    ...document.diagnostics.filter(({ span }) => span.start < oldSpan.start),
    ...parsed.diagnostics.map((each) => shifted(each, oldSpan.start)),
    ...(oldSpan.end < document.text.length
      ? document.diagnostics.filter(({ span }) => span.start >= oldSpan.end).map((each) => shifted(each, grown))
      : []),
  ];
  return { root: joined(root, first, last, drawn, oldSpan.start, grown, text.length), diagnostics };
}

/** Nothing is said of the first statement. */
function beginsWell({ children, starts }: Lane, diagnostics: readonly Diagnostic[]): boolean {
  const [node] = children;
  if (!node || !isStatement(node)) return false;
  const end = (starts[0] as number) + node.length;
  return !diagnostics.some(({ span }) => span.start < end);
}

/** Without an END all that follows is its own (`tree.ts`). */
const isOpenWorkflow = ({ name, lanes }: Node): boolean => lanes.length === 0 && name.startsWith('workflow:');
const isStatement = ({ type }: Node): boolean => type !== 'comment' && type !== 'note' && type !== 'text';

/** From the statement before what the edits touch to the one behind it; the latter is the last before the second index. */
function around({ children, starts }: Lane, { start, end }: Span): [number, number] {
  let first = firstFrom(starts, start);
  // The step that the edit begins in, or the one it begins right behind.
  while (first > 0 && (first >= children.length || (starts[first] as number) >= start)) first--;
  let last = firstFrom(starts, end + 1);
  for (first--; first > 0 && !(isStatement(children[first] as Node) && begins(children, first)); first--);
  while (last < children.length && !isStatement(children[last] as Node)) last++;
  last++;
  while (last < children.length && !begins(children, last)) last++;
  return [Math.max(0, first), Math.min(last, children.length)];
}
/** It does not share its line with the step before. */
const begins = (children: readonly Node[], index: number): boolean =>
  (children[index] as Node).isMovable && ((children[index - 1] as Node | undefined)?.isMovable ?? true);

/** The first child that begins at the offset or behind it. */
function firstFrom(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The untouched statement at the end was read as before; what stands behind it (comments) too. */
function endsAsBefore(drawn: Lane, root: Lane, last: number, end: number): boolean {
  const was = root.children[last - 1] as Node;
  const now = drawn.children.at(-1);
  const rest = end - (root.starts[last - 1] as number);
  return now !== undefined && isStatement(was) && readsSame(now, was) && drawn.span.end - (drawn.starts.at(-1) as number) === rest;
}

const shifted = (diagnostic: Diagnostic, by: number): Diagnostic =>
  JSON.parse(JSON.stringify(diagnostic), (_, value) =>
    typeof value === 'object' && value !== null && 'start' in value && 'end' in value
      ? { start: value.start + by, end: value.end + by }
      : value,
  );

function joined(root: Lane, first: number, last: number, drawn: Lane, at: number, grown: number, length: number): Lane {
  return {
    ...root,
    span: { start: 0, end: length },
    children: [...root.children.slice(0, first), ...drawn.children, ...root.children.slice(last)],
    starts: [
      ...root.starts.slice(0, first),
      ...drawn.starts.map((start) => start + at),
      ...root.starts.slice(last).map((start) => start + grown),
    ],
  };
}
