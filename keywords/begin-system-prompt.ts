/** BEGIN SYSTEM PROMPT: how the model behaves in this conversation. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { SYSTEM_PROMPT } from './shared/prompting.ts';
import { remember, sessionOf } from './shared/scopes.ts';

export const beginSystemPrompt = defineKeyword({
  name: 'BEGIN SYSTEM PROMPT',
  group: 'ai',
  since: '0.1',
  summary: 'Tells the model who it is, for the rest of this conversation.',
  syntax: 'BEGIN SYSTEM PROMPT <body:text> END SYSTEM PROMPT',
  value: 'never',
  call: false,
  params: { body: text('The instruction; ${expression} is filled in.') },
  example: 'BEGIN SYSTEM PROMPT\nYou are the reception of a clinic. Today is ${TODAY()}.\nEND SYSTEM PROMPT',
  effect: { class: 'ours', tier: 1 },
  perform: ({ body }, { ask }) => remember('conversation', sessionOf(ask), SYSTEM_PROMPT, body),
});
