/** TALK TO: one message into another conversation of this bot. Who has none cannot be told; the program hears of it. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { faulted } from './shared/faulted.ts';

export const talkTo = defineKeyword({
  name: 'TALK TO',
  group: 'dialog',
  since: '0.1',
  summary: 'Says something to another user of this bot.',
  syntax: 'TALK TO <who:operand>, <message>',
  params: { who: text('Id of a user or of a conversation.'), message: text('What to say.') },
  example: 'TALK TO doctor, "A patient is waiting."',
  effect: { class: 'ours', tier: 1, needs: ['people'] },
  async perform({ who, message }, { ports, ask }) {
    const conversation = await ports.people.conversation(ask.bot, who);
    if (conversation === undefined) return faulted('refused', `${ask.bot} has no open conversation with "${who}"`);
    return { result: null, writes: [{ kind: 'message', conversation, item: { type: 'bot', text: message } }] };
  },
});
