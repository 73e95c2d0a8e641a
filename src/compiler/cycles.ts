/**
 * Workflows that run each other for ever: script A orchestrates and runs B, B orchestrates and runs A. Only what is written
 * out is seen; what is not, the depth limit stops when it runs.
 */
import type { Block, Diagnostic, Statement } from '../spec/index.ts';
import { literalOf } from '../spec/index.ts';
import { botOf } from './check/workflows.ts';
import { stemOf } from './stem.ts';
import { statementsIn } from './walk.ts';

interface Compiled {
  readonly stem: string;
  readonly body: Block;
}

interface Call {
  readonly to: string;
  readonly span: Statement['span'];
}

/** By stem: the calls that lead back to the script they stand in. */
export function cyclicCalls(scripts: readonly Compiled[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const calls = new Map(scripts.filter(orchestrates).map(({ stem, body }) => [stem, callsIn(body)]));
  const found = new Map<string, Diagnostic[]>();
  for (const [stem, own] of calls)
    for (const { to, span } of own) {
      const way = wayBack(to, stem, calls);
      if (way)
        found.set(stem, [...(found.get(stem) ?? []), { code: 'cyclic-workflow', span, details: { chain: [stem, ...way].join(' → ') } }]);
    }
  return found;
}

const orchestrates = ({ body }: Compiled): boolean =>
  [...statementsIn(body)].some((each) => each.kind === 'keyword' && each.keyword === 'ORCHESTRATE WORKFLOW');

function callsIn(body: Block): readonly Call[] {
  return [...statementsIn(body)].flatMap((each) => {
    const name = each.kind === 'keyword' && each.keyword === 'BOT' ? botOf(each) : each.kind === 'call' ? calleeOf(each) : undefined;
    return name === undefined ? [] : [{ to: stemOf(name), span: each.span }];
  });
}

function calleeOf({ callee }: Extract<Statement, { kind: 'call' }>): string | undefined {
  if (callee.kind === 'name') return callee.id;
  const literal = literalOf(callee);
  return typeof literal === 'string' ? literal : undefined;
}

function wayBack(from: string, wanted: string, calls: ReadonlyMap<string, readonly Call[]>): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    const at = way.at(-1) as string;
    if (at === wanted) return way;
    for (const { to } of calls.get(at) ?? [])
      if (!seen.has(to) && (calls.has(to) || to === wanted)) {
        seen.add(to);
        ways.push([...way, to]);
      }
  }
  return undefined;
}
