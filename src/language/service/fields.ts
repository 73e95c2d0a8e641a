/** Fields that objects are known to have: from literals, WITH, assignments, mentions, and what keywords say they give. */
import { expressionsOf, rootOf } from '../../compiler/index.ts';
import type { Expression, Keyword, KeywordUse, Statement, Target } from '../../spec/index.ts';
import { everyStatement, usesOf } from './names.ts';
import type { Project, Source } from './project.ts';

/** By path (`order`, `order.customer`), lower-case: the fields, as written. */
type Fields = Map<string, Map<string, string>>;

/** `path`: the object, as written before the dot. */
export function fieldsOf(project: Project, source: Source, path: string): readonly string[] {
  const found: Fields = new Map();
  for (const statement of everyStatement(source)) collect(statement, found, project);
  if (/^event$/i.test(path))
    for (const each of project.sources) for (const statement of everyStatement(each)) collectEvents(statement, found);
  return [...(found.get(path.toLowerCase())?.values() ?? [])].sort();
}

function collect(statement: Statement, found: Fields, project: Project): void {
  if (statement.kind === 'assign') collectValue(pathOf(statement.target), statement.value, found, project);
  if (statement.kind === 'with') {
    const path = pathOf(statement.target);
    for (const field of statement.fields)
      put(found, [path, ...field.path.slice(0, -1).map(({ text }) => text)].join('.'), field.path.at(-1)?.text);
  }
  for (const use of usesOf(statement)) collectInto(use, found, project);
  for (const node of expressionsOf(statement)) if (node.kind === 'member') put(found, pathOf(node.object), node.field.text);
  if (statement.kind === 'assign' && statement.target.kind === 'member')
    put(found, pathOf(statement.target.object), statement.target.field.text);
}

function put(found: Fields, path: string | undefined, field: string | undefined): void {
  if (path === undefined || field === undefined) return;
  const fields = found.get(path.toLowerCase()) ?? new Map<string, string>();
  if (!fields.has(field.toLowerCase())) fields.set(field.toLowerCase(), field);
  found.set(path.toLowerCase(), fields);
}

function collectValue(path: string | undefined, value: Expression, found: Fields, project: Project): void {
  if (path === undefined) return;
  if (value.kind === 'object')
    for (const field of value.fields) {
      put(found, path, field.key);
      collectValue(`${path}.${field.key}`, field.value, found, project);
    }
  if (value.kind === 'keyword') for (const field of givenBy(project.vocabulary.keyword(value.keyword))) put(found, path, field);
}

/** `… INTO decision`. */
function collectInto({ keyword, args }: KeywordUse, found: Fields, project: Project): void {
  for (const argument of Object.values(args))
    if (argument.kind === 'target')
      for (const field of givenBy(project.vocabulary.keyword(keyword))) put(found, pathOf(argument.target), field);
}

function collectEvents(statement: Statement, found: Fields): void {
  for (const { keyword, args } of usesOf(statement))
    if (keyword === 'PUBLISH EVENT' && args.payload?.kind === 'pairs')
      for (const { key } of args.payload.items) put(found, 'event', key.kind === 'name' ? key.text : key.value);
}

/** A keyword whose value is an object says its fields: "An object: approved, by, …". */
function givenBy(keyword: Keyword | undefined): readonly string[] {
  const said = /^An object: (.+)$/.exec(keyword?.returns?.summary ?? '')?.[1] ?? '';
  return said
    .replace(/\([^)]*\)/g, '')
    .split(/[,.\s]+/)
    .filter((word) => /^\w+$/.test(word));
}

function pathOf(node: Expression | Target): string | undefined {
  if (node.kind === 'name') return node.text;
  if (node.kind === 'index') return pathOf(node.object);
  if (node.kind !== 'member' || !rootOf(node)) return undefined;
  const object = pathOf(node.object);
  return object && `${object}.${node.field.text}`;
}
