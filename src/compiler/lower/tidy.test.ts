import { expect, test } from 'vitest';
import type { Step, Terminator } from '../../spec/index.ts';
import { type DraftBlock, tidy } from './tidy.ts';

const move = (to: number): Step => ({ op: 'move', to, from: ~0 });
const draft = (steps: Step[], end: Terminator, resume?: number): DraftBlock => ({
  steps,
  lines: Array.from({ length: steps.length + 1 }, (_, i) => i + 1),
  end,
  resume,
  guard: undefined,
  cleanup: undefined,
  isCleanup: false,
});
const jump = (to: number): Terminator => ({ op: 'jump', to });
const stop: Terminator = { op: 'return', value: ~0 };

test('empty jumps are followed and lines joined', () => {
  const blocks = tidy([draft([move(0)], jump(1)), draft([], jump(2)), draft([move(1)], stop)]);
  expect(blocks).toEqual([{ steps: [move(0), move(1)], lines: [1, 1, 2], end: stop }]);
});

test('what nothing reaches falls away', () => {
  expect(tidy([draft([], stop), draft([move(9)], stop)])).toHaveLength(1);
});

test('an empty loop stays a loop', () => {
  expect(tidy([draft([], jump(1)), draft([], jump(1))])).toEqual([{ steps: [], lines: [1], end: jump(0) }]);
});

test('a block with two ways in stays whole', () => {
  const branch: Terminator = { op: 'branch', test: 0, then: 1, otherwise: 2 };
  const blocks = tidy([draft([], branch), draft([move(0)], jump(2)), draft([move(1)], stop)]);
  expect(blocks.map((each) => each.end)).toEqual([branch, jump(2), stop]);
});

test('blocks with different ways on after a fault stay apart', () => {
  const blocks = tidy([draft([move(0)], jump(1), 1), draft([move(1)], jump(2), 2), draft([], stop)]);
  expect(blocks.map((each) => each.resume)).toEqual([1, 2, undefined]);
});

test('the block of an error handler is reached by its ON ERROR', () => {
  const blocks = tidy([draft([{ op: 'onError', mode: 'goto', block: 2 }], stop), draft([], stop), draft([move(7)], stop)]);
  expect(blocks).toHaveLength(2);
  expect(blocks[0]?.steps[0]).toEqual({ op: 'onError', mode: 'goto', block: 1 });
});
