/** DELAY: as WAIT, in the words of workflows. */
import { defineKeyword, number } from '../src/spec/index.ts';
import { wait } from './wait.ts';

export const delay = defineKeyword({
  name: 'DELAY',
  group: 'bots',
  since: '0.2',
  summary: 'Waits for some seconds before the workflow goes on.',
  syntax: 'DELAY <seconds>',
  params: { seconds: number('How long; DAYS(1) is seconds too.') },
  example: 'DELAY 86400',
  effect: { class: 'wait', tier: 0 },
  perform: (args, context) => wait.perform?.(args, context) ?? null,
  wake: () => ({ result: null, writes: [] }),
});
