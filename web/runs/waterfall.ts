/** Steps on a common axis of time: each below the one it belongs to, each bar where and as long as it was. */
import type { Step } from './api.ts';

export interface Bar {
  readonly step: Step;
  readonly depth: number;
  /** Shares of the whole, 0 to 1. */
  readonly from: number;
  readonly length: number;
  readonly ms: number;
}

export function waterfall(steps: readonly Step[], now: number): readonly Bar[] {
  const starts = steps.map(({ startedAt }) => Date.parse(startedAt));
  const ends = steps.map(({ endedAt }) => (endedAt === undefined ? now : Date.parse(endedAt)));
  const begin = Math.min(...starts);
  const whole = Math.max(1, Math.max(...ends) - begin);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const depthOf = (step: Step): number => {
    const parent = step.parent === undefined ? undefined : byId.get(step.parent);
    return parent ? 1 + depthOf(parent) : 0;
  };
  const bars = new Map(
    steps.map((step, i) => {
      const [start, end] = [starts[i] as number, Math.max(starts[i] as number, ends[i] as number)];
      return [step.id, { step, depth: depthOf(step), from: (start - begin) / whole, length: (end - start) / whole, ms: end - start }];
    }),
  );
  const below = (parent: string | undefined): readonly Bar[] =>
    steps
      .filter((step) => (step.parent !== undefined && byId.has(step.parent) ? step.parent : undefined) === parent)
      .flatMap((step) => [bars.get(step.id) as Bar, ...below(step.id)]);
  return below(undefined);
}
