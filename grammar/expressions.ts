/**
 * Expressions: one flat rule, precedence in the action, so that a value costs one rule and not
 * twelve. What a keyword adds inside an expression is in `keyword-rule.ts`.
 */
import type { Span } from '../src/base/index.ts';
import type { BinaryOperator, Expression, Name, ObjectLiteral, Target, TextLiteral, TextTemplate } from '../src/spec/index.ts';
import { Failure } from './failure.ts';
import { Input } from './input.ts';
import type { State } from './syntax.ts';
import { readText } from './templates.ts';
import { FIRST_OPERATOR, Identifier, K } from './tokens.ts';
import { LAST_OPERATOR, W } from './words.ts';

/** Levels, loosest first. A keyword's arguments inside an expression end before COMPARISON. */
export const LEVEL = {
  choice: 1,
  coalesce: 2,
  or: 3,
  and: 4,
  not: 5,
  comparison: 6,
  concat: 7,
  sum: 8,
  modulo: 9,
  quotient: 10,
  product: 11,
  sign: 12,
  power: 13,
};
export const ADDITIVE = LEVEL.concat;

const SIGNS: readonly (readonly [kind: number, operator: BinaryOperator, level: number])[] = [
  [K.Plus, '+', LEVEL.sum],
  [K.Minus, '-', LEVEL.sum],
  [K.Star, '*', LEVEL.product],
  [K.Slash, '/', LEVEL.product],
  [K.Backslash, '\\', LEVEL.quotient],
  [K.Caret, '^', LEVEL.power],
  [K.Ampersand, '&', LEVEL.concat],
  [K.Equal, '=', LEVEL.comparison],
  [K.DoubleEqual, '=', LEVEL.comparison],
  [K.NotEqual, '<>', LEVEL.comparison],
  [K.Less, '<', LEVEL.comparison],
  [K.Greater, '>', LEVEL.comparison],
  [K.LessEqual, '<=', LEVEL.comparison],
  [K.GreaterEqual, '>=', LEVEL.comparison],
  [K.And, 'and', LEVEL.and],
  [K.Or, 'or', LEVEL.or],
  [K.Coalesce, '??', LEVEL.coalesce],
];
const SIGN_LEVELS = new Uint8Array(64);
const SIGN_OPERATORS: BinaryOperator[] = [];
for (const [kind, operator, level] of SIGNS) {
  SIGN_LEVELS[kind] = level;
  SIGN_OPERATORS[kind] = operator;
}
const WORD_LEVELS: readonly number[] = [
  0,
  LEVEL.and,
  LEVEL.or,
  LEVEL.or,
  LEVEL.modulo,
  LEVEL.comparison,
  LEVEL.comparison,
  LEVEL.comparison,
  LEVEL.comparison,
  LEVEL.comparison,
];

/** What the surroundings of a value say about commas. */
export const COMMA = { free: 0, optional: 1, needed: 2 } as const;

export abstract class Expressions extends Input {
  /** States whose words may follow the value that is being read; those below `awaitedFrom` stand outside a bracket. */
  readonly awaited: State[] = [];
  awaitedFrom = 0;
  outerComma: number = COMMA.free;
  inObject = false;
  /** A literal `=` follows: it is not equality. */
  stopsAtEqual = false;
  /** Brackets around the place. */
  depth = 0;
  /** For the next entry of `expression`. */
  level = 0;

  readonly expression = this.RULE('expression', (): Expression => {
    if (this.RECORDING_PHASE) {
      this.CONSUME(Identifier);
      return undefined as unknown as Expression;
    }
    const level = this.level;
    this.level = 0;
    return this.binary(level);
  });

  /** The keyword at this place as a value; nothing where the word is a name. */
  abstract keywordValue(): Expression | undefined;
  abstract readonly templates: { queue(parts: (string | Expression)[], index: number, from: number, to: number): void };

  value(level = 0): Expression {
    this.level = level;
    return this.SUBRULE(this.expression);
  }

  // ── operators ──

  binary(least: number): Expression {
    let left = this.signed();
    for (;;) {
      const kind = this.kind();
      if (kind === K.Word) {
        const longer = this.wordOperation(left, least);
        if (!longer) return left;
        left = longer;
        continue;
      }
      if (kind < FIRST_OPERATOR) {
        if (kind !== K.Question || least > LEVEL.choice) return left;
        left = this.choice(left);
        continue;
      }
      const level = SIGN_LEVELS[kind] as number;
      if (level < least || level === 0 || (kind === K.Equal && this.stopsAtEqual)) return left;
      this.next();
      const right = this.binary(level === LEVEL.power ? LEVEL.sign : level + 1);
      left = {
        kind: 'binary',
        operator: SIGN_OPERATORS[kind] as BinaryOperator,
        left,
        right,
        span: { start: left.span.start, end: right.span.end },
      };
    }
  }

  /** AND, OR, IN, IS NULL … behind `left`; nothing when the word is no operator here. */
  wordOperation(left: Expression, least: number): Expression | undefined {
    const word = this.word();
    if (word > LAST_OPERATOR && word !== W.NOT) return undefined;
    const level = WORD_LEVELS[word] as number;
    if (level < least || this.isAwaited(this.pos)) return undefined;
    if (word === W.IS) return this.isNull(left);
    if (word === W.NOT) return this.notOperation(left);
    this.next();
    return this.rightOf(left, this.image(this.pos - 1).toLowerCase() as BinaryOperator, level);
  }

  private rightOf(left: Expression, operator: BinaryOperator, level: number): Expression {
    const right = this.binary(level + 1);
    return { kind: 'binary', operator, left, right, span: { start: left.span.start, end: right.span.end } };
  }

  private notOperation(left: Expression): Expression | undefined {
    const word = this.word(1);
    if (word !== W.IN && word !== W.LIKE && word !== W.CONTAINS) return undefined;
    this.pos += 2;
    return this.rightOf(left, word === W.IN ? 'not in' : word === W.LIKE ? 'not like' : 'not contains', LEVEL.comparison);
  }

  private isNull(operand: Expression): Expression {
    this.next();
    const negated = this.takeWord(W.NOT);
    if (this.word() !== W.NULL && this.word() !== W.NOTHING && this.word() !== W.EMPTY) this.fail('NULL');
    this.next();
    return { kind: 'isNull', negated, operand, span: this.from(operand.span.start) };
  }

  private choice(condition: Expression): Expression {
    this.next();
    const then = this.binary(0);
    this.need(K.Colon, '":"');
    const otherwise = this.binary(LEVEL.choice);
    return { kind: 'choice', condition, then, otherwise, span: { start: condition.span.start, end: otherwise.span.end } };
  }

  private signed(): Expression {
    const kind = this.kind();
    if (kind === K.Minus || kind === K.Plus) {
      const start = this.start(this.pos);
      this.next();
      const operand = this.binary(LEVEL.sign);
      return { kind: 'unary', operator: kind === K.Minus ? '-' : '+', operand, span: { start, end: operand.span.end } };
    }
    if (kind === K.Word && this.word() === W.NOT && !this.isAwaited(this.pos)) {
      const start = this.start(this.pos);
      this.next();
      const operand = this.binary(LEVEL.comparison);
      return { kind: 'unary', operator: 'not', operand, span: { start, end: operand.span.end } };
    }
    return this.operand();
  }

  // ── operands ──

  operand(): Expression {
    const index = this.pos;
    switch (this.kinds[index]) {
      case K.Word:
        return this.postfix(this.wordOperand(index));
      case K.Text: {
        this.next();
        const image = this.image(index);
        return this.postfix({ kind: 'text', value: image.slice(1, -1), span: this.spanAt(index) });
      }
      case K.RichText:
        return this.postfix(this.richText());
      case K.Number:
        this.next();
        return this.postfix({ kind: 'number', value: Number(this.image(index)), span: this.spanAt(index) });
      case K.LeftParen:
        return this.postfix(this.group());
      case K.LeftBracket: {
        const start = this.start(index);
        const items = this.inBrackets(K.RightBracket, false, () => this.value());
        return this.postfix({ kind: 'list', items, span: this.from(start) });
      }
      case K.LeftBrace:
        return this.postfix(this.object());
      default:
        return this.fail('a value');
    }
  }

  private wordOperand(index: number): Expression {
    const word = this.words[index] as number;
    const called = this.kinds[index + 1] === K.LeftParen && this.isTight(index + 1);
    if (word <= LAST_OPERATOR && !called) return this.fail('a value');
    if (word >= W.TRUE && word <= W.NOTHING && !called && this.kinds[index + 1] !== K.Dot) return this.literal(word);
    if (called) {
      const use = this.syntax.functions.has(word) ? undefined : this.keywordValue();
      return use ?? this.functionCall(index);
    }
    const use = this.keywordValue();
    if (use) return use;
    const library = this.syntax.functions.get(word);
    if (library?.prefix && this.startsPrefixValue(index + 1)) return this.prefixCall(index, library.arity[1]);
    this.next();
    return this.nameAt(index);
  }

  private literal(word: number): Expression {
    this.next();
    const span = this.spanAt(this.pos - 1);
    return word === W.TRUE || word === W.FALSE ? { kind: 'boolean', value: word === W.TRUE, span } : { kind: 'nothing', span };
  }

  private functionCall(index: number): Expression {
    this.next();
    const callee = this.nameAt(index);
    const args = this.inBrackets(K.RightParen, false, () => this.value());
    return { kind: 'call', callee, args, prefix: false, span: this.from(callee.span.start) };
  }

  /** What may follow a word for it to be a keyword or a function written without parentheses. */
  startsPrefixValue(index: number): boolean {
    const kind = this.kinds[index] as number;
    if (kind === K.Word) return !(this.isOperatorWord(index) && this.words[index] !== W.NOT) && !this.isAwaited(index);
    if (kind === K.LeftParen || kind === K.LeftBracket) return !this.isTight(index);
    return kind === K.Number || kind === K.Text || kind === K.RichText || kind === K.LeftBrace;
  }

  /** `DATEADD d, "days", n`, `FORMAT x AS "p"`. */
  private prefixCall(index: number, most: number): Expression {
    this.next();
    const callee = this.nameAt(index);
    const outer = this.outerComma;
    const args: Expression[] = [];
    this.outerComma = outer === COMMA.needed ? COMMA.needed : COMMA.optional;
    args.push(this.value(ADDITIVE));
    while (args.length < most && this.kind() === K.Comma && this.takesComma(outer)) {
      this.next();
      args.push(this.value(ADDITIVE));
    }
    if (args.length < most && this.word() === W.AS && !this.isAwaited(this.pos)) {
      this.next();
      args.push(this.operand());
    }
    this.outerComma = outer;
    return { kind: 'call', callee, args, prefix: true, span: this.from(callee.span.start) };
  }

  /** Whether an optional comma here belongs to the inner form. */
  takesComma(outer: number): boolean {
    if (outer === COMMA.needed) return false;
    const next = this.kind(1);
    if (this.inObject && (next === K.Word || next === K.Text || next === K.RichText) && this.kind(2) === K.Colon) return false;
    if (!this.canStartOperand(this.pos + 1)) return false;
    if (outer === COMMA.optional) this.report('which-comma', this.spanAt(this.pos));
    return true;
  }

  private group(): Expression {
    const start = this.start(this.pos);
    const [inner] = this.inBrackets(K.RightParen, true, () => this.value());
    if (!inner) throw new Failure('expected', this.from(start), { expected: 'a value', found: '"()"' });
    return { kind: 'group', inner, span: this.from(start) };
  }

  object(): ObjectLiteral {
    const start = this.start(this.pos);
    const fields = this.inBrackets(K.RightBrace, false, () => {
      const at = this.pos;
      const kind = this.kind();
      if (kind !== K.Word && kind !== K.Text && kind !== K.RichText && kind !== K.Number) this.fail('a field name');
      const key = kind === K.RichText ? this.plainText(this.richText()) : this.plainKey(at);
      this.need(K.Colon, '":"');
      return { key, keySpan: this.spanAt(at), value: this.value() };
    });
    return { kind: 'object', fields, span: this.from(start) };
  }
  private plainKey(index: number): string {
    this.next();
    const image = this.image(index);
    return this.kinds[index] === K.Text ? image.slice(1, -1) : image;
  }
  plainText(text: TextLiteral | TextTemplate): string {
    return text.kind === 'text' ? text.value : text.parts.filter((part) => typeof part === 'string').join('');
  }

  /** Reads the bracket here and what it holds, in commas; clause words and commas outside do not count inside. */
  inBrackets<T>(close: number, single: boolean, item: () => T): T[] {
    const opener = this.pos;
    const { awaitedFrom, outerComma, inObject, stopsAtEqual } = this;
    this.next();
    this.awaitedFrom = this.awaited.length;
    this.outerComma = single ? COMMA.free : COMMA.optional;
    this.inObject = close === K.RightBrace;
    this.stopsAtEqual = false;
    this.depth++;
    const items: T[] = [];
    while (this.kind() !== close) {
      items.push(item());
      if (single || !this.take(K.Comma)) break;
    }
    if (!this.take(close)) this.failOpen(opener, single ? (CLOSERS[close] as string) : `"," or ${CLOSERS[close]}`);
    this.depth--;
    this.awaitedFrom = awaitedFrom;
    this.outerComma = outerComma;
    this.inObject = inObject;
    this.stopsAtEqual = stopsAtEqual;
    return items;
  }
  private failOpen(opener: number, expected: string): never {
    if (this.atEnd()) throw new Failure('unclosed-bracket', this.spanAt(opener), { bracket: this.image(opener) });
    return this.fail(expected);
  }

  richText(): TextLiteral | TextTemplate {
    const index = this.pos;
    this.next();
    const unclosed = this.lines.unclosed.has(this.starts[index] as number);
    if (unclosed) this.report('unclosed-text', this.spanAt(index));
    return readText(this.image(index), this.start(index), unclosed, this.templates);
  }

  // ── behind an operand ──

  postfix(operand: Expression): Expression {
    let value = operand;
    for (;;) {
      const index = this.pos;
      const kind = this.kinds[index] as number;
      if (kind < K.LeftParen || kind > K.OptionalDot || !this.isTight(index)) return value;
      if (kind === K.Dot || kind === K.OptionalDot) {
        if (kind === K.OptionalDot && this.kinds[index + 1] === K.LeftBracket) {
          this.next();
          value = this.indexOf(value, true);
        } else if (this.kinds[index + 1] === K.Word && this.isTight(index + 1)) value = this.memberOf(value, index, kind === K.OptionalDot);
        else {
          this.next();
          this.fail('a field name');
        }
      } else if (kind === K.LeftBracket) value = this.indexOf(value, false);
      else return value;
    }
  }

  private memberOf(object: Expression, index: number, optional: boolean): Expression {
    this.pos = index + 2;
    const field = this.nameAt(index + 1);
    if (this.kind() !== K.LeftParen || !this.isTight(this.pos))
      return { kind: 'member', object, field, optional, span: this.from(object.span.start) };
    const args = this.inBrackets(K.RightParen, false, () => this.value());
    return { kind: 'method', object, method: field, args, optional, span: this.from(object.span.start) };
  }

  private indexOf(object: Expression, optional: boolean): Expression {
    const opener = this.pos;
    const [index] = this.inBrackets(K.RightBracket, true, () => this.value());
    if (!index) throw new Failure('expected', this.spanAt(opener), { expected: 'an index', found: '"[]"' });
    return { kind: 'index', object, index, optional, span: this.from(object.span.start) };
  }

  target(): Target {
    const start = this.pos;
    const name: Name = this.takeName();
    const read = this.postfix(name);
    if (read.kind === 'name' || read.kind === 'member' || read.kind === 'index') return read;
    return this.failTarget(start, read.span);
  }
  failTarget(start: number, span: Span): never {
    throw new Failure('expected', span, { expected: 'a variable', found: this.shown(start) });
  }

  // ── words that belong to what stands around ──

  isAwaited(index: number): boolean {
    const word = this.words[index] as number;
    for (let i = this.awaited.length - 1; i >= this.awaitedFrom; i--) {
      const state = this.awaited[i] as State;
      if (state.hasWord(word) && this.wordsFit(state, index)) return true;
    }
    return false;
  }

  /** The word and, where only words can follow it, the next ones too: `OR TALK`. */
  wordsFit(state: State, index: number): boolean {
    const step = state.word(this.words[index] as number);
    return step !== undefined && (!step.to.onlyWords || this.wordsFit(step.to, index + 1));
  }
}

const CLOSERS: Readonly<Record<number, string>> = { [K.RightParen]: '")"', [K.RightBracket]: '"]"', [K.RightBrace]: '"}"' };
