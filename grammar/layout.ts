/**
 * Third pass, by hand and linear: tokens to logical lines. Words become numbers, newlines inside
 * brackets and after a comma go, and an opener that no bracket closes does not swallow what can
 * only be a statement. Which line closes which is decided here too (`pairing.ts`).
 */
import type { IToken } from 'chevrotain';
import type { Doc } from './doc.ts';
import { type BlockWords, type Pairs, pairBlocks } from './pairing.ts';
import { UNCLOSED } from './quotes.ts';
import { K, kindTable, LAST_END } from './tokens.ts';
import { W, type Words } from './words.ts';

/** Parallel arrays over the tokens the parser reads; one `End` stands behind the last. */
export interface Lines {
  readonly tokens: IToken[];
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Word ids; 0 where there is no word. */
  readonly words: Int32Array;
  readonly count: number;
  /** Start offsets of texts whose quote is missing. */
  readonly unclosed: ReadonlySet<number>;
  readonly pairs: Pairs;
  /** Every bracket, text and block is closed: what stands between two statements of it can be read by itself. */
  readonly isWhole: boolean;
}

export interface LayoutWords extends BlockWords {
  readonly words: Words;
  /** Words that lead a statement, by id. */
  readonly isHead: (word: number) => boolean;
}

export function layOut(doc: Doc, raw: readonly IToken[], syntax: LayoutWords): Lines {
  const kindByType = kindTable();
  const size = raw.length + 3;
  const lines = {
    tokens: [] as IToken[],
    kinds: new Uint8Array(size),
    starts: new Int32Array(size),
    ends: new Int32Array(size),
    words: new Int32Array(size),
  };
  const { tokens, kinds, starts, ends, words } = lines;
  const unclosed = new Set<number>();
  const rawKinds = new Uint8Array(raw.length + 2);
  for (let i = 0; i < raw.length; i++) rawKinds[i] = kindByType[(raw[i] as IToken).tokenTypeIdx] as number;
  const never = unclosedBrackets(rawKinds);
  let count = 0;
  let depth = 0;
  let openForever = 0;
  let lineBegins = true;
  let afterComma = false;
  for (let i = 0; i < raw.length; i++) {
    const token = raw[i] as IToken;
    let kind = rawKinds[i] as number;
    if (kind === K.Newline) {
      if (depth > 0 || afterComma) {
        if (!startsStatement(raw, i + 1, openForever > 0 && depth > 0, rawKinds, syntax)) continue;
        depth = 0;
        openForever = 0;
      }
      lineBegins = true;
      afterComma = false;
    } else if (kind === K.Comment) {
      if (depth > 0 || afterComma) continue;
      if (lineBegins) kind = K.CommentLine;
    } else {
      lineBegins = false;
      afterComma = kind === K.Comma;
      if (kind >= K.LeftParen && kind <= K.LeftBrace) {
        depth++;
        if (never?.has(i)) openForever++;
      } else if (kind >= K.RightParen && kind <= K.RightBrace && depth > 0) depth--;
      else if (kind === K.RichText && token.payload === UNCLOSED) unclosed.add(token.startOffset);
    }
    tokens.push(token);
    kinds[count] = kind;
    starts[count] = token.startOffset;
    ends[count] = token.startOffset + token.image.length;
    if (kind === K.Word) words[count] = syntax.words.id(token.image);
    count++;
  }
  starts[count] = ends[count] = doc.code.length;
  starts[count + 1] = ends[count + 1] = doc.code.length;
  const pairs = pairBlocks({ ...lines, count, code: doc.code }, syntax);
  return { ...lines, count, unclosed, pairs, isWhole: !never && unclosed.size === 0 && pairs.clean };
}

/** Indexes of opening brackets that nothing closes. */
function unclosedBrackets(kinds: Uint8Array): ReadonlySet<number> | undefined {
  const open: number[] = [];
  const never: number[] = [];
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i] as number;
    if (kind < K.LeftParen || kind > K.RightBrace) continue;
    if (kind <= K.LeftBrace) open.push(i);
    else {
      const wanted = kind - (K.RightParen - K.LeftParen);
      const at = open.findLastIndex((index) => kinds[index] === wanted);
      if (at < 0 || open.length - at > 8) continue;
      if (at === open.length - 1) open.pop();
      else never.push(...open.splice(at).slice(1));
    }
  }
  return open.length + never.length > 0 ? new Set([...open, ...never]) : undefined;
}

/**
 * Whether the line beginning at `from` can only be a statement: the words that part and close
 * blocks always; when a bracket is open for ever, also keywords and assignments.
 */
function startsStatement(raw: readonly IToken[], from: number, loose: boolean, kinds: Uint8Array, syntax: LayoutWords): boolean {
  if (kinds[from] !== K.Word) return false;
  const secondKind = kinds[from + 1] as number;
  const wordAt = (index: number): number => syntax.words.id((raw[index] as IToken).image);
  const word = wordAt(from);
  if (secondKind === K.Word && ((word === W.END && syntax.isEnd(wordAt(from + 1))) || word === W.SUB || word === W.FUNCTION)) return true;
  if (secondKind <= LAST_END && (word === W.NEXT || word === W.WEND || word === W.LOOP || word === W.ELSE || word === W.ENDIF)) return true;
  if (!loose) return false;
  if (secondKind === K.Equal) return true;
  return (
    syntax.isHead(word) &&
    (secondKind === K.Word || secondKind === K.Text || secondKind === K.RichText || secondKind === K.Number || secondKind <= LAST_END)
  );
}
