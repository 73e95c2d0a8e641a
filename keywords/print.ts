/** PRINT: TALK under the name that BASIC always had. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { say, written } from './shared/conversation.ts';

export const print = defineKeyword({
  name: 'PRINT',
  group: 'dialog',
  since: '0.1',
  summary: 'Says something to the user, like TALK.',
  syntax: 'PRINT <message>',
  params: { message: text('What to say.') },
  example: 'PRINT 6 * 7',
  effect: { class: 'ours', tier: 0 },
  perform: ({ message }, { ask }) => written(say(ask, message)),
});
