/**
 * Statements in the order that decides what a line is: `name =` always assigns; then labels, tight
 * `.` and `[`, control flow, a tight call that ends the statement, keywords, and last a value.
 * A line that does not parse becomes a Broken node and the next logical line is read as usual.
 */
import type { Span } from '../src/base/index.ts';
import { nearest } from '../src/base/index.ts';
import type { Assign, Block, Broken, Call, Evaluate, Exit, Expression, OnError, Return, Statement, Throw } from '../src/spec/index.ts';
import { ControlFlow } from './control-flow.ts';
import { Failure } from './failure.ts';
import type { Syntax } from './syntax-view.ts';
import { Identifier, K, LAST_END } from './tokens.ts';
import { W } from './words.ts';

type Mutable<T> = { -readonly [P in keyof T]: T[P] };
type Rule = () => Statement | undefined;

export abstract class Statements extends ControlFlow {
  private readonly control: (Rule | undefined)[] = [];

  constructor(syntax: Syntax) {
    super(syntax);
    const rules: [number, Rule][] = [
      [W.IF, () => this.SUBRULE(this.ifStatement)],
      [W.FOR, () => (this.isOpener() ? this.SUBRULE(this.forStatement) : undefined)],
      [W.WHILE, () => (this.isOpener() ? this.SUBRULE(this.whileStatement) : undefined)],
      [W.DO, () => (this.isOpener() ? this.SUBRULE(this.doStatement) : undefined)],
      [W.SELECT, () => (this.isOpener() ? this.SUBRULE(this.selectStatement) : undefined)],
      [W.SWITCH, () => (this.isOpener() ? this.SUBRULE(this.selectStatement) : undefined)],
      [W.SUB, () => (this.isOpener() ? this.SUBRULE(this.routine) : undefined)],
      [W.FUNCTION, () => (this.isOpener() ? this.SUBRULE(this.routine) : undefined)],
      [W.WITH, () => (this.isOpener() ? this.SUBRULE(this.withStatement) : undefined)],
      [W.PARALLEL, () => (this.isOpener() ? this.SUBRULE(this.parallelStatement) : undefined)],
      [W.CALL, () => this.callStatement()],
      [W.RETURN, () => this.SUBRULE(this.returnStatement)],
      [W.LET, () => (this.kind(1) === K.Word ? this.SUBRULE(this.letStatement) : undefined)],
      [W.SET, () => this.setStatement()],
      [W.GOTO, () => this.jump()],
      [W.EXIT, () => this.exit()],
      [W.END, () => (this.endsAfter(1) ? this.simple<Exit>(1, { kind: 'exit', what: 'script' }) : undefined)],
      [W.BREAK, () => (this.endsAfter(1) ? this.simple<Exit>(1, { kind: 'exit', what: 'loop' }) : undefined)],
      [
        W.CONTINUE,
        () =>
          this.endsAfter(1)
            ? this.simple(1, { kind: 'continue' })
            : this.endsAfter(2) && LOOPS.has(this.word(1))
              ? this.simple(2, { kind: 'continue' })
              : undefined,
      ],
      [W.ON, () => this.onError()],
      [W.CLEAR, () => (this.word(1) === W.ERROR && this.endsAfter(2) ? this.simple(2, { kind: 'clearError' }) : undefined)],
      [W.THROW, () => this.throwStatement()],
      [W.RAISE, () => this.throwStatement()],
    ];
    for (const [word, rule] of rules) this.control[word] = rule;
  }

  readonly statement = this.RULE('statement', (): Statement => {
    if (this.RECORDING_PHASE) return this.recordStatement();
    return this.readStatement();
  });

  private recordStatement(): Statement {
    // All begin with a word to Chevrotain; which word it is decides (`readStatement`).
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE1(this.ifStatement) },
        { ALT: () => this.SUBRULE1(this.forStatement) },
        { ALT: () => this.SUBRULE1(this.whileStatement) },
        { ALT: () => this.SUBRULE1(this.doStatement) },
        { ALT: () => this.SUBRULE1(this.selectStatement) },
        { ALT: () => this.SUBRULE1(this.routine) },
        { ALT: () => this.SUBRULE1(this.withStatement) },
        { ALT: () => this.SUBRULE1(this.parallelStatement) },
        { ALT: () => this.SUBRULE1(this.returnStatement) },
        { ALT: () => this.SUBRULE1(this.letStatement) },
        { ALT: () => this.SUBRULE1(this.keyword) },
        { ALT: () => this.SUBRULE1(this.expression) },
      ],
    });
    return undefined as unknown as Statement;
  }

  // ── a line of the program ──

  override takeStatement(): Statement {
    const start = this.tileStart;
    const kind = this.kind();
    if (kind === K.Newline || kind === K.Semicolon) return this.blank(start);
    if (kind === K.CommentLine) return this.commentLine(start);
    if (kind === K.Comment) return this.commentLine(start);
    const first = this.pos;
    this.hurt = false;
    const read = this.tryStatement();
    if (!read) this.tileStart = start;
    const node = (read ?? this.broken(first)) as Mutable<Statement>;
    if (this.isInLine()) this.endLine(node);
    node.tile = { start, end: this.tileStart };
    this.lastEnd = node.span.end;
    // Muted until a statement parses: one mistake may hurt several lines.
    if (!this.hurt && node.kind !== 'broken') this.muted = false;
    return node;
  }

  private tryStatement(): Statement | undefined {
    const { awaitedFrom, outerComma, inObject, stopsAtEqual, depth } = this;
    const awaited = this.awaited.length;
    try {
      return this.ended(this.orphan() ?? this.SUBRULE(this.statement));
    } catch (error) {
      this.afterFailure(error);
      this.restore(awaitedFrom, outerComma, inObject, stopsAtEqual, depth, awaited);
      return undefined;
    }
  }

  /** A statement that has not ended its lines itself, as blocks do, must be followed by a line end. */
  private ended(node: Statement): Statement {
    if (this.isInLine() && !this.atEnd()) throw new Failure('extra-text', this.spanAt(this.pos), { found: this.shown(this.pos) });
    return node;
  }

  private endLine(node: Mutable<Statement>): void {
    if (this.kind() === K.Comment) {
      node.comment = this.spanAt(this.pos);
      this.next();
    }
    this.endTile();
  }

  private blank(start: number): Statement {
    this.endTile();
    this.lastEnd = start;
    return { kind: 'blank', span: { start, end: start }, tile: { start, end: this.tileStart } };
  }
  private commentLine(start: number): Statement {
    const span = this.spanAt(this.pos);
    this.next();
    this.endTile();
    this.lastEnd = span.end;
    return { kind: 'comment', span, tile: { start, end: this.tileStart } };
  }

  private broken(first: number): Broken {
    this.pos = Math.max(first, Math.min(this.pos, this.lineEndOf(first)));
    this.skipLine();
    const span = this.pos > first ? this.from(this.start(first)) : this.spanAt(first);
    return { kind: 'broken', span, tile: span };
  }
  private lineEndOf(index: number): number {
    let at = index;
    while ((this.kinds[at] as number) > LAST_END) at++;
    return at;
  }

  /** A block lost its head: what closes it stands alone. */
  hasOrphans = false;

  /** A line that parts or closes a block which is not open here. */
  private orphan(): Statement | undefined {
    const owner = this.lines.pairs.owners[this.pos] as number;
    if (owner === 0) return undefined;
    const first = this.pos;
    this.hasOrphans = true;
    this.skipLine();
    const span = this.from(this.start(first));
    if (owner < 0) throw new Failure('stray-end', span, { found: this.textOf(span) });
    this.hurt = true;
    return { kind: 'broken', span, tile: span };
  }

  // ── statements that share a line with what stands before them ──

  override inlineStatement(): Statement {
    if (this.atEnd()) this.fail('a statement');
    const node = this.SUBRULE2(this.statement);
    return node;
  }

  private readStatement(): Statement {
    const index = this.pos;
    if (this.kinds[index] === K.Number && this.kinds[index + 1] === K.Word) this.next();
    if (this.kind() !== K.Word) return this.kind() === K.Dot && this.withDepth > 0 ? this.dotAssign() : this.evaluate();
    const after = this.kind(1);
    if (after === K.Equal) return this.assign(this.start(this.pos));
    if (after === K.Colon && this.kind(2) <= LAST_END) return this.label();
    if ((after === K.Dot || after === K.LeftBracket || after === K.OptionalDot) && this.isTight(this.pos + 1))
      return this.memberStatement();
    const rule = this.control[this.word()];
    const control = rule?.();
    if (control) return control;
    return this.callOf() ?? this.keywordOrValue();
  }

  private isOpener(): boolean {
    return (this.lines.pairs.stops[this.pos] as number) > 0;
  }
  private endsAfter(ahead: number): boolean {
    return this.kind(ahead) <= LAST_END || this.isAwaited(this.pos + ahead);
  }
  private simple<T extends Statement>(count: number, node: Omit<T, 'span' | 'tile'>): Statement {
    const start = this.start(this.pos);
    this.pos += count;
    return { ...node, ...this.own(start) } as unknown as Statement;
  }

  // ── assignment ──

  private assign(start: number, word?: 'LET' | 'SET'): Assign {
    const target = this.target();
    this.need(K.Equal, '"="');
    const value = this.value();
    const span = this.from(start);
    return word ? { kind: 'assign', word, target, value, span, tile: span } : { kind: 'assign', target, value, span, tile: span };
  }
  private dotAssign(): Assign {
    const start = this.start(this.pos);
    this.next();
    return this.assign(start);
  }
  readonly letStatement = this.RULE('letStatement', (): Assign => {
    if (this.RECORDING_PHASE) {
      this.CONSUME(Identifier);
      this.SUBRULE(this.expression);
      return undefined as unknown as Assign;
    }
    const start = this.start(this.pos);
    const word = this.word() === W.LET ? 'LET' : 'SET';
    this.next();
    return this.assign(start, word);
  });
  /** SET is also a keyword: it assigns when `=` follows a variable. */
  private setStatement(): Assign | undefined {
    if (this.kind(1) !== K.Word) return undefined;
    const start = this.pos;
    this.next();
    const fits = this.quietly(() => {
      this.target();
      return this.kind() === K.Equal;
    });
    this.pos = start;
    return fits ? this.SUBRULE2(this.letStatement) : undefined;
  }
  private quietly(read: () => boolean): boolean {
    const { muted } = this;
    this.muted = true;
    const { hurt } = this;
    const fits = this.complain(read);
    this.muted = muted;
    this.hurt = hurt;
    return fits ?? false;
  }

  /** `x.y = 1`, `x[i] = 1`, `list.PUSH(x)`. */
  private memberStatement(): Statement {
    const start = this.start(this.pos);
    const index = this.pos;
    const value = this.postfix(this.takeName());
    if (this.kind() !== K.Equal) {
      this.pos = index;
      return this.evaluate();
    }
    if (value.kind !== 'member' && value.kind !== 'index') return this.failTarget(index, value.span);
    this.next();
    return { kind: 'assign', target: value, value: this.value(), ...this.own(start) };
  }

  // ── jumps and ends ──

  private label(): Statement {
    const start = this.start(this.pos);
    const name = this.takeName();
    this.next();
    return { kind: 'label', name, ...this.own(start) };
  }
  private jump(): Statement | undefined {
    if (this.kind(1) !== K.Word) return undefined;
    const start = this.start(this.pos);
    this.next();
    const name = this.takeName();
    return { kind: 'goto', name, ...this.own(start) };
  }
  private exit(): Statement | undefined {
    if (this.endsAfter(1)) return this.simple<Exit>(1, { kind: 'exit', what: 'script' });
    const what = EXITS.get(this.word(1));
    return what && this.endsAfter(2) ? this.simple<Exit>(2, { kind: 'exit', what }) : undefined;
  }
  private onError(): OnError | undefined {
    if (this.word(1) !== W.ERROR) return undefined;
    const start = this.start(this.pos);
    this.pos += 2;
    if (this.takeWord(W.RESUME)) {
      this.needWord(W.NEXT);
      return { kind: 'onError', mode: 'resumeNext', ...this.own(start) };
    }
    this.needWord(W.GOTO);
    if (this.kind() === K.Number && this.image(this.pos) === '0') {
      this.next();
      return { kind: 'onError', mode: 'goto0', ...this.own(start) };
    }
    const label = this.takeName();
    return { kind: 'onError', mode: 'goto', label, ...this.own(start) };
  }
  private throwStatement(): Throw | undefined {
    const start = this.start(this.pos);
    if (this.endsAfter(1)) {
      this.next();
      return { kind: 'throw', ...this.own(start) };
    }
    if (!this.canStartOperand(this.pos + 1)) return undefined;
    this.next();
    const value = this.value();
    return { kind: 'throw', value, ...this.own(start) };
  }

  readonly returnStatement = this.RULE('returnStatement', (): Return => {
    if (this.RECORDING_PHASE) {
      this.CONSUME(Identifier);
      this.OPTION(() => this.SUBRULE(this.expression));
      return undefined as unknown as Return;
    }
    const start = this.start(this.pos);
    this.next();
    if (this.word() === W.WITH && this.keyEnd(this.pos + 1) > 0) {
      this.next();
      const fields = this.pairs(K.Newline);
      return { kind: 'return', fields, ...this.own(start) };
    }
    if (this.endsAfter(0)) return { kind: 'return', ...this.own(start) };
    const value = this.value();
    return { kind: 'return', value, ...this.own(start) };
  });

  // ── calls ──

  /** CALL n, CALL n(args), CALL "x.bas", args. */
  private callStatement(): Call | undefined {
    const after = this.kind(1);
    if (after <= LAST_END || after === K.Dot) return undefined;
    const start = this.start(this.pos);
    this.next();
    if (this.kind() === K.Word) {
      const callee = this.takeName();
      if (this.kind() === K.LeftParen)
        return { kind: 'call', callee, args: this.inBrackets(K.RightParen, false, () => this.value()), ...this.own(start) };
      if (this.endsAfter(0)) return { kind: 'call', callee, args: [], ...this.own(start) };
      if (this.kind() === K.Comma) return { kind: 'call', callee, args: this.commaArguments(), ...this.own(start) };
      this.pos--;
    }
    const callee = this.value();
    const args = this.commaArguments();
    return { kind: 'call', callee, args, ...this.own(start) };
  }
  private commaArguments(): Expression[] {
    const args: Expression[] = [];
    while (this.take(K.Comma)) args.push(this.value());
    return args;
  }

  /** `f(x)` tight, when it is the whole statement and `f` no keyword. */
  private callOf(): Evaluate | undefined {
    if (this.kind(1) !== K.LeftParen || !this.isTight(this.pos + 1)) return undefined;
    const index = this.pos;
    const isKeyword = this.syntax.statement.hasWord(this.word()) && !this.syntax.functions.has(this.word());
    if (isKeyword) return undefined;
    const reports = this.diagnostics.length;
    const start = this.start(index);
    let value: Expression | undefined;
    const fits = this.quietly(() => {
      value = this.operand();
      return this.endsAfter(0);
    });
    if (fits && value) return { kind: 'evaluate', value, ...this.own(start) };
    this.pos = index;
    this.diagnostics.length = reports;
    return undefined;
  }

  private keywordOrValue(): Statement {
    const index = this.pos;
    const start = this.start(index);
    const use = this.keywordStatement();
    if (use?.head) return { kind: 'keyword', ...use, ...this.own(start, this.headComment) };
    if (use) {
      const { span } = this.own(start);
      const { keyword, form, args, words, call } = use;
      return { kind: 'keyword', keyword, form, args, words, call, span, tile: span };
    }
    const failure = this.walkFailure;
    if (failure && !this.valueCanStand(index)) throw failure();
    return this.evaluate(failure);
  }
  /** After a keyword that did not fit: is this a call, a member or an operation all the same? */
  private valueCanStand(index: number): boolean {
    const next = this.kinds[index + 1] as number;
    return (next === K.LeftParen || next === K.Dot || next === K.LeftBracket) && this.isTight(index + 1);
  }

  /** A value stands alone only for what it does. */
  private evaluate(instead?: () => Failure): Statement {
    const index = this.pos;
    const start = this.start(index);
    const { kinds } = this;
    if (!instead && kinds[index] === K.Word && !this.valueCanStand(index)) this.failUnknown(index);
    const value = this.value();
    const acts = value.kind === 'call' || value.kind === 'method' || value.kind === 'keyword';
    if (instead && !acts) throw instead();
    if (LIFELESS.has(value.kind)) throw new Failure('expected', value.span, { expected: 'a statement', found: this.shown(index) });
    const span = this.from(start);
    return { kind: 'evaluate', value, span, tile: span };
  }

  /** The line begins with a word that is neither a keyword nor a variable that is set. */
  private failUnknown(index: number): void {
    const library = this.syntax.functions.get(this.words[index] as number);
    if (library?.prefix && this.startsPrefixValue(index + 1)) return;
    const said = [this.image(index)];
    for (let i = index + 1; this.kinds[i] === K.Word && said.length < 3; i++) said.push(this.image(i));
    const names = this.syntax.names;
    let suggestion: string | undefined;
    for (let count = said.length; count > 0 && !suggestion; count--) suggestion = nearest(said.slice(0, count).join(' '), names);
    suggestion ??= names.find((name) => name.replaceAll(' ', '') === said[0]!.toUpperCase().replaceAll('_', ''));
    throw new Failure('unknown-keyword', this.spanAt(index), { word: this.image(index), ...(suggestion ? { suggestion } : {}) });
  }

  readProgram(): Block {
    const body: Statement[] = [];
    while (this.pos < this.lines.count) body.push(this.takeStatement());
    const rest: Span = { start: this.tileStart, end: this.base + this.text.length };
    if (rest.start < rest.end) body.push({ kind: 'blank', span: { start: rest.start, end: rest.start }, tile: rest });
    return body;
  }
}

/** A literal or a name is no statement; of other values the compiler says whether they do anything. */
const LIFELESS = new Set<Expression['kind']>(['name', 'number', 'text', 'template', 'boolean', 'nothing', 'list', 'object', 'unary']);
const LOOPS = new Set([W.FOR, W.DO, W.WHILE]);
const EXITS = new Map<number, Exit['what']>([
  [W.FOR, 'for'],
  [W.DO, 'do'],
  [W.WHILE, 'while'],
  [W.SUB, 'sub'],
  [W.FUNCTION, 'function'],
  [W.SELECT, 'select'],
  [W.LOOP, 'loop'],
]);
