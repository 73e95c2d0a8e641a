/** TODAY: the day on the wall clock of the bot. */
import { defineKeyword, value } from '../src/spec/index.ts';
import { DateTime } from '../src/values/index.ts';
import { atWall, DAY_MS } from './shared/wall-clock.ts';

export const today = defineKeyword({
  name: 'TODAY',
  group: 'language',
  since: '0.1',
  summary: 'The current day of the bot, without a time.',
  syntax: 'TODAY',
  params: {},
  returns: value('The day.'),
  example: 'due = TODAY() + DAYS(7)',
  effect: { class: 'pure', tier: 0, needs: ['clock'] },
  perform: (_, { ports, ask }) => atWall(ports.clock, ask.config, (now) => new DateTime(Math.floor(now.ms / DAY_MS) * DAY_MS, true)),
});
