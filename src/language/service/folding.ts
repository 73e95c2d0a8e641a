/** What can be folded away: blocks and their parts, bodies of text, runs of comment lines. */
import { positionAt } from '../../base/index.ts';
import type { Statement } from '../../spec/index.ts';
import { everyStatement } from './names.ts';
import type { Project, Source } from './project.ts';
import { isBlock } from './text.ts';

/** Lines from 1; the first stays to be seen. */
export interface Fold {
  readonly from: number;
  readonly to: number;
  readonly kind: 'block' | 'comment';
}

export function folding(project: Project, file: string): readonly Fold[] {
  const source = project.source(file);
  const line = (offset: number) => positionAt(source.starts, offset).line;
  const found = new Map<number, Fold>();
  const add = (start: number, end: number, kind: Fold['kind'] = 'block') => {
    const [from, to] = [line(start), line(end)];
    if (to > from && !(found.has(from) && (found.get(from) as Fold).to >= to)) found.set(from, { from, to, kind });
  };
  for (const statement of everyStatement(source)) {
    if (isBlock(statement)) {
      // The closing line stays to be seen.
      const end = 'end' in statement && statement.end ? statement.end.start - 1 : contentEnd(source, statement.tile.end);
      add(statement.head.start, end);
      for (const part of partsWithHeads(statement)) add(part.head.start, contentEnd(source, part.end));
    } else if (statement.kind === 'keyword' && !Object.values(statement.args).some(({ kind }) => kind === 'statement'))
      add(statement.span.start, statement.span.end);
  }
  for (const { start, end } of commentRuns(source)) add(start, end, 'comment');
  return [...found.values()].sort((a, b) => a.from - b.from);
}

const contentEnd = ({ text }: Source, end: number): number => Math.max(0, text.slice(0, end).trimEnd().length - 1);

function partsWithHeads(statement: Statement): readonly { readonly head: { readonly start: number }; readonly end: number }[] {
  const of = (parts: readonly { readonly head: { start: number }; readonly body: readonly Statement[] }[]) =>
    parts.flatMap(({ head, body }) => (body.length > 0 ? [{ head, end: (body.at(-1) as Statement).tile.end }] : []));
  switch (statement.kind) {
    case 'if':
      return of([...statement.arms.slice(1), ...(statement.otherwise ? [statement.otherwise] : [])]);
    case 'select':
      return of([...statement.cases, ...(statement.otherwise ? [statement.otherwise] : [])]);
    case 'parallel':
      return of(statement.branches);
    default:
      return [];
  }
}

function* commentRuns(source: Source): Generator<{ start: number; end: number }> {
  let run: { start: number; end: number } | undefined;
  for (const statement of everyStatement(source)) {
    if (statement.kind === 'comment' && (!run || statement.tile.start === run.end))
      run = { start: run?.start ?? statement.tile.start, end: statement.tile.end };
    else {
      if (run) yield { start: run.start, end: run.end - 1 };
      run = statement.kind === 'comment' ? { start: statement.tile.start, end: statement.tile.end } : undefined;
    }
  }
  if (run) yield { start: run.start, end: run.end - 1 };
}
