/** Marks every scalar of a value that was just read from outside, in place; shared or old values must not be passed. */
import { Dict } from './dict.ts';
import { DateTime, Marked, RowSet, Secret, type Value } from './types.ts';

export function markTree(value: Value, marks: number): Value {
  if (value === null || value instanceof Secret) return value;
  if (value instanceof Marked) return new Marked(value.value, value.marks | marks);
  if (typeof value !== 'object' || value instanceof DateTime) return new Marked(value, marks);
  if (value instanceof Dict) for (const [key, field] of [...value.entries()]) value.set(key, markTree(field, marks));
  else markItems(value instanceof RowSet ? value.rows : value, marks);
  return value;
}

function markItems(items: Value[], marks: number): void {
  for (let i = 0; i < items.length; i++) items[i] = markTree(items[i] as Value, marks);
}
