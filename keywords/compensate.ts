/** COMPENSATE: how to undo a step that has succeeded. The compiler keeps it for the end of the workflow (lower/workflow). */
import { defineKeyword, statement } from '../src/spec/index.ts';

export const compensate = defineKeyword({
  name: 'COMPENSATE',
  group: 'bots',
  since: '0.2',
  summary:
    'Registers the undo of the step above it, for when a later step fails with ON ERROR COMPENSATE or the workflow is cancelled or rejected.',
  syntax: 'COMPENSATE : <undo:statement>',
  params: { undo: statement('What undoes the step; the last registered runs first.') },
  example: 'STEP 1: BOT "booking" BOOKS flight\n  COMPENSATE: BOT "booking" CANCELS flight',
  call: false,
  value: 'never',
  // The statement itself is the effect: this answers nothing and is never asked.
  compute: () => null,
});
