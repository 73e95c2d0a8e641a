/** One keyword being read: which states were passed, where to go back to, what it was in the end. */
import type { Span } from '../src/base/index.ts';
import type { Argument, ArgumentKind, SyntaxForm } from '../src/spec/index.ts';
import { type CallForm, callArguments } from './call-spelling.ts';
import { COMMA } from './expressions.ts';
import { Failure } from './failure.ts';
import type { KeywordRule } from './keyword-rule.ts';
import type { ArgumentGroup, Edge, State, Step } from './syntax.ts';
import { K } from './tokens.ts';

export interface Use {
  readonly keyword: string;
  readonly form: number;
  readonly args: Readonly<Record<string, Argument>>;
  readonly words: readonly Span[];
  readonly call: boolean;
  readonly head?: Span;
  readonly end?: Span;
}

interface Taken {
  readonly step: Step;
  readonly from: number;
  readonly kind?: ArgumentKind;
  readonly argument?: Argument;
  readonly to?: number;
}
/** A place where an argument or an end was possible too. */
interface Turn {
  readonly state: State;
  readonly pos: number;
  readonly trail: number;
  readonly reports: number;
  /** Where the line began: a block read after this place has moved it. */
  readonly tileStart: number;
}
interface Reached {
  readonly trail: readonly Taken[];
  readonly state: State;
  readonly pos: number;
  readonly tileStart: number;
}

export class Walk {
  private readonly p: KeywordRule;
  private readonly inStatement: boolean;
  private readonly first: number;
  private readonly firstTile: number;
  private readonly outer: number;
  private trail: Taken[] = [];
  private turns: Turn[] | undefined;
  private furthest: Reached | undefined;
  private best: Reached | undefined;
  private head: Span | undefined;
  private end: Span | undefined;

  constructor(parser: KeywordRule, inStatement: boolean) {
    this.p = parser;
    this.inStatement = inStatement;
    this.first = parser.pos;
    this.firstTile = parser.tileStart;
    this.outer = parser.outerComma;
  }

  run(): Use | undefined {
    let state = this.inStatement ? this.p.syntax.statement : this.p.syntax.value;
    let wordsBarred = false;
    for (;;) {
      const called = this.trail.length > 0 ? this.tryCall() : undefined;
      if (called) return called;
      const step = (wordsBarred ? undefined : (this.takeWord(state) ?? this.takeMark(state))) ?? this.takeArgument(state);
      wordsBarred = false;
      if (step) {
        state = step.to;
        continue;
      }
      if (state.accepts >= 0) {
        if (this.isComplete()) return this.finish(state);
        if (!this.best || this.best.pos < this.p.pos)
          this.best = { trail: [...this.trail], state, pos: this.p.pos, tileStart: this.p.tileStart };
      } else if (!this.furthest || this.furthest.pos < this.p.pos)
        this.furthest = { trail: [...this.trail], state, pos: this.p.pos, tileStart: this.p.tileStart };
      const turn = this.isBareKeyword(state) ? undefined : this.turns?.pop();
      if (!turn) return this.giveUp();
      this.goBack(turn);
      state = turn.state;
      wordsBarred = true;
    }
  }

  private isComplete(): boolean {
    return !this.inStatement || this.p.atEnd() || !this.p.isInLine() || this.p.isAwaited(this.p.pos);
  }

  /** A statement that is only the words of a keyword is a mistake, not a name behind a shorter keyword. */
  private isBareKeyword(state: State): boolean {
    if (!this.inStatement || state.accepts >= 0 || state.onlyWords || !this.p.atEnd() || this.best) return false;
    return this.trail.length > 1 && this.trail.every((taken) => !taken.argument && this.p.kinds[taken.from] === K.Word);
  }

  private goBack(turn: Turn): void {
    this.p.pos = turn.pos;
    this.p.tileStart = turn.tileStart;
    this.p.diagnostics.length = turn.reports;
    this.trail.length = turn.trail;
  }

  /** Nothing fitted to the end of the statement: the longest form that fitted, or no keyword. */
  private giveUp(): Use | undefined {
    if (this.best) {
      this.trail = [...this.best.trail];
      this.p.pos = this.best.pos;
      this.p.tileStart = this.best.tileStart;
      return this.finish(this.best.state);
    }
    const { furthest } = this;
    this.p.pos = this.first;
    this.p.tileStart = this.firstTile;
    if (!furthest) return undefined;
    if (!this.inStatement && furthest.trail.some((taken) => taken.argument)) throw this.explain(furthest);
    // Most words that fail here are names: the sentence is made when it is wanted.
    this.p.walkFailure = () => this.explain(furthest);
    return undefined;
  }

  // ── steps ──

  private takeWord(state: State): Step | undefined {
    const { p } = this;
    let index = p.pos;
    const kind = p.kinds[index] as number;
    if (kind !== K.Word) {
      if (kind !== K.Newline && kind !== K.Comment) return undefined;
      if (!state.hasNextLine) return undefined;
      index = p.nextLineOf(index);
      const step = p.kinds[index] === K.Word ? state.word(p.words[index] as number) : undefined;
      if (!step?.nextLine || !p.wordsFit(state, index) || !this.clauseFollows(step, index)) return undefined;
      p.pos = index;
    }
    const step = state.word(p.words[index] as number);
    if (!step || !p.wordsFit(state, index)) return undefined;
    if (state.kinds.size > 0 || state.accepts >= 0) this.turn(state);
    this.trail.push({ step, from: index });
    p.next();
    return step;
  }

  /** Behind the words of a clause on the next line its value begins; else the line is a statement of its own. */
  private clauseFollows(step: Step, index: number): boolean {
    const { p } = this;
    if ((p.lines.pairs.stops[index] as number) > 0 || (p.lines.pairs.owners[index] as number) !== 0) return false;
    let at = index + 1;
    let state = step.to;
    while (state.onlyWords || (p.kinds[at] === K.Word && state.hasWord(p.words[at] as number))) {
      const next = state.word(p.words[at] as number);
      if (!next) return false;
      state = next.to;
      at++;
    }
    if (state.kinds.size === 0) return state.hasMark(p.kinds[at] as number) || (p.kinds[at] as number) <= K.Comment;
    const here = p.pos;
    p.pos = at;
    const follows = p.chooseArgument(state, false, this.first) !== undefined;
    p.pos = here;
    return follows;
  }

  private takeMark(state: State): Step | undefined {
    const { p } = this;
    const kind = p.kind();
    if (!state.hasMark(kind)) return undefined;
    if (kind === K.Comma && state.accepts >= 0 && !this.inStatement && !p.takesComma(this.outer)) return undefined;
    if (kind === K.Comma && state.accepts >= 0 && this.inStatement && this.outer === COMMA.needed) return undefined;
    if (state.kinds.size > 0) this.turn(state);
    const step = state.mark(kind) as Step;
    this.trail.push({ step, from: p.pos });
    p.next();
    return step;
  }

  private turn(state: State): void {
    this.turns ??= [];
    this.turns.push({ state, pos: this.p.pos, trail: this.trail.length, reports: this.p.diagnostics.length, tileStart: this.p.tileStart });
  }

  private takeArgument(state: State): Step | undefined {
    const { p } = this;
    const group = p.chooseArgument(state, this.trail.at(-1)?.argument !== undefined, this.first);
    if (!group) return undefined;
    const step = p.syntax.graph.argumentStep(state, group);
    const from = p.pos;
    const argument = this.readArgument(group, step.to);
    this.trail.push({ step, from, kind: group.kind, argument, to: p.pos });
    if (group.kind === 'block') return this.closeBlock(step);
    return step;
  }

  private readArgument(group: ArgumentGroup, after: State): Argument {
    const { p } = this;
    const { outerComma, stopsAtEqual } = p;
    p.awaited.push(after);
    if (after.needsComma) p.outerComma = COMMA.needed;
    else if (after.hasMark(K.Comma) || group.kind === 'items') p.outerComma = this.outer === COMMA.needed ? COMMA.needed : COMMA.optional;
    p.stopsAtEqual = after.hasMark(K.Equal);
    if (group.kind === 'block') this.head = p.headLine();
    const argument = p.readArgument(group.kind, this.inStatement, this.first);
    p.awaited.pop();
    p.outerComma = outerComma;
    p.stopsAtEqual = stopsAtEqual;
    return argument;
  }

  /** The END of a block that nothing closes is taken as written. */
  private closeBlock(step: Step): Step {
    const { p } = this;
    if ((p.lines.pairs.owners[p.pos] as number) === this.first + 1) {
      this.end = { start: p.tileStart, end: p.tileStart };
      return step;
    }
    let last = step;
    for (let state = step.to; state.onlyWords; state = last.to) {
      last = state.word([...state.wordIds()][0] as number) as Step;
      this.trail.push({ step: last, from: -1 });
    }
    p.reportOpen(this.first, p.closerOf(step.to));
    return last;
  }

  // ── the end ──

  private finish(state: State): Use {
    const { p } = this;
    const position = state.accepts;
    const form = p.syntax.graph.formAt(state.points[position] as number);
    const { trail } = this;
    const edges: Edge[] = new Array(trail.length);
    let at = position;
    for (let i = trail.length - 1; i >= 0; i--) {
      const { step } = trail[i] as Taken;
      edges[i] = step.edges[at] as Edge;
      at = step.before[at] as number;
    }
    const after = p.pos;
    const use = { keyword: form.keyword, form: form.form, args: this.argumentsOf(edges), words: this.wordsOf(edges), call: false };
    p.pos = after;
    return this.head ? { ...use, head: this.head, ...(this.end ? { end: this.end } : {}) } : use;
  }

  private argumentsOf(edges: readonly Edge[]): Record<string, Argument> {
    const args: Record<string, Argument> = {};
    for (let i = 0; i < edges.length; i++) {
      const { name, kind } = edges[i] as Edge;
      const taken = this.trail[i] as Taken;
      if (!name) continue;
      const argument: Argument = taken.argument ? this.as(kind as ArgumentKind, taken) : { kind: 'flag', span: this.p.spanAt(taken.from) };
      args[name] = joined(args[name], argument);
    }
    return args;
  }

  private wordsOf(edges: readonly Edge[]): Span[] {
    const words: Span[] = [];
    for (let i = 0; i < edges.length; i++) {
      const { from } = this.trail[i] as Taken;
      if ((edges[i] as Edge).word !== undefined && from >= 0) words.push(this.p.spanAt(from));
    }
    return words;
  }

  /** The argument as this form means it; read again when another kind was read for several forms at once. */
  private as(kind: ArgumentKind, taken: Taken): Argument {
    if (kind === taken.kind) return taken.argument as Argument;
    const { p } = this;
    const reports = p.diagnostics.length;
    p.pos = taken.from;
    p.awaited.push(taken.step.to);
    const { stopsAtEqual } = p;
    p.stopsAtEqual = taken.step.to.hasMark(K.Equal);
    const argument = p.readArgument(kind, this.inStatement, this.first);
    p.stopsAtEqual = stopsAtEqual;
    p.awaited.pop();
    p.diagnostics.length = Math.min(reports, p.diagnostics.length);
    if (p.pos !== taken.to) p.fail('one value');
    return argument;
  }

  private explain({ trail, state, pos }: Reached): Failure {
    const { p } = this;
    const keyword = trail
      .slice(
        0,
        Math.max(
          1,
          trail.findIndex((taken) => taken.argument),
        ),
      )
      .map((taken) => p.image(taken.from).toUpperCase())
      .join(' ');
    const expected = p.describe(state);
    if ((p.kinds[pos] as number) <= K.Comment)
      return new Failure('missing-argument', p.spanAt(Math.max(this.first, pos - 1)), { keyword, expected });
    if (p.kinds[pos] === K.Unknown) return new Failure('unknown-character', p.spanAt(pos), { found: p.shown(pos) });
    return new Failure('expected', p.spanAt(pos), { expected, found: p.shown(pos) });
  }

  // ── NAME(…) ──

  /** `SET_BOT_MEMORY(k, v)`: the words are read and a bracket stands tight behind them. */
  private tryCall(): Use | undefined {
    const { p } = this;
    const open = p.pos;
    if (p.kinds[open] !== K.LeftParen || !p.isTight(open) || this.trail.some((taken) => taken.argument)) return undefined;
    const key = this.trail.map((taken) => p.image(taken.from).toLowerCase().replaceAll('_', ' ')).join(' ');
    const forms = p.syntax.callForms.get(key);
    if (!forms) return undefined;
    const reports = p.diagnostics.length;
    const values = p.inBrackets(K.RightParen, false, () => p.value());
    const fitting = forms.find((form) => form.least <= values.length && values.length <= form.most);
    if (fitting && this.isComplete()) return this.called(fitting, callArguments(fitting, values), open);
    p.pos = open;
    p.diagnostics.length = reports;
    return undefined;
  }

  private called({ form }: CallForm, args: Use['args'], open: number): Use {
    const words: Span[] = [];
    for (let i = this.first; i < open; i++) words.push(this.p.spanAt(i));
    return { keyword: (form as SyntaxForm).keyword, form: form.form, args, words, call: true };
  }
}

/** A clause of pairs may stand again (`WITH a = 1` on one line, `WITH b = 2` on the next): all of them count. */
function joined(before: Argument | undefined, argument: Argument): Argument {
  if (before?.kind !== 'pairs' || argument.kind !== 'pairs') return argument;
  return { ...argument, items: [...before.items, ...argument.items], span: { start: before.span.start, end: argument.span.end } };
}
