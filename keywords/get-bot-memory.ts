/** GET BOT MEMORY: reads what SET BOT MEMORY kept; empty text when there is nothing, as scripts expect. */
import { defineKeyword, text, value } from '../src/spec/index.ts';

export const getBotMemory = defineKeyword({
  name: 'GET BOT MEMORY',
  group: 'memory',
  since: '0.1',
  summary: 'Reads a value that this bot keeps.',
  syntax: 'GET BOT MEMORY <key:operand>',
  params: { key: text('Its name.') },
  returns: value('The value, or empty text when there is none.'),
  example: 'greeting = GET BOT MEMORY "greeting"',
  effect: { class: 'pure', tier: 0, needs: ['memory'] },
  perform: async ({ key }, { ports, ask }) => (await ports.memory.get('bot', ask.bot, key)) ?? '',
});
