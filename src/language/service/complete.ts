/**
 * What may be typed at a place. Where the grammar expects something, it was asked (`expect`): the next word of a keyword,
 * the clauses now awaited, the kind of argument. Names come from the package.
 */
import type { ExpectedArgument } from '../../../grammar/index.ts';
import { ANSWER_TYPES, findKeyword, publicKeywords } from '../../../keywords/index.ts';
import type { Span } from '../../base/index.ts';
import type { Keyword, Statement } from '../../spec/index.ts';
import { CONTROL_FORMS, type ControlForm, controlForm } from './control-flow.ts';
import { controlMarkdown, functionMarkdown, keywordMarkdown } from './describe-markdown.ts';
import { fieldsOf } from './fields.ts';
import { everyStatement, textsOf, usesOf } from './names.ts';
import { type Place, placeAt } from './place.ts';
import type { Project, Source } from './project.ts';
import { keywordSnippet } from './snippets.ts';
import { isBlock, lastBefore, lineAround } from './text.ts';

export type CompletionKind =
  | 'keyword'
  | 'control'
  | 'clause'
  | 'operator'
  | 'variable'
  | 'routine'
  | 'function'
  | 'method'
  | 'field'
  | 'label'
  | 'bot'
  | 'script'
  | 'event'
  | 'type'
  | 'config'
  | 'secret'
  | 'literal';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  /** What is replaced. */
  readonly span: Span;
  readonly insert: string;
  /** `insert` holds places to fill in: `${1:name}`, `$0`. */
  readonly isSnippet: boolean;
  /** Smaller comes first. */
  readonly rank: number;
}

type Item = Omit<Completion, 'span'>;

export function complete(project: Project, file: string, offset: number): readonly Completion[] {
  const source = project.source(file);
  const at = Math.max(0, Math.min(offset, source.text.length));
  const place = placeAt(source, at);
  const found = new Found();
  switch (place.kind) {
    case 'nowhere':
      break;
    case 'member':
      found.add(place.word, members(project, source, place));
      break;
    case 'text':
      found.add(place.said, textValues(project, source, place.whole, at));
      break;
    case 'hole':
      found.add(place.word, values(project, source, at));
      break;
    case 'code':
      completeCode(project, source, place.word, at, found);
  }
  return found.items();
}

/** The page to show beside an item; nothing where the name says it all. */
export function describeCompletion(project: Project, { label, kind }: Pick<Completion, 'label' | 'kind'>): string | undefined {
  const keyword = kind === 'keyword' || kind === 'control' ? findKeyword(label) : undefined;
  if (keyword) return keywordMarkdown(keyword);
  const form = controlForm(label);
  if (form && kind === 'control') return controlMarkdown(form);
  const definition = kind === 'function' ? project.vocabulary.function(label) : undefined;
  return definition && functionMarkdown(definition);
}

/** Of two items with one label for one place the first stays; a clause may be called like a keyword (DELAY). */
class Found {
  readonly #items = new Map<string, Completion>();

  add(span: Span, items: Iterable<Item>): void {
    for (const item of items) {
      const key = `${item.label} ${item.kind === 'keyword'} ${span.start}`;
      if (!this.#items.has(key)) this.#items.set(key, { ...item, span });
    }
  }
  items(): readonly Completion[] {
    const all = [...this.#items.values()];
    const begun = all.filter(({ kind, rank }) => kind === 'keyword' && rank === 6);
    // The rest of a keyword that is offered whole, arguments and all; and its words are no value that an operator could follow.
    const isRest = ({ kind, label, span }: Completion) =>
      (kind === 'clause' && begun.some((each) => each.label.endsWith(` ${label}`) && each.span.start < span.start)) ||
      (kind === 'operator' && begun.length > 0);
    return all.filter((each) => !isRest(each)).sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
  }
}

const plain = (label: string, kind: CompletionKind, rank: number, detail?: string): Item => ({
  label,
  kind,
  rank,
  insert: label,
  isSnippet: false,
  ...(detail && { detail }),
});

// ── code ──

/** Keywords and clauses of several words may be half written: what stands before on the line is asked about too. */
const MOST_WORDS_BACK = 4;

function completeCode(project: Project, source: Source, word: Span, offset: number, found: Found): void {
  const { text } = source;
  for (const [index, start] of [word.start, ...wordsBefore(source, word.start)].entries()) {
    const typed = text
      .slice(start, index === 0 ? word.start : offset)
      .toUpperCase()
      .replace(/[\s_]+/g, ' ');
    const span = { start, end: word.end };
    const expected = project.expect(source, start, index === 0 ? word.end : Math.max(word.end, offset));
    const isNext = index === 0;
    const begun = (items: readonly Item[]) => (isNext ? items : items.filter(({ label }) => label.startsWith(typed)).map(first));
    if (expected.statement) found.add(span, begun(statements(project, source, offset)));
    found.add(span, begun(expected.words.map(clause)));
    if (expected.value) found.add(span, begun(valueKeywords(project)));
    if (!isNext) continue;
    for (const argument of expected.arguments) found.add(span, argumentValues(project, argument, '"'));
    if (expected.name) found.add(span, named(project, source, offset, before(source, word.start)));
    if (expected.value || expected.statement) found.add(span, values(project, source, offset, expected.statement));
    if (expected.operator)
      found.add(
        span,
        OPERATORS.map((each) => plain(each, 'operator', 60)),
      );
  }
}

/** What was begun is meant before anything else. */
const first = (item: Item): Item => ({ ...item, rank: 6 });
const OPERATORS = ['AND', 'OR', 'XOR', 'MOD', 'IN', 'NOT IN', 'LIKE', 'NOT LIKE', 'CONTAINS', 'IS NULL', 'IS NOT NULL'];
const clause = (words: string): Item => ({ label: words, kind: 'clause', rank: 10, insert: `${words} `, isSnippet: false });

/** Where the words begin that stand directly before, nearest first. */
function wordsBefore({ tokens, text }: Source, offset: number): readonly number[] {
  const starts: number[] = [];
  let at = offset;
  for (let i = lastBefore(tokens, offset - 1); i >= 0 && starts.length < MOST_WORDS_BACK; i--) {
    const token = tokens[i] as Source['tokens'][number];
    if (token.kind !== 'word' || token.end > at || !/^[ \t]*$/.test(text.slice(token.end, at))) break;
    starts.push(token.start);
    at = token.start;
  }
  return starts;
}

/** The word before, upper-case. */
function before(source: Source, offset: number): string {
  const [start] = wordsBefore(source, offset);
  return start === undefined ? '' : source.text.slice(start, offset).trim().toUpperCase();
}

// ── statements ──

function statements(project: Project, source: Source, offset: number): readonly Item[] {
  const open = blocksAround(source, offset);
  return [
    ...publicKeywords.map((keyword) => keywordItem(project, keyword, 30)),
    ...CONTROL_FORMS.flatMap((form) => controlItem(form, open)),
  ];
}

function keywordItem(project: Project, keyword: Keyword, rank: number): Item {
  return {
    label: keyword.name,
    kind: 'keyword',
    rank,
    detail: keyword.summary,
    insert: keywordSnippet(keyword, project.language.table),
    isSnippet: true,
  };
}

/** Parts and ends only inside their block, those of the innermost first. */
function controlItem(form: ControlForm, open: readonly string[]): readonly Item[] {
  const depth = form.within ? open.indexOf(form.within) : 0;
  if (depth < 0) return [];
  const rank = form.within ? 20 + depth : 31;
  return [
    {
      label: form.name,
      kind: 'control',
      rank,
      detail: form.summary,
      insert: form.snippet ?? form.name,
      isSnippet: form.snippet !== undefined,
    },
  ];
}

/** What the blocks around an offset are, innermost first; one that is never closed goes on to where its lines end. */
export function blocksAround(source: Source, offset: number): readonly string[] {
  const found: string[] = [];
  for (const statement of everyStatement(source)) {
    if (!isBlock(statement)) continue;
    const end = 'end' in statement && statement.end ? statement.end.start : Math.max(statement.tile.end, offset);
    if (statement.head.end <= offset && offset <= end) found.unshift(...blockNames(statement));
  }
  return found;
}

function blockNames(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'loop':
      return [statement.form === 'while' ? 'while' : 'loop'];
    case 'forEach':
      return ['for', 'forEach'];
    case 'select':
      return [statement.form === 'switch' ? 'switch' : 'select', 'select'];
    case 'routine':
      return [statement.form === 'SUB' ? 'routine' : 'function'];
    default:
      return [statement.kind];
  }
}

// ── values ──

function valueKeywords(project: Project): readonly Item[] {
  return publicKeywords.filter(({ value, returns }) => value !== 'never' && returns).map((keyword) => keywordItem(project, keyword, 50));
}

function values(project: Project, source: Source, offset: number, isStatement = false): readonly Item[] {
  const names = namesInScope(project, source, offset);
  const functions = project.language.functions.map(
    ({ name, usage, summary, arity: [, most], bare }): Item => ({
      label: name,
      kind: 'function',
      rank: 45,
      detail: `${usage}: ${summary}`,
      insert: bare && most === 0 ? name : `${name}(\${1})`,
      isSnippet: !(bare && most === 0),
    }),
  );
  if (isStatement) return names;
  return [
    ...names,
    ...valueKeywords(project),
    ...functions,
    ...['TRUE', 'FALSE', 'NOTHING', 'NOT'].map((each) => plain(each, 'literal', 55)),
  ];
}

function namesInScope(project: Project, source: Source, offset: number): readonly Item[] {
  const routine = routineAround(source, offset);
  const found = new Map<string, Item>();
  for (const { kind, key, text, span } of project.occurrences(source)) {
    if (span.start <= offset && offset <= span.end && kind === 'variable') continue;
    const id = text.toLowerCase();
    const isLocal = key.startsWith(`${source.file} local `);
    if (isLocal && key !== `${source.file} local ${routine} ${id}`) continue;
    if (found.has(id)) continue;
    if (kind === 'variable' || kind === 'parameter')
      found.set(id, plain(text, 'variable', isLocal ? 14 : 15, kind === 'parameter' ? 'parameter' : 'variable'));
    if (kind === 'routine') found.set(id, routineItem(project, source, text));
  }
  for (const name of project.workspace.variables ?? [])
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), plain(name, 'variable', 16, 'given by config.csv'));
  return [...found.values()];
}

function routineItem(project: Project, source: Source, name: string): Item {
  const node = project.scope(source).routines.get(name.toLowerCase())?.node;
  const parameters = node?.parameters.map(({ text }) => text) ?? [];
  const places = parameters.map((each, index) => `\${${index + 1}:${each.replace(/[$}\\]/g, '\\$&')}}`).join(', ');
  return {
    label: name,
    kind: 'routine',
    rank: 17,
    detail: `${node?.form ?? 'SUB'} ${name}(${parameters.join(', ')})`,
    insert: `${name.replace(/\$/g, '\\$')}(${places})`,
    isSnippet: true,
  };
}

export function routineAround(source: Source, offset: number): string | undefined {
  for (const statement of source.tree.body)
    if (statement.kind === 'routine' && statement.tile.start <= offset && (offset < statement.tile.end || !statement.end)) {
      if (statement.end && offset >= statement.end.end) continue;
      return statement.name.id;
    }
  return undefined;
}

/** A name of the writer's own, by the word before it. */
function named(project: Project, source: Source, offset: number, word: string): readonly Item[] {
  if (word === 'GOTO') return labels(project, source);
  if (word === 'CALL') {
    const routines = [...project.scope(source).routines.values()].map(({ node }) => routineItem(project, source, node.name.text));
    return [...routines, ...scripts(project, '"')];
  }
  return namesInScope(project, source, offset).filter(({ kind }) => kind === 'variable');
}

const labels = (project: Project, source: Source): readonly Item[] =>
  project
    .occurrences(source)
    .filter(({ kind, role }) => kind === 'label' && role === 'definition')
    .map(({ text }) => plain(text, 'label', 10));

// ── arguments ──

const quoted = (name: string, kind: CompletionKind, quote: string, detail?: string): Item => ({
  label: name,
  kind,
  rank: 5,
  insert: quote === '' ? name : `${quote}${name.replaceAll('"', '""')}${quote}`,
  isSnippet: false,
  ...(detail && { detail }),
});

/** What is known of the values an argument takes; `quote`: what must stand around them. */
function argumentValues(project: Project, { form, name, kind }: ExpectedArgument, quote: string): readonly Item[] {
  const { keyword } = form;
  if (kind === 'statement') return [];
  if (name === 'bot') return keyword === 'ADD BOT' ? live(project, quote) : bots(project, quote);
  if (name === 'event' || name === 'events') return events(project, quote);
  if (name === 'tool') return scripts(project, quote);
  if (keyword === 'GET' && name === 'what') return readable(project, quote);
  if (kind === 'word' && name === 'type') return types(keyword);
  if (kind === 'target') return [];
  return usedBefore(project, keyword, name, quote);
}

const bots = (project: Project, quote: string): readonly Item[] => [
  ...project.bots.map((name) => quoted(name, 'bot', quote, 'bot')),
  ...[...project.stems].map((stem) => quoted(stem, 'script', quote, 'script of this package')),
];
const live = (project: Project, quote: string): readonly Item[] =>
  (project.workspace.bots ?? []).map((name) => quoted(name, 'bot', quote, 'live bot'));

function scripts(project: Project, quote: string): readonly Item[] {
  return [...project.stems].map((stem) => quoted(`${stem}.bas`, 'script', quote, 'script of this package'));
}

function events(project: Project, quote: string): readonly Item[] {
  const names = project.sources.flatMap((source) => project.occurrences(source).filter(({ kind }) => kind === 'event'));
  return [...new Set(names.map(({ text }) => text))].map((name) => quoted(name, 'event', quote, 'event'));
}

function readable({ workspace }: Project, quote: string): readonly Item[] {
  const secrets = new Set(workspace.secrets);
  return [
    ...(workspace.config ?? []).filter((name) => !secrets.has(name)).map((name) => quoted(name, 'config', quote, 'of config.csv')),
    ...[...secrets].map((name) => quoted(name, 'secret', quote, 'secret: its value is never shown')),
    ...['user.id', 'user.name', 'session.id'].map((name) => quoted(name, 'config', quote)),
  ];
}

/** Of a bare word: what the documentation of the argument names in capitals, or the answers that HEAR knows. */
function types(keyword: string): readonly Item[] {
  if (keyword !== 'PARAM') return ANSWER_TYPES.map(({ names: [name] }) => plain(name as string, 'type', 5));
  const summary = (findKeyword(keyword)?.params as Record<string, { summary: string }> | undefined)?.type?.summary ?? '';
  return [...summary.matchAll(/\b[A-Z]{3,}\b/g)].map(([name]) => plain(name, 'type', 5));
}

/** Texts that stand at the same argument elsewhere: keys of the memory, roles of approvals. GET and SET share theirs. */
function usedBefore(project: Project, keyword: string, name: string, quote: string): readonly Item[] {
  const family = (each: string) => each.replace(/^(GET|SET) /, '');
  const found = new Set<string>();
  for (const source of project.sources)
    for (const statement of everyStatement(source))
      for (const use of usesOf(statement))
        if (family(use.keyword) === family(keyword))
          for (const { value } of textsOf(use.args[name])) if (REUSED.has(name) && value) found.add(value);
  return [...found].map((value) => quoted(value, 'literal', quote));
}
const REUSED = new Set(['key', 'who', 'name', 'account', 'session', 'id']);

// ── in a text, behind a dot ──

function textValues(project: Project, source: Source, whole: Span, offset: number): readonly Item[] {
  if (before(source, whole.start) === 'CALL') return scripts(project, '');
  const expected = project.expect(source, whole.start, Math.max(whole.end, offset));
  return expected.arguments.flatMap((argument) => argumentValues(project, argument, '')).filter(({ kind }) => kind !== 'type');
}

function members(project: Project, source: Source, { dot }: Extract<Place, { kind: 'member' }>): readonly Item[] {
  const line = source.text.slice(lineAround(source.text, dot).start, dot);
  const path = /[\p{L}_][\p{L}\p{N}_]*(?:(?:\[[^\]]*\])?\.[\p{L}_][\p{L}\p{N}_]*)*(?:\[[^\]]*\])?\??$/u.exec(line)?.[0] ?? '';
  const fields = fieldsOf(project, source, path.replace(/\[[^\]]*\]|\?/g, ''));
  return [
    ...fields.map((field) => plain(field, 'field', 10, 'field')),
    ...project.language.methods.map(
      (method): Item => ({ label: method, kind: 'method', rank: 40, insert: `${method}(\${1})`, isSnippet: true }),
    ),
  ];
}
