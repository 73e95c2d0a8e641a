/** ADD BOT: a bot that this conversation can work with; where no script has its name, the model plays it in its role. */
import { defineKeyword, number, text, value } from '../src/spec/index.ts';
import { Dict, toText, type Value } from '../src/values/index.ts';
import { keepRoster, readRoster } from './shared/roster.ts';

export const addBot = defineKeyword({
  name: 'ADD BOT',
  group: 'bots',
  since: '0.2',
  summary: 'Adds a bot to those this conversation works with.',
  syntax:
    'ADD BOT <bot:operand> { /WITH ROLE <role> | /WITH TRIGGER <trigger> | /WITH TOOLS <tools> | /WITH PRIORITY <priority> | /WITH SCHEDULE <schedule> | /WITH PROMPT <prompt> }',
  params: {
    bot: text('Its name.'),
    role: text('What it is there for.').optional(),
    trigger: text('Words by which it is chosen, parted by commas.').optional(),
    tools: value('Names of tools it may use: text parted by commas, or a list.').optional(),
    priority: number('Of several that fit the highest is asked; 0 when left out.').optional(),
    schedule: text('When it works by itself.').optional(),
    prompt: text('How the model shall play it.').optional(),
  },
  example: 'ADD BOT "analyst" WITH ROLE "reads numbers" WITH TRIGGER "sales, figures"',
  effect: { class: 'ours', tier: 0, needs: ['memory'] },
  async perform({ bot, role, trigger, tools, priority, schedule, prompt }, { ports, ask }) {
    const name = bot.trim();
    if (name === '') return { fault: { code: 'bad-argument', message: 'ADD BOT needs a name' } };
    const roster = await readRoster(ports.memory, ask);
    roster.set(
      name,
      Dict.from([
        ['name', name],
        ['role', role ?? null],
        ['triggers', listOf(trigger ?? null)],
        ['tools', listOf(tools ?? null)],
        ['priority', priority ?? 0],
        ['schedule', schedule ?? null],
        ['prompt', prompt ?? null],
      ]),
    );
    return { result: null, writes: [keepRoster(roster, ask)] };
  },
});

const listOf = (given: Value): Value[] => {
  const parts = Array.isArray(given) ? given.map(toText) : toText(given).split(/[,;]/);
  return parts.map((part) => part.trim()).filter(Boolean);
};
