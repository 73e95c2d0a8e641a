/** The form that is being filled in around an offset, and which of its arguments comes next. */
import type { Span } from '../../base/index.ts';
import { expressionsOf } from '../../compiler/index.ts';
import type { Argument, Parameter, SyntaxForm } from '../../spec/index.ts';
import { shownSyntax } from './describe-markdown.ts';
import { everyStatement, usesOf } from './names.ts';
import { placeAt } from './place.ts';
import type { Project, Source } from './project.ts';
import { lastBefore, touches } from './text.ts';

export interface Signature {
  readonly label: string;
  readonly summary: string;
  /** Where each stands in the label. */
  readonly parameters: readonly { readonly span: Span; readonly summary?: string }[];
  /** Absent where none is next. */
  readonly active?: number;
}

export function signature(project: Project, file: string, offset: number): Signature | undefined {
  const source = project.source(file);
  return callAround(project, source, offset) ?? keywordAround(project, source, offset);
}

// ── f(…) ──

function callAround(project: Project, source: Source, offset: number): Signature | undefined {
  const call = openCall(source, offset);
  if (!call) return undefined;
  const routine = project.scope(source).routines.get(call.name.toLowerCase())?.node;
  if (routine) {
    const usage = `${routine.name.text}(${routine.parameters.map(({ text }) => text).join(', ')})`;
    return ofUsage(usage, routine.form, call.argument);
  }
  const definition = project.vocabulary.function(call.name);
  return definition && ofUsage(definition.usage, definition.summary, call.argument);
}

/** The call whose bracket is open before the offset, and how many commas stand in it. */
function openCall({ tokens, text }: Source, offset: number): { readonly name: string; readonly argument: number } | undefined {
  let depth = 0;
  let commas = 0;
  for (let i = lastBefore(tokens, offset - 1); i >= 0; i--) {
    const { kind, start, end } = tokens[i] as Source['tokens'][number];
    if (kind === 'end' && text[start] !== ';' && depth === 0 && !continues(tokens, i, text)) return undefined;
    if (kind !== 'sign' || end > offset) continue;
    const sign = text.slice(start, end);
    if (sign === ')' || sign === ']' || sign === '}') depth++;
    else if (sign === ',' && depth === 0) commas++;
    else if (sign === '(' || sign === '[' || sign === '{' || sign === '#{') {
      if (depth-- > 0) continue;
      const before = tokens[i - 1];
      if (sign === '(' && before?.kind === 'word' && before.end === start)
        return { name: text.slice(before.start, before.end), argument: commas };
      [depth, commas] = [0, 0];
    }
  }
  return undefined;
}

/** A line that ends with a comma or an opening bracket goes on below. */
function continues(tokens: Source['tokens'], index: number, text: string): boolean {
  const before = tokens[index - 1];
  return before?.kind === 'sign' && /[,([{]$/.test(text.slice(before.start, before.end));
}

function ofUsage(usage: string, summary: string, argument: number): Signature {
  const open = usage.indexOf('(');
  const parameters = [...usage.slice(open + 1).matchAll(/[^\s,()[\]]+(?: [^\s,()[\]]+)*/g)].map(({ 0: name, index }) => ({
    span: { start: open + 1 + index, end: open + 1 + index + name.length },
  }));
  const last = parameters.length - 1;
  const isOpenEnded = /…|\.\.\./.test(usage);
  const active = isOpenEnded ? Math.min(argument, last) : argument;
  return { label: usage, summary, parameters, ...(open >= 0 && active <= last && { active }) };
}

// ── KEYWORD … ──

function keywordAround(project: Project, source: Source, offset: number): Signature | undefined {
  const place = placeAt(source, offset);
  const taken = place.kind === 'text' ? place.whole : place.kind === 'code' ? place.word : undefined;
  const expected = taken ? project.expect(source, taken.start, Math.max(taken.end, taken.start)).arguments : [];
  const [first] = expected.filter(({ kind }) => kind !== 'statement' && kind !== 'block');
  if (first) return ofForm(project, first.form, first.name);
  return writtenAround(project, source, offset);
}

/** No argument is asked for here: the innermost keyword that is already complete. */
function writtenAround(project: Project, source: Source, offset: number): Signature | undefined {
  let found: Signature | undefined;
  for (const statement of everyStatement(source)) {
    if (!touches(statement.span, offset)) continue;
    for (const use of usesOf(statement)) {
      const form = project.language.table.forms.find((each) => each.keyword === use.keyword && each.form === use.form);
      const entries = Object.entries(use.args).filter(([, argument]) => argument.kind !== 'block' && argument.kind !== 'statement');
      const active = entries.find(([, argument]: [string, Argument]) => touches(argument.span, offset));
      const isOn =
        active !== undefined || (use.words[0] && touches({ start: use.words[0].start, end: use.words.at(-1)?.end ?? 0 }, offset));
      if (form && isOn) found = ofForm(project, form, active?.[0]);
    }
    for (const node of expressionsOf(statement)) if (node.kind === 'broken') return undefined;
  }
  return found;
}

function ofForm(project: Project, { keyword, form }: SyntaxForm, name: string | undefined): Signature | undefined {
  const module = project.vocabulary.keyword(keyword);
  const line = module && [module.syntax].flat()[form];
  if (!module || line === undefined) return undefined;
  const label = shownSyntax(line);
  const params = module.params as Record<string, Parameter<unknown>>;
  const parameters = [...label.matchAll(/<(\w+)(?:\.\.\.)?>/g)].map(({ 0: written, 1: id, index }) => ({
    id,
    span: { start: index, end: index + written.length },
    ...(params[id as string] && { summary: (params[id as string] as Parameter<unknown>).summary }),
  }));
  const active = parameters.findIndex(({ id }) => id === name);
  return { label, summary: module.summary, parameters: parameters.map(({ id: _, ...rest }) => rest), ...(active >= 0 && { active }) };
}
