/**
 * Renaming: all places of one name, or a sentence that says why not. Whatever the reasons below do not foresee, the last
 * check does: the changed text is read again, and every name must stand for what it stood for before.
 */
import type { Span } from '../../base/index.ts';
import { type Severity, severityOf } from '../../spec/index.ts';
import { applyEdits, type TextEdit } from '../document/index.ts';
import { diagnostics } from './diagnostics.ts';
import { everyStatement, type Occurrence, plainBot } from './names.ts';
import { paramsOf } from './params.ts';
import type { Project, Source } from './project.ts';
import { nameAt, placesOf } from './references.ts';

export interface FileEdits {
  readonly file: string;
  readonly edits: readonly TextEdit[];
}
export type Renaming = { readonly ok: true; readonly files: readonly FileEdits[] } | { readonly ok: false; readonly why: string };
export type Renameable = { readonly ok: true; readonly span: Span; readonly text: string } | { readonly ok: false; readonly why: string };

const no = (why: string) => ({ ok: false, why }) as const;

/** Whether the name at the offset can be renamed at all. */
export function prepareRename(project: Project, file: string, offset: number): Renameable {
  const source = project.source(file);
  const name = nameAt(project, source, offset);
  if (!name) return no('no name of this package stands here');
  const why = fixedBy(project, source, name);
  return why === undefined ? { ok: true, span: name.span, text: name.text } : no(why);
}

export function rename(project: Project, file: string, offset: number, wanted: string): Renaming {
  const source = project.source(file);
  const may = prepareRename(project, file, offset);
  if (!may.ok) return may;
  const name = nameAt(project, source, offset) as Occurrence;
  const to = wanted.trim();
  const why = name.kind === 'bot' || name.kind === 'event' ? badText(to) : (badName(to) ?? collision(project, source, name, to));
  if (why !== undefined) return no(why);
  const taken = name.kind === 'bot' ? takenBot(project, name, to) : name.kind === 'event' ? takenEvent(project, name, to) : undefined;
  if (taken !== undefined) return no(taken);
  const files = editsOf(project, name.key, to);
  const changed = meaningChange(project, files, name, to);
  return changed === undefined ? { ok: true, files } : no(changed);
}

function editsOf(project: Project, key: string, to: string): readonly FileEdits[] {
  const byFile = new Map<string, TextEdit[]>();
  for (const { file, span, name } of placesOf(project, key)) {
    // `name$` is `name`: the sign belongs to the spelling.
    const sign = name.text.endsWith('$') && !to.endsWith('$') && name.kind === 'variable' ? '$' : '';
    const edits = byFile.get(file) ?? [];
    edits.push({ ...span, text: to + sign });
    byFile.set(file, edits);
  }
  return [...byFile].map(([file, edits]) => ({ file, edits }));
}

// ── names that are not ours to change ──

function fixedBy(project: Project, source: Source, name: Occurrence): string | undefined {
  const id = name.text.toLowerCase().replace(/\$$/, '');
  switch (name.kind) {
    case 'script':
      return 'a script is called by the name of its file: rename the file';
    case 'bot':
      return project.sources.some(({ bots }) => bots.some((each) => `bot ${plainBot(each)}` === name.key))
        ? undefined
        : `${name.text} is not added by this package, so it is not renamed here`;
    case 'event':
      return placesOf(project, name.key).some(({ name: each }) => each.role === 'write')
        ? undefined
        : `nothing in this package publishes "${name.text}": it comes from outside under this name`;
    case 'variable':
      return name.key.includes(' local ') ? undefined : fixedVariable(project, source, name, id);
    default:
      return undefined;
  }
}

function fixedVariable(project: Project, source: Source, { key, text }: Occurrence, id: string): string | undefined {
  if (id === 'event' || id === 'workflow') return `${text} is set by the language`;
  if (paramsOf(source.tree).some((each) => each.id === id)) return `${text} is a PARAM: whoever calls this script gives it by this name`;
  if ((project.workspace.variables ?? []).some((each) => each.toLowerCase() === id))
    return `${text} is given by config.csv under this name`;
  if (!placesOf(project, key).some(({ name: each }) => each.role !== 'read'))
    return `nothing in this script sets ${text}, so it is given from outside under this name`;
  if (nounOf(source, id)) return `${text} is also the word that tells a bot what to make; write INTO and a name to part them`;
  const reader = givesItsVariables(source) ? readerOf(project, source, id) : undefined;
  return reader && `${reader} is given ${text} by this name, when this script asks it`;
}

/** `BOT "x" READS report`: the noun is told to the bot and names the variable. */
function nounOf(source: Source, id: string): boolean {
  for (const each of everyStatement(source))
    if (
      each.kind === 'keyword' &&
      each.keyword === 'BOT' &&
      each.args.noun?.kind === 'word' &&
      !each.args.v &&
      each.args.noun.text.toLowerCase() === id
    )
      return true;
  return false;
}

/** Whoever is asked by another script is given its variables. */
const GIVING = new Set(['BOT', 'DELEGATE TO', 'TRANSFER CONVERSATION', 'BROADCAST TO BOTS']);
function givesItsVariables(source: Source): boolean {
  for (const each of everyStatement(source)) if (each.kind === 'keyword' && GIVING.has(each.keyword)) return true;
  return false;
}
function readerOf(project: Project, source: Source, id: string): string | undefined {
  return project.sources.find((each) => each !== source && project.scope(each).inputs.includes(id))?.file;
}

// ── names that cannot be taken ──

const NAME = /^[\p{L}_][\p{L}\p{N}_]*\$?$/u;
const RESERVED = new Set('and or xor mod is in like contains not true false null nothing'.split(' '));

function badName(to: string): string | undefined {
  if (!NAME.test(to)) return `${JSON.stringify(to)} is no name: write letters, digits and _, no digit first`;
  return RESERVED.has(to.toLowerCase()) ? `${to} is a word of the language` : undefined;
}

function badText(to: string): string | undefined {
  if (to === '') return 'a name is needed';
  return /["\r\n]|\$\{/.test(to) ? 'this name cannot stand in a text as it is' : undefined;
}

function collision(project: Project, source: Source, name: Occurrence, to: string): string | undefined {
  const id = to.toLowerCase().replace(/\$$/, '');
  if (name.key === placesKey(name, id)) return undefined;
  const other = project
    .occurrences(source)
    .find((each) => each.key !== name.key && each.text.toLowerCase().replace(/\$$/, '') === id && sharesNames(name, each));
  if (other) return `${to} is already a ${other.kind} of this script`;
  if (name.kind === 'label') return undefined;
  if (project.vocabulary.function(id)) return `${to} is a function of the library`;
  if (project.vocabulary.keyword(id.replaceAll('_', ' ').toUpperCase())) return `${to} is a keyword`;
  if ((project.workspace.variables ?? []).some((each) => each.toLowerCase() === id)) return `${to} is given by config.csv`;
  return name.kind === 'routine' && project.stems.has(id) ? `${to} is a script of this package` : undefined;
}
/** The key that this name would have under another id. */
const placesKey = ({ key }: Occurrence, id: string): string => `${key.slice(0, key.lastIndexOf(' '))} ${id}`;
const sharesNames = (a: Occurrence, b: Occurrence): boolean =>
  (a.kind === 'label') === (b.kind === 'label') && b.kind !== 'bot' && b.kind !== 'event';

function takenBot(project: Project, name: Occurrence, to: string): string | undefined {
  if (`bot ${plainBot(to)}` === name.key) return undefined;
  const known = [...project.bots, ...project.stems].find((each) => plainBot(each) === plainBot(to));
  return known && `there is a bot or script named ${known} already`;
}

function takenEvent(project: Project, name: Occurrence, to: string): string | undefined {
  const key = `event ${to.toLowerCase()}`;
  return key !== name.key && placesOf(project, key).length > 0 ? `there is an event named ${to} already` : undefined;
}

// ── the last check ──

function meaningChange(project: Project, files: readonly FileEdits[], name: Occurrence, to: string): string | undefined {
  let after = project;
  for (const { file, edits } of files) after = after.with(file, applyEdits(project.source(file).text, edits));
  for (const { file } of files) {
    const why = differs(project.occurrences(project.source(file)), after.occurrences(after.source(file)), name, to);
    if (why !== undefined) return why;
    if (count(after, file, 'error') > count(project, file, 'error') || kinds(after, file) !== kinds(project, file))
      return `${file} would be read differently with ${to}`;
  }
  return undefined;
}

const count = (project: Project, file: string, severity: Severity): number =>
  diagnostics(project, file).filter(({ code }) => severityOf(code) === severity).length;

const kinds = (project: Project, file: string): string =>
  [...everyStatement(project.source(file))].map((each) => (each.kind === 'keyword' ? `${each.keyword}.${each.form}` : each.kind)).join();

/** What stood for one thing must still do so, and for nothing else. */
function differs(before: readonly Occurrence[], after: readonly Occurrence[], { key }: Occurrence, to: string): string | undefined {
  if (before.length !== after.length) return `other names would be read differently with ${to}`;
  let renamed: string | undefined;
  for (const [index, was] of before.entries()) {
    const is = after[index] as Occurrence;
    if (was.key !== key) {
      if (is.key !== was.key && !is.key.includes(` ${to.toLowerCase()} `)) return `${was.text} would stand for something else`;
      continue;
    }
    renamed ??= is.key;
    if (is.key !== renamed) return `${to} would stand for two things`;
  }
  return before.some((was, index) => was.key !== key && (after[index] as Occurrence).key === renamed)
    ? `${to} would stand for two things`
    : undefined;
}
