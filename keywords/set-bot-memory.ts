/** SET BOT MEMORY: a value that every conversation of the bot shares. */
import { defineKeyword, text, value } from '../src/spec/index.ts';
import { remember } from './shared/scopes.ts';

export const setBotMemory = defineKeyword({
  name: 'SET BOT MEMORY',
  group: 'memory',
  since: '0.1',
  summary: 'Keeps a value for this bot, for all its conversations.',
  syntax: 'SET BOT MEMORY <key>, <value>',
  params: { key: text('Its name.'), value: value('Any value; NOTHING removes it.') },
  example: 'SET BOT MEMORY "greeting", "Welcome back"',
  effect: { class: 'ours', tier: 1 },
  perform: ({ key, value }, { ask }) => remember('bot', ask.bot, key, value),
});
