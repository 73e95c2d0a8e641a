/**
 * From what was parsed to what is drawn. Comments go with the statement below them, lines that do not parse become
 * text blocks, whatever the parser left out of its tiles becomes one too: every byte but blank lines is in a node.
 */
import type { Span } from '../../base/index.ts';
import type { Block, Script, Statement } from '../../spec/index.ts';
import { hashOf, labelOfStatement } from './anchors.ts';
import { carriedBy, type FieldSource, fieldsOf, keywordOf } from './fields.ts';
import { type Body, bodiesOf } from './lanes.ts';
import type { Lane, Node, NodeType, Reader } from './types.ts';

/** Nodes as read: not yet named for good, not yet compared with those of before (`settle.ts`). */
export function drawLane(script: Pick<Script, 'text' | 'body' | 'prose'>, table: Reader['table'], to = script.text.length): Lane {
  const drawing = new Drawing(script.text, table);
  const span = { start: 0, end: to };
  const nodes = script.prose ? [drawing.prose()] : drawing.nodes(script.body, 0, to, '');
  return { key: '', label: '', head: { start: 0, end: 0 }, span, fields: [], ...placed(nodes, 0) };
}

const NOTE = /^\s*(?:'|#|\/\/|REM\b)\s*@note\b/i;
const NO_ID = 0;
/** Optional parts are set where there are any: spreads cost more than all the rest of a node. */
type Mutable<T> = { -readonly [P in keyof T]: T[P] };

const placed = (nodes: readonly Node[], origin: number): Pick<Lane, 'children' | 'starts'> => ({
  children: nodes,
  starts: nodes.map((node) => node.origin - origin),
});

class Drawing {
  private readonly text: string;
  private readonly table: Reader['table'];
  /** 1 where the text begins with the mark of some editors, which is no step's. */
  private readonly mark: number;

  constructor(text: string, table: Reader['table']) {
    this.text = text;
    this.table = table;
    this.mark = text.startsWith('\uFEFF') ? 1 : 0;
  }

  prose(): Node {
    const span = { start: this.mark, end: this.text.length };
    return this.lines('prose', span);
  }

  /** The nodes of a body that stands at `from..to`; comments wait for the statement they belong to. */
  nodes(body: Block, from: number, to: number, path: string): Node[] {
    const nodes: Node[] = [];
    let comments: Span[] = [];
    let at = from === 0 ? this.mark : from;
    let labels = path;
    const flush = () => {
      nodes.push(...this.commentNodes(comments));
      comments = [];
    };
    const fill = (end: number) => {
      if (end <= at || /^\s*;?\s*$/.test(this.text.slice(at, end))) return;
      flush();
      this.addText(nodes, { start: at, end });
    };
    for (const statement of body) {
      const { kind } = statement;
      const tile = this.behindMark(statement.tile);
      fill(tile.start);
      if (kind === 'blank') {
        // A line that holds only `;` or what the lexer dropped is text all the same.
        if (this.text.slice(tile.start, tile.end).trim() !== '') this.addText(nodes, tile, statement);
        else flush();
      } else if (kind === 'comment') {
        comments.push(tile);
        if (!this.beginsLine(tile.start)) flush();
      } else {
        const lead = this.takeLead(comments, nodes);
        comments = [];
        if (kind === 'broken') this.addText(nodes, tile, statement, lead);
        else {
          const node = this.node(statement, lead, labels);
          nodes.push(node);
          // Without END WORKFLOW the steps that follow are the workflow's.
          if (node.keyword === 'ORCHESTRATE WORKFLOW' && /(^|\/)workflow:[^/]*$/.test(node.name) && node.lanes.length === 0)
            labels = `${node.name}/`;
        }
      }
      at = Math.max(at, tile.end);
    }
    fill(to);
    flush();
    return nodes;
  }

  // ── comments ──

  /** A note is no statement's comment; the lines below it are its own. */
  private takeLead(comments: readonly Span[], nodes: Node[]): Span | undefined {
    const [first] = comments;
    const last = comments.at(-1);
    if (!first || !last) return undefined;
    if (!comments.some((each) => this.isNote(each))) return { start: first.start, end: last.end };
    nodes.push(...this.commentNodes(comments));
    return undefined;
  }

  private commentNodes(comments: readonly Span[]): Node[] {
    const groups: { type: 'note' | 'comment'; span: Span }[] = [];
    for (const each of comments) {
      const last = groups.at(-1);
      if (last && !this.isNote(each)) last.span = { start: last.span.start, end: each.end };
      else groups.push({ type: this.isNote(each) ? 'note' : 'comment', span: each });
    }
    return groups.map(({ type, span }) => this.lines(type, span));
  }
  private isNote({ start, end }: Span): boolean {
    return NOTE.test(this.text.slice(start, end));
  }

  // ── lines without a statement ──

  /** Text blocks that touch are one. */
  private addText(nodes: Node[], tile: Span, statement?: Statement, lead?: Span): void {
    const last = nodes.at(-1);
    if (last?.type === 'text' && !lead && last.origin + last.length === tile.start) {
      nodes.pop();
      const span = { start: last.origin + last.tile.start, end: tile.end };
      nodes.push(this.lines('text', span, last.statement, last.lead && { start: last.origin, end: span.start }));
    } else nodes.push(this.lines('text', tile, statement, lead));
  }

  private lines(type: NodeType, tile: Span, statement?: Statement, lead?: Span): Node {
    const origin = lead?.start ?? tile.start;
    const words = ownWords(this.text.slice(tile.start, tile.end));
    const within = (span: Span): Span => ({ start: span.start - origin, end: span.end - origin });
    return {
      id: NO_ID,
      ...named(hashOf(`${type} ${words}`)),
      type,
      ...(statement ? { statement, inner: statement } : {}),
      origin,
      length: tile.end - origin,
      tile: within(tile),
      span: within(this.trimmed(tile)),
      ...(lead ? { lead: within(lead) } : {}),
      words,
      fields: [],
      lanes: [],
      isOpen: false,
      isMovable: type !== 'prose' && this.isWholeLines(tile),
    };
  }

  private trimmed({ start, end }: Span): Span {
    const text = this.text.slice(start, end);
    const said = text.trim();
    if (said === '') return { start, end: start };
    const from = start + text.indexOf(said);
    return { start: from, end: from + said.length };
  }

  // ── statements ──

  private node(statement: Statement, lead: Span | undefined, path: string): Node {
    const { text, table } = this;
    const { span, comment } = statement;
    const tile = this.behindMark(statement.tile);
    const origin = lead?.start ?? tile.start;
    const inner = this.innermost(statement);
    const source: FieldSource = { text, table, origin };
    const use = keywordOf(inner);
    const label = labelOfStatement(statement, text);
    const bodies = bodiesOf(inner, source);
    const words = this.wordsOf(statement, inner, bodies);
    const name = label ? `${path}${label}` : hashOf(words);
    const within = (each: Span): Span => ({ start: each.start - origin, end: each.end - origin });
    const end = endOf(inner, tile);
    const note = comment ?? inner.comment;
    const node: Mutable<Node> = {
      id: NO_ID,
      anchor: name,
      name,
      type: inner.kind as NodeType,
      statement,
      inner,
      origin,
      length: tile.end - origin,
      tile: within(tile),
      span: within(span),
      words,
      fields: fieldsOf(statement, source),
      lanes: this.lanes(bodies, origin, end?.start ?? (isLineIf(inner) ? span.end : tile.end), label ? `${name}/` : path),
      isOpen: bodies.length > 0 && !end && !isLineIf(inner),
      isMovable: this.isWholeLines(tile),
    };
    if (use) {
      node.keyword = use.keyword;
      node.form = use.form;
    }
    if (inner !== statement && statement.kind === 'keyword') node.prefix = statement.keyword;
    if (lead) node.lead = within(lead);
    if (note) node.comment = within(note);
    if (end) node.end = within(end);
    return node;
  }

  private innermost(statement: Statement): Statement {
    let inner = statement;
    for (let next = carriedBy(inner); next; next = carriedBy(inner)) inner = next;
    return inner;
  }

  private lanes(bodies: readonly Body[], origin: number, end: number, path: string): Lane[] {
    return bodies.map(({ key, label, head, body, fields }, index) => {
      const to = Math.max(head.end, bodies[index + 1]?.head.start ?? end);
      const own = key.startsWith('branch') ? `${path}branch:${label.toLowerCase()}/` : path;
      return {
        key,
        label,
        head: { start: Math.max(this.mark, head.start) - origin, end: Math.max(this.mark, head.end) - origin },
        span: { start: head.end - origin, end: to - origin },
        fields,
        ...placed(this.nodes(body, head.end, to, own), origin),
      };
    });
  }

  /** Of a block, its head. */
  private wordsOf({ span }: Statement, inner: Statement, [first]: readonly Body[]): string {
    if (!first) return ownWords(this.text.slice(span.start, span.end));
    const head = first.key === 'before' && 'head' in inner && inner.head ? inner.head : first.head;
    return ownWords(this.text.slice(span.start, Math.max(span.start, inner.comment?.start ?? head.end)));
  }

  private isWholeLines({ start, end }: Span): boolean {
    return this.beginsLine(start) && (end === this.text.length || this.isLineEnd(end - 1));
  }
  private beginsLine(offset: number): boolean {
    return offset <= this.mark || this.isLineEnd(offset - 1);
  }
  private behindMark(tile: Span): Span {
    return tile.start < this.mark ? { start: this.mark, end: Math.max(this.mark, tile.end) } : tile;
  }
  private isLineEnd(offset: number): boolean {
    const code = this.text.charCodeAt(offset);
    return code === 10 || code === 13;
  }
}

const named = (name: string) => ({ anchor: name, name });

const isLineIf = (statement: Statement): boolean => statement.kind === 'if' && statement.form === 'line';

/** The closing line; of a keyword's block the parser gives only where it begins. */
function endOf(inner: Statement, tile: Span): Span | undefined {
  if (!('end' in inner) || !inner.end) return undefined;
  return { start: inner.end.start, end: Math.max(inner.end.end, inner.kind === 'keyword' ? tile.end : inner.end.end) };
}

const ownWords = (text: string): string => text.replace(/[ \t]*(?:\r\n|\r|\n)[ \t]*/g, '\n').trim();
