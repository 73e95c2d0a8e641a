/** The kinds of argument a syntax line can ask for: which one stands here, and how it is read. */
import type { Span } from '../src/base/index.ts';
import type { Argument, ArgumentKind, Block, Expression, Name, Pairs, Statement, TextLiteral } from '../src/spec/index.ts';
import { withColumns } from './columns.ts';
import { ADDITIVE, COMMA, Expressions } from './expressions.ts';
import { Failure } from './failure.ts';
import { type ArgumentGroup, goingOn, LIKE_EXPRESSION, type State } from './syntax.ts';
import { readRaw } from './templates.ts';
import { K } from './tokens.ts';
import { W } from './words.ts';

const NO_OPERATORS = 99;
const SQL_LINES = new Set([W.FROM, W.WHERE, W.JOIN, W.INNER, W.CROSS, W.HAVING, W.LIMIT, W.OFFSET, W.UNION]);
const SQL_JOINS = new Set([W.LEFT, W.RIGHT, W.FULL]);

export abstract class Arguments extends Expressions {
  /** Where the next line of the program begins; kept by the statement rules. */
  tileStart = 0;
  /** Where the statement read last ends. */
  lastEnd = 0;

  abstract headLine(): Span;
  abstract isInLine(): boolean;
  abstract reportOpen(opener: number, closer: string): void;
  abstract block(opener: number): Block;
  abstract inlineStatement(): Statement;

  /** The argument that can begin here, or nothing. `beside`: a value stands before it without a comma; `opener`: the keyword's first word. */
  chooseArgument(state: State, beside: boolean, opener: number): ArgumentGroup | undefined {
    const { kinds } = state;
    if (kinds.size === 0) return undefined;
    const index = this.pos;
    const kind = this.kinds[index] as number;
    if (kind <= K.Comment) return this.chooseLines(state, index, opener);
    if (beside && (kind === K.LeftParen || kind === K.LeftBracket || kind === K.Minus || kind === K.Plus)) return undefined;
    if (kinds.has('statement')) return this.only(state, 'statement');
    if (kinds.has('sql') && kind !== K.Equal && !(kind === K.Dot && this.isTight(index))) return this.only(state, 'sql');
    if (kinds.has('group') && kind === K.LeftParen && this.keyEnd(index + 1) > 0) return this.only(state, 'group');
    if (kinds.has('pairs') && this.keyEnd(index) > 0) return this.only(state, 'pairs');
    if (kind === K.Word && this.isAwaited(index)) return undefined;
    return this.chooseValue(state, index, kind);
  }

  private chooseLines(state: State, index: number, opener: number): ArgumentGroup | undefined {
    const { kinds } = state;
    if (kinds.has('block') && (this.lines.pairs.stops[opener] as number) > 0) return this.only(state, 'block');
    for (const kind of ['text', 'rows'] as const) if (kinds.has(kind) && this.rawAfter(index)) return this.only(state, kind);
    return undefined;
  }

  private chooseValue(state: State, index: number, kind: number): ArgumentGroup | undefined {
    const { kinds } = state;
    const like = LIKE_EXPRESSION.find((each) => kinds.has(each));
    if (kinds.has('word')) {
      const after = this.kinds[index + 1] as number;
      const bare =
        kind === K.Word &&
        !(after >= K.LeftParen && after <= K.LeftBrace && this.isTight(index + 1)) &&
        !(after === K.Dot && this.isTight(index + 1));
      if (bare || ((kind === K.Text || kind === K.RichText) && !like && !kinds.has('name'))) return this.only(state, 'word');
    }
    if (kinds.has('name') && (kind === K.Dot ? this.kinds[index + 1] === K.Word : this.canStartOperand(index)))
      return this.several(state, 'name');
    if (kinds.has('target') && kind === K.Word && !like) return this.only(state, 'target');
    if (!like) return undefined;
    if (this.canStartOperand(index) || (like === 'items' && kind === K.Star) || like === 'prose') return this.several(state, like);
    return undefined;
  }

  private only(state: State, kind: ArgumentKind): ArgumentGroup {
    return state.groups.get(kind) ?? keep(state, { kind, kinds: [kind] });
  }
  /** Read as `kind`, good for every kind that a value can be. */
  private several(state: State, kind: ArgumentKind): ArgumentGroup {
    return state.groups.get(kind) ?? keep(state, { kind, kinds: goingOn(kind, state.kinds) });
  }

  /** Where the token read last ends, not counting a line end and the comment before it. */
  lastWordEnd(): number {
    let last = this.currIdx;
    if (this.kinds[last] === K.Newline || this.kinds[last] === K.Semicolon) {
      last--;
      if (this.kinds[last] === K.Comment) last--;
    }
    return this.end(last);
  }

  readArgument(kind: ArgumentKind, inStatement: boolean, opener: number): Argument {
    const index = this.pos;
    const start = this.start(index);
    const level = inStatement ? 0 : ADDITIVE;
    switch (kind) {
      case 'expression':
        return this.asExpression(this.value(level));
      case 'operand':
        return this.asExpression(this.binary(NO_OPERATORS));
      case 'cond':
        return this.asExpression(withColumns(this.value()));
      case 'items':
        return this.items(level, start);
      case 'target': {
        const target = this.target();
        return { kind: 'target', target, span: target.span };
      }
      case 'word':
        return this.wordArgument(index);
      case 'name':
        return this.nameArgument(index, level);
      case 'pairs':
        return this.pairs(K.Newline);
      case 'group': {
        this.next();
        const pairs = this.pairs(K.RightParen);
        this.need(K.RightParen, '")"');
        return { ...pairs, span: this.from(start) };
      }
      case 'prose':
        return this.prose(index, level);
      case 'sql':
        return this.sql(start);
      case 'text':
      case 'rows':
        return this.rawLines(kind);
      case 'block': {
        const at = this.lastWordEnd();
        const body = this.block(opener);
        return { kind: 'block', body, span: { start: body[0]?.span.start ?? at, end: body.at(-1)?.span.end ?? at } };
      }
      case 'statement': {
        const statement = this.inlineStatement();
        return { kind: 'statement', statement, span: statement.span };
      }
    }
  }

  private asExpression(value: Expression): Argument {
    return { kind: 'expression', value, span: value.span };
  }

  private items(level: number, start: number): Argument {
    const items: Expression[] = [];
    const outer = this.outerComma;
    let any = false;
    for (;;) {
      if (this.kind() === K.Star) {
        this.next();
        any = true;
      } else items.push(this.value(level));
      if (this.kind() !== K.Comma || (outer === COMMA.needed && this.inCall())) break;
      if (this.inObject && this.keyEnd(this.pos + 1) > 0) break;
      this.next();
    }
    return { kind: 'items', items, any, span: this.from(start) };
  }
  /** A comma that a form further out cannot do without. */
  private inCall(): boolean {
    return this.awaited.length > this.awaitedFrom + 1;
  }

  private wordArgument(index: number): Argument {
    const kind = this.kinds[index] as number;
    const span = this.spanAt(index);
    if (kind === K.Word) {
      this.next();
      return { kind: 'word', text: this.image(index), span };
    }
    if (kind !== K.Text && kind !== K.RichText) return this.fail('a word');
    const value = this.operand();
    return value.kind === 'text' ? { kind: 'word', text: value.value, span } : this.asExpression(value);
  }

  // ── names ──

  /** A bare or dotted name, `.Name` or `file.csv`; anything else is a value. */
  private nameArgument(index: number, level: number): Argument {
    const end = this.bareNameEnd(index);
    if (end === 0) return this.asExpression(this.value(level));
    this.pos = end;
    const span = this.from(this.start(index));
    return { kind: 'word', text: this.textOf(span), span };
  }

  private bareNameEnd(index: number): number {
    let at = index;
    if (this.kinds[at] === K.Dot) at++;
    if (this.kinds[at] !== K.Word) return 0;
    const word = this.words[at] as number;
    if (word >= W.TRUE && word <= W.NOTHING) return 0;
    at = this.dotted(at + 1);
    const kind = this.kinds[at] as number;
    if (kind === K.Word) return this.isOperatorWord(at) && !this.isAwaited(at) ? 0 : at === index + 1 && this.leadsValue(index) ? 0 : at;
    if (kind === K.Text || kind === K.RichText || kind === K.Number) return this.leadsValue(index) ? 0 : at;
    return kind <= K.Comment || kind === K.Comma || kind === K.Colon || (kind >= K.RightParen && kind <= K.RightBrace)
      ? at
      : kind === K.Equal && this.stopsAtEqual
        ? at
        : 0;
  }
  /** `GET "x"` where a name was meant to stand: the word is a keyword there. */
  private leadsValue(index: number): boolean {
    const word = this.words[index] as number;
    return this.syntax.value.hasWord(word) && !this.isAwaited(index + 1) && this.startsPrefixValue(index + 1);
  }
  /** Behind `.word`, `-word` and `.123` that follow without a space; a `-` only in a file name. */
  private dotted(from: number): number {
    let at = from;
    let safe = from;
    while (this.isTight(at) && this.isTight(at + 1)) {
      const kind = this.kinds[at];
      const next = this.kinds[at + 1];
      if (next !== K.Word && next !== K.Number) break;
      if (kind === K.Dot) {
        at += 2;
        safe = at;
      } else if (kind === K.Minus) at += 2;
      else break;
    }
    return safe;
  }

  // ── pairs ──

  /** Where a key ends that `=`, `:` or AS follows; 0 where there is none. */
  keyEnd(index: number): number {
    const kind = this.kinds[index] as number;
    if (kind !== K.Word && kind !== K.Text) return 0;
    const at = kind === K.Word ? this.dotted(index + 1) : index + 1;
    const after = this.kinds[at] as number;
    return after === K.Equal || after === K.Colon || this.words[at] === W.AS ? at : 0;
  }

  pairs(close: number): Pairs {
    const start = this.start(this.pos);
    const items: Pairs['items'][number][] = [];
    const outer = this.outerComma;
    this.outerComma = COMMA.optional;
    do {
      items.push(this.pair());
    } while (this.kind() === K.Comma && (close === K.RightParen || this.keyEnd(this.pos + 1) > 0) && this.take(K.Comma));
    this.outerComma = outer;
    return { kind: 'pairs', items, span: this.from(start) };
  }

  private pair(): Pairs['items'][number] {
    const index = this.pos;
    const end = this.keyEnd(index);
    if (end === 0) this.fail('name = value');
    const keySpan = { start: this.start(index), end: this.end(end - 1) };
    const text = this.textOf(keySpan);
    const key: Name | TextLiteral =
      this.kinds[index] === K.Text
        ? { kind: 'text', value: text.slice(1, -1), span: keySpan }
        : { kind: 'name', id: text.toLowerCase(), text, span: keySpan };
    this.pos = end + 1;
    const inObject = this.inObject;
    const value = this.value();
    this.inObject = inObject;
    return { key, value, span: { start: keySpan.start, end: value.span.end } };
  }

  // ── text ──

  private prose(index: number, level: number): Argument {
    const reports = this.diagnostics.length;
    let failure: unknown;
    if (this.canStartOperand(index)) {
      const { awaitedFrom, outerComma, inObject, stopsAtEqual, depth } = this;
      const awaited = this.awaited.length;
      try {
        const value = this.value(level);
        if (this.atEnd() || this.kind() === K.Comma || this.isAwaited(this.pos) || !this.isProse(index)) return this.asExpression(value);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failure = error;
        Object.assign(this, { awaitedFrom, outerComma, inObject, stopsAtEqual, depth });
        this.awaited.length = awaited;
      }
    }
    if (!this.isProse(index)) {
      if (failure) throw failure;
      this.pos = index;
      this.fail('a value');
    }
    this.diagnostics.length = reports;
    return this.bareText(index);
  }

  /** Two words stand side by side and the first starts no keyword; or an address like ana@example.org. */
  private isProse(index: number): boolean {
    const first = this.kinds[index] as number;
    if (first === K.Text || first === K.RichText) return false;
    if (this.image(index + 1) === '@' && this.isTight(index + 1) && this.isTight(index + 2)) return true;
    for (let i = index; (this.kinds[i + 1] as number) > K.Comment; i++)
      if (
        this.kinds[i] === K.Word &&
        this.kinds[i + 1] === K.Word &&
        !this.isOperatorWord(i) &&
        !this.isOperatorWord(i + 1) &&
        !this.isTight(i + 1)
      )
        return i > index || !this.syntax.value.hasWord(this.words[i] as number);
    return false;
  }

  private bareText(index: number): Argument {
    this.pos = index;
    while (this.kind() > K.Comment || this.kind() === K.Comment || this.kind() === K.Semicolon) this.next();
    const span = this.from(this.start(index));
    this.report('bare-text', span);
    this.lastEnd = span.end;
    return this.asExpression({ kind: 'text', value: this.textOf(span), bare: true, span });
  }

  /** Verbatim to the logical end; lines that begin with a clause of SQL belong to it. */
  private sql(start: number): Argument {
    for (;;) {
      while (this.kind() > K.Comment && !(this.kind() >= K.RightParen && this.kind() <= K.RightBrace && this.depth > 0)) this.next();
      const index = this.kind() === K.Newline ? this.nextLineOf(this.pos) : 0;
      const word = index > 0 ? (this.words[index] as number) : 0;
      const goesOn =
        SQL_LINES.has(word) ||
        (SQL_JOINS.has(word) && this.words[index + 1] === W.JOIN) ||
        ((word === W.GROUP || word === W.ORDER) && this.words[index + 1] === W.BY);
      if (!goesOn || this.kinds[index + 1] === K.Equal) break;
      this.pos = index;
    }
    const span = this.from(start);
    return { kind: 'raw', text: this.textOf(span), span };
  }

  /** The line end here, when a raw body stands behind it. */
  rawAfter(index: number) {
    const at = this.kinds[index] === K.Comment ? index + 1 : index;
    return this.kinds[at] === K.Newline ? this.raws.get(this.ends[at] as number) : undefined;
  }
  raws: ReadonlyMap<number, { readonly start: number; readonly end: number }> = new Map();
  text = '';

  private rawLines(kind: 'text' | 'rows'): Argument {
    const raw = this.rawAfter(this.pos)!;
    if (this.kind() === K.Comment) this.next();
    this.next();
    const span = { start: this.base + raw.start, end: this.base + raw.end };
    const body = this.text.slice(raw.start, raw.end);
    if (kind === 'rows') return { kind: 'raw', text: body, span };
    return { kind: 'expression', value: readRaw(body, span.start, this.templates), span };
  }

  textOf(span: Span): string {
    return this.text.slice(span.start - this.base, span.end - this.base);
  }

  /** The first word of the next line that says something, from a line end; 0 where there is none. */
  nextLineOf(index: number): number {
    let at = index;
    while (this.kinds[at] === K.Newline || this.kinds[at] === K.Comment || this.kinds[at] === K.CommentLine) at++;
    return at < this.lines.count ? at : 0;
  }

  // ── words for errors ──

  describe(state: State): string {
    const names = this.syntax.graph.describe(state);
    return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : (names[0] ?? 'nothing more');
  }
  closerOf(state: State): string {
    return this.syntax.graph.wordsFrom(state).join(' ');
  }
}

function keep(state: State, group: ArgumentGroup): ArgumentGroup {
  state.groups.set(group.kind, group);
  return group;
}
