/**
 * The formatter: indentation by blocks, keywords in upper case, no blanks at line ends, never two
 * blank lines. Tokens and comments stay, names stay as written, and what does not parse stays as it is.
 */
import type { IToken } from 'chevrotain';
import type { Expression, Script, Statement } from '../src/spec/index.ts';
import type { Parse } from './parser.ts';
import { K, kindTable, lex } from './tokens.ts';

const INDENT = 2;

export function format(text: string, parse: Parse): string {
  const { tree } = parse(text);
  if (tree.prose) return text;
  const layout = new Layout(tree);
  const cased = withUpperKeywords(tree, layout);
  return layout.lines(cased);
}

// ── where lines stand ──

interface Region {
  readonly start: number;
  readonly end: number;
}

const BLOCK_WORD =
  /^(?:END|NEXT|WEND|LOOP|ELSE|CASE|DEFAULT|IF|FOR|WHILE|DO|SELECT|SWITCH|SUB|FUNCTION|WITH|PARALLEL|BRANCH|ON|STEP|SCHEDULE|ORCHESTRATE)/i;

class Layout {
  /** By the offset of a line: how deep its statement stands. */
  private readonly depths = new Map<number, number>();
  /** Raw bodies, texts of several lines, and what does not parse: verbatim. */
  readonly verbatim: Region[] = [];
  /** Where blocks do not close in order, indentation tells what was meant: it stays. */
  private isEven = true;
  private readonly text: string;

  constructor(tree: Script) {
    this.text = tree.text;
    this.block(tree.body, 0);
  }

  private block(body: readonly Statement[], depth: number): void {
    for (const statement of body) this.statement(statement, depth);
  }

  private statement(statement: Statement, depth: number): void {
    const isOpen = 'head' in statement && statement.head && !statement.end && !('form' in statement && statement.form === 'line');
    if (isOpen || (statement.kind === 'broken' && BLOCK_WORD.test(this.text.slice(statement.span.start)))) this.isEven = false;
    this.depths.set(statement.tile.start, depth);
    if ('end' in statement && statement.end) this.depths.set(statement.end.start, depth);
    switch (statement.kind) {
      case 'broken':
        this.verbatim.push(statement.tile);
        return;
      case 'if':
        for (const each of [...statement.arms, ...(statement.otherwise ? [statement.otherwise] : [])]) this.part(each, depth);
        return;
      case 'select':
        for (const each of [...statement.cases, ...(statement.otherwise ? [statement.otherwise] : [])]) this.part(each, depth + 1);
        return;
      case 'parallel':
        for (const each of statement.branches) this.part(each, depth + 1);
        return;
      case 'for':
      case 'forEach':
      case 'loop':
      case 'routine':
      case 'with':
        this.block(statement.body, depth + 1);
        return;
      case 'assign':
        this.rawValues(statement.value);
        return;
      case 'keyword':
        for (const argument of Object.values(statement.args)) {
          if (argument.kind === 'block') this.block(argument.body, depth + 1);
          else if (argument.kind === 'statement') this.statement(argument.statement, depth);
          else {
            this.raw(argument.span, depth);
            if (argument.kind === 'raw') this.verbatim.push({ start: argument.span.start + 1, end: argument.span.end });
          }
        }
    }
  }

  /** SQL in a value: its lines are its own. */
  private rawValues(value: Expression): void {
    if (value.kind !== 'keyword') return;
    for (const { kind, span } of Object.values(value.args))
      if (kind === 'raw') this.verbatim.push({ start: span.start + 1, end: span.end });
  }

  private part({ head, body }: { head: Region; body: readonly Statement[] }, depth: number): void {
    if (head.end > head.start && this.startsLine(head.start)) this.depths.set(head.start, depth);
    this.block(body, depth + 1);
  }

  /** A body of whole lines: left alone; its closing line stands with its opener. */
  private raw(span: Region, depth: number): void {
    if (span.end <= span.start || !this.startsLine(span.start) || !this.startsLine(span.end)) return;
    this.verbatim.push(span);
    this.depths.set(span.end, depth);
  }

  private startsLine(offset: number): boolean {
    const before = this.text[offset - 1];
    return before === undefined || before === '\n' || before === '\r';
  }

  // ── writing ──

  lines(text: string): string {
    const kept = this.verbatim.sort((a, b) => a.start - b.start);
    let out = '';
    let shift = 0;
    let blanks = 0;
    let region = 0;
    for (const { start, body, end } of physicalLines(text)) {
      while (kept[region] && (kept[region] as Region).end <= start) region++;
      const inside = (offset: number) => kept.slice(region, region + 2).some((each) => each.start < offset && offset < each.end);
      const depth = this.isEven ? this.depths.get(start) : undefined;
      const isKept = (kept[region]?.start ?? Number.POSITIVE_INFINITY) <= start;
      const old = widthOf(body);
      if (depth !== undefined) shift = depth * INDENT - old;
      const verbatim = isKept && (depth === undefined || this.isWhole(kept[region] as Region, start));
      const line = verbatim ? body : this.indented(body, Math.max(0, old + shift), inside(start + body.length));
      blanks = line === '' && !verbatim ? blanks + 1 : 0;
      if (blanks < 2) out += line + end;
    }
    return out;
  }

  private isWhole(region: Region, start: number): boolean {
    return region.start <= start && start < region.end;
  }

  private indented(body: string, width: number, openAtEnd: boolean): string {
    const said = body.replace(/^[ \t]+/, '');
    const trimmed = openAtEnd ? said : said.replace(/[ \t]+$/, '');
    return trimmed === '' ? '' : ' '.repeat(width) + trimmed;
  }
}

const widthOf = (line: string): number =>
  [...(/^[ \t]*/.exec(line)?.[0] ?? '')].reduce((width, char) => width + (char === '\t' ? 4 : 1), 0);

function* physicalLines(text: string): Generator<{ start: number; body: string; end: string }> {
  const pattern = /([^\r\n]*)(\r\n|\n|\r|$)/g;
  for (let match = pattern.exec(text); match && match[0] !== ''; match = pattern.exec(text))
    yield { start: match.index, body: match[1] as string, end: match[2] as string };
}

// ── upper case ──

/** Kinds whose words are the writer's own. */
const OWN_WORDS = new Set(['name', 'column', 'text', 'template', 'number', 'word', 'raw', 'broken', 'comment', 'blank', 'label']);

function withUpperKeywords(tree: Script, layout: Layout): string {
  const kinds = kindTable();
  const tokens = lex(tree.text);
  for (const { tokenTypeIdx, image, startOffset } of tokens)
    if (kinds[tokenTypeIdx] === K.RichText && /[\r\n]/.test(image))
      layout.verbatim.push({ start: startOffset + 1, end: startOffset + image.length });
  let out = '';
  let copied = 0;
  for (const { startOffset, image } of wordsOfLanguage(tree, tokens)) {
    out += tree.text.slice(copied, startOffset) + image.toUpperCase();
    copied = startOffset + image.length;
  }
  return out + tree.text.slice(copied);
}

/** Where words of keywords and control flow stand, in order; all other words are the writer's own. */
export const languageWords = (tree: Script): readonly { readonly start: number; readonly end: number }[] =>
  wordsOfLanguage(tree, lex(tree.text)).map(({ startOffset, image }) => ({ start: startOffset, end: startOffset + image.length }));

/** Every word that belongs to the language, by the innermost node it stands in. */
function wordsOfLanguage(tree: Script, tokens: readonly IToken[]): readonly IToken[] {
  const kinds = kindTable();
  const words = tokens.filter(({ tokenTypeIdx }) => kinds[tokenTypeIdx] === K.Word);
  const upper = new Array<boolean>(words.length).fill(false);
  const claim = (from: number, to: number, isLanguage: boolean) => {
    for (let i = lowest(words, from); i < words.length && (words[i]?.startOffset ?? to) < to; i++) upper[i] = isLanguage;
  };
  claimAll(tree.body, claim);
  // NEXT item: the name is the writer's.
  for (const [index, { image }] of words.entries())
    if (
      upper[index] &&
      upper[index + 1] &&
      image.toUpperCase() === 'NEXT' &&
      words[index + 1]?.image.toUpperCase() !== 'IN' &&
      isBehind(tree.text, words[index + 1] as IToken, words[index] as IToken)
    )
      upper[index + 1] = false;
  return words.filter((_, index) => upper[index]);
}

/** On the same line, with nothing but space between. */
const isBehind = (text: string, word: IToken, before: IToken) =>
  /^[ \t]*$/.test(text.slice(before.startOffset + before.image.length, word.startOffset));

function claimAll(node: unknown, claim: (from: number, to: number, isLanguage: boolean) => void): void {
  if (typeof node !== 'object' || node === null) return;
  const { span, keySpan, kind, comment } = node as { span?: Region; keySpan?: Region; kind?: string; comment?: Region };
  if (span) claim(span.start, span.end, !OWN_WORDS.has(kind ?? ''));
  for (const inner of Object.values(node)) claimAll(inner, claim);
  if (keySpan) claim(keySpan.start, keySpan.end, false);
  if (comment) claim(comment.start, comment.end, false);
}

function lowest(words: readonly { readonly startOffset: number }[], offset: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.startOffset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
