/** A bot that is nobody's script: the model plays it, with the role it was added with. */
import { defineKeyword, object, value } from '../src/spec/index.ts';
import { askModel } from './shared/asking-models.ts';
import { playedPrompt } from './shared/roster.ts';

export const botModel = defineKeyword({
  name: 'BOT MODEL',
  group: 'bots',
  since: '0.2',
  summary: 'Plays a bot that has no script of its own.',
  syntax: 'BOT MODEL',
  isHelper: true,
  params: { played: object('What BOT found out: name, role, task, context.') },
  returns: value('The answer.'),
  example: 'BOT "critic" "judge the plan" INTO verdict',
  effect: { class: 'repeatable', tier: 1, needs: ['model', 'memory'] },
  perform: ({ played }, { ports, ask }) => askModel(playedPrompt(played), ports, ask),
});
