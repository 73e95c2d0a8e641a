/** Bots: what a visitor may pick, and what an operator sees of one. */
import { createRoute, z } from '@hono/zod-openapi';
import { toolOf } from '../../compiler/index.ts';
import { type BotRow, isOurBot } from '../../spec/index.ts';
import type { Json } from '../../values/index.ts';
import { problemResponses } from '../problem.ts';
import { type App, identifier, json, requireOperator, unknownBot, type Wiring } from '../wiring.ts';

const Bot = z
  .object({
    name: z.string().openapi({ description: 'Its page is /NAME.' }),
    title: z.string(),
    description: z.string().optional(),
    state: z.enum(['live', 'retired']),
    version: z.string().optional().openapi({ description: 'Operators only.' }),
    scripts: z.array(z.string()).optional().openapi({ description: 'Operators only.' }),
  })
  .openapi('Bot');
export const Tool = z
  .object({ name: z.string(), description: z.string(), schema: z.record(z.string(), z.unknown()) })
  .openapi('Tool', { description: 'A script that declares what it does and takes.' });
const params = z.object({ bot: identifier });

const list = createRoute({
  method: 'get',
  path: '/bots',
  tags: ['bots'],
  summary: 'The bots that are live; for operators the retired ones too',
  responses: { 200: json(z.object({ bots: z.array(Bot) }), 'By name.'), ...problemResponses() },
});
const show = createRoute({
  method: 'get',
  path: '/bots/{bot}',
  tags: ['bots'],
  summary: 'One bot',
  request: { params },
  responses: { 200: json(Bot, 'The bot.'), ...problemResponses('unknown-bot') },
});
const tools = createRoute({
  method: 'get',
  path: '/bots/{bot}/tools',
  tags: ['bots'],
  summary: 'Its tools with the JSON schema of what they take (operators)',
  request: { params },
  responses: { 200: json(z.object({ tools: z.array(Tool) }), 'By name.'), ...problemResponses('unknown-bot', 'not-signed-in') },
});
export const botRoutes = [list, show, tools];

export function mountBots(app: App, wiring: Wiring): void {
  const { packages } = wiring.store;
  const find = async (name: string, isOperator: boolean) => {
    const bot = await packages.bot(name);
    if (!bot || isOurBot(name) || (bot.state !== 'live' && !isOperator)) throw unknownBot(name);
    return bot;
  };

  app.openapi(list, async (c) => {
    const bots = (await packages.bots()).filter((bot) => bot.state === 'live' || c.get('isOperator'));
    return c.json({ bots: bots.map(publicView).sort((a, b) => (a.name < b.name ? -1 : 1)) }, 200);
  });

  app.openapi(show, async (c) => {
    const bot = await find(c.req.valid('param').bot, c.get('isOperator'));
    if (!c.get('isOperator') || !bot.version) return c.json(publicView(bot), 200);
    const version = await packages.version(bot.version);
    return c.json({ ...publicView(bot), version: bot.version, scripts: Object.keys(version?.programs ?? {}).sort() }, 200);
  });

  app.openapi(tools, async (c) => {
    requireOperator(c);
    const bot = await find(c.req.valid('param').bot, true);
    return c.json({ tools: await toolsOf(wiring, bot) }, 200);
  });
}

async function toolsOf({ store: { packages } }: Wiring, bot: BotRow) {
  const version = bot.version ? await packages.version(bot.version) : undefined;
  const found = await Promise.all(
    Object.entries(version?.programs ?? {}).map(async ([script, hash]) => {
      const program = await packages.program(hash);
      return program && toolOf(script, program);
    }),
  );
  return found
    .flatMap((tool) => (tool ? [{ ...tool, schema: tool.schema as unknown as { [key: string]: Json } }] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Of a bot's configuration only what is meant to be read by its visitors. */
export function publicView({ name, state, config }: BotRow) {
  const title = config['bot-name'] || config['theme-title'] || name;
  const description = config['bot-description'];
  return { name, title, state, ...(description && { description }) };
}
