/** SET BOT PRIORITY: who is asked when several bots fit. */
import { defineKeyword, number, text } from '../src/spec/index.ts';
import { memberOf } from './shared/delegation.ts';
import { faulted } from './shared/faulted.ts';
import { keepRoster, readRoster } from './shared/roster.ts';

export const setBotPriority = defineKeyword({
  name: 'SET BOT PRIORITY',
  group: 'bots',
  since: '0.2',
  summary: 'Sets the priority of a bot that was added.',
  syntax: 'SET BOT PRIORITY <bot:operand>, <priority>',
  params: { bot: text('Its name.'), priority: number('The highest is asked first.') },
  example: 'SET BOT PRIORITY "analyst", 5',
  effect: { class: 'ours', tier: 0, needs: ['memory'] },
  async perform({ bot, priority }, { ports, ask }) {
    const roster = await readRoster(ports.memory, ask);
    const member = memberOf(roster, bot);
    if (!member) return faulted('bad-argument', `no bot named ${bot} was added to this conversation`);
    member.set('priority', priority);
    return { result: null, writes: [keepRoster(roster, ask)] };
  },
});
