/** Optional clauses of a step: where one begins and ends in the text, where a new one belongs, how it is written. */
import type { Span } from '../../../base/index.ts';
import type { KeywordUse, Statement, SyntaxNode } from '../../../spec/index.ts';
import { controlForm } from '../control-forms.ts';
import { carriedBy, keywordOf } from '../fields.ts';
import { formOf, type Part, type Place, placesOf } from '../forms.ts';
import { endingAt } from '../lines.ts';
import type { Placed } from '../places.ts';
import type { Document, Field, Node, TextEdit } from '../types.ts';
import { indentAt, type Spelling } from './indentation.ts';

/** The statement whose field it is, as a syntax line with what is written of it. */
export interface Line {
  readonly nodes: readonly SyntaxNode[];
  readonly places: readonly Place[];
  /** Where its first word begins. */
  readonly start: number;
  readonly spans: ReadonlyMap<string, Span>;
  readonly use: KeywordUse | undefined;
}

/** The syntax line that the field belongs to, and what the field is called there; all spans count in the document. */
export function lineOf(document: Document, { node, start }: Placed, field: Field): { line: Line; name: string } | undefined {
  const found = ownerOf(node, field.name);
  if (!found) return undefined;
  const { owner, name } = found;
  const shift = start - node.origin;
  const use = keywordOf(owner);
  const form = use && formOf(document.reader.table, use.keyword, use.form);
  const { nodes, spans: written } = form ? { nodes: form.nodes, spans: spansOf(use) } : controlForm(owner, shifted(document.text, shift));
  const spans = new Map<string, Span>();
  for (const [key, span] of Object.entries(written)) if (span) spans.set(key, { start: span.start + shift, end: span.end + shift });
  return { line: { nodes, places: placesOf(nodes), start: (use ?? owner).span.start + shift, spans, use }, name };
}

/** `STEP.n` is the prefix's; everything else the step's own. */
function ownerOf({ statement, inner }: Node, name: string): { owner: Statement; name: string } | undefined {
  for (let at = statement; at && at !== inner; at = carriedBy(at))
    if (at.kind === 'keyword' && name.startsWith(`${at.keyword}.`)) return { owner: at, name: name.slice(at.keyword.length + 1) };
  const use = inner && keywordOf(inner);
  if (!inner) return undefined;
  return { owner: inner, name: use && name.startsWith(`${use.keyword}.`) ? name.slice(use.keyword.length + 1) : name };
}
const spansOf = (use: KeywordUse): Record<string, Span> =>
  Object.fromEntries(Object.entries(use.args).map(([name, argument]) => [name, argument.span]));
/** The text as the statement's own spans count in it. */
const shifted = (text: string, shift: number): string => (shift >= 0 ? text.slice(shift) : ' '.repeat(-shift) + text);

// ── writing one ──

export function addClause(
  document: Document,
  { node, start }: Placed,
  line: Line,
  name: string,
  text: string,
  spelling: Spelling,
): TextEdit[] | string {
  const place = line.places.find((each) => each.name === name);
  if (!place) return 'it has no such part';
  if (line.use?.call) return addToCall(document, line, place, text);
  const missing = place.parts.filter((part) => !isWritten(line, part));
  const [outer] = missing;
  if (!outer) return 'it is written already';
  if (missing.length > 1) return `${namesIn(outer.nodes)[0]} comes before it`;
  const written = write(outer.nodes, place, text, spelling);
  if (written === undefined)
    return `${namesIn(outer.nodes)
      .filter((each) => each !== name)
      .join(' and ')} must be given with it`;
  const next = requiredBehind(line.nodes, outer.nodes);
  const nextSpan = next && line.spans.get(next);
  if (nextSpan) return [{ start: nextSpan.start, end: nextSpan.start, text: `${written.trim()} ` }];
  const at = endBeforePart(document, line, outer);
  const lineBreak = breakBefore(document, line, outer, at, start + node.tile.start);
  const put = lineBreak === undefined ? (/^[,(:]/.test(written) ? written : ` ${written}`) : lineBreak + written;
  return [{ start: at, end: at, text: put }];
}

function addToCall(document: Document, line: Line, { name }: Place, text: string): TextEdit[] | string {
  const index = line.places.findIndex((each) => each.name === name);
  const unwritten = line.places.slice(0, index).find((each) => !line.spans.has(each.name));
  if (unwritten) return `${unwritten.name} comes before it`;
  const before = line.places[index - 1];
  const end = before && line.spans.get(before.name)?.end;
  if (end !== undefined) return [{ start: end, end, text: `, ${text}` }];
  const open = document.text.indexOf('(', line.start) + 1;
  return [{ start: open, end: open, text }];
}

const isWritten = (line: Line, part: Part): boolean =>
  line.places.some(({ name, parts }) => line.spans.has(name) && parts.some(({ nodes }) => nodes === part.nodes));

const namesIn = (nodes: readonly SyntaxNode[]): string[] => placesOf(nodes).map(({ name }) => name);

/** The part with this argument; nothing when another one must be given too. */
function write(nodes: readonly SyntaxNode[], place: Place, text: string, spelling: Spelling): string | undefined {
  let out = '';
  for (const node of nodes) {
    if (node.kind === 'words') out += `${spaceAfter(out)}${node.words.map(spelling).join(' ')}`;
    else if (node.kind === 'mark')
      out += node.mark === ',' || node.mark === ':' || node.mark === '(' || node.mark === ')' ? node.mark : ` ${node.mark}`;
    else if (node.kind === 'argument') {
      if (node.name !== place.name) return undefined;
      out += `${spaceAfter(out)}${text}`;
    } else if (node.kind === 'choice') {
      const choice = node.choices.find((each) => namesIn(each).includes(place.name)) ?? node.choices[0] ?? [];
      const inner = write(choice, place, text, spelling);
      if (inner === undefined) return undefined;
      out += `${spaceAfter(out)}${inner}`;
    }
  }
  return out;
}
const spaceAfter = (before: string): string => (before === '' || before.endsWith('(') ? '' : ' ');

/** The argument that must follow the part directly: `[<id>,] <key>`. */
function requiredBehind(nodes: readonly SyntaxNode[], part: readonly SyntaxNode[]): string | undefined {
  for (const [index, node] of nodes.entries()) {
    const next = nodes[index + 1];
    if (node.kind === 'optional' && node.nodes === part)
      return next?.kind === 'argument' && next.argument !== 'block' ? next.name : undefined;
    const inner =
      node.kind === 'optional'
        ? requiredBehind(node.nodes, part)
        : node.kind === 'clauses'
          ? node.choices.map((each) => requiredBehind(each.nodes, part)).find(Boolean)
          : undefined;
    if (inner) return inner;
  }
  return undefined;
}

/** Behind everything written that comes before the part; clauses of one group come behind each other. */
function endBeforePart(document: Document, line: Line, part: Part): number {
  let end = behindLeadingWords(document, line);
  const first = line.places.findIndex(({ parts }) => parts.some(({ nodes }) => nodes === part.nodes));
  for (const [index, { name, parts }] of line.places.entries()) {
    const span = line.spans.get(name);
    const isOfGroup = part.isClause && parts.some((each) => each.isClause && each.order === part.order);
    if (span && (index < first || isOfGroup)) end = Math.max(end, span.end);
  }
  return end;
}
function behindLeadingWords(document: Document, { nodes, start }: Line): number {
  const [first] = nodes;
  const text = document.text.slice(start, start + 200);
  const words = first?.kind === 'words' ? first.words : [];
  const found = new RegExp(`^${words.join('[ \\t_]+')}`, 'i').exec(text) ?? /^\S*/.exec(text);
  return start + (found?.[0].length ?? 0);
}

/** Where the clause before it has a line of its own, this one gets one too. */
function breakBefore(document: Document, line: Line, part: Part, at: number, statementStart: number): string | undefined {
  if (!part.nodes.some((node) => node.kind === 'words' && node.nextLine)) return undefined;
  const { text } = document;
  let lineStart = at;
  while (lineStart > 0 && text[lineStart - 1] !== '\n' && text[lineStart - 1] !== '\r') lineStart--;
  const isOwn = lineStart > statementStart && [...line.spans.values()].some((span) => span.end === at && span.start >= lineStart);
  return isOwn ? endingAt(text, lineStart) + indentAt(text, at) : undefined;
}

// ── taking one out ──

export function removeClause(document: Document, line: Line, name: string): TextEdit[] | string {
  const place = line.places.find((each) => each.name === name);
  const part = place?.parts.at(-1);
  const span = line.spans.get(name);
  if (!place || !part || !span) return 'it must be given';
  const others = line.places.filter(
    (each) => each !== place && line.spans.has(each.name) && each.parts.some(({ nodes }) => nodes === part.nodes),
  );
  if (others.length > 0) return `take out ${others.map((each) => each.name).join(' and ')} first`;
  if (line.use?.call) return removeFromCall(document, line, place, span);
  const around = partAround(document.text, part.nodes, place, span);
  return around ? [tidied(document.text, around)] : 'a comment stands inside it: edit the text';
}

function removeFromCall(document: Document, line: Line, place: Place, span: Span): TextEdit[] | string {
  const index = line.places.indexOf(place);
  const behind = line.places.slice(index + 1).find((each) => line.spans.has(each.name));
  if (behind) return `take out ${behind.name} first`;
  const comma = /,\s*$/.exec(document.text.slice(0, span.start))?.[0].length ?? 0;
  return [{ start: span.start - comma, end: span.end, text: '' }];
}

/** The part's own words and marks before and behind the argument. */
function partAround(text: string, nodes: readonly SyntaxNode[], place: Place, span: Span): Span | undefined {
  const index = nodes.findIndex((node) => placesOf([node]).some(({ name }) => name === place.name));
  const isFlag = place.kind === 'flag';
  const before = isFlag ? patterns(nodes).join('[\\s_]+') : patterns(nodes.slice(0, index)).join('[\\s_]*');
  const behind = isFlag ? '' : patterns(nodes.slice(index + 1)).join('[\\s_]*');
  const to = isFlag ? span.end : span.start;
  const head = new RegExp(`(?:${before})[\\s_]*$`, 'i').exec(text.slice(Math.max(0, to - 400), to));
  const tail = new RegExp(`^[ \\t]*${behind}`, 'i').exec(text.slice(span.end, span.end + 200));
  if (!head || (behind !== '' && !tail)) return undefined;
  return { start: to - head[0].length, end: span.end + (behind === '' ? 0 : (tail?.[0].length ?? 0)) };
}
const patterns = (nodes: readonly SyntaxNode[]): string[] =>
  nodes.flatMap((node) =>
    node.kind === 'words'
      ? [`\\b${node.words.join('[\\s_]+')}\\b`]
      : node.kind === 'mark'
        ? [`\\${node.mark}`]
        : node.kind === 'choice'
          ? [`(?:${node.choices.map((each) => patterns(each).join('[\\s_]*')).join('|')})`]
          : [],
  );

/** With the space before it, or the lines it has to itself. */
function tidied(text: string, { start, end }: Span): TextEdit {
  const before = /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(0, start));
  const behind = /^[ \t]*(\r\n|\n|\r|$)/.exec(text.slice(end));
  if (before && behind) {
    const lineStart = start - (before[1] as string).length;
    if (behind[1] !== '') return { start: lineStart, end: end + behind[0].length, text: '' };
    const ending = /(?:\r\n|\n|\r)$/.exec(text.slice(0, lineStart))?.[0].length ?? 0;
    return { start: lineStart - ending, end, text: '' };
  }
  if (before) return { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0), text: '' };
  const space = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const isTight = /^[\w"'[{(]/.test(text.slice(end)) && space > 0;
  return isTight ? { start, end, text: '' } : { start: start - space, end, text: '' };
}
