/** WAIT: the run sleeps as one row and costs nothing; days are as cheap as seconds. */
import { defineKeyword, number } from '../src/spec/index.ts';
import { faulted } from './shared/faulted.ts';
import { secondsToMs } from './shared/seconds.ts';

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
    const ms = secondsToMs(seconds);
    if (ms === null) return faulted('bad-argument', 'WAIT takes a number of seconds, ten years at most');
    return { wait: { kind: 'timer', ms } };
  },
  wake: () => ({ result: null, writes: [] }),
});
