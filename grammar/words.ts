/**
 * Words as small integers. The lexer knows no keyword; here every spelling of a word gets one id,
 * so that the parser compares numbers. The ids below are fixed, the table's words follow, and a
 * program's own words come last and are forgotten when there are too many.
 */

/** Operators first: `id <= LAST_OPERATOR` asks whether a word can stand between two values. */
const FIXED = [
  ...['and', 'or', 'xor', 'mod', 'is', 'in', 'like', 'contains', 'not'],
  ...['true', 'false', 'null', 'nothing'],
  ...['if', 'then', 'else', 'elseif', 'end', 'endif', 'for', 'each', 'to', 'step', 'do', 'last', 'next', 'while', 'until', 'wend', 'loop'],
  ...['select', 'case', 'switch', 'default', 'sub', 'function', 'call', 'with', 'parallel', 'branch', 'goto', 'exit', 'break', 'continue'],
  ...['return', 'on', 'error', 'resume', 'clear', 'throw', 'raise', 'let', 'set', 'as', 'empty', 'again', 'endsub', 'endfunction'],
  ...['endwith', 'endselect', 'endswitch', 'endwhile', 'endfor', 'from', 'where', 'join', 'left', 'right', 'inner', 'outer', 'full'],
  ...['cross', 'group', 'order', 'having', 'limit', 'offset', 'union', 'by', 'any', 'max'],
] as const;
type FixedWord = Uppercase<(typeof FIXED)[number]>;

/** Fixed ids, from 1; 0 is no word. */
export const W = Object.fromEntries(FIXED.map((word, index) => [word.toUpperCase(), index + 1])) as Readonly<Record<FixedWord, number>>;
export const LAST_OPERATOR = W.CONTAINS;
export const LAST_LITERAL = W.NOTHING;

const MOST_WORDS = 50_000;

export class Words {
  private spellings = new Map<string, number>();
  /** Lower case, without a final `$`; index 0 is no word. */
  readonly lower: string[] = [''];
  /** Ids below are the table's: they stay. */
  base = 0;

  constructor() {
    for (const word of FIXED) this.id(word);
  }

  id(spelling: string): number {
    return this.spellings.get(spelling) ?? this.add(spelling);
  }

  private add(spelling: string): number {
    const lower = plain(spelling);
    let id = this.spellings.get(lower);
    if (id === undefined) {
      id = this.lower.push(lower) - 1;
      this.spellings.set(lower, id);
    }
    if (lower !== spelling) this.spellings.set(spelling, id);
    return id;
  }

  /** Called between two texts. */
  forget(): void {
    if (this.base === 0 || this.lower.length < MOST_WORDS) return;
    this.lower.length = this.base;
    this.spellings = new Map(this.lower.map((word, id) => [word, id] as const).slice(1));
  }
}

export const plain = (spelling: string): string => {
  const lower = spelling.toLowerCase();
  return lower.length > 1 && lower.endsWith('$') ? lower.slice(0, -1) : lower;
};
