/** LIST BOTS: those added to this conversation. */
import { defineKeyword, list } from '../src/spec/index.ts';
import { byPriority, readRoster } from './shared/roster.ts';

export const listBots = defineKeyword({
  name: 'LIST BOTS',
  group: 'bots',
  since: '0.2',
  summary: 'The bots this conversation works with, the highest priority first.',
  syntax: 'LIST BOTS',
  params: {},
  returns: list('Objects with name, role, triggers, tools, priority and schedule.'),
  example: 'bots = LIST BOTS',
  effect: { class: 'pure', tier: 0, needs: ['memory'] },
  perform: async (_, { ports, ask }) => [...byPriority(await readRoster(ports.memory, ask))],
});
