/**
 * What may stand at a place of a text, whatever stands there now. A word that nobody writes is put there, and a parser
 * that meets it notes what it looked for: so completion follows the rules by which programs are read, and repeats none.
 */
import type { ArgumentKind, Expression, Statement, SyntaxForm, SyntaxTable } from '../src/spec/index.ts';
import { LEVEL } from './expressions.ts';
import { BasaltParser } from './parser.ts';
import type { ArgumentGroup, State } from './syntax.ts';
import { viewSyntax } from './syntax-view.ts';
import { K } from './tokens.ts';

export interface ExpectedArgument {
  readonly form: SyntaxForm;
  readonly name: string;
  readonly kind: ArgumentKind;
}

export interface Expected {
  readonly statement: boolean;
  readonly value: boolean;
  /** A value is complete: AND, LIKE and their like may follow. */
  readonly operator: boolean;
  /** A name of the writer's own: a variable to set, a label, what is called. */
  readonly name: boolean;
  /** Words that may come next, with those that must follow them. */
  readonly words: readonly string[];
  readonly arguments: readonly ExpectedArgument[];
}

/** What stands from `start` to `end` (a half-written word, a text) is taken away first. */
export type Expect = (text: string, start: number, end: number) => Expected;

/** Letters no keyboard writes together. */
const CARET = '\uA66E\uA66Ecaret\uA66E\uA66E';

export function createExpect(table: SyntaxTable): Expect {
  let parser: ExpectingParser | undefined;
  return (text, start, end) => {
    parser ??= new ExpectingParser(viewSyntax(table));
    try {
      const parted = /^[\p{L}\p{N}_$]/u.test(text.slice(end, end + 2)) ? ' ' : '';
      return parser.expect(`${text.slice(0, start)}${CARET}${parted}${text.slice(end)}`);
    } catch (error) {
      // Nested by the thousands: the stack ended in the middle, so this parser is not used again.
      if (!(error instanceof RangeError)) throw error;
      parser = undefined;
      return NOTHING;
    }
  };
}

const NOTHING: Expected = { statement: false, value: false, operator: false, name: false, words: [], arguments: [] };

class ExpectingParser extends BasaltParser {
  private caret = -1;
  private found = { statement: false, value: false, operator: false, name: false };
  private nextWords = new Set<string>();
  private nextArguments: ExpectedArgument[] = [];

  expect(text: string): Expected {
    this.syntax.words.forget();
    this.caret = this.syntax.words.id(CARET);
    this.found = { statement: false, value: false, operator: false, name: false };
    this.nextWords = new Set();
    this.nextArguments = [];
    this.parse(text);
    return { ...this.found, words: [...this.nextWords], arguments: this.nextArguments };
  }

  private isAtCaret(index = this.pos): boolean {
    return this.words[index] === this.caret;
  }

  override takeStatement(): Statement {
    if (this.isAtCaret()) this.found.statement = true;
    return super.takeStatement();
  }
  override inlineStatement(): Statement {
    if (this.isAtCaret()) this.found.statement = true;
    return super.inlineStatement();
  }
  override operand(): Expression {
    if (this.isAtCaret()) this.found.value = true;
    return super.operand();
  }
  override wordOperation(left: Expression, least: number): Expression | undefined {
    if (this.isAtCaret()) {
      // One operand stands alone where a keyword asks for no more.
      this.found.operator ||= least <= LEVEL.comparison;
      for (const state of this.awaited.slice(this.awaitedFrom))
        for (const words of this.syntax.graph.wordsAt(state)) this.nextWords.add(words);
    }
    return super.wordOperation(left, least);
  }
  override takeName() {
    if (this.isAtCaret()) this.found.name = true;
    return super.takeName();
  }
  override takeWord(word: number): boolean {
    if (this.isAtCaret()) this.nextWords.add(this.upper(word));
    return super.takeWord(word);
  }

  override chooseArgument(state: State, beside: boolean, opener: number): ArgumentGroup | undefined {
    if (this.isAtCaret()) this.note(state);
    else if (state.hasNextLine && this.isLineEnd() && this.isAtCaret(this.nextLineOf(this.pos)))
      for (const words of this.syntax.graph.wordsAt(state, true)) this.nextWords.add(words);
    return super.chooseArgument(state, beside, opener);
  }
  private isLineEnd(): boolean {
    return this.kind() === K.Newline || this.kind() === K.Comment;
  }

  private note(state: State): void {
    for (const words of this.syntax.graph.wordsAt(state)) this.nextWords.add(words);
    for (const each of this.syntax.graph.argumentsAt(state))
      if (!this.nextArguments.some((known) => known.form === each.form && known.name === each.name)) this.nextArguments.push(each);
  }
}
