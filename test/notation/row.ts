/** One keyword of the compatibility table: its syntax lines, each with programs and near misses. */
import type { KeywordSyntax } from '../../scripts/notation/compile.ts';

export interface Sample {
  readonly form: number;
  readonly program: string;
  readonly miss: string;
}
export interface Row extends KeywordSyntax {
  readonly samples: readonly Sample[];
}
/** `syntax` is left out for one more program of the line before. */
export type Line = readonly [syntax: string, program: string, miss: string] | readonly [program: string, miss: string];
type Flags = Pick<KeywordSyntax, 'call' | 'value'>;

export function row(name: string, lines: readonly Line[], flags: Flags = {}): Row {
  const syntax: string[] = [];
  const samples = lines.map((line): Sample => {
    if (line.length === 3) syntax.push(line[0]);
    const [program, miss] = line.slice(-2) as [string, string];
    return { form: syntax.length - 1, program, miss };
  });
  return { name, syntax, samples, ...flags };
}
export const DECLARATION: Flags = { call: false, value: 'never' };
