/**
 * Members and elements. Reading what is not there gives NOTHING, never an error: an unset variable has no fields.
 * Lists count from 0; setting the place after the last appends. A row set answers fields from its first row.
 */
import { datePart } from './date-parts.ts';
import { Dict } from './dict.ts';
import { marksOf, unmark, withMarks } from './marks.ts';
import { kindOf, quoted, toNumber, toText } from './text.ts';
import { DateTime, RowSet, type Value } from './types.ts';
import { ValueFault } from './value-fault.ts';

/** The longest list that `x[i] = v` makes where the caller has no limit of its own. */
const MAX_LIST = 10_000_000;

export function getMember(object: Value, field: string): Value {
  if (object instanceof Dict) return object.get(field);
  const plain = unmark(object);
  if (plain === null || typeof plain === 'number' || typeof plain === 'boolean') return null;
  if (plain instanceof DateTime) return withMarks(datePart(plain, field) ?? null, marksOf(object));
  if (typeof plain === 'string') return isCount(field) ? withMarks(plain.length, marksOf(object)) : null;
  if (Array.isArray(plain)) return listMember(plain, field);
  return plain instanceof RowSet ? rowMember(plain, field) : null;
}

export function setMember(object: Value, field: string, value: Value): void {
  if (object instanceof Dict) object.set(field, value);
  else if (object instanceof RowSet && object.rows.length > 0) setMember(object.rows[0] as Value, field, value);
  else throw new ValueFault('type', `cannot set "${field}" of ${kindOf(object)}: it has no fields`);
}

export function getIndex(object: Value, index: Value): Value {
  if (object instanceof Dict) return object.get(toText(index));
  const list = elementsOf(object);
  if (list === undefined) return getMember(object, toText(index));
  const at = toNumber(index);
  if (at === undefined) return getMember(object, toText(index));
  const found = list[Math.trunc(at)];
  return found === undefined ? null : withMarks(found, marksOf(object));
}

export function setIndex(object: Value, index: Value, value: Value, maxLength = MAX_LIST): void {
  const list = object instanceof RowSet ? object.rows : object;
  const at = Array.isArray(list) ? toNumber(index) : undefined;
  if (object instanceof Dict) object.set(toText(index), value);
  else if (!Array.isArray(list)) throw new ValueFault('type', `cannot set element ${quoted(index)} of ${kindOf(object)}`);
  else if (at === undefined) setMember(object, toText(index), value);
  else setElement(list, Math.trunc(at), value, maxLength);
}

function setElement(list: Value[], at: number, value: Value, maxLength: number): void {
  if (!(at >= 0)) throw new ValueFault('bad-argument', `a list has no element ${at}: the first is 0`);
  if (at >= maxLength) throw new ValueFault('length', `element ${at} would make the list longer than ${maxLength}`);
  // Never a hole: what reads as undefined would be no value.
  while (list.length < at) list.push(null);
  list[at] = value;
}

const isCount = (field: string): boolean => COUNTS.has(field.toLowerCase());
const COUNTS: ReadonlySet<string> = new Set(['length', 'count', 'size']);

function listMember(list: Value[], field: string): Value {
  return isCount(field) ? list.length : field.toLowerCase() === 'items' ? list : null;
}

/** Columns win over `count` and `items`. */
function rowMember({ rows }: RowSet, field: string): Value {
  const first = rows[0];
  if (first instanceof Dict && first.has(field)) return first.get(field);
  return listMember(rows, field);
}

/** What counts from 0: the elements of a list, the rows of a row set, the characters of a text. */
function elementsOf(object: Value): { readonly [index: number]: Value | undefined } | undefined {
  const plain = unmark(object);
  if (plain instanceof RowSet) return plain.rows;
  return Array.isArray(plain) || typeof plain === 'string' ? (plain as Value[] | string) : undefined;
}
