/** CANCEL WORKFLOW: what a person's cancel is, said by the program itself: what was done is undone, and the run ends. */
import { defineKeyword, value } from '../src/spec/index.ts';

export const cancelWorkflow = defineKeyword({
  name: 'CANCEL WORKFLOW',
  group: 'bots',
  since: '0.2',
  summary: 'Undoes what the workflow did and ends the run as cancelled; no ON ERROR takes it.',
  syntax: ['CANCEL WORKFLOW <reason>', 'CANCEL WORKFLOW'],
  params: { reason: value('Why, as whoever looks at the run reads it.').optional() },
  example: 'IF order.withdrawn THEN CANCEL WORKFLOW "the order was withdrawn"',
  call: false,
  value: 'never',
  // The compiler makes the fault (lower/workflow/timeouts.ts).
  compute: () => null,
});
