/**
 * PostgreSQL's wire protocol, as much as PGlite needs: a list of statements becomes one message, its answer a list of
 * row lists. Statements with parameters are prepared once and then only bound, which is twice as fast as asking
 * PGlite's own `query`, and a whole transaction is one call into it.
 */
import type { Row, Statement } from '../postgres/sql.ts';

interface Column {
  readonly name: string;
  readonly type: number;
}
interface Prepared {
  readonly name: string;
  columns: readonly Column[];
  /** Set when the database said so: a parse that failed leaves nothing behind. */
  known: boolean;
}

/** An error as the database told it; `code` is its SQLSTATE. */
export interface WireError {
  readonly code: string;
  readonly message: string;
}
export type Answer = { readonly rows: readonly Row[] } | { readonly error: WireError };

export function createWire() {
  const prepared = new Map<string, Prepared>();
  const preparedOf = (text: string): Prepared => {
    const found = prepared.get(text) ?? { name: `s${prepared.size}`, columns: [], known: false };
    prepared.set(text, found);
    return found;
  };
  return {
    encode(statements: readonly Statement[]): Uint8Array {
      const asked = new Set<Prepared>();
      return Buffer.concat(
        statements.flatMap(({ text, params }) => {
          if (params.length === 0) return [simpleQuery(text)];
          const statement = preparedOf(text);
          const parse =
            statement.known || asked.has(statement) ? [] : [parseMessage(statement.name, text), describeMessage(statement.name)];
          asked.add(statement);
          return [...parse, bindMessage(statement.name, params), EXECUTE, SYNC];
        }),
      );
    },
    decode(bytes: Uint8Array, statements: readonly Statement[]): Answer[] {
      const reader = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
      return statements.map(({ text, params }) => readAnswer(reader, params.length === 0 ? undefined : preparedOf(text)));
    },
  };
}

// ── asking ──

const cString = (text: string) => Buffer.concat([Buffer.from(text), Buffer.of(0)]);
const int16 = (value: number) => Buffer.of(value >> 8, value & 255);
const int32 = (value: number) => Buffer.of(value >> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255);
const message = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
};

const SYNC = message('S');
const EXECUTE = message('E', cString(''), int32(0));
const simpleQuery = (text: string) => message('Q', cString(text));
const parseMessage = (name: string, text: string) => message('P', cString(name), cString(text), int16(0));
const describeMessage = (name: string) => message('D', Buffer.from('S'), cString(name));
const bindMessage = (name: string, params: Statement['params']) =>
  message('B', cString(''), cString(name), int16(0), int16(params.length), ...params.flatMap(parameter), int16(0));

function parameter(value: Statement['params'][number]): Buffer[] {
  if (value === null) return [int32(-1)];
  const bytes = Buffer.from(value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : String(value));
  return [int32(bytes.length), bytes];
}

// ── hearing ──

interface Reader {
  readonly bytes: Buffer;
  at: number;
}

function readAnswer(reader: Reader, statement: Prepared | undefined): Answer {
  const rows: Row[] = [];
  let columns = statement?.columns ?? [];
  let error: WireError | undefined;
  while (reader.at < reader.bytes.length) {
    const type = String.fromCharCode(reader.bytes[reader.at]!);
    const end = reader.at + 1 + reader.bytes.readInt32BE(reader.at + 1);
    const body = reader.bytes.subarray(reader.at + 5, end);
    reader.at = end;
    if (type === 'Z') break;
    if (type === '1' && statement) statement.known = true;
    else if (type === 'T') {
      columns = readColumns(body);
      if (statement) statement.columns = columns;
    } else if (type === 'D') rows.push(readRow(body, columns));
    else if (type === 'E') error ??= readError(body);
  }
  return error ? { error } : { rows };
}

function readColumns(body: Buffer): Column[] {
  let at = 2;
  return Array.from({ length: body.readInt16BE(0) }, () => {
    const end = body.indexOf(0, at);
    const name = body.toString('utf8', at, end);
    const type = body.readInt32BE(end + 7);
    at = end + 19;
    return { name, type };
  });
}

function readRow(body: Buffer, columns: readonly Column[]): Row {
  const row: Record<string, unknown> = {};
  let at = 2;
  for (const { name, type } of columns) {
    const length = body.readInt32BE(at);
    at += 4;
    row[name] = length < 0 ? null : readValue(body.subarray(at, at + length), type);
    if (length > 0) at += length;
  }
  return row;
}

const BOOLEAN = 16;
const BYTEA = 17;
const NUMBERS = new Set([20, 21, 23, 26, 700, 701]);

function readValue(bytes: Buffer, type: number): unknown {
  if (type === BYTEA) return Buffer.from(bytes.toString('latin1', 2), 'hex');
  const text = bytes.toString('utf8');
  if (NUMBERS.has(type)) return Number(text);
  return type === BOOLEAN ? text === 't' : text;
}

function readError(body: Buffer): WireError {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .filter((field) => field !== '')
      .map((field) => [field[0], field.slice(1)]),
  );
  return { code: fields.get('C') ?? '', message: fields.get('M') ?? 'the database refused' };
}
