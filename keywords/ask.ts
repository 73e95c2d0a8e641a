/** ASK: says something, waits, and gives the answer as a value. */
import { type Arguments, defineKeyword, text, value, word } from '../src/spec/index.ts';
import { hearAnswer, poseQuestion } from './shared/questions.ts';

const PARAMS = {
  prompt: text('Said first.'),
  type: word('What the answer must be, as in HEAR.').optional(),
};

export const ask = defineKeyword({
  name: 'ASK',
  group: 'dialog',
  since: '0.1',
  summary: 'Asks the user and returns the answer.',
  syntax: 'ASK <prompt> [AS <type:word>]',
  params: PARAMS,
  returns: value('The answer.'),
  example: 'name = ASK "What is your name?"',
  effect: { class: 'wait', tier: 0 },
  perform: (args: Arguments<typeof PARAMS>, { ask }) => poseQuestion(args, ask),
  wake: (args: Arguments<typeof PARAMS>, signal, waking) => hearAnswer(args, signal, waking),
});
