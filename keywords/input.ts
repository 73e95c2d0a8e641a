/** INPUT: ASK in the order of words that BASIC always had. */
import { defineKeyword, target, text, value } from '../src/spec/index.ts';
import { hearAnswer, poseQuestion } from './shared/questions.ts';

export const input = defineKeyword({
  name: 'INPUT',
  group: 'dialog',
  since: '0.1',
  summary: 'Asks the user and puts the answer into a variable.',
  syntax: ['INPUT <prompt>, <v:target>', 'INPUT <v:target>'],
  params: {
    prompt: text('Said first.').optional(),
    v: target('Variable that receives the answer.'),
  },
  returns: value('The answer.'),
  example: 'INPUT "Your name? ", name',
  effect: { class: 'wait', tier: 0 },
  perform: ({ prompt }, { ask }) => poseQuestion({ prompt }, ask),
  wake: ({ prompt }, signal, waking) => hearAnswer({ prompt }, signal, waking),
});
