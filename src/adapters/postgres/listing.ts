/**
 * The statements of lists that people page through. Only the conditions that were asked for stand in them, so that each
 * can be served by an index; states stand as literals, so that a partial index can.
 */
import { never } from '../../base/index.ts';
import type { RunFilter, RunState, WorkflowFilter } from '../../spec/index.ts';
import type { Param, Statement } from './sql.ts';

/** A run told to cancel shows as cancelling until it has ended. */
export const SHOWN_STATE = `case when command = 'cancel' and ended_at is null then 'cancelling' else state end`;
export const RUNS = `select id, bot, version, script, ${SHOWN_STATE} as state, held_reason, message, conversation, created_at, ended_at, pruned_at,
  result, fault::text as fault from runs`;

export function listRuns({ bot, state, conversation, before, limit }: RunFilter): Statement {
  const where = new Conditions();
  if (bot !== undefined) where.add((n) => `bot = ${n}`, bot);
  if (conversation !== undefined) where.add((n) => `conversation = ${n}`, conversation);
  if (state !== undefined) where.say(stateCondition(state));
  if (before !== undefined) where.add((n) => `id < ${n}`, before);
  return where.statement(RUNS, limit);
}

function stateCondition(state: RunState): string {
  switch (state) {
    case 'cancelling':
      return `command = 'cancel' and ended_at is null`;
    case 'done':
    case 'failed':
    case 'cancelled':
      return `state = '${state}'`;
    case 'ready':
    case 'leased':
    case 'waiting':
    case 'held':
      return `state = '${state}' and command is distinct from 'cancel'`;
    default:
      return never(state);
  }
}

/** What an index holds of a name. */
const NAME = 'left(workflow_definition, 200)';

export function listWorkflows({ run, bot, name, state, since, until, text, before, limit }: WorkflowFilter): Statement {
  const where = new Conditions();
  if (run !== undefined) where.add((n) => `run = ${n}`, run);
  if (bot !== undefined) where.add((n) => `bot_id = ${n}`, bot);
  if (name !== undefined) where.add((n) => `${NAME} = left(${n}::text, 200) and workflow_definition = ${n}::text`, name);
  if (state !== undefined) where.say(`state = '${STATES[state]}'`);
  if (since !== undefined) where.add((n) => `started_at >= ${n}::bigint`, since);
  if (until !== undefined) where.add((n) => `started_at < ${n}::bigint`, until);
  if (text !== undefined) where.add((n) => `position(lower(${n}::text) in lower(${SEARCHED})) > 0`, text);
  if (before !== undefined) where.add((n) => `id < ${n}`, before);
  return where.statement('select * from workflow_executions', limit);
}

const SEARCHED = `concat_ws(' ', bot_id, workflow_definition, current_step, id)`;
/** Words of our own: nothing that came from outside stands in a statement. */
const STATES: Readonly<Record<NonNullable<WorkflowFilter['state']>, string>> = {
  running: 'running',
  done: 'done',
  failed: 'failed',
  rejected: 'rejected',
  compensated: 'compensated',
  cancelled: 'cancelled',
};

class Conditions {
  readonly #texts: string[] = [];
  readonly #params: Param[] = [];

  say(text: string): void {
    this.#texts.push(text);
  }

  add(text: (name: string) => string, param: Param): void {
    this.#params.push(param);
    this.#texts.push(text(`$${this.#params.length}`));
  }

  /** Newest first: ids sort by time. */
  statement(select: string, limit: number): Statement {
    const where = this.#texts.length > 0 ? ` where ${this.#texts.join(' and ')}` : '';
    return { text: `${select}${where} order by id desc limit $${this.#params.length + 1}::int`, params: [...this.#params, limit] };
  }
}
