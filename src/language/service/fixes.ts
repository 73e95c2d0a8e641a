/** Ways out of a problem that are edits: what its `help` says, done. */
import { publicKeywords } from '../../../keywords/index.ts';
import { editDistance, nearest, type Span } from '../../base/index.ts';
import type { DiagnosticCode } from '../../spec/index.ts';
import type { TextEdit } from '../document/index.ts';
import { diagnostics, type Problem } from './diagnostics.ts';
import { everyStatement, inQuotes } from './names.ts';
import type { Project, Source } from './project.ts';
import { eolAt, indentAt, isBlock, lineAround, touches, wholeLine } from './text.ts';

export interface CodeAction {
  readonly title: string;
  readonly problem: Problem;
  readonly edits: readonly TextEdit[];
  /** The one to take without looking further. */
  readonly isPreferred: boolean;
}

/** For all problems that touch the range. */
export function codeActions(project: Project, file: string, { start, end }: Span): readonly CodeAction[] {
  const source = project.source(file);
  return diagnostics(project, file)
    .filter(({ span }) => span.start <= end && start <= span.end)
    .flatMap((problem) => fixesOf(problem, source));
}

type Fix = (problem: Problem, source: Source) => readonly Proposal[];
interface Proposal {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export const fixesOf = (problem: Problem, source: Source): readonly CodeAction[] =>
  (FIXES[problem.code]?.(problem, source) ?? []).map((each, index) => ({ ...each, problem, isPreferred: index === 0 }));

const put = (span: Span, text: string): TextEdit => ({ start: span.start, end: span.end, text });
const insert = (offset: number, text: string): TextEdit => ({ start: offset, end: offset, text });
const one = (title: string, ...edits: readonly TextEdit[]): readonly Proposal[] => [{ title, edits }];

/** "did you mean": the name, in place of the one that was not found. */
const suggestName: Fix = ({ span, details: { suggestion } }, { text }) => {
  if (suggestion === undefined) return [];
  return one(`Write ${suggestion}`, put(inQuotes(span, text), String(suggestion)));
};

/** One keyword may be written as several words, or the other way round: the words that are nearest to it go. */
const suggestKeyword: Fix = ({ span, details: { suggestion } }, { text }) => {
  if (suggestion === undefined) return [];
  const line = text.slice(span.start, lineAround(text, span.start).end);
  const said = [...line.matchAll(/[^\s"'(),:=]+[ \t]*/g)].slice(0, 3).map(([word]) => word);
  const candidates = said.map((_, count) =>
    said
      .slice(0, count + 1)
      .join('')
      .trimEnd(),
  );
  const distance = (words: string) => editDistance(words.toLowerCase(), String(suggestion).toLowerCase(), 100);
  const best = candidates.reduce((a, b) => (distance(b) < distance(a) ? b : a), candidates[0] ?? text.slice(span.start, span.end));
  return one(`Write ${suggestion}`, put({ start: span.start, end: span.start + best.length }, String(suggestion)));
};

const removeLine: Fix = ({ span }, { text }) => one('Remove this line', put(wholeLine(text, span.start), ''));

/** The closing line, as far in as its opener, behind the last line of the block that says something. */
const closeBlock: Fix = ({ span, details: { closer } }, source) => {
  const { text } = source;
  let block: { readonly head: Span; readonly tile: Span } | undefined;
  for (const statement of everyStatement(source))
    if (isBlock(statement) && touches(statement.span, span.start) && statement.head.start <= span.start) block = statement;
  const until = block && block.head.start >= lineAround(text, span.start).start ? block.tile.end : text.length;
  const last = text.slice(0, until).trimEnd().length;
  const { end } = lineAround(text, Math.max(last, span.end));
  return one(`Add ${closer}`, insert(end, `${eolAt(text, span.start)}${indentAt(text, span.start)}${closer}`));
};

const closeWorkflow: Fix = ({ span }, { text }) => {
  const last = text.trimEnd().length;
  return one('Add END WORKFLOW', insert(last, `${eolAt(text, span.start)}${indentAt(text, span.start)}END WORKFLOW`));
};

/** A comma, or a word such as THEN, where nothing else could stand; first the keyword that the line nearly begins with. */
const addExpected: Fix = (problem, source) => [...nearKeyword(problem, source), ...addWanted(problem, source)];

const SEVERAL_WORDS = new Set(publicKeywords.map(({ name }) => name).filter((name) => name.includes(' ')));

function nearKeyword({ span }: Problem, { text }: Source): readonly Proposal[] {
  const line = lineAround(text, span.start);
  const said = /^[ \t]*([A-Za-z]+)[ \t]+([A-Za-z]+)(?:[ \t]+([A-Za-z]+))?/.exec(text.slice(line.start, line.end));
  if (!said) return [];
  const start = line.start + indentAt(text, span.start).length;
  for (const words of [said.slice(1, 4), said.slice(1, 3)].filter((each) => !each.includes(undefined as unknown as string))) {
    const written = words.join(' ');
    const near = nearest(written, SEVERAL_WORDS);
    if (
      near &&
      near.split(' ').length === words.length &&
      near !== written.toUpperCase() &&
      editDistance(written.toUpperCase(), near, 3) < 3
    ) {
      const end = start + (new RegExp(`^\\S+(?:[ \\t]+\\S+){${words.length - 1}}`).exec(text.slice(start)) as RegExpExecArray)[0].length;
      return one(`Write ${near}`, put({ start, end }, near));
    }
  }
  return [];
}

const addWanted: Fix = ({ span, details: { expected, found } }, { text }) => {
  const line = text.slice(lineAround(text, span.start).start, span.start);
  const wanted = /^\s*FOR\s+EACH\b/i.test(line) ? String(expected).replace('"=" or ', '') : String(expected);
  if (wanted.includes('","')) {
    const before = text.slice(0, span.start).trimEnd().length;
    return before === span.start && found === 'the end of the line' ? [] : one('Add a comma', insert(before, ','));
  }
  const word = /^(?:"(=|:)"|([A-Z]+))(?: or .*)?$/.exec(wanted);
  const written = word?.[1] ?? word?.[2];
  if (!written) return [];
  const before = text.slice(0, span.start).trimEnd().length;
  return one(
    `Add ${written}`,
    put(
      { start: before, end: span.start },
      found === 'the end of the line' ? ` ${written}${text.slice(before, span.start)}` : ` ${written} `,
    ),
  );
};

const quote: Fix = ({ span }, { text }) => {
  const said = text.slice(span.start, span.end);
  return one('Put quotes around it', put(span, `"${said.trimEnd().replaceAll('"', '""')}"`));
};

const closeText: Fix = ({ span }, { text }) => {
  const { end } = lineAround(text, span.start);
  return one('Add the closing quote', insert(text.slice(0, end).trimEnd().length, text[span.start] === "'" ? "'" : '"'));
};

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '#{': '}' };
const closeBracket: Fix = ({ span, details: { bracket } }, { text }) => {
  const closer = CLOSERS[String(bracket)];
  if (!closer) return [];
  const line = lineAround(text, span.start);
  const end = text.slice(0, line.end).trimEnd().length;
  return one(`Add ${closer}`, insert(Math.max(end, span.end), closer));
};

const splitLine: Fix = (problem, source) => {
  const { span } = problem;
  const { text } = source;
  if (!/^[\p{L}_]/u.test(text.slice(span.start))) return nearKeyword(problem, source);
  const before = text.slice(0, span.start).trimEnd().length;
  return one(
    'Put it on a line of its own',
    put({ start: before, end: span.start }, `${eolAt(text, span.start)}${indentAt(text, span.start)}`),
  );
};

const addBot: Fix = ({ span, details: { name } }, { text }) => {
  const { start } = lineAround(text, span.start);
  const eol = eolAt(text, span.start);
  return one(
    `Add ADD BOT "${name}" above`,
    insert(start, `${indentAt(text, start)}ADD BOT "${String(name).replaceAll('"', '""')}" WITH ROLE "…"${eol}`),
  );
};

/** `list(1)`, where list is a variable: its element. */
const takeElement: Fix = ({ span, details: { name } }, { text }) => {
  const open = text.indexOf('(', span.end);
  let depth = 0;
  for (let at = open; at >= 0 && at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) return one(`Write ${name}[…]`, insertInstead(open, '['), insertInstead(at, ']'));
  }
  return [];
};
const insertInstead = (offset: number, text: string): TextEdit => ({ start: offset, end: offset + 1, text });

const FIXES: Readonly<Partial<Record<DiagnosticCode, Fix>>> = {
  'unknown-keyword': suggestKeyword,
  'text-or-statement': suggestKeyword,
  'unknown-bot': suggestName,
  'unknown-function': suggestName,
  'unknown-label': suggestName,
  'unknown-method': suggestName,
  'unknown-routine': suggestName,
  'unknown-script': suggestName,
  'unset-name': suggestName,
  'missing-end': closeBlock,
  'workflow-to-the-end': closeWorkflow,
  expected: addExpected,
  'missing-argument': addExpected,
  'extra-text': splitLine,
  'bare-text': quote,
  'unclosed-text': closeText,
  'unclosed-bracket': closeBracket,
  'stray-end': removeLine,
  unreachable: removeLine,
  'unused-label': removeLine,
  'duplicate-param': removeLine,
  'played-bot': addBot,
  'call-of-variable': takeElement,
  'no-effect': ({ span }) => one('Assign it: result = …', insert(span.start, 'result = ')),
  'bad-interpolation': ({ span }) => one('Write \\${ to mean the signs themselves', insert(span.start, '\\')),
};
