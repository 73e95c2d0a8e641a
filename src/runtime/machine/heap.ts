/**
 * How much a run holds, counted in values. What is made is added up as it is made; only when that sum passes the
 * next check is the heap walked, so the cost a value is constant. Texts count by length, because joined ones share
 * their parts only until someone looks into them.
 */
import { Dict, Marked, RowSet, type Value } from '../../values/index.ts';
import type { Limits } from '../machine.ts';
import { StepFault } from './faults.ts';
import { type Fiber, type Run, readRegister, topOf } from './state.ts';

const CHARACTERS_A_VALUE = 64;
/** Joining makes no copy: what is made counts less than what is held. */
export const WEIGHT_SHIFT = 8;
const MOST_UNCHECKED = 1_000_000;

/** What may be made before the heap is walked for the first time. */
export const firstCheck = ({ heap }: Limits): number => Math.min(MOST_UNCHECKED, heap);

export const weightOfText = (length: number): number => 1 + (length >> WEIGHT_SHIFT);

export function allocate(run: Run, weight: number): void {
  run.allocated += weight;
  if (run.allocated > run.heapCheck) check(run);
}

/** What an answer, a function or a method brought: its own first level; the rest was counted when it was made. */
export function allocateValue(run: Run, value: Value): void {
  if (typeof value === 'string') allocate(run, weightOfText(value.length));
  else if (value !== null && typeof value === 'object') allocate(run, 1 + childCount(value));
}

const childCount = (value: object): number =>
  Array.isArray(value) ? value.length : value instanceof Dict ? value.size : value instanceof RowSet ? value.rows.length : 0;

function check(run: Run): void {
  const held = measure(run);
  if (held > run.limits.heap) throw new StepFault('heap', `the run holds about ${held} values, more than the limit of ${run.limits.heap}`);
  run.allocated = 0;
  run.heapCheck = Math.max(firstCheck(run.limits), Math.min(held, run.limits.heap - held));
}

function measure(run: Run): number {
  const seen = new Set<Value>();
  const open: Value[] = [];
  let held = 0;
  const visit = (value: Value): void => {
    held++;
    if (typeof value === 'string') held += Math.floor(value.length / CHARACTERS_A_VALUE);
    else if (value !== null && typeof value === 'object' && !seen.has(value)) {
      seen.add(value);
      open.push(value);
    }
  };
  const visitFiber = (fiber: Fiber): void => {
    const top = topOf(fiber);
    for (let i = 0; i < top; i++) visit(readRegister(fiber, i));
    for (const branch of fiber.branches ?? []) visitFiber(branch);
  };
  visitFiber(run.root);
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value instanceof Dict) for (const field of value.values()) visit(field);
    else if (value instanceof RowSet) visit(value.rows);
    else if (Array.isArray(value)) for (const item of value) visit(item);
    else if (value instanceof Marked) visit(value.value);
  }
  return held;
}
