/** NOW UTC: the wall clock of Greenwich, whatever the zone of the bot. */
import { defineKeyword, value } from '../src/spec/index.ts';
import { DateTime } from '../src/values/index.ts';

export const nowUtc = defineKeyword({
  name: 'NOW UTC',
  group: 'language',
  since: '0.1',
  summary: 'The date and time in UTC.',
  syntax: 'NOW UTC',
  params: {},
  returns: value('The date and time in UTC.'),
  example: 'sentAt = NOW_UTC()',
  effect: { class: 'pure', tier: 0, needs: ['clock'] },
  perform: (_, { ports }) => new DateTime(ports.clock.now()),
});
