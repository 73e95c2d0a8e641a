/** NOW: the wall clock of the bot. The first answer is journaled, so a replay sees the same moment. */
import { defineKeyword, value } from '../src/spec/index.ts';
import { atWall } from './shared/wall-clock.ts';

export const now = defineKeyword({
  name: 'NOW',
  group: 'language',
  since: '0.1',
  summary: 'The date and time of the bot: wall clock of its zone.',
  syntax: 'NOW',
  params: {},
  returns: value('The date and time.'),
  example: 'started = NOW()',
  effect: { class: 'pure', tier: 0, needs: ['clock'] },
  perform: (_, { ports, ask }) => atWall(ports.clock, ask.config, (now) => now),
});
