/** workflow_executions in memory. */
import type { FlushWrite, WorkflowRow, Workflows } from '../../spec/index.ts';
import { decodeValue } from '../../values/index.ts';
import { forEyes } from '../postgres/limits.ts';
import type { Tables, WorkflowRecord } from './tables.ts';

type WriteOf<K extends FlushWrite['kind']> = Extract<FlushWrite, { kind: K }>;

export function writeWorkflow({ workflows }: Tables, { id, run, bot, at, name, step, state, result }: WriteOf<'workflow'>): void {
  const before =
    workflows.get(id) ?? (name === undefined ? undefined : { id, run, bot, name: forEyes(name), state: 'running', startedAt: at });
  if (!before) return;
  workflows.set(id, {
    ...before,
    ...(step !== undefined && { step: forEyes(step) }),
    ...(state && { state }),
    ...(state && state !== 'running' && { endedAt: at }),
    ...(result && { result }),
  } as WorkflowRecord);
}

export function endWorkflows({ workflows }: Tables, { run, state, at }: WriteOf<'workflows-end'>): void {
  for (const [id, row] of workflows) if (row.run === run && row.state === 'running') workflows.set(id, { ...row, state, endedAt: at });
}

export const createWorkflows = ({ workflows }: Tables): Workflows => ({
  list: async ({ run, bot, name, state, since, until, text, before, limit }) =>
    [...workflows.values()]
      .filter(
        (row) =>
          (run === undefined || row.run === run) &&
          (bot === undefined || row.bot === bot) &&
          (state === undefined || row.state === state) &&
          (name === undefined || row.name === name) &&
          (since === undefined || row.startedAt >= since) &&
          (until === undefined || row.startedAt < until) &&
          (text === undefined || searched(row).includes(text.toLowerCase())) &&
          (before === undefined || row.id < before),
      )
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit)
      .map(shown),
});

const searched = ({ bot, name, step, id }: WorkflowRecord): string => [bot, name, step ?? '', id].join(' ').toLowerCase();

const shown = ({ result, ...row }: WorkflowRecord): WorkflowRow => ({
  ...row,
  step: row.step,
  endedAt: row.endedAt,
  result: result && decodeValue(result),
});
