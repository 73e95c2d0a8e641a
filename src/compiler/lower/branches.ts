/** PARALLEL: each branch is a function of its own that reaches the names of the one it stands in. */
import type { Parallel } from '../../spec/index.ts';
import { isCode } from '../walk.ts';
import { type Frame, lowerBlock, nothing, openFrame } from './frame.ts';
import { endWorkflows } from './workflow/index.ts';

export function lowerBranches(frame: Frame, { branches, head }: Parallel): void {
  const { code, unit } = frame;
  const full = branches.filter((branch) => branch.body.some(isCode));
  const numbers = full.map((branch, i) => {
    const name = `parallel@${unit.lineAt(head.start)}/${branch.name?.text ?? i + 1}`;
    return lowerBranch(frame, name, branch.body);
  });
  const next = code.block();
  code.end({ op: 'parallel', branches: numbers, next, live: code.mark() });
  code.use(next);
}

function lowerBranch(outer: Frame, name: string, body: Parallel['branches'][number]['body']): number {
  const { unit, routine } = outer;
  const number = unit.program.reserve();
  const frame = openFrame({ unit, number, kind: 'branch', routine, outer, names: [], body });
  lowerBlock(frame, body);
  endWorkflows(frame);
  frame.code.end({ op: 'return', value: nothing(frame) });
  unit.program.define(number, frame.code.finish({ name, kind: 'branch', parent: outer.number, parameters: 0 }));
  return number;
}
