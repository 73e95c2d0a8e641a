/** SESSION ID: which conversation this is. */
import { defineKeyword, value } from '../src/spec/index.ts';

export const sessionId = defineKeyword({
  name: 'SESSION ID',
  group: 'session',
  since: '0.1',
  summary: 'The id of this conversation.',
  syntax: 'SESSION ID',
  params: {},
  returns: value('The id; NOTHING where nobody is spoken to.'),
  example: 'DEBUG SESSION_ID()',
  effect: { class: 'pure', tier: 0 },
  perform: (_, { ask }) => ask.conversation ?? null,
});
