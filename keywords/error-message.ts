/** ERROR MESSAGE: what the trapped error says; the spelling with a blank of the function ERROR_MESSAGE. */
import { defineKeyword, text } from '../src/spec/index.ts';

export const errorMessage = defineKeyword({
  name: 'ERROR MESSAGE',
  group: 'language',
  since: '0.1',
  summary: 'The message of the error that ON ERROR RESUME NEXT trapped; empty if there is none.',
  syntax: 'ERROR MESSAGE',
  call: false,
  params: {},
  returns: text('The message.'),
  example: 'IF ERROR THEN TALK "That failed: " + ERROR MESSAGE',
  compute: (_, context) => context.error()?.message ?? '',
});
