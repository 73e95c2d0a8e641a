/** WAIT: the run sleeps as one row and costs nothing; days are as cheap as seconds. */
import { defineKeyword, number } from '../src/spec/index.ts';
import { faulted } from './shared/faulted.ts';

const LONGEST_SECONDS = 10 * 366 * 86_400;

export const wait = defineKeyword({
  name: 'WAIT',
  group: 'dialog',
  since: '0.1',
  summary: 'Waits for some seconds.',
  syntax: 'WAIT <seconds>',
  params: { seconds: number('How long; fractions are fine. HOURS(2) and DAYS(1) are seconds too.') },
  example: 'WAIT HOURS(2)',
  effect: { class: 'wait', tier: 0 },
  perform({ seconds }) {
    if (!(seconds <= LONGEST_SECONDS)) return faulted('bad-argument', 'WAIT takes a number of seconds, ten years at most');
    return { wait: { kind: 'timer', ms: Math.max(0, Math.round(seconds * 1000)) } };
  },
  wake: () => ({ result: null, writes: [] }),
});
