/** What is said of the thing under the pointer. */
import type { Span } from '../../base/index.ts';
import { expressionsOf } from '../../compiler/index.ts';
import type { KeywordUse, Statement } from '../../spec/index.ts';
import { controlForm } from './control-flow.ts';
import { controlMarkdown, functionMarkdown, keywordMarkdown } from './describe-markdown.ts';
import { everyStatement, type Occurrence, usesOf } from './names.ts';
import { paramsOf } from './params.ts';
import { wordAt } from './place.ts';
import type { Project, Source } from './project.ts';
import { nameAt } from './references.ts';
import { touches } from './text.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

export function hover(project: Project, file: string, offset: number): Hover | undefined {
  const source = project.source(file);
  const name = nameAt(project, source, offset);
  if (name) return { span: name.span, markdown: aboutName(project, source, name) };
  return aboutCall(project, source, offset) ?? aboutKeyword(project, source, offset) ?? aboutControl(source, offset);
}

// ── the language ──

function aboutCall(project: Project, source: Source, offset: number): Hover | undefined {
  for (const statement of statementsAt(source, offset))
    for (const node of expressionsOf(statement)) {
      const callee = node.kind === 'call' ? node.callee : node.kind === 'name' ? node : undefined;
      const definition = callee && touches(callee.span, offset) ? project.vocabulary.function(callee.id) : undefined;
      if (callee && definition) return { span: callee.span, markdown: functionMarkdown(definition) };
    }
  return undefined;
}

function aboutKeyword(project: Project, source: Source, offset: number): Hover | undefined {
  let found: Hover | undefined;
  for (const statement of statementsAt(source, offset))
    for (const use of usesOf(statement)) {
      const word = use.words.find((each) => touches(each, offset));
      const keyword = word && project.vocabulary.keyword(use.keyword);
      if (word && keyword) found = { span: spanOf(use, offset) ?? word, markdown: keywordMarkdown(keyword) };
    }
  return found;
}

/** The words of the name together, where the offset is on one of them. */
function spanOf({ keyword, words, call }: KeywordUse, offset: number): Span | undefined {
  const own = call ? words : words.slice(0, keyword.split(' ').length);
  const [first] = own;
  const last = own.at(-1);
  return first && last && touches({ start: first.start, end: last.end }, offset) ? { start: first.start, end: last.end } : undefined;
}

/** The longest form of control flow whose words stand here. */
function aboutControl(source: Source, offset: number): Hover | undefined {
  const word = wordAt(source.text, offset);
  const token = source.tokens.find(({ kind, start }) => kind === 'word' && start === word.start);
  if (word.start === word.end || !token) return undefined;
  const index = source.tokens.indexOf(token);
  const words = (from: number, count: number) => source.tokens.slice(from, from + count);
  for (let count = 4; count > 0; count--)
    for (let from = index; from > index - count; from--) {
      const some = words(from, count);
      const name = some.map(({ start, end }) => source.text.slice(start, end).toUpperCase()).join(' ');
      const form = from >= 0 && some.every(({ kind }) => kind === 'word') ? controlForm(name) : undefined;
      if (form) return { span: { start: some[0]?.start ?? offset, end: some.at(-1)?.end ?? offset }, markdown: controlMarkdown(form) };
    }
  return undefined;
}

function* statementsAt(source: Source, offset: number): Generator<Statement> {
  for (const statement of everyStatement(source)) if (touches(statement.span, offset) || touches(statement.tile, offset)) yield statement;
}

// ── names ──

function aboutName(project: Project, source: Source, name: Occurrence): string {
  const shown = `\`${name.text.replaceAll('`', "'")}\``;
  switch (name.kind) {
    case 'variable':
      return `${shown}: ${aboutVariable(project, source, name)}`;
    case 'parameter':
      return `${shown}: parameter of \`${name.key.split(' ').at(-2)}\``;
    case 'routine': {
      const node = project.scope(source).routines.get(name.text.toLowerCase())?.node;
      return node ? `\`\`\`basalt\n${node.form} ${node.name.text}(${node.parameters.map(({ text }) => text).join(', ')})\n\`\`\`` : shown;
    }
    case 'label':
      return `${shown}: label`;
    case 'script':
      return aboutScript(project, name);
    case 'bot':
      return `${shown}: ${aboutBot(project, name)}`;
    case 'event':
      return `${shown}: ${aboutEvent(project, name)}`;
  }
}

function aboutVariable(project: Project, source: Source, { key, text }: Occurrence): string {
  const all = project.occurrences(source).filter((each) => each.key === key);
  const param = paramsOf(source.tree).find(({ id }) => id === text.toLowerCase());
  if (param) return `input of this script (PARAM, ${param.type})`;
  const writes = all.filter(({ role }) => role !== 'read');
  if (writes.length === 0)
    return (project.workspace.variables ?? []).some((each) => each.toLowerCase() === text.toLowerCase())
      ? 'given by config.csv'
      : 'nothing in this script sets it: it is NOTHING, unless the run is given it by name';
  const lines = [...new Set(writes.map(({ span }) => lineOf(source, span.start)))];
  const where = lines.length > 6 ? `${lines.slice(0, 6).join(', ')}, …` : lines.join(', ');
  return `${key.includes(' local ') ? 'variable of this routine' : 'variable'}, set in line ${where}`;
}

const lineOf = ({ starts }: Source, offset: number): number => starts.findLastIndex((start) => start <= offset) + 1;

function aboutScript(project: Project, { key, text }: Occurrence): string {
  const stem = key.slice('script '.length);
  const script = project.sources.find((each) => each.stem === stem);
  if (!script) return `\`${text}\`: no script of this package has that name`;
  const params = paramsOf(script.tree).map((each) => `${each.text} AS ${each.type}`);
  const description = [...everyStatement(script)].find((each) => each.kind === 'keyword' && each.keyword === 'DESCRIPTION');
  const said =
    description?.kind === 'keyword' && description.args.text?.kind === 'expression' && description.args.text.value.kind === 'text';
  const sentence = said ? (description.args.text as { value: { value: string } }).value.value : '';
  return [
    `\`${script.file}\`: script of this package`,
    ...(sentence ? [sentence] : []),
    ...(params.length ? [`Takes: ${params.join(', ')}`] : []),
  ].join('\n\n');
}

function aboutBot(project: Project, { key, text }: Occurrence): string {
  const added = project.sources.filter((source) =>
    project.occurrences(source).some((each) => each.key === key && each.role === 'definition'),
  );
  if (added.length > 0) return `bot, added in ${added.map(({ file }) => file).join(', ')}`;
  return (project.workspace.bots ?? []).includes(text) ? 'live bot' : 'no script and no bot of this name is known: the model plays it';
}

function aboutEvent(project: Project, { key }: Occurrence): string {
  const where = (role: Occurrence['role']) =>
    project.sources
      .filter((source) => project.occurrences(source).some((each) => each.key === key && each.role === role))
      .map(({ file }) => file);
  const [handled, published, awaited] = [where('definition'), where('write'), where('read')];
  const parts = [
    published.length ? `published in ${published.join(', ')}` : 'published from outside',
    ...(handled.length ? [`handled in ${handled.join(', ')}`] : []),
    ...(awaited.length ? [`awaited in ${awaited.join(', ')}`] : []),
  ];
  return `event, ${parts.join('; ')}`;
}
