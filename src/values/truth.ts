/** Truth: NOTHING, FALSE, 0, empty text, an empty list and an empty row set are false; so is the text "false". */
import { Dict } from './dict.ts';
import { DateTime, Marked, RowSet, Secret, type Value } from './types.ts';

export function isTruthy(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null) return false;
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
  if (typeof value === 'string') return value !== '' && !isFalseWord(value);
  if (value instanceof Marked) return isTruthy(value.value);
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof RowSet) return value.rows.length > 0;
  return value instanceof Dict || value instanceof DateTime || value instanceof Secret;
}

/** IS NULL: NOTHING itself, and a row set without rows (a FIND that found nothing). */
export function isNothing(value: Value): boolean {
  return value === null || (value instanceof RowSet && value.rows.length === 0);
}

/** Parameters and forms bring booleans as text. */
const isFalseWord = (text: string): boolean => text.length === 5 && text.toLowerCase() === 'false';
