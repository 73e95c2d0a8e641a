/** The end of a workflow: what became of it, told to its row in the flush of what follows. */

import type { WorkflowState } from '../src/spec/index.ts';
import { defineKeyword, text, value } from '../src/spec/index.ts';

export const workflowEnd = defineKeyword({
  name: 'WORKFLOW END',
  group: 'bots',
  since: '0.2',
  summary: 'Ends the execution of a workflow.',
  syntax: 'WORKFLOW END',
  isHelper: true,
  params: {
    workflow: text('Id of the execution.').optional(),
    state: text('What became of it.'),
    result: value('What its steps answered, where the program keeps that.').optional(),
  },
  example: 'END WORKFLOW',
  effect: { class: 'pure', tier: 0 },
  perform({ workflow, state, result }, { ask }) {
    // A way around its beginning: there is nothing to end.
    if (!workflow) return { result: null, writes: [] };
    const ended = { kind: 'workflow', id: workflow, bot: ask.bot, state: state as WorkflowState } as const;
    return { result: null, writes: [result === undefined ? ended : { ...ended, result }] };
  },
});
