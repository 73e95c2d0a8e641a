/** How a new line looks among its neighbours: indentation, line ends, spelling of keywords. */
import { languageWords } from '../../../../grammar/index.ts';
import type { Span } from '../../../base/index.ts';
import { endingOf, indentOf, splitLines, withEndings } from '../lines.ts';
import { absolute, allPlaces, type Placed } from '../places.ts';
import type { Document, Lane, Node, Reader } from '../types.ts';

const DEFAULT_UNIT = '  ';

/** The indentation of the line at an offset. */
export function indentAt(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return indentOf(text.slice(start, Math.max(offset, start + 200)));
}

/** One step in: what the first blocks of the script do. */
export function unitOf(document: Document): string {
  for (const { node, start } of allPlaces(document).values()) {
    if (node.type === 'select' || node.type === 'parallel') continue;
    const [lane] = node.lanes;
    const [first] = lane?.children ?? [];
    if (!lane || !first?.isMovable) continue;
    const head = indentAt(document.text, start + node.tile.start);
    const inside = indentAt(document.text, start + (lane.starts[0] as number) + first.tile.start);
    if (inside.startsWith(head)) return inside.slice(head.length);
  }
  return DEFAULT_UNIT;
}

export interface LanePlace {
  readonly lane: Lane;
  /** Absent: the script itself. */
  readonly parent: Placed | undefined;
}

/** Where the children of a lane stand; those that are to go do not count. */
export function laneIndent(document: Document, { lane, parent }: LanePlace, index: number, leaving?: ReadonlySet<Node>): string {
  const stays = (at: number) => {
    const node = lane.children[at];
    return node && !leaving?.has(node) && beginsItsLine(document, node, at, lane, parent);
  };
  for (let at = index - 1; at >= 0; at--) if (stays(at)) return indentOfChild(document, lane, parent, at);
  for (let at = index; at < lane.children.length; at++) if (stays(at)) return indentOfChild(document, lane, parent, at);
  return parent ? headIndent(document, lane, parent) + unitOf(document) : '';
}
export const headIndent = (document: Document, lane: Lane, parent: Placed): string =>
  indentAt(document.text, lane.head.start < lane.head.end ? absolute(parent, lane.head).start : parent.start + parent.node.tile.start);

const beginsItsLine = (document: Document, node: Node, at: number, lane: Lane, parent: Placed | undefined): boolean => {
  const start = childStart(lane, parent, at) + node.tile.start;
  return start === 0 || /[\r\n\uFEFF]/.test(document.text[start - 1] as string);
};
const childStart = (lane: Lane, parent: Placed | undefined, at: number) => (parent?.start ?? 0) + (lane.starts[at] as number);
const indentOfChild = (document: Document, lane: Lane, parent: Placed | undefined, at: number): string =>
  indentAt(document.text, childStart(lane, parent, at) + (lane.children[at] as Node).tile.start);

// ── texts put somewhere else ──

/** Lines that begin in these stay as they are: raw bodies, texts of several lines, what does not parse. */
export function verbatimSpans(text: string, { parse }: Reader): Span[] {
  const found: Span[] = [];
  const { tree } = parse(text);
  if (tree.prose) return [tree.span];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { kind, span, tile } = node as { kind?: string; span?: Span; tile?: Span };
    if (kind === 'broken' && tile) found.push(tile);
    else if (span && (kind === 'text' || kind === 'template' || kind === 'raw') && /[\r\n]/.test(text.slice(span.start, span.end)))
      found.push(span);
    else for (const inner of Object.values(node)) visit(inner);
  };
  visit(tree.body);
  return found;
}

/** The lines with `from` before them changed to `to`; a line that does not begin so stays. */
export function reindent(text: string, from: string, to: string, verbatim: readonly Span[]): string {
  if (from === to) return text;
  let at = 0;
  return splitLines(text)
    .map((line) => {
      const start = at;
      at += line.length;
      const isKept = verbatim.some((span) => span.start <= start && start < span.end);
      const isBlank = line.trim() === '';
      return isKept || isBlank || !line.startsWith(from) ? line : to + line.slice(from.length);
    })
    .join('');
}

/** The indentation of the first step; of comments alone, that of the first line. */
export function firstIndent(text: string, { parse }: Reader): string {
  const { tree } = parse(text);
  const first = tree.prose ? undefined : tree.body.find(({ kind }) => kind !== 'comment' && kind !== 'blank');
  const from = first ? Math.max(first.tile.start, Math.min(first.span.start, first.tile.end)) : text.search(/\S|$/);
  return indentAt(text, from);
}

/** A step that was written elsewhere, as it would be written here. */
export function fitted(text: string, indent: string, unit: string, ending: string, reader: Reader): string {
  const verbatim = verbatimSpans(text, reader).filter((each) => each.start > 0 || each.end < text.length);
  const own = firstIndent(text, reader);
  let at = 0;
  const lines = splitLines(text).map((line) => {
    const start = at;
    at += line.length;
    if (verbatim.some((span) => span.start <= start && start < span.end)) return line;
    if (line.trim() === '') return endingOf(line);
    const rest = line.startsWith(own) ? line.slice(own.length) : line.trimStart();
    return indent + inUnits(rest, unit);
  });
  return withEndings(lines.join(''), ending);
}
/** Written with two spaces a step, as our own texts are. */
const inUnits = (line: string, unit: string): string =>
  unit === DEFAULT_UNIT ? line : line.replace(/^(?: {2})+/, (spaces) => unit.repeat(spaces.length / 2));

// ── spelling ──

export type Spelling = (word: string) => string;
const UPPER: Spelling = (word) => word.toUpperCase();
const LOWER: Spelling = (word) => word.toLowerCase();
const CAPITAL: Spelling = (word) => word.toLowerCase().replace(/(^|_)[a-z]/g, (letter) => letter.toUpperCase());

/** How the neighbours write their keywords; in capitals where nothing tells. */
export function spellingAt(document: Document, { lane, parent }: LanePlace, index: number): Spelling {
  const near = [...lane.children.slice(0, index).reverse(), ...lane.children.slice(index), ...(parent ? [parent.node] : [])];
  for (const node of near) {
    const spelling = spellingOf(node);
    if (spelling) return spelling;
  }
  for (const { node } of allPlaces(document).values()) {
    const spelling = spellingOf(node);
    if (spelling) return spelling;
  }
  return UPPER;
}

/** By the first word of a step that begins with a word of the language. */
export function spellingOf({ type, statement, words }: Node): Spelling | undefined {
  if (type === 'assign' || type === 'evaluate' || type === 'label' || !statement) return undefined;
  const word = /[A-Za-z]{2,}/.exec(words)?.[0];
  if (!word || type === 'text' || type === 'note' || type === 'comment') return undefined;
  if (word === word.toUpperCase()) return UPPER;
  return word === word.toLowerCase() ? LOWER : CAPITAL;
}

export function respelled(text: string, { parse }: Reader, spelling: Spelling): string {
  if (spelling === UPPER) return text;
  const { tree } = parse(text);
  if (tree.prose) return text;
  let out = '';
  let copied = 0;
  for (const { start, end } of languageWords(tree)) {
    out += text.slice(copied, start) + spelling(text.slice(start, end));
    copied = end;
  }
  return out + text.slice(copied);
}
