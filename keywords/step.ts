/**
 * STEP: says where a workflow stands. The marker is answered at once and rides in the flush of what follows it, so a step
 * costs no wait of its own; what stands in the journal after it, in the same fiber, is the step.
 */
import { defineKeyword, flag, internal, number, statement, text, value } from '../src/spec/index.ts';
import { toText } from '../src/values/index.ts';

export const step = defineKeyword({
  name: 'STEP',
  group: 'bots',
  since: '0.2',
  summary: 'One step of a workflow: its number or name, and any statement.',
  syntax:
    'STEP <n:operand> : <do:statement> { /RETRY <retry:operand> | /BACKOFF <backoff:operand> | /TIMEOUT <timeout:operand> | DELAY <delay:operand>' +
    ' | /ON ERROR FAIL | /ON ERROR SKIP | /ON ERROR RETRY | /ON ERROR COMPENSATE | /ON TIMEOUT : <onTimeout:statement> }',
  params: {
    n: value('Number or name.'),
    do: statement('What the step does: BOT, HUMAN APPROVAL, PARALLEL, CALL, or any other statement.'),
    retry: number('How often to try again when it fails.').optional(),
    backoff: number('Seconds before the second try; doubled for each one more.').optional(),
    timeout: number('Seconds after which it is left, which is a fault.').optional(),
    delay: number('Seconds to wait first.').optional(),
    onErrorFail: flag('A fault goes on (the rule).').optional(),
    onErrorSkip: flag('A fault leaves the step out.').optional(),
    onErrorRetry: flag('A fault is tried three times, unless RETRY says how often.').optional(),
    onErrorCompensate: flag('A fault undoes the steps before it.').optional(),
    onTimeout: statement(
      'What is done when the time is over: ESCALATE TO, APPROVE WITH WARNING, REJECT, or any other statement.',
    ).optional(),
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
