/**
 * Marks: where text came from. Every reader of a value opens Marked scalars through `unmark`, which remembers what
 * it saw; so the interpreter can mark the result of any function, even of one that looked inside a list.
 */
import { DateTime, Marked, type Value } from './types.ts';

let seen = 0;

/** The scalar itself. What was opened is remembered until the next `resetMarks`. */
export function unmark(value: Value): Exclude<Value, Marked> {
  if (!(value instanceof Marked)) return value;
  seen |= value.marks;
  return value.value;
}

export function resetMarks(): void {
  seen = 0;
}

/** Marks of all that was opened since `resetMarks`. */
export const seenMarks = (): number => seen;

export const marksOf = (value: Value): number => (value instanceof Marked ? value.marks : 0);

/** Scalars get the marks; what is inside a list or object keeps its own. */
export function withMarks(value: Value, marks: number): Value {
  if (marks === 0 || value === null) return value;
  if (value instanceof Marked) return (value.marks | marks) === value.marks ? value : new Marked(value.value, value.marks | marks);
  if (typeof value !== 'object' || value instanceof DateTime) return new Marked(value, marks);
  return value;
}

/** Marks every scalar of a value just made from marked ones (a text split into a list); shared or old parts must not be passed. */
export function markWithin(value: Value, marks: number): Value {
  if (marks === 0 || !Array.isArray(value)) return withMarks(value, marks);
  for (let i = 0; i < value.length; i++) value[i] = withMarks(value[i] as Value, marks);
  return value;
}
