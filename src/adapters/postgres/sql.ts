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
  /** True when this process now holds that name until it dies or lets go: proof that no other lives under it. */
  hold(name: string): Promise<boolean>;
  letGo(name: string): Promise<void>;
  close(): Promise<void>;
}

export const statement = (text: string, ...params: Param[]): Statement => ({ text, params });

const NEEDS_ESCAPE = /["\\]/;
const quote = (value: string) => (NEEDS_ESCAPE.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`);

export const textArray = (values: readonly (string | null | undefined)[]): string =>
  `{${values.map((value) => (value === null || value === undefined ? 'null' : quote(value))).join(',')}}`;

export const numberArray = (values: readonly (number | null | undefined)[]): string =>
  `{${values.map((value) => value ?? 'null').join(',')}}`;

export const bytesArray = (values: readonly (Uint8Array | null | undefined)[]): string =>
  `{${values.map((value) => (value ? `"\\\\x${hex(value)}"` : 'null')).join(',')}}`;

const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

// ── reading rows: int8 comes as text from one client and as a number from the other ──

export const textOf = (value: unknown): string => value as string;
export const optionalText = (value: unknown): string | undefined => (value === null ? undefined : (value as string));
export const numberOf = (value: unknown): number => Number(value);
export const optionalNumber = (value: unknown): number | undefined => (value === null ? undefined : Number(value));
export const bytesOf = (value: unknown): Uint8Array => value as Uint8Array;
export const optionalBytes = (value: unknown): Uint8Array | undefined => (value === null ? undefined : (value as Uint8Array));
