/**
 * Blocks: a head line, statements up to a line that parts or closes the block, perhaps an end. Which
 * line that is was decided before (`pairing.ts`), so no block can run past its place.
 */
import type { Span } from '../src/base/index.ts';
import type { Block, BrokenExpression, Expression, Statement } from '../src/spec/index.ts';
import { KeywordRule } from './keyword-rule.ts';
import type { State } from './syntax.ts';
import { K, LAST_END } from './tokens.ts';

export interface BlockEnd {
  readonly end?: Span;
}

export abstract class Blocks extends KeywordRule {
  /** The comment on the head line that was read last. */
  headComment: Span | undefined;
  /** A mistake was reported inside the statement that is being read. */
  hurt = false;

  abstract takeStatement(): Statement;

  /** Ends a line that opens or parts a block; answers the whole line with its end. */
  override headLine(): Span {
    const start = this.tileStart;
    this.headComment = undefined;
    if (!this.atEnd() && !this.hurt) this.complain(() => this.fail('the end of the line'));
    if (!this.hurt) this.muted = false;
    while (!this.atEnd()) this.next();
    if (this.kind() === K.Comment) {
      this.headComment = this.spanAt(this.pos);
      this.next();
    }
    return { start, end: this.endTile() };
  }

  /** Takes the newline or `;` here, if any, and moves to the next line of the program. */
  endTile(): number {
    const kind = this.kind();
    if (kind === K.Newline) this.tileStart = this.end(this.pos);
    else if (kind === K.Semicolon)
      this.tileStart = this.kind(1) === K.Newline || this.kind(1) === K.End ? this.end(this.pos) : this.start(this.pos + 1);
    else this.tileStart = this.base + this.text.length;
    if (kind === K.Newline || kind === K.Semicolon) this.next();
    if (kind === K.Semicolon && this.kind() === K.Newline) return this.endTile();
    return this.tileStart;
  }

  /** Statements up to the line that parts or closes what `opener` opened. */
  override block(opener: number): Block {
    const { stops, owners } = this.lines.pairs;
    const stop = stops[opener] as number;
    const body: Statement[] = [];
    while (this.pos < stop && owners[this.pos] !== opener + 1) body.push(this.takeStatement());
    return body;
  }

  /** Whether the line here parts or closes the block of `opener`. */
  isPartOf(opener: number): boolean {
    return this.lines.pairs.owners[this.pos] === opener + 1;
  }

  /** The closing line: `words` END IF, NEXT i, … ; nothing when the block was never closed. */
  blockEnd(opener: number, closer: string): BlockEnd {
    if (!this.isPartOf(opener) || this.lines.pairs.stops[opener] !== this.pos) {
      this.reportOpen(opener, closer);
      return {};
    }
    this.hurt = false;
    while (this.kind() === K.Word || this.kind() === K.Dot) this.next();
    return { end: this.headLine() };
  }

  override reportOpen(opener: number, closer: string): void {
    if (this.lines.pairs.open.has(opener))
      this.report('missing-end', this.spanAt(opener), { opener: this.image(opener).toUpperCase(), closer });
  }

  /** What stands in the head of a block; when it does not parse, the block keeps its shape. */
  condition(awaits?: State): Expression {
    const start = this.pos;
    if (awaits) this.awaited.push(awaits);
    const value = this.complain(() => {
      const read = this.value();
      if (!this.atEnd() && !(awaits && this.isAwaited(this.pos))) this.fail(awaits ? this.describe(awaits) : 'the end of the line');
      return read;
    });
    if (awaits && this.awaited.length > 0) this.awaited.pop();
    return value ?? this.skipTo(start, awaits);
  }

  private skipTo(start: number, awaits?: State): BrokenExpression {
    this.pos = start;
    while (!this.atEnd() && !(awaits && this.kind() === K.Word && awaits.hasWord(this.word()))) this.next();
    const empty = this.pos === start;
    return { kind: 'broken', span: empty ? { start: this.end(start - 1), end: this.end(start - 1) } : this.from(this.start(start)) };
  }

  /** Does it; on a mistake reports, mends what the mistake left behind, and answers nothing. */
  complain<T>(read: () => T): T | undefined {
    const { awaitedFrom, outerComma, inObject, stopsAtEqual, depth } = this;
    const awaited = this.awaited.length;
    try {
      return read();
    } catch (error) {
      this.afterFailure(error);
      this.restore(awaitedFrom, outerComma, inObject, stopsAtEqual, depth, awaited);
      return undefined;
    }
  }
  afterFailure(error: unknown): void {
    this.reportFailure(error);
    this.muted = true;
    this.hurt = true;
  }
  restore(awaitedFrom: number, outerComma: number, inObject: boolean, stopsAtEqual: boolean, depth: number, awaited: number): void {
    this.awaitedFrom = awaitedFrom;
    this.outerComma = outerComma;
    this.inObject = inObject;
    this.stopsAtEqual = stopsAtEqual;
    this.depth = depth;
    this.awaited.length = awaited;
  }

  skipLine(): void {
    while (this.kind() > LAST_END) this.next();
  }

  /** The token read last stands on the line that has not been ended yet. */
  isInLine(): boolean {
    return this.currIdx >= 0 && this.start(this.currIdx) >= this.tileStart;
  }
}
