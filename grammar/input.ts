/**
 * What every part of the parser stands on: the tokens as parallel arrays, the place in them, what
 * has been reported. Chevrotain holds the place and the rule stack; looking ahead is an array read.
 */
import { EmbeddedActionsParser } from 'chevrotain';
import type { Span } from '../src/base/index.ts';
import type { Diagnostic, DiagnosticCode, Name } from '../src/spec/index.ts';
import { Failure } from './failure.ts';
import type { Lines } from './layout.ts';
import type { Syntax } from './syntax-view.ts';
import { K, LAST_END, tokenTypes } from './tokens.ts';
import { LAST_OPERATOR, W } from './words.ts';

export class Input extends EmbeddedActionsParser {
  /** Chevrotain's: the index of the token read last. */
  declare protected currIdx: number;
  lines!: Lines;
  kinds!: Uint8Array;
  starts!: Int32Array;
  ends!: Int32Array;
  words!: Int32Array;
  /** Offset of the text in its file: `${…}` is parsed on its own. */
  base = 0;
  diagnostics: Diagnostic[] = [];
  muted = false;
  readonly syntax: Syntax;

  constructor(syntax: Syntax) {
    super(tokenTypes, { recoveryEnabled: false, maxLookahead: 1, skipValidations: true, nodeLocationTracking: 'none' });
    this.syntax = syntax;
  }

  load(lines: Lines, base: number): void {
    this.input = lines.tokens;
    this.lines = lines;
    this.kinds = lines.kinds;
    this.starts = lines.starts;
    this.ends = lines.ends;
    this.words = lines.words;
    this.base = base;
  }

  // ── the place ──

  get pos(): number {
    return this.currIdx + 1;
  }
  set pos(index: number) {
    this.currIdx = index - 1;
  }
  next(): void {
    this.currIdx++;
  }
  kind(ahead = 0): number {
    return this.kinds[this.currIdx + 1 + ahead] as number;
  }
  word(ahead = 0): number {
    return this.words[this.currIdx + 1 + ahead] as number;
  }
  atEnd(): boolean {
    return (this.kinds[this.currIdx + 1] as number) <= LAST_END;
  }
  /** No space stands before the token. */
  isTight(index: number): boolean {
    return this.starts[index] === this.ends[index - 1];
  }
  start(index: number): number {
    return this.base + (this.starts[index] as number);
  }
  end(index: number): number {
    return this.base + (this.ends[index] as number);
  }
  spanAt(index: number): Span {
    return { start: this.start(index), end: this.end(index) };
  }
  /** From a start offset to the end of the token read last. */
  from(start: number): Span {
    return { start, end: this.base + (this.ends[this.currIdx] as number) };
  }
  image(index: number): string {
    return this.lines.tokens[index]?.image ?? '';
  }
  nameAt(index: number): Name {
    return {
      kind: 'name',
      id: this.syntax.words.lower[this.words[index] as number] as string,
      text: this.image(index),
      span: this.spanAt(index),
    };
  }

  // ── taking ──

  takeWord(word: number): boolean {
    if (this.word() !== word) return false;
    this.currIdx++;
    return true;
  }
  needWord(word: number): void {
    if (!this.takeWord(word)) this.fail(this.upper(word));
  }
  take(kind: number): boolean {
    if (this.kind() !== kind) return false;
    this.currIdx++;
    return true;
  }
  need(kind: number, shown: string): void {
    if (!this.take(kind)) this.fail(shown);
  }
  takeName(): Name {
    if (this.kind() !== K.Word) this.fail('a name');
    this.currIdx++;
    return this.nameAt(this.currIdx);
  }
  upper(word: number): string {
    return (this.syntax.words.lower[word] as string).toUpperCase();
  }

  // ── what can begin a value ──

  /** Without looking at what is awaited: a name, a literal, an opening bracket, a sign. */
  canStartOperand(index: number): boolean {
    const kind = this.kinds[index] as number;
    if (kind === K.Word) return !this.isOperatorWord(index);
    return (kind >= K.Number && kind <= K.LeftBrace) || kind === K.Minus || kind === K.Plus;
  }
  /** AND, IN, LIKE … stand between values, but `MOD(` and `CONTAINS(` call functions. */
  isOperatorWord(index: number): boolean {
    const word = this.words[index] as number;
    return (
      word > 0 &&
      word <= LAST_OPERATOR &&
      !(this.kinds[index + 1] === K.LeftParen && this.isTight(index + 1) && word !== W.AND && word !== W.OR)
    );
  }

  // ── when it does not fit ──

  fail(expected: string, index = this.pos): never {
    const kind = this.kinds[index] as number;
    if (kind === K.Unknown) throw new Failure('unknown-character', this.spanAt(index), { found: this.shown(index) });
    throw new Failure('expected', this.spanAt(index), { expected, found: this.shown(index) });
  }
  shown(index: number): string {
    const kind = this.kinds[index] as number;
    if (kind <= LAST_END) return kind === K.Semicolon ? '";"' : 'the end of the line';
    const image = this.image(index);
    const short = image.length > 30 ? `${image.slice(0, 27)}…` : image;
    return kind === K.Text || kind === K.RichText ? `the text ${short}` : `"${short}"`;
  }
  report(code: DiagnosticCode, span: Span, details: Diagnostic['details'] = {}, related?: Diagnostic['related']): void {
    if (!this.muted) this.diagnostics.push({ code, span, details, ...(related ? { related } : {}) });
  }
  reportFailure(error: unknown): void {
    if (!(error instanceof Failure)) throw error;
    this.report(error.code, error.span, error.details);
  }
}
