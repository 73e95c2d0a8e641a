/**
 * The live view of a conversation as server-sent events. Items are read from the store by cursor,
 * hints only say when to look; so a client that comes back with the number of its last item misses
 * nothing, and a lost hint costs at most one sweep.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { type ConversationHint, TOPIC } from '../../spec/index.ts';
import { type ConversationStatus, conversationStatus } from '../conversation-status.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, findConversation, identifier, type ServerContext, type Wiring, wholeNumber } from '../wiring.ts';
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
    query: z.object({ since: wholeNumber(0, 999_999_999) }),
    headers: z.object({
      'last-event-id': z
        .string()
        .regex(/^\d{1,9}$/, 'expected the number of an item')
        .optional(),
    }),
  },
  responses: {
    200: { description: 'Goes on until one side ends it.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problemResponses('unknown-conversation'),
  },
});
export const streamRoutes = [stream];

export function mountStream(app: App, wiring: Wiring): void {
  const open = new Map<string, number>();
  app.openapi(stream, async (c) => {
    const { id } = await findConversation(c, wiring, c.req.valid('param').id);
    const cursor = Number(c.req.valid('header')['last-event-id'] ?? c.req.valid('query').since);
    const release = takePlace(open, c.get('visitor') ?? 'operator', wiring.limits.streams);
    c.header('x-accel-buffering', 'no');
    return streamSSE(
      c,
      async (events) => {
        try {
          await new View(wiring, c, events, id, cursor).run();
        } finally {
          release();
        }
      },
      async (error) => wiring.log.log('error', 'a stream ended', { conversation: id, error: String(error) }),
    );
  });
}

export function takePlace(open: Map<string, number>, visitor: string, limit: number): () => void {
  const count = open.get(visitor) ?? 0;
  if (count >= limit)
    throw new Problem('too-many', { place: 'this browser', cause: `${count} streams are open`, help: 'close a page of this bot' });
  open.set(visitor, count + 1);
  return () => {
    const left = (open.get(visitor) ?? 1) - 1;
    if (left > 0) open.set(visitor, left);
    else open.delete(visitor);
  };
}

/** Provisional text held for a slow reader; past this it is dropped, the final item comes anyway. */
const TOKENS_HELD = 2_000;

class View {
  readonly #wiring: Wiring;
  readonly #events: SSEStreamingApi;
  readonly #conversation: string;
  readonly #isOperator: boolean;
  #cursor: number;
  #tokens: Token[] = [];
  #status = '';
  #wake: () => void = () => {};
  /** Something changed since we last looked. */
  #isStale = true;

  constructor(wiring: Wiring, c: ServerContext, events: SSEStreamingApi, conversation: string, cursor: number) {
    this.#wiring = wiring;
    this.#events = events;
    this.#conversation = conversation;
    this.#isOperator = c.get('isOperator');
    this.#cursor = cursor;
  }

  async run(): Promise<void> {
    // Listen first, look after: what comes in between is seen by the next look.
    const unsubscribe = this.#wiring.bus.subscribe(TOPIC.conversation(this.#conversation), (hint) => this.#note(hint as ConversationHint));
    const end = () => this.#wake();
    this.#events.onAbort(end);
    this.#wiring.closing.addEventListener('abort', end);
    try {
      await this.#events.writeSSE({ event: 'hello', data: '{}', retry: 1000 });
      while (!this.#isOver()) await this.#turn();
    } finally {
      unsubscribe();
      this.#wiring.closing.removeEventListener('abort', end);
    }
  }

  #isOver(): boolean {
    return this.#events.aborted || this.#events.closed || this.#wiring.closing.aborted;
  }

  async #turn(): Promise<void> {
    await this.#sendTokens();
    if (this.#isStale) {
      this.#isStale = false;
      await this.#sendItems();
      await this.#sendStatus();
    }
    if (!this.#isStale && this.#tokens.length === 0 && !this.#isOver()) await this.#rest();
  }

  #note(hint: ConversationHint): void {
    if (hint.kind !== 'token') this.#isStale = true;
    else if (this.#tokens.length < TOKENS_HELD) this.#tokens.push(hint);
    this.#wake();
  }

  /** Until a hint comes, or long enough that one may have been lost; then a sign of life keeps proxies from closing. */
  async #rest(): Promise<void> {
    const isHinted = await new Promise<boolean>((resolve) => {
      const forget = this.#wiring.clock.after(this.#wiring.limits.sweepMs, () => resolve(false));
      this.#wake = () => {
        forget();
        resolve(true);
      };
    });
    this.#wake = () => {};
    if (isHinted) return;
    this.#isStale = true;
    if (!this.#isOver()) await this.#events.write(': \n\n');
  }

  async #sendTokens(): Promise<void> {
    const tokens = this.#tokens;
    this.#tokens = [];
    for (const { run, address, attempt, offset, text } of tokens)
      await this.#events.writeSSE({ event: 'token', data: JSON.stringify({ run, address, attempt, offset, text }) });
  }

  async #sendItems(): Promise<void> {
    while (!this.#isOver()) {
      const items = await this.#wiring.store.conversations.since(this.#conversation, this.#cursor, PAGE);
      for (const item of items) {
        await this.#events.writeSSE({ event: 'item', id: String(item.number), data: JSON.stringify(itemView(item)) });
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
    await this.#events.writeSSE({ event: 'status', data });
  }
}

const PAGE = 200;
