/** REJECT: the fault `rejected`, as a person's no is one: it ends the workflow, and what was done is undone. */
import { defineKeyword, value } from '../src/spec/index.ts';

export const reject = defineKeyword({
  name: 'REJECT',
  group: 'bots',
  since: '0.2',
  summary: 'Ends the workflow as rejected; COMPENSATE undoes the steps that were done.',
  syntax: ['REJECT <reason>', 'REJECT'],
  params: { reason: value('Why, as whoever looks at the run reads it.').optional() },
  example: 'IF total > 1000 THEN REJECT "too expensive"',
  call: false,
  value: 'never',
  // The compiler makes the fault (lower/workflow/timeouts.ts).
  compute: () => null,
});
