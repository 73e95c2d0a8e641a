/**
 * STEP: says where a workflow stands. The marker is answered at once and rides in the flush of what follows it, so a step
 * costs no wait of its own; what stands in the journal after it, in the same fiber, is the step.
 */
import { defineKeyword, internal, statement, text, value } from '../src/spec/index.ts';
import { toText } from '../src/values/index.ts';

export const step = defineKeyword({
  name: 'STEP',
  group: 'bots',
  since: '0.2',
  summary: 'One step of a workflow: its number or name, and any statement.',
  syntax: 'STEP <n:operand> : <do:statement>',
  params: {
    n: value('Number or name.'),
    do: statement('What the step does: BOT, HUMAN APPROVAL, PARALLEL, CALL, or any other statement.'),
    label: internal(text('The statement, as written.')),
    workflow: internal(text('Id of the execution it belongs to.')),
  },
  example: 'STEP 1: BOT "researcher" GATHERS data',
  call: false,
  value: 'never',
  effect: { class: 'pure', tier: 0 },
  perform({ n, label, workflow }, { ask }) {
    if (!workflow) return { result: null, writes: [] };
    const shown = `${toText(n)} ${label ?? ''}`.trim();
    return { result: null, writes: [{ kind: 'workflow', id: workflow, bot: ask.bot, step: shown }] };
  },
});
