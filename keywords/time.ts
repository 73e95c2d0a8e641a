/** TIME: the time on the wall clock of the bot, as text. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { atWall } from './shared/wall-clock.ts';

export const time = defineKeyword({
  name: 'TIME',
  group: 'language',
  since: '0.1',
  summary: 'The time of day as text, 14:05:09.',
  syntax: 'TIME',
  params: {},
  returns: text('Hours, minutes and seconds.'),
  example: 'TALK "It is " + TIME()',
  effect: { class: 'pure', tier: 0, needs: ['clock'] },
  perform: (_, { ports, ask }) => atWall(ports.clock, ask.config, (_now, text) => text.slice(11)),
});
