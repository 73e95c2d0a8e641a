/**
 * A file in which no line reads as a statement is one text: a prompt. A short one may as well be a statement with a
 * slip in its first word, and so may a line that begins nearly like a keyword: both are said aloud.
 */
import { nearest, type Span } from '../src/base/index.ts';
import type { Diagnostic, Script } from '../src/spec/index.ts';
import type { Syntax } from './syntax-view.ts';

export interface ProseLine {
  readonly span: Span;
  readonly text: string;
}

/** Fewer are rather a slip than a prompt. */
const FEW_LINES = 2;
/** Shorter words are near to some keyword by chance. */
const SHORTEST = 4;
const WORDS_AND_TEXT = /^[A-Za-z_]+(?: [A-Za-z_]+)?[ (]+"[^"]*"\)?$/;

/** The lines of a file that is one text: none looks like an attempt at a statement, and there is more than a word or two. */
export function proseLines(body: Script['body'], text: string, syntax: Syntax): readonly ProseLine[] | undefined {
  if (!body.every(({ kind }) => kind === 'broken' || kind === 'blank' || kind === 'comment')) return undefined;
  const lines = body.filter(({ kind }) => kind === 'broken').map(({ span }) => ({ span, text: text.slice(span.start, span.end) }));
  const words = lines.flatMap((line) => line.text.split(/\s+/));
  return words.length > 3 && !lines.some((line) => isAttempt(line, syntax)) ? lines : undefined;
}

function isAttempt(line: ProseLine, syntax: Syntax): boolean {
  const word = firstWord(line);
  if (/^\w+\s*=/.test(line.text) || (word === word.toUpperCase() && syntax.isHead(syntax.words.id(word)))) return true;
  return WORDS_AND_TEXT.test(line.text) && slipOf(line, syntax) !== undefined;
}

export function doubtOf(lines: readonly ProseLine[], syntax: Syntax): Diagnostic {
  for (const line of lines) {
    const suggestion = slipOf(line, syntax);
    const { start } = line.span;
    if (suggestion) return { code: 'text-or-statement', span: { start, end: start + firstWord(line).length }, details: { suggestion } };
  }
  const span = { start: lines[0]?.span.start ?? 0, end: lines.at(-1)?.span.end ?? 0 };
  return { code: lines.length > FEW_LINES ? 'prose-file' : 'text-or-statement', span, details: {} };
}

const firstWord = ({ text }: ProseLine): string => /^\w+/.exec(text)?.[0] ?? '';

/** The keyword that the first word nearly is; a word that is one, in small letters, is just a word. */
function slipOf(line: ProseLine, syntax: Syntax): string | undefined {
  const word = firstWord(line);
  const near = word.length >= SHORTEST ? nearest(word, syntax.names) : undefined;
  return near?.toLowerCase() === word.toLowerCase() ? undefined : near;
}
