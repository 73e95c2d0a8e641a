/** REMOVE BOT: the bot of that name is no longer one of this conversation. */
import { defineKeyword, text } from '../src/spec/index.ts';
import { keepRoster, readRoster } from './shared/roster.ts';

export const removeBot = defineKeyword({
  name: 'REMOVE BOT',
  group: 'bots',
  since: '0.2',
  summary: 'Removes a bot from those this conversation works with.',
  syntax: 'REMOVE BOT <bot>',
  params: { bot: text('Its name.') },
  example: 'REMOVE BOT "analyst"',
  effect: { class: 'ours', tier: 0, needs: ['memory'] },
  async perform({ bot }, { ports, ask }) {
    const roster = await readRoster(ports.memory, ask);
    const isGone = roster.delete(bot.trim());
    return { result: null, writes: isGone ? [keepRoster(roster, ask)] : [] };
  },
});
