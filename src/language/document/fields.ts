/** The fields of a step: each argument of its syntax line, written or not. */
import type { Span } from '../../base/index.ts';
import type { KeywordExpression, KeywordStatement, KeywordUse, Select, Statement, SyntaxNode } from '../../spec/index.ts';
import { controlForm } from './control-forms.ts';
import { formOf, type Place, placesOf } from './forms.ts';
import { withoutEnding } from './lines.ts';
import type { Field, Reader } from './types.ts';

export interface FieldSource {
  readonly text: string;
  readonly table: Reader['table'];
  /** Where the node begins in `text`. */
  readonly origin: number;
}

/** A keyword that a statement is, or whose value it assigns. */
export function keywordOf(statement: Statement): KeywordStatement | KeywordExpression | undefined {
  if (statement.kind === 'keyword') return statement;
  const value = statement.kind === 'assign' || statement.kind === 'evaluate' ? statement.value : undefined;
  return value?.kind === 'keyword' ? value : undefined;
}

export function fieldsOf(statement: Statement, source: FieldSource): Field[] {
  const carried = carriedBy(statement);
  if (carried && statement.kind === 'keyword') {
    const outer = fieldsOfKeyword(statement, source).map((field) => ({ ...field, name: `${statement.keyword}.${field.name}` }));
    return [...outer, ...fieldsOf(carried, source)];
  }
  const use = keywordOf(statement);
  if (!use) {
    const { nodes, spans } = controlForm(statement, source.text);
    return fieldsFrom(nodes, spans, source);
  }
  const fields = fieldsOfKeyword(use, source);
  if (statement.kind !== 'assign') return fields;
  const target = written('target', 'target', 'target', false, statement.target.span, source);
  return [target, ...fields.map((each) => (each.name === 'target' ? { ...each, name: `${use.keyword}.target` } : each))];
}

/** The statement behind `STEP n:`. */
export function carriedBy(statement: Statement): Statement | undefined {
  if (statement.kind !== 'keyword') return undefined;
  for (const argument of Object.values(statement.args)) if (argument.kind === 'statement') return argument.statement;
  return undefined;
}

/** Tests of a case, condition of an ELSE IF, name of a branch. */
export function laneField(lane: string, name: string, span: Span, source: FieldSource): Field {
  const kind = name === 'tests' ? 'items' : name === 'name' ? 'word' : 'expression';
  return written(`${lane}.${name}`, kind, name, false, span, source);
}

export function testsSpan(tests: Select['cases'][number]['tests']): Span | undefined {
  const [first] = tests;
  const last = tests.at(-1);
  return first && last ? { start: first.span.start, end: last.span.end } : undefined;
}

function fieldsOfKeyword(use: KeywordUse, source: FieldSource): Field[] {
  const form = formOf(source.table, use.keyword, use.form);
  if (!form) return [];
  const spans: Record<string, Span | undefined> = {};
  for (const [name, argument] of Object.entries(use.args)) spans[name] = argument.span;
  return fieldsFrom(form.nodes, spans, source);
}

function fieldsFrom(nodes: readonly SyntaxNode[], spans: Readonly<Record<string, Span | undefined>>, source: FieldSource): Field[] {
  return placesOf(nodes).map((place) => {
    const span = spans[place.name];
    return span ? written(place.name, place.kind, place.label, place.parts.length > 0, span, source) : unwritten(place);
  });
}

const empty = new WeakMap<Place, Field>();
/** The same object for all steps: most clauses of most steps are not written. */
function unwritten(place: Place): Field {
  let field = empty.get(place);
  if (!field) {
    field = { name: place.name, kind: place.kind, label: place.label, isOptional: place.parts.length > 0, text: '' };
    empty.set(place, field);
  }
  return field;
}

function written(
  name: string,
  kind: Field['kind'],
  label: string,
  isOptional: boolean,
  { start, end }: Span,
  { text, origin }: FieldSource,
): Field {
  const said = text.slice(start, end);
  const shown = kind === 'text' || kind === 'rows' ? withoutEnding(said) : said;
  return { name, kind, label, isOptional, span: { start: start - origin, end: end - origin }, text: shown };
}
