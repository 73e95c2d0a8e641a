/** TALK: one message to the visitor of this conversation. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { say, written } from './shared/conversation.ts';

export const talk = defineKeyword({
  name: 'TALK',
  group: 'dialog',
  since: '0.1',
  summary: 'Says something to the user.',
  syntax: 'TALK <message:prose>',
  params: { message: text('What to say; Markdown is shown as such.') },
  example: 'TALK "Good morning, " + name',
  effect: { class: 'ours', tier: 0 },
  perform: ({ message }, { ask }) => written(say(ask, message)),
});
