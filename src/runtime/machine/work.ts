/**
 * What a call of the library counts in steps. A step is a call or a turn of a loop; a function that reads a list of a
 * million elements takes as long as a million of them, and a loop of such calls must let others have their turn just as
 * soon. Counted by what the arguments hold, not by a clock: a replay counts the same.
 */
import { Dict, RowSet, unmark, type Value } from '../../values/index.ts';
import type { Run } from './state.ts';

/** Characters that are read in the time of a step. */
const CHARACTERS = 64;
/** Smaller ones are part of the call's own step. */
const SMALL = 64;
/** Whatever is counted must fit the loop's 32 bits. */
const MOST = 1 << 28;

export function chargeFor(run: Run, values: readonly Value[], perElement: number): void {
  if (perElement === 0) return;
  let elements = 0;
  for (let i = 0; i < values.length; i++) elements += sizeOf(values[i] as Value);
  if (elements > SMALL) run.debt = Math.min(MOST, run.debt + elements * perElement);
}

function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length / CHARACTERS;
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.length;
  const plain = unmark(value);
  if (typeof plain === 'string') return plain.length / CHARACTERS;
  if (plain instanceof Dict) return plain.size;
  if (plain instanceof RowSet) return plain.rows.length;
  return Array.isArray(plain) ? plain.length : 0;
}
