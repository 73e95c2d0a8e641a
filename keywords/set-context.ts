/** SET CONTEXT: something the model should know in this conversation. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { CONTEXTS, storedContexts, UNNAMED } from './shared/prompting.ts';
import { remember, sessionOf } from './shared/scopes.ts';

export const setContext = defineKeyword({
  name: 'SET CONTEXT',
  group: 'ai',
  since: '0.1',
  summary: 'Adds to what the model is told in this conversation.',
  syntax: ['SET CONTEXT <name:operand> AS <content>', 'SET CONTEXT <content>'],
  params: { name: text('Names it, so that it can be replaced.').optional(), content: text('What to know; empty text removes it.') },
  example: 'SET CONTEXT "prices" AS "A visit costs 40 euros."',
  effect: { class: 'ours', tier: 1, needs: ['memory'] },
  async perform({ name = UNNAMED, content }, { ports, ask }) {
    const contexts = await storedContexts(ports.memory, ask);
    if (content === '') contexts.delete(name);
    else contexts.set(name, content);
    return remember('conversation', sessionOf(ask), CONTEXTS, contexts);
  },
});
