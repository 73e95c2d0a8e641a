/** BOT ID: which bot this is. */
import { defineKeyword, text } from '../src/spec/index.ts';

export const botId = defineKeyword({
  name: 'BOT ID',
  group: 'session',
  since: '0.1',
  summary: 'The name of this bot.',
  syntax: 'BOT ID',
  params: {},
  returns: text('The name.'),
  example: 'DEBUG BOT_ID()',
  effect: { class: 'pure', tier: 0 },
  perform: (_, { ask }) => ask.bot,
});
