/** BEGIN TALK: a message of several lines, kept as they stand. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { say, written } from './shared/conversation.ts';

export const beginTalk = defineKeyword({
  name: 'BEGIN TALK',
  group: 'dialog',
  since: '0.1',
  summary: 'Says several lines as one message; ${expression} is filled in, nothing else is read.',
  syntax: 'BEGIN TALK <body:text> END TALK',
  value: 'never',
  call: false,
  params: { body: text('The lines between; Markdown is shown as such.') },
  example: 'BEGIN TALK\nHello ${name},\n\n- one\n- two\nEND TALK',
  effect: { class: 'ours', tier: 0 },
  perform: ({ body }, { ask }) => written(say(ask, body)),
});
