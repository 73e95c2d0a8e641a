/** TODAY: the day on the wall clock of the bot. */
import { defineKeyword, value } from '../src/spec/index.ts';
import { DateTime } from '../src/values/index.ts';
import { DAY_MS, wallClock } from './shared/wall-clock.ts';

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
  perform: (_, { ports, ask }) => new DateTime(Math.floor(wallClock(ports.clock, ask.config).ms / DAY_MS) * DAY_MS, true),
});
