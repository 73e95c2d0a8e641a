/**
 * HEAR: waits for the visitor. The waiting run is one row and uses no memory, so an answer that
 * comes next month still finds it, whatever restarted meanwhile.
 */
import { type Arguments, defineKeyword, flag, list, target, text, value, word } from '../src/spec/index.ts';
import { hearAnswer, poseQuestion, type Question } from './shared/questions.ts';

const PARAMS = {
  v: target('Variable that receives the answer.'),
  type: word('What the answer must be: EMAIL, DATE, INTEGER, MONEY, …; any other word takes any text.').optional(),
  options: list('What can be chosen; * among them takes any other text too.').optional(),
  optionsAny: flag('* was written.').optional(),
  prompt: text('Said first.').optional(),
  default: value('Stands in for an empty answer and after three that do not fit.').optional(),
};

export const hear = defineKeyword({
  name: 'HEAR',
  group: 'dialog',
  since: '0.1',
  summary: 'Waits for what the user says; checks it and asks again when it does not fit.',
  syntax: [
    'HEAR <v:target> [AS <type:word>] { WITH <prompt> | DEFAULT <default> }',
    'HEAR <v:target> AS [MENU] <options...> { WITH <prompt> | DEFAULT <default> }',
    'HEAR',
  ],
  params: { ...PARAMS, menu: flag('Says that a list of options follows.').optional() },
  returns: value('The answer, normalised.'),
  example: 'HEAR email AS EMAIL WITH "What is your e-mail?"',
  effect: { class: 'wait', tier: 0 },
  perform: (args, { ask }) => poseQuestion(questionOf(args), ask),
  wake: (args, signal, waking) => hearAnswer(questionOf(args), signal, waking),
});

const questionOf = (args: Arguments<typeof PARAMS>): Question => ({
  type: args.type,
  options: args.options,
  free: args.optionsAny,
  prompt: args.prompt,
  fallback: args.default,
});
