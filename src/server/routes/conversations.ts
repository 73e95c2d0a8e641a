/** Conversations of a visitor with a bot, and the messages in them. */
import { createRoute, z } from '@hono/zod-openapi';
import { type ConversationItem, type ConversationRow, isOurBot, type StreamItem } from '../../spec/index.ts';
import type { Json } from '../../values/index.ts';
import { ConversationStatus, conversationStatus } from '../conversation-status.ts';
import { Problem, problemResponses } from '../problem.ts';
import { currentVisitor } from '../sessions.ts';
import {
  type App,
  beginRun,
  countAct,
  findConversation,
  hint,
  identifier,
  json,
  jsonBody,
  plainText,
  type ServerContext,
  unknownBot,
  userOf,
  type Wiring,
  wholeNumber,
} from '../wiring.ts';

const Conversation = z
  .object({
    id: z.string(),
    bot: z.string(),
    last: z.int().openapi({ description: 'Number of its last item; 0 when it is empty.' }),
    createdAt: z.iso.datetime(),
    closed: z.boolean(),
  })
  .openapi('Conversation');
const Item = z
  .object({
    number: z.int(),
    at: z.iso.datetime(),
    item: z
      .object({ type: z.enum(['user', 'bot', 'suggestion', 'suggestions-cleared', 'switcher', 'switchers-cleared', 'prompt', 'error']) })
      .loose(),
  })
  .openapi('ConversationItem', { description: 'A conversation is the ordered list of these, nothing else.' });
const Posted = z
  .object({
    clientId: identifier.openapi({ description: 'Chosen by the sender; the same id again is answered like the first time.' }),
    text: plainText(32_000).openapi({ description: 'What was said, as it is shown.' }),
    value: plainText(32_000).optional().openapi({ description: 'What the program gets, where it is not the text.' }),
    secret: z.boolean().optional().openapi({ description: 'Of a password: only dots are kept and shown.' }),
    switchers: z.array(plainText(200)).max(50).optional().openapi({ description: 'Ids of the switchers that are on.' }),
  })
  .openapi('Message');
const params = z.object({ id: identifier });
const unknown = problemResponses('unknown-conversation');
const tags = ['conversations'];

const open = createRoute({
  method: 'post',
  path: '/conversations',
  tags,
  summary: 'Opens a conversation; the bot’s start script begins',
  request: { body: jsonBody(z.object({ bot: identifier }).openapi('OpenConversation')) },
  responses: { 201: json(Conversation, 'Opened.'), ...problemResponses('unknown-bot', 'too-large', 'wrong-media-type') },
});
const list = createRoute({
  method: 'get',
  path: '/conversations',
  tags,
  summary: 'The visitor’s conversations, newest first',
  request: { query: z.object({ bot: identifier.optional(), limit: wholeNumber(20, 100) }) },
  responses: { 200: json(z.object({ conversations: z.array(Conversation) }), 'Newest first.'), ...problemResponses() },
});
const show = createRoute({
  method: 'get',
  path: '/conversations/{id}',
  tags,
  summary: 'One conversation and what is going on in it',
  request: { params },
  responses: { 200: json(Conversation.extend({ status: ConversationStatus }), 'The conversation.'), ...unknown },
});
const close = createRoute({
  method: 'delete',
  path: '/conversations/{id}',
  tags,
  summary: 'Closes it: its runs are cancelled, it takes no more messages, its history stays',
  request: { params },
  responses: { 200: json(Conversation, 'Closed.'), ...unknown },
});
const post = createRoute({
  method: 'post',
  path: '/conversations/{id}/messages',
  tags,
  summary: 'Says something; safe to repeat with the same clientId',
  request: { params, body: jsonBody(Posted) },
  responses: {
    201: json(z.object({ number: z.int() }), 'Stored, under this number.'),
    ...problemResponses('unknown-conversation', 'conversation-closed', 'too-large', 'wrong-media-type'),
  },
});
const read = createRoute({
  method: 'get',
  path: '/conversations/{id}/messages',
  tags,
  summary: 'What was said since a cursor',
  request: { params, query: z.object({ since: wholeNumber(0, 999_999_999), limit: wholeNumber(200, 500) }) },
  responses: { 200: json(z.object({ items: z.array(Item), last: z.int() }), 'In order. `last` is the next cursor.'), ...unknown },
});
const tool = createRoute({
  method: 'post',
  path: '/conversations/{id}/tools/{tool}',
  tags,
  summary: 'Runs a tool that the bot offered here as a suggestion',
  request: { params: z.object({ id: identifier, tool: identifier }) },
  responses: { 201: json(z.object({ run: z.string() }), 'Started.'), ...problemResponses('unknown-conversation', 'conversation-closed') },
});
export const conversationRoutes = [open, list, show, close, post, read, tool];

export function mountConversations(app: App, wiring: Wiring): void {
  const { conversations, packages, runs } = wiring.store;

  app.openapi(open, async (c) => {
    const visitor = currentVisitor(c, wiring);
    countAct(wiring, visitor);
    const { bot } = c.req.valid('json');
    if (isOurBot(bot) || (await packages.bot(bot))?.state !== 'live') throw unknownBot(bot);
    const { id } = await conversations.open(bot, userOf(visitor));
    hint(wiring);
    const opened = await conversations.find(id);
    if (!opened) throw new Error(`conversation ${id} was opened and is not there`);
    return c.json(conversationView(opened), 201);
  });

  app.openapi(list, async (c) => {
    const visitor = c.get('visitor');
    const found = visitor ? await conversations.list({ user: userOf(visitor), ...c.req.valid('query') }) : [];
    return c.json({ conversations: found.map(conversationView) }, 200);
  });

  app.openapi(show, async (c) => {
    const found = await findConversation(c, wiring, c.req.valid('param').id);
    return c.json({ ...conversationView(found), status: await conversationStatus(wiring.store, found.id, c.get('isOperator')) }, 200);
  });

  app.openapi(close, async (c) => {
    const found = await findConversation(c, wiring, c.req.valid('param').id);
    await conversations.close(found.id);
    for (const run of await runs.list({ conversation: found.id, limit: 50 }))
      if (!['done', 'failed', 'cancelled', 'cancelling'].includes(run.state)) await runs.command(run.id, { kind: 'cancel' }, found.user);
    hint(wiring);
    return c.json({ ...conversationView(found), closed: true }, 200);
  });

  app.openapi(post, async (c) => {
    const found = await writable(c, wiring, c.req.valid('param').id);
    const { clientId, ...message } = c.req.valid('json');
    const answer = await conversations.post(found.id, clientId, await closeSecret(wiring, found, message));
    if (!answer) throw closedProblem();
    hint(wiring, { id: found.id, last: answer.number });
    return c.json({ number: answer.number }, 201);
  });

  app.openapi(read, async (c) => {
    const { since, limit } = c.req.valid('query');
    const found = await findConversation(c, wiring, c.req.valid('param').id);
    const items = await conversations.since(found.id, since, limit);
    return c.json({ items: items.map(itemView), last: items.at(-1)?.number ?? since }, 200);
  });

  app.openapi(tool, async (c) => {
    const { id, tool: script } = c.req.valid('param');
    const found = await writable(c, wiring, id);
    const recent = await conversations.since(found.id, Math.max(0, found.last - 200), 200);
    const isOffered = recent.some(({ item }) => item.type === 'suggestion' && item.action === 'tool' && item.value === script);
    if (!isOffered)
      throw new Problem('bad-request', {
        place: 'path tool',
        cause: `the bot has not offered ${JSON.stringify(script)} in this conversation`,
        help: 'run one that stands as a suggestion with action "tool"',
      });
    const run = await beginRun(wiring, { bot: found.bot, script, inputs: null, conversation: found.id, user: found.user });
    return c.json({ run }, 201);
  });
}

async function writable(c: ServerContext, wiring: Wiring, id: string): Promise<ConversationRow> {
  const found = await findConversation(c, wiring, id);
  countAct(wiring, c.get('visitor') ?? 'operator');
  if (found.closed) throw closedProblem();
  return found;
}

const closedProblem = () =>
  new Problem('conversation-closed', {
    place: 'path id',
    cause: 'it was closed',
    help: 'open a new one with POST /api/v1/conversations',
  });

/** An answer to a prompt for a password is a secret even where the sender forgot to say so. */
async function closeSecret<M extends { text: string; value?: string; secret?: boolean }>(
  { store: { conversations } }: Wiring,
  { id, last }: ConversationRow,
  message: M,
): Promise<M> {
  const recent = await conversations.since(id, Math.max(0, last - 50), 50);
  const prompt = recent.findLast(({ item }) => item.type === 'prompt' || item.type === 'user')?.item;
  const isSecret = message.secret || (prompt?.type === 'prompt' && prompt.secret);
  return isSecret ? { ...message, secret: true, text: '••••••', value: message.value ?? message.text } : message;
}

const conversationView = ({ id, bot, last, createdAt, closed }: ConversationRow) => ({
  id,
  bot,
  last,
  createdAt: new Date(createdAt).toISOString(),
  closed,
});

/** What leaves the server: never the cleartext of a secret, whatever the store answers. */
export function itemView({ number, at, item }: ConversationItem) {
  const { value, ...rest } = item as Record<string, unknown>;
  const shown = item.type === 'user' && item.secret ? rest : { ...rest, ...(value !== undefined && { value }) };
  return { number, at: new Date(at).toISOString(), item: shown as ShownItem };
}
type ShownItem = { type: StreamItem['type']; [key: string]: Json };
