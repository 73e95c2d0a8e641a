/** PARALLEL: each branch is a function of its own that reaches the names of the one it stands in. */
import type { Block, Operand, Parallel } from '../../spec/index.ts';
import { expressionsOf, isCode, rootOf, statementsIn, targetsOf } from '../walk.ts';
import { type Frame, lower, lowerBlock, nothing, openFrame } from './frame.ts';
import { hold } from './operands.ts';
import { endWorkflows } from './workflow/index.ts';

export function lowerBranches(frame: Frame, statement: Parallel): void {
  const { branches, head, need, each } = statement;
  const { code, unit } = frame;
  const full = branches.filter((branch) => branch.body.some(isCode));
  if (each) return lowerEach(frame, statement, each);
  const numbers = full.map((branch, i) => {
    const name = `parallel@${unit.lineAt(head.start)}/${branch.name?.text ?? i + 1}`;
    return lowerBranch(frame, name, branch.body);
  });
  const next = code.block();
  code.end({ op: 'parallel', branches: numbers, ...(need !== undefined && { need }), next, live: code.mark() });
  code.use(next);
}

/** The element is the argument of the branch: each fiber has its own, and so it has the names that only the branch knows. */
function lowerEach(frame: Frame, statement: Parallel, { variable, list, most }: NonNullable<Parallel['each']>): void {
  const { code, unit } = frame;
  const body = statement.branches.flatMap((branch) => branch.body);
  const mark = code.mark();
  const walked: Operand = hold(frame, lower(frame, list), most ? [most] : []);
  const count = most && lower(frame, most);
  const own = [variable.id, ...[...ownNames(statement, unit.body)].filter((id) => id !== variable.id)];
  const number = lowerBranch(frame, `parallel@${unit.lineAt(statement.head.start)}`, body, own);
  const next = code.block();
  code.release(mark);
  code.end({
    op: 'parallel',
    branches: [number],
    each: { list: walked, ...(count !== undefined && { most: count }) },
    next,
    live: code.mark(),
  });
  code.use(next);
}

/** Names that the branch sets and nothing else of the script mentions. */
function ownNames(own: Parallel, script: Block): ReadonlySet<string> {
  const body = own.branches.flatMap((branch) => branch.body);
  const set = new Set([...statementsIn(body)].flatMap((each) => [...targetsOf(each)].flatMap((target) => rootOf(target)?.id ?? [])));
  for (const statement of statementsIn(script, (each) => each !== own)) {
    if (statement === own) continue;
    for (const target of targetsOf(statement)) set.delete(rootOf(target)?.id ?? '');
    for (const node of expressionsOf(statement)) if (node.kind === 'name') set.delete(node.id);
  }
  return set;
}

function lowerBranch(outer: Frame, name: string, body: Block, own: readonly string[] = []): number {
  const { unit, routine } = outer;
  const number = unit.program.reserve();
  const frame = openFrame({ unit, number, kind: 'branch', routine, outer, names: own, body });
  lowerBlock(frame, body);
  endWorkflows(frame);
  frame.code.end({ op: 'return', value: nothing(frame) });
  unit.program.define(number, frame.code.finish({ name, kind: 'branch', parent: outer.number, parameters: own.length > 0 ? 1 : 0 }));
  return number;
}
