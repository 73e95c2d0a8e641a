/** One rule for each form of control flow; which one is chosen by the first word (`statements.ts`). */
import type { ParserMethod } from 'chevrotain';
import type { Span } from '../src/base/index.ts';
import type { Block, CaseTest, For, ForEach, If, Loop, Name, Parallel, Routine, Select, Statement, With } from '../src/spec/index.ts';
import { Blocks } from './blocks.ts';
import { Identifier, K } from './tokens.ts';
import { W } from './words.ts';

type Arm = { head: Span; body: Block };
const COMPARISONS: Readonly<Record<number, Extract<CaseTest, { kind: 'compare' }>['operator']>> = {
  [K.Equal]: '=',
  [K.DoubleEqual]: '=',
  [K.NotEqual]: '<>',
  [K.Less]: '<',
  [K.Greater]: '>',
  [K.LessEqual]: '<=',
  [K.GreaterEqual]: '>=',
};

export abstract class ControlFlow extends Blocks {
  private record(): undefined {
    this.CONSUME(Identifier);
    this.SUBRULE(this.expression);
    return undefined;
  }
  /** A rule recorded as a word and a value: what it really reads, it decides by words. */
  private form<T>(name: string, read: (this: this, opener: number) => T) {
    return this.RULE(name, (): T => (this.RECORDING_PHASE ? (this.record() as unknown as T) : read.call(this, this.pos)));
  }

  // ── IF ──

  readonly ifStatement: ParserMethod<[], If> = this.form('ifStatement', function (this: ControlFlow, opener): If {
    const start = this.start(opener);
    this.next();
    const condition = this.condition(this.syntax.awaits.then);
    const isBlock = (this.lines.pairs.stops[opener] as number) > 0;
    if (!this.takeWord(W.THEN) && !this.hurt) this.complain(() => this.fail('THEN'));
    if (!isBlock) return this.lineIf(start, condition);
    const head = this.headLine();
    const comment = this.headComment;
    const arms: If['arms'][number][] = [{ head, condition, body: this.block(opener) }];
    let otherwise: Arm | undefined;
    while (this.isPartOf(opener) && this.lines.pairs.stops[opener] !== this.pos) {
      const arm = this.elseArm(opener);
      if (arm.condition) arms.push({ head: arm.head, condition: arm.condition, body: arm.body });
      else if (otherwise) otherwise = { head: otherwise.head, body: [...otherwise.body, ...arm.body] };
      else otherwise = { head: arm.head, body: arm.body };
    }
    const closed = this.blockEnd(opener, 'END IF');
    return { kind: 'if', form: 'block', arms, ...(otherwise ? { otherwise } : {}), head, ...closed, ...this.own(start, comment) };
  });

  private elseArm(opener: number): Arm & { condition?: If['arms'][number]['condition'] } {
    const joined = this.word() === W.ELSEIF;
    this.hurt = false;
    this.next();
    if (!joined && !this.takeWord(W.IF)) return { head: this.headLine(), body: this.block(opener) };
    const condition = this.condition(this.syntax.awaits.then);
    if (!this.takeWord(W.THEN) && !this.hurt) this.complain(() => this.fail('THEN'));
    return { condition, head: this.headLine(), body: this.block(opener) };
  }

  private lineIf(start: number, condition: If['arms'][number]['condition']): If {
    const head = this.from(start);
    this.awaited.push(this.syntax.awaits.else);
    const body = this.hurt && this.atEnd() ? [] : this.lineBody();
    this.awaited.pop();
    const elseStart = this.start(this.pos);
    let otherwise: Arm | undefined;
    if (this.takeWord(W.ELSE)) otherwise = { head: { start: elseStart, end: this.end(this.pos - 1) }, body: this.lineBody() };
    return { kind: 'if', form: 'line', arms: [{ head, condition, body }], ...(otherwise ? { otherwise } : {}), head, ...this.own(start) };
  }
  private lineBody(): Statement[] {
    const body = [this.inlineStatement()];
    while (this.kind() === K.Semicolon && this.kind(1) > K.CommentLine) {
      this.next();
      body.push(this.inlineStatement());
    }
    return body;
  }

  // ── loops ──

  readonly forStatement: ParserMethod<[], For | ForEach> = this.form('forStatement', function (this: ControlFlow, opener): For | ForEach {
    const start = this.start(opener);
    this.next();
    if (this.word() === W.EACH && this.kind(1) === K.Word && this.word(1) !== W.IN) this.next();
    else if (this.word() === W.EACH && this.word(1) === W.IN && this.word(2) === W.IN) this.next();
    const variable = this.takeName();
    if (this.takeWord(W.IN)) return this.forEach(opener, start, variable);
    this.need(K.Equal, '"=" or IN');
    const from = this.condition(this.syntax.awaits.to);
    if (!this.takeWord(W.TO) && !this.hurt) this.complain(() => this.fail('TO'));
    const to = this.condition(this.syntax.awaits.stepOrDo);
    const step = this.takeWord(W.STEP) ? this.condition(this.syntax.awaits.do) : undefined;
    this.takeWord(W.DO);
    const head = this.headLine();
    const comment = this.headComment;
    const body = this.block(opener);
    const closed = this.blockEnd(opener, 'NEXT');
    return { kind: 'for', variable, from, to, ...(step ? { step } : {}), head, body, ...closed, ...this.own(start, comment) };
  });

  private forEach(opener: number, start: number, variable: Name): ForEach {
    const list = this.condition(this.syntax.awaits.lastOrDo);
    const last = this.takeWord(W.LAST) ? this.condition(this.syntax.awaits.do) : undefined;
    this.takeWord(W.DO);
    const head = this.headLine();
    const comment = this.headComment;
    const body = this.block(opener);
    const closed = this.blockEnd(opener, 'NEXT');
    return { kind: 'forEach', variable, list, ...(last ? { last } : {}), head, body, ...closed, ...this.own(start, comment) };
  }

  readonly whileStatement: ParserMethod<[], Loop> = this.form('whileStatement', function (this: ControlFlow, opener): Loop {
    const start = this.start(opener);
    this.next();
    const expression = this.condition(this.syntax.awaits.do);
    this.takeWord(W.DO);
    const head = this.headLine();
    const comment = this.headComment;
    const body = this.block(opener);
    const closed = this.blockEnd(opener, 'WEND');
    return {
      kind: 'loop',
      form: 'while',
      condition: { expression, until: false, test: 'before' },
      head,
      body,
      ...closed,
      ...this.own(start, comment),
    };
  });

  readonly doStatement: ParserMethod<[], Loop> = this.form('doStatement', function (this: ControlFlow, opener): Loop {
    const start = this.start(opener);
    this.next();
    let condition = this.loopCondition('before');
    const head = this.headLine();
    const comment = this.headComment;
    const body = this.block(opener);
    let closed: { end?: Span } = {};
    if (this.isPartOf(opener) && this.word() === W.LOOP) {
      this.next();
      condition = this.loopCondition('after') ?? condition;
      closed = { end: this.headLine() };
    } else closed = this.blockEnd(opener, 'LOOP');
    return { kind: 'loop', form: 'do', ...(condition ? { condition } : {}), head, body, ...closed, ...this.own(start, comment) };
  });
  private loopCondition(test: 'before' | 'after'): Loop['condition'] {
    const word = this.word();
    if (word !== W.WHILE && word !== W.UNTIL) return undefined;
    this.next();
    return { expression: this.condition(), until: word === W.UNTIL, test };
  }

  // ── SELECT, SWITCH ──

  readonly selectStatement: ParserMethod<[], Select> = this.form('selectStatement', function (this: ControlFlow, opener): Select {
    const start = this.start(opener);
    const form = this.word() === W.SWITCH ? 'switch' : 'select';
    this.next();
    if (form === 'select') this.takeWord(W.CASE);
    const subject = this.condition();
    const head = this.headLine();
    const comment = this.headComment;
    const before = this.block(opener);
    const cases: Select['cases'][number][] = [];
    let otherwise: Arm | undefined;
    // Comments and blank lines before the first CASE belong to a case without tests.
    if (before.length > 0) cases.push({ head: { start: head.end, end: head.end }, tests: [], body: before });
    while (this.isPartOf(opener) && this.lines.pairs.stops[opener] !== this.pos) {
      this.hurt = false;
      const isDefault = this.word() === W.DEFAULT || this.word(1) === W.ELSE;
      const tests = this.caseTests(isDefault);
      const arm = { head: this.headLine(), body: this.block(opener) };
      if (!isDefault) cases.push({ ...arm, tests });
      else otherwise = otherwise ? { head: otherwise.head, body: [...otherwise.body, ...arm.body] } : arm;
    }
    const closed = this.blockEnd(opener, form === 'select' ? 'END SELECT' : 'END SWITCH');
    return { kind: 'select', form, subject, cases, ...(otherwise ? { otherwise } : {}), head, ...closed, ...this.own(start, comment) };
  });

  private caseTests(isDefault: boolean): CaseTest[] {
    this.next();
    const tests: CaseTest[] = [];
    if (isDefault) {
      this.takeWord(W.ELSE);
      this.take(K.Colon);
      return tests;
    }
    this.complain(() => {
      do tests.push(this.caseTest());
      while (this.take(K.Comma));
      this.take(K.Colon);
    });
    if (this.hurt) this.skipLine();
    return tests;
  }

  private caseTest(): CaseTest {
    const start = this.start(this.pos);
    this.takeWord(W.IS);
    const operator = COMPARISONS[this.kind()];
    if (operator) {
      this.next();
      return { kind: 'compare', operator, value: this.value(), span: this.from(start) };
    }
    this.awaited.push(this.syntax.awaits.to);
    const value = this.value();
    this.awaited.pop();
    if (!this.takeWord(W.TO)) return { kind: 'equals', value, span: this.from(start) };
    return { kind: 'range', from: value, to: this.value(), span: this.from(start) };
  }

  // ── SUB, FUNCTION ──

  readonly routine: ParserMethod<[], Routine> = this.form('routine', function (this: ControlFlow, opener): Routine {
    const start = this.start(opener);
    const form = this.word() === W.SUB ? 'SUB' : 'FUNCTION';
    this.next();
    const name = this.takeName();
    const parameters = this.kind() === K.LeftParen ? this.inBrackets(K.RightParen, false, () => this.parameter()) : [];
    const head = this.headLine();
    const comment = this.headComment;
    const body = this.block(opener);
    const closed = this.blockEnd(opener, `END ${form}`);
    return { kind: 'routine', form, name, parameters, head, body, ...closed, ...this.own(start, comment) };
  });
  private parameter(): Name {
    const name = this.takeName();
    if (this.takeWord(W.AS)) this.takeName();
    return name;
  }

  // ── WITH, PARALLEL ──

  readonly withStatement: ParserMethod<[], With> = this.form('withStatement', function (this: ControlFlow, opener): With {
    const start = this.start(opener);
    this.next();
    const target = this.target();
    const head = this.headLine();
    const comment = this.headComment;
    this.withDepth++;
    const body = this.block(opener);
    this.withDepth--;
    const fields = body.flatMap((each): With['fields'][number][] => {
      const path = each.kind === 'assign' ? pathOf(each.target) : undefined;
      return path && each.kind === 'assign' ? [{ path, value: each.value, span: each.span }] : [];
    });
    const closed = this.blockEnd(opener, 'END WITH');
    return { kind: 'with', target, fields, head, body, ...closed, ...this.own(start, comment) };
  });
  /** `.field = v` is an assignment only inside WITH. */
  withDepth = 0;

  readonly parallelStatement: ParserMethod<[], Parallel> = this.form('parallelStatement', function (this: ControlFlow, opener): Parallel {
    const start = this.start(opener);
    this.next();
    const how = this.parallelHow();
    this.take(K.Colon);
    const head = this.headLine();
    const comment = this.headComment;
    const before = this.block(opener);
    const branches: Parallel['branches'][number][] = [];
    if (before.length > 0) branches.push({ head: { start: head.end, end: head.end }, body: before });
    while (this.isPartOf(opener) && this.lines.pairs.stops[opener] !== this.pos) branches.push(this.branch(opener));
    const closed = this.blockEnd(opener, 'END PARALLEL');
    return { kind: 'parallel', ...how, branches, head, ...closed, ...this.own(start, comment) };
  });

  private parallelHow(): Pick<Parallel, 'need' | 'each'> {
    if (this.takeWord(W.ANY)) return { need: 1 };
    if (this.kinds[this.pos] === K.Number) {
      const need = Math.max(1, Math.trunc(Number(this.image(this.pos))) || 1);
      this.next();
      return { need };
    }
    if (!this.takeWord(W.FOR)) return {};
    this.takeWord(W.EACH);
    const variable = this.takeName();
    if (!this.takeWord(W.IN)) this.complain(() => this.fail('IN'));
    const list = this.condition(this.syntax.awaits.maxOrDo);
    const most = this.takeWord(W.MAX) ? this.condition(this.syntax.awaits.do) : undefined;
    this.takeWord(W.DO);
    return { each: { variable, list, ...(most ? { most } : {}) } };
  }

  /** `BRANCH A: statement` has its first statement on its own line. */
  private branch(opener: number): Parallel['branches'][number] {
    const start = this.tileStart;
    this.hurt = false;
    this.next();
    const name = this.kind() === K.Word ? this.takeName() : undefined;
    const named = name ? { name } : {};
    if (!this.take(K.Colon) || this.atEnd()) return { head: this.headLine(), ...named, body: this.block(opener) };
    const head = { start, end: this.start(this.pos) };
    this.tileStart = head.end;
    return { head, ...named, body: [this.takeStatement(), ...this.block(opener)] };
  }

  /** The spans every statement begins with; its tile is set when its lines are read. */
  own(start: number, comment?: Span): { span: Span; tile: Span; comment?: Span } {
    const span = { start, end: Math.max(this.lastWordEnd(), this.lastEnd) };
    return comment ? { span, tile: span, comment } : { span, tile: span };
  }
}

function pathOf(target: { kind: string } & Partial<{ field: Name; object: unknown }>): readonly Name[] | undefined {
  if (target.kind === 'name') return [target as unknown as Name];
  if (target.kind !== 'member') return undefined;
  const before = pathOf(target.object as Parameters<typeof pathOf>[0]);
  return before && [...before, target.field as Name];
}
