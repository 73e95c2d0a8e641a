/**
 * Methods of values: `name.trim()`, `items.PUSH(x)`, without regard to case. Those that change a list change it for
 * all who hold it. On NOTHING the methods of a text see an empty one; a method that would change it is refused.
 */
import { areEqual, compareValues } from './compare.ts';
import { DATE_PARTS, datePart } from './date-parts.ts';
import { Dict } from './dict.ts';
import { marksOf, markWithin, unmark } from './marks.ts';
import { binary } from './operators.ts';
import { kindOf, toNumber, toText } from './text.ts';
import { DateTime, RowSet, Secret, type Value } from './types.ts';
import { ValueFault } from './value-fault.ts';

export interface LengthLimits {
  readonly text: number;
  readonly list: number;
}

/** Where the caller has none of its own. */
const WIDE: LengthLimits = { text: 1 << 26, list: 10_000_000 };

type Method<T> = (subject: T, args: readonly Value[], limits: LengthLimits) => Value;

export function callMethod(object: Value, method: string, args: readonly Value[], limits: LengthLimits = WIDE): Value {
  const name = method.toLowerCase();
  const plain = unmark(object);
  const marks = args.reduce<number>((sum, arg) => sum | marksOf(arg), marksOf(object));
  const call = <T>(methods: ReadonlyMap<string, Method<T>>, subject: T): Value => {
    const found = methods.get(name);
    if (!found) throw new ValueFault('no-such-method', `${kindOf(object)} has no method ${method}`);
    return found(subject, args, limits);
  };
  if (plain instanceof Dict) return call(OBJECT, plain);
  if (plain instanceof RowSet) return call(LIST, plain.rows);
  if (Array.isArray(plain)) return call(LIST, plain);
  if (plain instanceof Secret) throw new ValueFault('no-such-method', 'a secret has no methods: only adapters may open it');
  if (plain instanceof DateTime && !TEXT.has(name)) return dateMethod(plain, method);
  return markWithin(call(TEXT, toText(plain)), marks);
}

const text = (args: readonly Value[], at: number): string => toText(args[at] ?? null);
const number = (args: readonly Value[], at: number, fallback: number): number => {
  const value = args[at];
  if (value === undefined) return fallback;
  const found = toNumber(value);
  if (found === undefined) throw new ValueFault('type', `argument ${at + 1} must be a number, found ${kindOf(value)}`);
  return Math.trunc(found);
};

const table = <T>(...rows: readonly (readonly [names: string, method: Method<T>])[]): ReadonlyMap<string, Method<T>> =>
  new Map(rows.flatMap(([names, method]) => names.split(' ').map((name) => [name, method] as const)));

const TEXT = table<string>(
  ['trim', (s) => s.trim()],
  ['trimstart ltrim', (s) => s.trimStart()],
  ['trimend rtrim', (s) => s.trimEnd()],
  ['tolowercase lower lcase lowercase', (s) => s.toLowerCase()],
  ['touppercase upper ucase uppercase', (s) => s.toUpperCase()],
  ['tostring', (s) => s],
  ['length len count size', (s) => s.length],
  ['contains includes', (s, args) => s.includes(text(args, 0))],
  ['startswith', (s, args) => s.startsWith(text(args, 0))],
  ['endswith', (s, args) => s.endsWith(text(args, 0))],
  ['indexof', (s, args) => s.indexOf(text(args, 0))],
  ['lastindexof', (s, args) => s.lastIndexOf(text(args, 0))],
  ['charat', (s, args) => s.charAt(number(args, 0, 0))],
  ['slice', (s, args) => s.slice(number(args, 0, 0), number(args, 1, s.length))],
  ['substring', (s, args) => s.substring(number(args, 0, 0), number(args, 1, s.length))],
  ['substr', (s, args) => s.slice(number(args, 0, 0)).slice(0, Math.max(0, number(args, 1, s.length)))],
  ['replace replaceall', (s, args, limits) => replaceAll(s, text(args, 0), text(args, 1), limits.text)],
  ['split', (s, args, limits) => split(s, text(args, 0), limits.list)],
  ['repeat', (s, args, limits) => repeated(s, number(args, 0, 0), limits.text)],
  ['padstart padleft', (s, args, limits) => padded(s, number(args, 0, 0), text(args, 1), limits.text, true)],
  ['padend padright', (s, args, limits) => padded(s, number(args, 0, 0), text(args, 1), limits.text, false)],
  ['concat', (s, args, limits) => fits(s.length + text(args, 0).length, limits.text) && s + text(args, 0)],
);

const LIST = table<Value[]>(
  ['push append add', (list, args, limits) => append(list, args, limits.list)],
  ['pop', (list) => list.pop() ?? null],
  ['shift', (list) => list.shift() ?? null],
  ['unshift', (list, args, limits) => fits(list.length + args.length, limits.list) && list.unshift(...args)],
  ['insert', (list, args, limits) => fits(list.length + 1, limits.list) && insert(list, number(args, 0, 0), args[1] ?? null)],
  ['splice', (list, args) => list.splice(number(args, 0, 0), number(args, 1, list.length), ...args.slice(2))],
  ['remove delete', (list, args) => remove(list, args[0] ?? null)],
  ['removeat', (list, args) => list.splice(number(args, 0, 0), 1)[0] ?? null],
  ['clear', (list) => clear(list)],
  ['length len count size', (list) => list.length],
  ['first', (list) => list[0] ?? null],
  ['last', (list) => list[list.length - 1] ?? null],
  ['items toarray', (list) => list],
  ['contains includes has', (list, args) => binary('contains', list, args[0] ?? null)],
  ['indexof', (list, args) => list.findIndex((item) => areEqual(item, args[0] ?? null))],
  ['slice', (list, args) => list.slice(number(args, 0, 0), number(args, 1, list.length))],
  ['concat', (list, args, limits) => concat(list, args, limits.list)],
  ['reverse', (list) => list.reverse()],
  ['sort', (list) => list.sort(compareValues)],
  ['join', (list, args, limits) => join(list, args.length > 0 ? text(args, 0) : ',', limits.text)],
  ['tostring', (list) => toText(list)],
);

const OBJECT = table<Dict>(
  ['keys', (dict) => Array.from(dict.entries(), ([key]) => key)],
  ['values items', (dict) => Array.from(dict.entries(), ([, value]) => value)],
  ['has contains exists haskey containskey', (dict, args) => dict.has(text(args, 0))],
  ['get', (dict, args) => (dict.has(text(args, 0)) ? dict.get(text(args, 0)) : (args[1] ?? null))],
  ['set add put', (dict, args, limits) => fits(dict.size + 1, limits.list) && put(dict, text(args, 0), args[1] ?? null)],
  ['remove delete', (dict, args) => dict.delete(text(args, 0))],
  ['length len count size', (dict) => dict.size],
  ['tostring', (dict) => toText(dict)],
);

/** What the compiler knows to exist, lower-case. */
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** Methods whose time does not grow with what they are called on. */
const CONSTANT = words('length len count size push append add pop first last items toarray clear charat tostring');
const CONSTANT_ON_OBJECTS = words('has contains exists haskey containskey get set add put remove delete length len count size');

/** How many elements a call may have to read for each it is called on: what the machine counts as work. */
export function readsPerElement(object: Value, method: string): number {
  const name = method.toLowerCase();
  if (unmark(object) instanceof Dict) return CONSTANT_ON_OBJECTS.has(name) ? 0 : 1;
  return CONSTANT.has(name) ? 0 : name === 'sort' ? 20 : 1;
}

export const METHOD_NAMES: readonly string[] = [...new Set([...TEXT.keys(), ...LIST.keys(), ...OBJECT.keys(), ...DATE_PARTS])];

function dateMethod(date: DateTime, method: string): Value {
  const found = datePart(date, method);
  if (found === undefined) throw new ValueFault('no-such-method', `a date has no method ${method}`);
  return found;
}

function fits(length: number, limit: number): true {
  if (!(length <= limit)) throw new ValueFault('length', `${length} is longer than the limit of ${limit}`);
  return true;
}

/** Its length is known before it is made: a short text can blow up into any size. */
export function replaceAll(subject: string, what: string, by: string, limit: number): string {
  if (what === '' || subject.length < what.length) return subject;
  if (by.length > what.length) fits(subject.length + Math.ceil(subject.length / what.length) * (by.length - what.length), limit * 2);
  const result = subject.replaceAll(what, () => by);
  fits(result.length, limit);
  return result;
}

function split(subject: string, separator: string, limit: number): Value[] {
  const parts = subject.split(separator, limit + 1);
  fits(parts.length, limit);
  return parts;
}

function repeated(subject: string, times: number, limit: number): string {
  const count = Math.max(0, times);
  return fits(subject.length * count, limit) && subject.repeat(count);
}

function padded(subject: string, length: number, by: string, limit: number, left: boolean): string {
  fits(length, limit);
  return left ? subject.padStart(length, by || ' ') : subject.padEnd(length, by || ' ');
}

/** The new length, as the languages around us answer. */
function append(list: Value[], args: readonly Value[], limit: number): number {
  fits(list.length + args.length, limit);
  for (const arg of args) list.push(arg);
  return list.length;
}

function insert(list: Value[], at: number, value: Value): number {
  list.splice(at, 0, value);
  return list.length;
}

function clear(list: Value[]): null {
  list.length = 0;
  return null;
}

function put(dict: Dict, key: string, value: Value): null {
  dict.set(key, value);
  return null;
}

function remove(list: Value[], value: Value): boolean {
  const at = list.findIndex((item) => areEqual(item, value));
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}

function concat(list: Value[], args: readonly Value[], limit: number): Value[] {
  const joined: Value[] = [...list];
  for (const arg of args) {
    const plain = unmark(arg);
    const items = plain instanceof RowSet ? plain.rows : Array.isArray(plain) ? plain : [arg];
    append(joined, items, limit);
  }
  return joined;
}

function join(list: readonly Value[], separator: string, limit: number): string {
  let length = 0;
  const parts = list.map((item) => {
    const part = toText(item);
    length += part.length + separator.length;
    fits(length - separator.length, limit);
    return part;
  });
  return parts.join(separator);
}
