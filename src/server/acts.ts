/** Lines of the statements that ask for something when they are reached: each makes a step of the run. */
import { lineStarts, positionAt } from '../base/index.ts';
import { expressionsOf, statementsIn } from '../compiler/index.ts';
import { standardLanguage } from '../language/index.ts';
import type { Statement } from '../spec/index.ts';

export function actsOf(source: string): number[] {
  const { parse, keywords } = standardLanguage();
  const asking = new Set(keywords.flatMap(({ name, effect }) => (effect ? [name] : [])));
  const starts = lineStarts(source);
  const lines = [...statementsIn(parse(source).tree.body)].filter((each) => asks(each, asking)).map((each) => lineOf(each, source, starts));
  return [...new Set(lines)].sort((a, b) => a - b);
}

const asks = (statement: Statement, asking: ReadonlySet<string>): boolean =>
  (statement.kind === 'keyword' && asking.has(statement.keyword)) ||
  [...expressionsOf(statement)].some((each) => each.kind === 'keyword' && asking.has(each.keyword));

function lineOf({ span }: Statement, source: string, starts: readonly number[]): number {
  const text = source.slice(span.start, span.end);
  return positionAt(starts, span.start + text.length - text.trimStart().length).line;
}
