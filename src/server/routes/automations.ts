/** What operators see before they open anything: their automations, the bots and who works with whom, and what begins runs. */
import { createRoute, z } from '@hono/zod-openapi';
import type { BotRow, RunRow, Version } from '../../spec/index.ts';
import { type Json, jsonOf } from '../../values/index.ts';
import { problemResponses } from '../problem.ts';
import { type ProgramFacts, ProgramFactsReader } from '../program-facts.ts';
import { type App, json, requireOperator, type Wiring } from '../wiring.ts';
import { publicView, Tool } from './bots.ts';

const moment = z.iso.datetime();
const Automation = z
  .object({
    bot: z.string(),
    title: z.string(),
    description: z.string().optional(),
    state: z.enum(['live', 'new', 'retired']).openapi({ description: 'new: never published.' }),
    unpublished: z.boolean().openapi({ description: 'Saved edits that are not live.' }),
    errors: z.int().openapi({ description: 'That stopped the last try to put it live.' }),
    lastRun: z
      .object({
        id: z.string(),
        script: z.string(),
        state: z.string(),
        at: moment,
        endedAt: moment.optional(),
        message: z.string().optional(),
      })
      .optional(),
    next: z
      .object({ at: moment, run: z.string(), kind: z.string() })
      .optional()
      .openapi({ description: 'When something of it goes on by itself.' }),
    events: z.array(z.string()).openapi({ description: 'That begin runs of it: NAME, or BOT/NAME of another bot.' }),
    approvals: z.int().openapi({ description: 'Open questions to people.' }),
    lastEdit: z.object({ author: z.string(), sentence: z.string(), at: moment }).optional(),
  })
  .openapi('Automation');
const Delegation = z.object({
  script: z.string(),
  line: z.int(),
  by: z.string().openapi({ description: 'The keyword.' }),
  bot: z.string().optional().openapi({ description: 'Absent where it is found out at run time.' }),
  task: z.string().optional(),
});
const DirectoryEntry = z
  .object({
    bot: z.string(),
    title: z.string(),
    description: z.string().optional(),
    state: z.enum(['live', 'retired']),
    tools: z.array(Tool),
    delegates: z.array(Delegation).openapi({ description: 'The bots that its scripts name.' }),
    usedBy: z.array(z.string()).openapi({ description: 'The bots whose scripts name it.' }),
  })
  .openapi('DirectoryEntry');
const EventTrigger = z.object({
  bot: z.string(),
  script: z.string(),
  event: z.object({ bot: z.string(), name: z.string() }),
  where: z.string().optional().openapi({ description: 'What the event must have.' }),
  dead: z.int().openapi({ description: 'Dead letters.' }),
  last: z.object({ number: z.int(), at: moment, payload: z.unknown() }).optional(),
});
const Upcoming = z.object({ bot: z.string(), run: z.string(), kind: z.string(), at: moment });
const tags = ['bots'];

const automations = createRoute({
  method: 'get',
  path: '/automations',
  tags,
  summary: 'Every package with what became of it',
  responses: { 200: json(z.object({ automations: z.array(Automation) }), 'By name.'), ...problemResponses('not-signed-in') },
});
const directory = createRoute({
  method: 'get',
  path: '/directory',
  tags,
  summary: 'The bots with their tools, and which name which',
  responses: { 200: json(z.object({ bots: z.array(DirectoryEntry) }), 'By name.'), ...problemResponses('not-signed-in') },
});
const triggers = createRoute({
  method: 'get',
  path: '/triggers',
  tags: ['events'],
  summary: 'What begins runs: handlers of events with the last payload, and what goes on by itself',
  responses: {
    200: json(z.object({ events: z.array(EventTrigger), upcoming: z.array(Upcoming) }), 'By bot and script; by time.'),
    ...problemResponses('not-signed-in'),
  },
});
export const automationRoutes = [automations, directory, triggers];

/** Times that are looked at: of a bot whose next one lies behind so many others none is told. */
const UPCOMING = 1_000;
const SHOWN_UPCOMING = 100;
const MOST_APPROVALS = 1_000;

interface LiveBot {
  readonly row: BotRow;
  readonly facts: readonly ProgramFacts[];
}

export function mountAutomations(app: App, wiring: Wiring): void {
  const { store } = wiring;
  const reader = new ProgramFactsReader(store.packages);
  const live = async (): Promise<readonly LiveBot[]> => {
    const rows = await store.packages.bots();
    return Promise.all(rows.map(async (row) => ({ row, facts: await factsOf(row) })));
  };
  const factsOf = async ({ version, state }: BotRow): Promise<readonly ProgramFacts[]> => {
    const found: Version | undefined = version !== undefined && state === 'live' ? await store.packages.version(version) : undefined;
    return found ? reader.of(found) : [];
  };

  app.openapi(automations, async (c) => {
    requireOperator(c);
    const bots = new Map((await live()).map((each) => [each.row.name, each]));
    const upcoming = await store.runs.upcoming(UPCOMING);
    const open = await store.approvals.list({ state: 'open', limit: MOST_APPROVALS });
    const names = [...new Set([...bots.keys(), ...(wiring.deploy?.reports() ?? []).map(({ bot }) => bot)])].sort();
    const told = await Promise.all(
      names.map(async (bot) => {
        const [run] = await store.runs.list({ bot, limit: 1 });
        const [edit] = await store.files.list({ bot, limit: 1 });
        const next = upcoming.find((each) => each.bot === bot);
        return {
          ...standing(wiring, bot, bots.get(bot)),
          ...(run && { lastRun: runView(run) }),
          ...(next && { next: { at: iso(next.due), run: next.run, kind: next.kind } }),
          events: [
            ...new Set(
              (bots.get(bot)?.facts ?? []).flatMap(({ events }) => events.map(({ name, from }) => (from ? `${from}/${name}` : name))),
            ),
          ],
          approvals: open.filter(({ question }) => question.bot === bot).length,
          ...(edit && { lastEdit: { author: edit.author, sentence: edit.sentence, at: iso(edit.at) } }),
        };
      }),
    );
    return c.json({ automations: told }, 200);
  });

  app.openapi(directory, async (c) => {
    requireOperator(c);
    const bots = await live();
    const users = (name: string) =>
      bots.filter(
        ({ row, facts }) =>
          row.name !== name && facts.some(({ delegations }) => delegations.some(({ bot }) => bot?.toLowerCase() === name)),
      );
    const entries = bots.map(({ row, facts }) => ({
      ...named(row),
      state: row.state,
      tools: facts.flatMap(({ tool }) => (tool ? [{ ...tool, schema: tool.schema as unknown as { [key: string]: Json } }] : [])),
      delegates: facts.flatMap(({ script, delegations }) => delegations.map((each) => ({ script, ...each }))),
      usedBy: users(row.name).map((user) => user.row.name),
    }));
    return c.json({ bots: entries }, 200);
  });

  app.openapi(triggers, async (c) => {
    requireOperator(c);
    const dead = await store.events.deliveries({ state: 'dead', limit: 1_000 });
    const wanted = (await live()).flatMap(({ row, facts }) =>
      facts.flatMap(({ script, events }) => events.map((event) => ({ bot: row.name, script, event }))),
    );
    const events = await Promise.all(
      wanted.map(async ({ bot, script, event }) => {
        const from = { bot: event.from ?? bot, name: event.name };
        const [last] = await store.events.list({ ...from, limit: 1 });
        return {
          bot,
          script,
          event: from,
          ...(event.equals !== undefined && { where: event.equals }),
          dead: dead.filter((each) => each.bot === bot && each.script === script).length,
          ...(last && { last: { number: last.number, at: iso(last.at), payload: jsonOf(last.payload) } }),
        };
      }),
    );
    const upcoming = (await store.runs.upcoming(SHOWN_UPCOMING)).map(({ due, ...each }) => ({ ...each, at: iso(due) }));
    return c.json({ events, upcoming }, 200);
  });
}

function standing({ deploy }: Wiring, bot: string, found: LiveBot | undefined) {
  const report = deploy?.report(bot);
  const errors = report && !report.ok ? report.problems.filter(({ severity }) => severity === 'error').length : 0;
  return {
    ...(found ? named(found.row) : { bot, title: bot }),
    state: found ? found.row.state : ('new' as const),
    unpublished: report?.unpublished ?? false,
    errors,
  };
}

function named(row: BotRow) {
  const { name, title, description } = publicView(row);
  return { bot: name, title, ...(description && { description }) };
}

const iso = (at: number) => new Date(at).toISOString();

function runView({ id, script, state, createdAt, endedAt, message, fault }: RunRow) {
  const why = fault?.message ?? message;
  return {
    id,
    script,
    state,
    at: iso(createdAt),
    ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
    ...(why !== undefined && { message: why }),
  };
}
