/** workflow_executions: what people see of a workflow with SQL. The journal stays the truth; these rows ride in its flushes. */
import type { WorkflowRow, WorkflowState, Workflows } from '../../spec/index.ts';
import { decodeValue } from '../../values/index.ts';
import type { WriteOf } from './flush-writes.ts';
import { forEyes } from './limits.ts';
import { listWorkflows } from './listing.ts';
import type { StoreParts } from './parts.ts';
import {
  bytesArray,
  bytesOf,
  numberArray,
  numberOf,
  optionalNumber,
  optionalText,
  type Row,
  type Statement,
  statement,
  textArray,
  textOf,
} from './sql.ts';

/** One row an execution, however many of its steps came in one flush: those that begin are inserted, the others moved on. */
export function writeWorkflows(writes: readonly WriteOf<'workflow'>[]): Statement[] {
  if (writes.length === 0) return [];
  const merged = [...mergedById(writes).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const begun = merged.filter((each) => each.name !== undefined);
  const moved = merged.filter((each) => each.name === undefined);
  const statements: Statement[] = [];
  if (begun.length > 0)
    statements.push(
      statement(
        `insert into workflow_executions
           (id, run, current_step, state, result, ended_at, bot_id, workflow_definition, started_at)
         select id, run, step, coalesce(state, 'running'), result, ended, bot, name, started
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bigint[], $7::text[], $8::text[], $9::bigint[])
           w (id, run, step, state, result, ended, bot, name, started)`,
        ...columns(begun),
        textArray(begun.map((each) => each.bot)),
        textArray(begun.map((each) => forEyes(each.name ?? ''))),
        numberArray(begun.map((each) => each.started)),
      ),
    );
  if (moved.length > 0)
    statements.push(
      statement(
        `update workflow_executions e set current_step = coalesce(w.step, e.current_step), state = coalesce(w.state, e.state),
           result = coalesce(w.result, e.result), ended_at = coalesce(w.ended, e.ended_at)
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bigint[]) w (id, run, step, state, result, ended)
         where e.id = any($1::text[]) and e.id = w.id`,
        ...columns(moved),
      ),
    );
  return statements;
}

type Merged = WriteOf<'workflow'> & { readonly started: number; readonly ended?: number };

/** What comes later counts; what it leaves out stays. */
export function mergedById(writes: readonly WriteOf<'workflow'>[]): ReadonlyMap<string, Merged> {
  const merged = new Map<string, Merged>();
  for (const write of writes) {
    const before = merged.get(write.id);
    const ended = write.state && write.state !== 'running' ? { ended: write.at } : {};
    merged.set(write.id, { ...before, ...write, started: before?.started ?? write.at, ...ended });
  }
  return merged;
}

const columns = (rows: readonly Merged[]): string[] => [
  textArray(rows.map((each) => each.id)),
  textArray(rows.map((each) => each.run)),
  textArray(rows.map((each) => (each.step === undefined ? undefined : forEyes(each.step)))),
  textArray(rows.map((each) => each.state)),
  bytesArray(rows.map((each) => each.result ?? null)),
  numberArray(rows.map((each) => each.ended)),
];

export const endWorkflows = (ends: readonly WriteOf<'workflows-end'>[]): Statement =>
  statement(
    `update workflow_executions e set state = w.state, ended_at = w.at
     from unnest($1::text[], $2::text[], $3::bigint[]) w (run, state, at)
     where e.run = any($1::text[]) and e.run = w.run and e.state = 'running'`,
    textArray(ends.map((each) => each.run)),
    textArray(ends.map((each) => each.state)),
    numberArray(ends.map((each) => each.at)),
  );

export const createWorkflows = ({ sql }: StoreParts): Workflows => ({
  async list(filter) {
    const { text, params } = listWorkflows(filter);
    return (await sql.query(text, params)).map(rowOf);
  },
});

const rowOf = (row: Row): WorkflowRow => ({
  id: textOf(row.id),
  run: textOf(row.run),
  bot: textOf(row.bot_id),
  name: textOf(row.workflow_definition),
  step: optionalText(row.current_step),
  state: row.state as WorkflowState,
  startedAt: numberOf(row.started_at),
  endedAt: optionalNumber(row.ended_at),
  result: row.result === null ? undefined : decodeValue(bytesOf(row.result)),
});
