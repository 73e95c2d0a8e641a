/**
 * The Sql port: all that the store asks of a database client, so that one set of statements serves
 * PostgreSQL and PGlite. Parameters are scalars, bytes or array literals (`textArray` and its like);
 * their types stand as casts in the statement.
 */
export type Param = string | number | boolean | null | Uint8Array;
export interface Statement {
  readonly text: string;
  readonly params: readonly Param[];
}
export type Row = Readonly<Record<string, unknown>>;

export interface Session {
  query(text: string, params?: readonly Param[]): Promise<readonly Row[]>;
}

export interface Sql extends Session {
  /** One transaction in one round trip: all is sent before the first answer is read. One at a time. */
  batch(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>;
  /** One transaction that looks at its answers; rolled back when `work` throws. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** A long answer as it stood when asked, so many rows at a time; others are served in between. */
  pages(text: string, rows: number): AsyncIterable<readonly Row[]>;
  /** True when this process now holds that name until it dies or lets go: proof that no other lives under it. */
  hold(name: string): Promise<boolean>;
  letGo(name: string): Promise<void>;
  close(): Promise<void>;
}

export const statement = (text: string, ...params: Param[]): Statement => ({ text, params });

// Loops instead of map and join, and one conversion to hex for all bytes: this is where a flush spends its time.

const NEEDS_ESCAPE = /["\\]/;

export function textArray(values: readonly (string | null | undefined)[]): string {
  let literal = '{';
  for (const value of values) {
    if (literal.length > 1) literal += ',';
    if (value === null || value === undefined) literal += 'null';
    else literal += NEEDS_ESCAPE.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`;
  }
  return `${literal}}`;
}

export function numberArray(values: readonly (number | null | undefined)[]): string {
  let literal = '{';
  for (const value of values) literal += `${literal.length > 1 ? ',' : ''}${value ?? 'null'}`;
  return `${literal}}`;
}

export function bytesArray(values: readonly (Uint8Array | null | undefined)[]): string {
  const hex = allHex(values);
  let literal = '{';
  let at = 0;
  for (const value of values) {
    if (literal.length > 1) literal += ',';
    const end = at + (value?.length ?? 0) * 2;
    literal += value ? `"\\\\x${hex.slice(at, end)}"` : 'null';
    at = end;
  }
  return `${literal}}`;
}

function allHex(values: readonly (Uint8Array | null | undefined)[]): string {
  let length = 0;
  for (const value of values) length += value?.length ?? 0;
  const all = Buffer.allocUnsafe(length);
  let at = 0;
  for (const value of values)
    if (value) {
      all.set(value, at);
      at += value.length;
    }
  return all.toString('hex');
}

// ── reading rows: int8 comes as text from one client and as a number from the other ──

export const textOf = (value: unknown): string => value as string;
export const optionalText = (value: unknown): string | undefined => (value === null ? undefined : (value as string));
export const numberOf = (value: unknown): number => Number(value);
export const optionalNumber = (value: unknown): number | undefined => (value === null ? undefined : Number(value));
export const bytesOf = (value: unknown): Uint8Array => value as Uint8Array;
export const optionalBytes = (value: unknown): Uint8Array | undefined => (value === null ? undefined : (value as Uint8Array));
