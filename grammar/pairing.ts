/**
 * Which line closes which block, before anything is parsed: one lost END then costs one block its
 * end and not its neighbours theirs. A file whose blocks close in order needs nothing more; in any
 * other, indentation is taken as evidence. Optional ENDs are decided here.
 */
import type { BlockOpener } from './syntax.ts';
import { K, LAST_END } from './tokens.ts';
import { W, type Words } from './words.ts';

export interface Pairs {
  /** By the index of an opener's word: where its block stops being read; 0 for no opener. */
  readonly stops: Int32Array;
  /** By the index of a line's first word: 1 + the opener it parts or closes, -1 for an end that closes nothing. */
  readonly owners: Int32Array;
  /** Openers that nothing closes. */
  readonly open: ReadonlySet<number>;
  /** All blocks close, in order. */
  readonly clean: boolean;
}

export interface BlockWords {
  readonly words: Words;
  readonly blocks: readonly BlockOpener[];
  /** First words of the table's prefixes with a `:` and a statement behind it: STEP, BRANCH. */
  readonly isPrefix: (word: number) => boolean;
  /** Words that follow END. */
  readonly isEnd: (word: number) => boolean;
}

interface Stream {
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly words: Int32Array;
  readonly count: number;
  readonly code: string;
}

type Role = 'open' | 'part' | 'close';
interface Mark {
  /** First word of the line. */
  readonly line: number;
  /** The opener's word; else as `line`. */
  readonly at: number;
  readonly role: Role;
  /** What it opens, parts or closes. */
  readonly block: string;
  readonly optional: boolean;
}

export function pairBlocks(stream: Stream, syntax: BlockWords): Pairs {
  const marks = findMarks(stream, syntax);
  const straight = match(marks, stream, false);
  return straight.clean ? straight : match(marks, stream, true);
}

// ── finding the lines that matter ──

function findMarks(stream: Stream, syntax: BlockWords): Mark[] {
  const marks: Mark[] = [];
  const reader = new HeadReader(stream, syntax);
  const { kinds, count } = stream;
  for (let i = 0; i < count; i++) {
    const mark = kinds[i] === K.Word ? reader.read(i) : kinds[i] === K.Number && kinds[i + 1] === K.Word ? reader.read(i + 1) : undefined;
    if (mark) marks.push(mark);
    while (i < count && kinds[i] !== K.Newline && kinds[i] !== K.Semicolon) i++;
  }
  return marks;
}

class HeadReader {
  private readonly stream: Stream;
  private readonly syntax: BlockWords;
  private readonly heads: Map<number, (line: number, at: number) => Mark | undefined>;

  constructor(stream: Stream, syntax: BlockWords) {
    this.stream = stream;
    this.syntax = syntax;
    this.heads = this.readers();
  }

  read(line: number, at = line): Mark | undefined {
    const word = this.stream.words[at] as number;
    const reader = this.heads.get(word);
    if (!reader && !this.syntax.isPrefix(word)) return undefined;
    const next = this.stream.kinds[at + 1];
    if (next === K.Equal || next === K.Dot || (next === K.LeftBracket && word !== W.CASE)) return undefined;
    const mark = reader?.(line, at);
    if (mark || !this.syntax.isPrefix(word) || line !== at) return mark;
    const behind = this.behindColon(at);
    return behind > 0 && this.stream.words[behind] === W.PARALLEL ? this.read(line, behind) : undefined;
  }

  private readers(): Map<number, (line: number, at: number) => Mark | undefined> {
    const opens = (block: string) => (line: number, at: number) => mark(line, at, 'open', block);
    const parts = (block: string) => (line: number, at: number) => mark(line, at, 'part', block);
    const closes = (block: string) => (line: number, at: number) => mark(line, at, 'close', block);
    const readers = new Map<number, (line: number, at: number) => Mark | undefined>([
      [W.IF, (line, at) => (this.opensIf(at) ? mark(line, at, 'open', 'if') : undefined)],
      [W.ELSE, parts('if')],
      [W.ELSEIF, parts('if')],
      [W.ENDIF, closes('if')],
      [W.FOR, opens('for')],
      [W.NEXT, closes('for')],
      [W.ENDFOR, closes('for')],
      [W.WHILE, opens('while')],
      [W.WEND, closes('while')],
      [W.ENDWHILE, closes('while')],
      [W.DO, opens('do')],
      [W.LOOP, closes('do')],
      [W.SELECT, (line, at) => (this.opensSelect(at) ? mark(line, at, 'open', 'select') : undefined)],
      [W.ENDSELECT, closes('select')],
      [W.SWITCH, opens('switch')],
      [W.ENDSWITCH, closes('switch')],
      [W.CASE, parts('case')],
      [W.DEFAULT, (line, at) => (this.endsLine(at + 1) ? mark(line, at, 'part', 'case') : undefined)],
      [W.SUB, opens('sub')],
      [W.ENDSUB, closes('sub')],
      [W.FUNCTION, opens('function')],
      [W.ENDFUNCTION, closes('function')],
      [W.WITH, (line, at) => (this.opensWith(at) ? mark(line, at, 'open', 'with') : undefined)],
      [W.ENDWITH, closes('with')],
      [W.PARALLEL, (line, at) => (this.opensParallel(at) ? mark(line, at, 'open', 'parallel') : undefined)],
      [W.BRANCH, parts('parallel')],
      [W.END, (line, at) => this.readEnd(line, at)],
    ]);
    for (const block of this.syntax.blocks) {
      const first = block.words[0] as number;
      const before = readers.get(first);
      readers.set(first, (line, at) => this.readTableBlock(block, line, at) ?? before?.(line, at));
    }
    return readers;
  }

  private readEnd(line: number, at: number): Mark | undefined {
    const word = this.stream.words[at + 1] as number;
    const block = ENDS.get(word);
    if (block) return mark(line, at, 'close', block);
    const table = this.syntax.blocks.find(({ close }) => close.every((each, index) => this.stream.words[at + index] === each));
    return table ? mark(line, at, 'close', closeKey(table)) : undefined;
  }

  private readTableBlock(block: BlockOpener, line: number, at: number): Mark | undefined {
    if (!block.words.every((word, index) => this.stream.words[at + index] === word)) return undefined;
    if (block.last !== undefined && this.stream.words[this.lastOf(at)] !== block.last) return undefined;
    return { line, at, role: 'open', block: closeKey(block), optional: block.optional };
  }

  /** IF … THEN at the end of its line; without THEN, when what follows is indented or parts it. */
  private opensIf(at: number): boolean {
    const { words, kinds } = this.stream;
    let thens = 0;
    let i = at + 1;
    for (; (kinds[i] as number) > LAST_END; i++) if (words[i] === W.THEN) thens = i;
    if (thens > 0) return thens === i - 1;
    while (kinds[i] === K.Newline || kinds[i] === K.CommentLine || kinds[i] === K.Comment) i++;
    if (i >= this.stream.count || kinds[i] === K.Semicolon) return false;
    const own = this.indent(at);
    const next = this.indent(i);
    return next > own || (next === own && (words[i] === W.ELSE || words[i] === W.ELSEIF || words[i] === W.ENDIF));
  }

  private opensSelect(at: number): boolean {
    const { words, kinds } = this.stream;
    if (words[at + 1] === W.CASE) return true;
    if ((kinds[at + 1] as number) <= LAST_END) return false;
    let i = at + 1;
    while ((kinds[i] as number) > LAST_END) i++;
    while (kinds[i] === K.Newline || kinds[i] === K.CommentLine || kinds[i] === K.Comment) i++;
    return words[i] === W.CASE;
  }

  /** `WITH name` alone: a dotted name may follow, nothing else. */
  private opensWith(at: number): boolean {
    const { kinds } = this.stream;
    let i = at + 1;
    if (kinds[i] !== K.Word) return false;
    i++;
    while (kinds[i] === K.Dot && kinds[i + 1] === K.Word) i += 2;
    return (kinds[i] as number) <= LAST_END;
  }

  /** PARALLEL, PARALLEL ANY, PARALLEL 2, PARALLEL FOR EACH … */
  private opensParallel(at: number): boolean {
    const { words, kinds } = this.stream;
    if (words[at + 1] === W.FOR && words[at + 2] === W.EACH) return true;
    return this.endsLine(at + 1) || ((words[at + 1] === W.ANY || kinds[at + 1] === K.Number) && this.endsLine(at + 2));
  }

  private endsLine(i: number): boolean {
    return (
      (this.stream.kinds[i] as number) <= LAST_END || (this.stream.kinds[i] === K.Colon && (this.stream.kinds[i + 1] as number) <= LAST_END)
    );
  }

  private lastOf(at: number): number {
    let i = at;
    while ((this.stream.kinds[i + 1] as number) > LAST_END) i++;
    return i;
  }

  private behindColon(at: number): number {
    let i = at + 1;
    while ((this.stream.kinds[i] as number) > LAST_END && this.stream.kinds[i] !== K.Colon) i++;
    return this.stream.kinds[i] === K.Colon ? i + 1 : 0;
  }

  private indent(at: number): number {
    return indentOf(this.stream.code, this.stream.starts[at] as number);
  }
}

const mark = (line: number, at: number, role: Role, block: string): Mark => ({ line, at, role, block, optional: false });
const closeKey = ({ close }: BlockOpener) => close.join(' ');

const ENDS = new Map<number, string>([
  [W.IF, 'if'],
  [W.FOR, 'for'],
  [W.WHILE, 'while'],
  [W.DO, 'do'],
  [W.SELECT, 'select'],
  [W.SWITCH, 'switch'],
  [W.SUB, 'sub'],
  [W.FUNCTION, 'function'],
  [W.WITH, 'with'],
  [W.PARALLEL, 'parallel'],
]);
export const isControlEnd = (word: number) => ENDS.has(word);

export function indentOf(code: string, offset: number): number {
  let start = offset;
  while (start > 0 && code.charCodeAt(start - 1) !== 10 && code.charCodeAt(start - 1) !== 13) start--;
  let width = 0;
  for (let i = start; i < offset; i++) width += code.charCodeAt(i) === 9 ? 4 : 1;
  return width;
}

// ── matching them ──

function match(marks: readonly Mark[], stream: Stream, byIndent: boolean): Pairs {
  const matcher = new Matcher(stream, byIndent);
  for (const each of marks) matcher.take(each);
  matcher.finish();
  return matcher;
}

class Matcher implements Pairs {
  readonly stops: Int32Array;
  readonly owners: Int32Array;
  readonly open = new Set<number>();
  clean = true;
  private readonly stack: Mark[] = [];
  private readonly stream: Stream;
  private readonly byIndent: boolean;

  constructor(stream: Stream, byIndent: boolean) {
    this.stream = stream;
    this.byIndent = byIndent;
    this.stops = new Int32Array(stream.kinds.length);
    this.owners = new Int32Array(stream.kinds.length);
  }

  take(mark: Mark): void {
    if (mark.role === 'open') {
      if (mark.block === 'sub' || mark.block === 'function') this.abandon(0, mark.line);
      this.stack.push(mark);
      return;
    }
    const at = this.find(mark);
    const opener = this.stack[at];
    if (!opener) {
      // ELSE and CASE outside a block may be something else; an END that closes nothing is not.
      if (mark.role === 'close') this.owners[mark.line] = -1;
      else if (mark.block === 'if') this.owners[mark.line] = -1;
      if (mark.role === 'close' || mark.block === 'if') this.clean = false;
      return;
    }
    this.abandon(at + 1, mark.line);
    this.owners[mark.line] = opener.at + 1;
    if (mark.role === 'part') return;
    this.stack.pop();
    this.stops[opener.at] = mark.line;
  }

  finish(): void {
    this.abandon(0, this.stream.count);
  }

  /** The innermost opener this can belong to; by indentation, one that stands as far in comes first. */
  private find(mark: Mark): number {
    const fits = (each: Mark) =>
      each.block === mark.block || (mark.block === 'case' && (each.block === 'select' || each.block === 'switch'));
    const nearest = this.stack.findLastIndex(fits);
    if (!this.byIndent || nearest < 0) return nearest;
    const indent = this.indent(mark);
    const aligned = this.stack.findLastIndex((each) => fits(each) && this.indent(each) === indent);
    return aligned >= 0 ? aligned : nearest;
  }

  /** Openers from this depth on are not closed: their blocks end where the indentation says, or here. */
  private abandon(depth: number, line: number): void {
    for (const opener of this.stack.splice(depth)) {
      if (opener.optional) continue;
      this.clean = false;
      this.stops[opener.at] = this.byIndent ? this.dedent(opener, line) : line;
      this.open.add(opener.at);
    }
  }

  private dedent(opener: Mark, line: number): number {
    const { kinds, count } = this.stream;
    const own = this.indent(opener);
    let begins = false;
    for (let i = opener.at + 1; i < Math.min(line, count); i++) {
      if (begins && kinds[i] !== K.Newline && kinds[i] !== K.CommentLine) {
        begins = false;
        const owner = this.owners[i] as number;
        if (owner === opener.at + 1 || owner > opener.at + 1) continue;
        if (indentOf(this.stream.code, this.stream.starts[i] as number) <= own) return i;
      }
      if (kinds[i] === K.Newline) begins = true;
    }
    return line;
  }

  private indent(mark: Mark): number {
    return indentOf(this.stream.code, this.stream.starts[mark.line] as number);
  }
}
