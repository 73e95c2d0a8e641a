/**
 * The live view of a conversation as server-sent events. Items are read from the store by cursor,
 * hints only say when to look; so a client that comes back with the number of its last item misses
 * nothing, and a lost hint costs at most one sweep.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { type ConversationHint, TOPIC } from '../../spec/index.ts';
import { type ConversationStatus, conversationStatus } from '../conversation-status.ts';
import { cursorOf, cursorParameters, type Pulse, StreamPlaces } from '../event-stream.ts';
import { problemResponses } from '../problem.ts';
import { type App, findConversation, identifier, type ServerContext, type Wiring } from '../wiring.ts';
import { itemView } from './conversations.ts';

type Token = Extract<ConversationHint, { kind: 'token' }>;

const stream = createRoute({
  method: 'get',
  path: '/conversations/{id}/stream',
  tags: ['conversations'],
  summary: 'The conversation as server-sent events',
  description: [
    'Events: `item` (id = number of the item; data = ConversationItem), `token` (provisional text of one attempt:',
    '`{run, address, attempt, offset, text}`; a higher attempt of the same address clears it, so does the next bot item),',
    '`status` (data = ConversationStatus). A client that reconnects sends `Last-Event-ID`, or `since` the first time.',
  ].join(' '),
  request: {
    params: z.object({ id: identifier }),
    ...cursorParameters('an item'),
  },
  responses: {
    200: { description: 'Goes on until one side ends it.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problemResponses('unknown-conversation'),
  },
});
export const streamRoutes = [stream];

export function mountStream(app: App, wiring: Wiring): void {
  const places = new StreamPlaces(wiring);
  app.openapi(stream, async (c) => {
    const { id } = await findConversation(c, wiring, c.req.valid('param').id);
    const cursor = cursorOf(c.req.valid('header'), c.req.valid('query'));
    return places.stream(c, c.get('visitor') ?? 'operator', { conversation: id }, (pulse) => new View(wiring, c, pulse, id, cursor).run());
  });
}

/** Provisional text held for a slow reader; past this it is dropped, the final item comes anyway. */
const TOKENS_HELD = 2_000;

class View {
  readonly #wiring: Wiring;
  readonly #pulse: Pulse;
  readonly #conversation: string;
  readonly #isOperator: boolean;
  #cursor: number;
  #tokens: Token[] = [];
  #status = '';

  constructor(wiring: Wiring, c: ServerContext, pulse: Pulse, conversation: string, cursor: number) {
    this.#wiring = wiring;
    this.#pulse = pulse;
    this.#conversation = conversation;
    this.#isOperator = c.get('isOperator');
    this.#cursor = cursor;
  }

  run(): Promise<void> {
    return this.#pulse.run(
      TOPIC.conversation(this.#conversation),
      (hint) => this.#note(hint as ConversationHint),
      () => this.#turn(),
    );
  }

  async #turn(): Promise<boolean> {
    const pulse = this.#pulse;
    await this.#sendTokens();
    if (pulse.isStale) {
      pulse.isStale = false;
      await this.#sendItems();
      await this.#sendStatus();
    }
    if (!pulse.isStale && this.#tokens.length === 0 && !pulse.isOver) await pulse.rest(this.#wiring.limits.sweepMs);
    return false;
  }

  #note(hint: ConversationHint): void {
    if (hint.kind !== 'token') this.#pulse.isStale = true;
    else if (this.#tokens.length < TOKENS_HELD) this.#tokens.push(hint);
  }

  async #sendTokens(): Promise<void> {
    const tokens = this.#tokens;
    this.#tokens = [];
    for (const { run, address, attempt, offset, text } of tokens)
      await this.#pulse.events.writeSSE({ event: 'token', data: JSON.stringify({ run, address, attempt, offset, text }) });
  }

  async #sendItems(): Promise<void> {
    while (!this.#pulse.isOver) {
      const items = await this.#wiring.store.conversations.since(this.#conversation, this.#cursor, PAGE);
      for (const item of items) {
        await this.#pulse.events.writeSSE({ event: 'item', id: String(item.number), data: JSON.stringify(itemView(item)) });
        this.#cursor = item.number;
      }
      if (items.length < PAGE) return;
    }
  }

  async #sendStatus(): Promise<void> {
    const status: ConversationStatus = await conversationStatus(this.#wiring.store, this.#conversation, this.#isOperator);
    const data = JSON.stringify(status);
    if (data === this.#status) return;
    this.#status = data;
    await this.#pulse.events.writeSSE({ event: 'status', data });
  }
}

const PAGE = 200;
