/**
 * From text to tree: the five passes in order, then the holes of texts. Never throws for any text;
 * whatever is wrong is a diagnostic, whatever was written is in the tree.
 */
import type { Diagnostic, Expression, Script, SyntaxTable } from '../src/spec/index.ts';
import type { Doc } from './doc.ts';
import { Failure } from './failure.ts';
import { layOut } from './layout.ts';
import { doubtOf, proseLines } from './prose.ts';
import { Statements } from './statements.ts';
import { type Syntax, viewSyntax } from './syntax-view.ts';
import { readRaw } from './templates.ts';
import { lex } from './tokens.ts';

export interface Parsed {
  readonly tree: Script;
  readonly diagnostics: readonly Diagnostic[];
  /** Every bracket, text and block is closed, every line read: a piece between two statements can be read by itself. */
  readonly isWhole?: boolean;
}
export type Parse = (text: string) => Parsed;

export function createParser(table: SyntaxTable): Parse {
  let parser: BasaltParser | undefined;
  return (text) => {
    parser ??= new BasaltParser(viewSyntax(table));
    try {
      return parser.parse(text);
    } catch (error) {
      // Nested by the thousands: the stack ended in the middle, so this parser is not used again.
      if (!(error instanceof RangeError)) throw error;
      parser = undefined;
      return tooDeep(text);
    }
  };
}

function tooDeep(text: string): Parsed {
  const span = { start: 0, end: text.length };
  const tree: Script = { kind: 'script', text, span, body: [{ kind: 'broken', span, tile: span }] };
  return { tree, diagnostics: [{ code: 'too-deep', span, details: {} }] };
}

interface Hole {
  readonly parts: (string | Expression)[];
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

const NO_RAWS: Doc['raws'] = new Map();
/** `${a.b}`: most holes are this, and need no lexer. */
const PATH = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

export class BasaltParser extends Statements {
  private holes: Hole[] = [];
  readonly templates = {
    queue: (parts: (string | Expression)[], index: number, from: number, to: number) => void this.holes.push({ parts, index, from, to }),
  };

  readonly program = this.RULE('program', (): Script['body'] => {
    if (!this.RECORDING_PHASE) return this.readProgram();
    this.MANY(() => this.SUBRULE(this.statement));
    return [];
  });

  constructor(syntax: Syntax) {
    super(syntax);
    this.performSelfAnalysis();
  }

  parse(text: string): Parsed {
    this.syntax.words.forget();
    this.diagnostics = [];
    this.holes = [];
    this.hasOrphans = false;
    const doc = this.syntax.findRaw(text);
    const body = this.readWith(doc, text, 0, () => this.program());
    const isWhole = this.lines.isWhole && !doc.isOpen && !this.hasOrphans;
    const { diagnostics, syntax } = this;
    const span = { start: 0, end: text.length };
    const lines = proseLines(body, text, syntax);
    if (lines) {
      this.diagnostics = [];
      this.holes = [];
      const prose = readRaw(text, 0, this.templates);
      this.fillHoles(text);
      const template = prose.kind === 'template' ? prose : { kind: 'template' as const, parts: [prose.value], span };
      return { tree: { kind: 'script', text, span, body, prose: template }, diagnostics: [doubtOf(lines, syntax)] };
    }
    this.fillHoles(text);
    diagnostics.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    return { tree: { kind: 'script', text, span, body }, diagnostics, isWhole };
  }

  private readWith<T>(doc: Doc, text: string, base: number, read: () => T): T {
    this.load(layOut(doc, lex(doc.code), this.syntax), base);
    this.raws = doc.raws;
    this.text = text;
    this.tileStart = base;
    this.lastEnd = base;
    this.muted = false;
    this.calm();
    return read();
  }

  /** Nothing open, nothing awaited. */
  private calm(): void {
    this.awaited.length = 0;
    this.awaitedFrom = 0;
    this.outerComma = 0;
    this.inObject = false;
    this.stopsAtEqual = false;
    this.depth = 0;
    this.level = 0;
    this.withDepth = 0;
    this.hurt = false;
  }

  // ── ${…} ──

  /** Holes may hold texts with holes: the queue grows while it is worked off. */
  private fillHoles(text: string): void {
    for (let i = 0; i < this.holes.length; i++) {
      const { parts, index, from, to } = this.holes[i] as Hole;
      const value = this.hole(text.slice(from, to), from);
      if (value) parts[index] = value;
      else this.diagnostics.push({ code: 'bad-interpolation', span: { start: from - 2, end: to + 1 }, details: {} });
    }
  }

  private hole(source: string, start: number): Expression | undefined {
    if (PATH.test(source)) return path(source, start);
    const code = source.replaceAll('\\"', ' "');
    const { diagnostics } = this;
    this.diagnostics = [];
    try {
      const value = this.readWith({ code, raws: NO_RAWS }, code, start, () => this.expression());
      return this.atEnd() && this.pos >= this.lines.count && this.diagnostics.length === 0 ? value : undefined;
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    } finally {
      this.diagnostics = diagnostics;
    }
  }
}

function path(source: string, start: number): Expression {
  let at = start;
  let value: Expression | undefined;
  for (const text of source.split('.')) {
    const end = at + text.length;
    const name = { kind: 'name' as const, id: text.toLowerCase(), text, span: { start: at, end } };
    value = value ? { kind: 'member', object: value, field: name, optional: false, span: { start, end } } : name;
    at = end + 1;
  }
  return value as Expression;
}
