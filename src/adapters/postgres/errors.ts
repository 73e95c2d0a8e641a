/**
 * What a database's refusal means for the caller. Data errors are the row's fault and part the batch; a full
 * disk pauses; everything that may pass by itself is StoreUnavailable; the rest is ours and stays as it is.
 */
import { StoreFull, StoreUnavailable, UnstorableRow } from '../../spec/index.ts';

const DATA = /^(21|22|23|54)/;
const FULL = /^53100$/;
/** Connection, resources, operator intervention, deadlock, serialization, lock and statement timeouts, read-only standby. */
const PASSING = /^(08|53|57|58|40|55P03|25006)/;
const LOST_CONNECTION = /^(CONNECT|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ENOENT|EHOST)/;

export const sqlState = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

export function translated(error: unknown): unknown {
  const code = sqlState(error);
  const message = error instanceof Error ? error.message : String(error);
  if (FULL.test(code)) return new StoreFull(message, { cause: error });
  if (DATA.test(code)) return new UnstorableRow(message, [], { cause: error });
  if (PASSING.test(code) || LOST_CONNECTION.test(code)) return new StoreUnavailable(message, { cause: error });
  return error;
}

/** Statements that prove ownership divide by the number of rows they found: none is an error, and nothing goes on behind it. */
export const isRefusedProof = (error: unknown): boolean => error instanceof Error && sqlState(error.cause) === '22012';
