/**
 * TRANSFER CONVERSATION: another bot goes on with this conversation, with all that was said; this script ends. The run of
 * the other bot begins in the flush that answers this, so there is no moment in which nobody has the conversation.
 */
import { defineKeyword, internal, object, text } from '../src/spec/index.ts';
import { transfer } from './shared/delegation.ts';

export const transferConversation = defineKeyword({
  name: 'TRANSFER CONVERSATION',
  group: 'bots',
  since: '0.2',
  summary: 'Hands this conversation over to another bot and ends the script.',
  syntax: 'TRANSFER CONVERSATION TO <bot>',
  params: { bot: text('Name of the bot.'), context: internal(object('The variables of the script.')) },
  example: 'TRANSFER CONVERSATION TO "billing"',
  value: 'never',
  effect: { class: 'ours', tier: 0, needs: ['bots', 'memory'] },
  perform: ({ bot, context }, { ports, ask }) => transfer({ bot, task: 'go on with the conversation', context }, ports, ask),
});
