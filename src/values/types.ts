/**
 * What a BASIC variable can hold. Scalars are JavaScript primitives so that the
 * interpreter's fast paths stay fast; what carries identity (lists, objects) is a
 * reference, and two variables that hold one object still do after a restore.
 */
import type { Dict } from './dict.ts';

/** NOTHING is null; undefined never is a value. Lists are plain arrays, 0-based. */
export type Value = null | boolean | number | string | Value[] | Dict | RowSet | DateTime | Secret | Marked;

/**
 * A wall-clock moment in the bot's zone, in milliseconds as if that wall were UTC.
 * It has no zone of its own: only the NOW effect and the timers know zones, so every
 * function over dates is pure. Source: proleptic Gregorian calendar, as ECMA-262 Date in UTC.
 */
export class DateTime {
  readonly ms: number;
  /** True where only a day was meant (TODAY, DATE): printed without a time. */
  readonly dayOnly: boolean;
  constructor(ms: number, dayOnly = false) {
    this.ms = ms;
    this.dayOnly = dayOnly;
  }
}

/** Rows of a query: a list that is falsy when empty and answers fields from its first row. */
export class RowSet {
  readonly rows: Value[];
  constructor(rows: Value[]) {
    this.rows = rows;
  }
}

/**
 * Text that only adapters can open: parts are literal text or the handle of a stored
 * secret. Joining it with text gives another secret; shown as •••.
 */
export class Secret {
  readonly parts: readonly (string | { readonly handle: string })[];
  constructor(parts: readonly (string | { readonly handle: string })[]) {
    this.parts = parts;
  }
}

/** What a secret looks like to people. */
export const MASK = '•••';

/** Where marked text came from; a bit set, so that joining two marks is an OR. */
export const MARK = { web: 1, mail: 2, tool: 4, document: 8, model: 16 } as const;

/** A scalar that came from outside or derives from such: boxed, so that unmarked ones stay primitive. */
export class Marked {
  readonly value: boolean | number | string | DateTime;
  readonly marks: number;
  constructor(value: boolean | number | string | DateTime, marks: number) {
    this.value = value;
    this.marks = marks;
  }
}
