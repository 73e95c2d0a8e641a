/** DELEGATE TO: as BOT, as a value: the task goes to another bot, and its answer comes back. */
import { defineKeyword, internal, number, object, text, value } from '../src/spec/index.ts';
import { Dict } from '../src/values/index.ts';
import { childAnswer, delegate } from './shared/delegation.ts';

export const delegateTo = defineKeyword({
  name: 'DELEGATE TO',
  group: 'bots',
  since: '0.2',
  summary: 'Gives what is to be done to another bot and waits for its answer.',
  syntax: 'DELEGATE TO <bot:operand> { /WITH <given:operand> | /TIMEOUT <timeout:operand> }',
  params: {
    bot: text('Name of the bot.'),
    given: value('The task as text, or an object with what the bot shall know.').optional(),
    timeout: number('Seconds after which waiting is a fault.').optional(),
    context: internal(object('The variables of the script.')),
  },
  returns: value('What the bot answered.'),
  example: 'answer = DELEGATE TO "specialist" WITH "why is the invoice late?"',
  effect: { class: 'wait', tier: 0, needs: ['bots', 'memory'] },
  perform({ bot, given, timeout, context }, { ports, ask }) {
    const known = given instanceof Dict;
    const task = known || given === undefined || given === null ? 'take over' : String(given);
    return delegate({ bot, task, timeout, context, ...(known && { with: given }) }, ports, ask);
  },
  wake: ({ bot }, signal, { ask }) => childAnswer(bot, signal, ask),
});
