/**
 * The one rule for all keywords: it walks the compiled table (`syntax.ts`). Words and marks come
 * before arguments; where both fit, the place is kept and the walk may come back to it. Going back
 * sets the token index, never an exception; an error inside an argument is final.
 */
import type { Expression, KeywordExpression } from '../src/spec/index.ts';
import { Arguments } from './arguments.ts';
import type { Failure } from './failure.ts';
import type { State } from './syntax.ts';
import { Identifier, K } from './tokens.ts';
import { type Use, Walk } from './walk.ts';

export abstract class KeywordRule extends Arguments {
  /** Why the keyword at this statement did not fit. */
  walkFailure: (() => Failure) | undefined;
  private inStatement = false;

  readonly keyword = this.RULE('keyword', (): Use | undefined => {
    if (this.RECORDING_PHASE) {
      this.CONSUME(Identifier);
      this.OPTION(() => this.SUBRULE(this.expression));
      return undefined;
    }
    const inStatement = this.inStatement;
    this.inStatement = false;
    return new Walk(this, inStatement).run();
  });

  /** A keyword as a statement; nothing (and `walkFailure`) when the words do not fit. */
  keywordStatement(): Use | undefined {
    this.walkFailure = undefined;
    if (!this.syntax.statement.hasWord(this.word())) return undefined;
    this.inStatement = true;
    return this.SUBRULE1(this.keyword);
  }

  override keywordValue(): Expression | undefined {
    const index = this.pos;
    const word = this.words[index] as number;
    const step = this.syntax.value.word(word);
    if (!step || !this.leadsKeyword(step.to, index + 1) || this.isAwaited(index)) return undefined;
    const reports = this.diagnostics.length;
    const use = this.SUBRULE2(this.keyword);
    if (use) {
      const { keyword, form, args, words, call } = use;
      return { kind: 'keyword', keyword, form, args, words, call, span: this.from(this.start(index)) } satisfies KeywordExpression;
    }
    this.pos = index;
    this.diagnostics.length = reports;
    return undefined;
  }

  /** In an expression a word is a keyword only before its next word or a value. */
  private leadsKeyword(state: State, next: number): boolean {
    const kind = this.kinds[next] as number;
    if (kind === K.Word && state.hasWord(this.words[next] as number) && this.wordsFit(state, next)) return true;
    if (kind === K.LeftParen && this.isTight(next)) return true;
    if (state.kinds.size === 0) return state.hasMark(kind);
    if (kind === K.Dot) return state.kinds.has('name') && !this.isTight(next) && this.isTight(next + 1);
    return this.startsPrefixValue(next) || (kind === K.Star && state.kinds.has('sql'));
  }
}
