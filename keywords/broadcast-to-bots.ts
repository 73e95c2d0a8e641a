/** BROADCAST TO BOTS: the same task for all bots of the conversation that have a script; nobody waits for them. */
import { defineKeyword, internal, number, object, text } from '../src/spec/index.ts';
import { broadcast } from './shared/delegation.ts';

export const broadcastToBots = defineKeyword({
  name: 'BROADCAST TO BOTS',
  group: 'bots',
  since: '0.2',
  summary: 'Gives a task to all bots that were added and have a script, without waiting for them.',
  syntax: 'BROADCAST TO BOTS <message>',
  params: { message: text('The task.'), context: internal(object('The variables of the script.')) },
  returns: number('How many bots were told.'),
  example: 'told = BROADCAST TO BOTS "the shop closes at noon"',
  effect: { class: 'ours', tier: 0, needs: ['bots', 'memory'] },
  perform: ({ message, context }, { ports, ask }) => broadcast({ bot: '', task: message, context }, ports, ask),
});
