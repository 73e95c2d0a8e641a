/** What the streams of server-sent events have in common: where a client goes on, how many one may open, and how a view listens, looks and rests. */
import { z } from '@hono/zod-openapi';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { Problem } from './problem.ts';
import { type ServerContext, type Wiring, wholeNumber } from './wiring.ts';

/** A client that comes back names the last number it knows. */
export const cursorParameters = (numbered: string) => ({
  query: z.object({ since: wholeNumber(0, 999_999_999) }),
  headers: z.object({
    'last-event-id': z
      .string()
      .regex(/^\d{1,9}$/, `expected the number of ${numbered}`)
      .optional(),
  }),
});

export const cursorOf = (headers: { readonly 'last-event-id'?: string | undefined }, query: { readonly since: number }): number =>
  Number(headers['last-event-id'] ?? query.since);

/** The open streams of one route. */
export class StreamPlaces {
  readonly #wiring: Wiring;
  readonly #open = new Map<string, number>();

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
  }

  /** Answers the request with a stream that lasts as long as `act`; throws Problem too-many. */
  stream(c: ServerContext, visitor: string, subject: Readonly<Record<string, string>>, act: (pulse: Pulse) => Promise<void>): Response {
    const release = this.#take(visitor);
    c.header('x-accel-buffering', 'no');
    return streamSSE(
      c,
      async (events) => {
        try {
          await act(new Pulse(this.#wiring, events));
        } finally {
          release();
        }
      },
      async (error) => this.#wiring.log.log('error', 'a stream ended', { ...subject, error: String(error) }),
    );
  }

  #take(visitor: string): () => void {
    const count = this.#open.get(visitor) ?? 0;
    if (count >= this.#wiring.limits.streams)
      throw new Problem('too-many', { place: 'this browser', cause: `${count} streams are open`, help: 'close a page of this bot' });
    this.#open.set(visitor, count + 1);
    return () => {
      const left = (this.#open.get(visitor) ?? 1) - 1;
      if (left > 0) this.#open.set(visitor, left);
      else this.#open.delete(visitor);
    };
  }
}

/** A view listens first and looks after, so that what comes in between is seen by the next look. */
export class Pulse {
  readonly #wiring: Wiring;
  readonly events: SSEStreamingApi;
  #wake: () => void = () => {};
  /** Something may have changed since the view last looked. */
  isStale = true;

  constructor(wiring: Wiring, events: SSEStreamingApi) {
    this.#wiring = wiring;
    this.events = events;
  }

  get isOver(): boolean {
    return this.events.aborted || this.events.closed || this.#wiring.closing.aborted;
  }

  wake(): void {
    this.#wake();
  }

  /** Turns until one answers true, or one side ends it; each hint of the topic goes to `note` and wakes. */
  async run(topic: string, note: (hint: unknown) => void, turn: () => Promise<boolean>): Promise<void> {
    const unsubscribe = this.#wiring.bus.subscribe(topic, (hint) => {
      note(hint);
      this.#wake();
    });
    const end = () => this.#wake();
    this.events.onAbort(end);
    this.#wiring.closing.addEventListener('abort', end);
    try {
      await this.events.writeSSE({ event: 'hello', data: '{}', retry: 1000 });
      while (!this.isOver && !(await turn()));
    } finally {
      unsubscribe();
      this.#wiring.closing.removeEventListener('abort', end);
    }
  }

  /** Until a hint comes, or long enough that one may have been lost; then a sign of life keeps proxies from closing. */
  async rest(ms: number): Promise<void> {
    const isHinted = await new Promise<boolean>((resolve) => {
      const forget = this.#wiring.clock.after(ms, () => resolve(false));
      this.#wake = () => {
        forget();
        resolve(true);
      };
    });
    this.#wake = () => {};
    if (isHinted) return;
    this.isStale = true;
    if (!this.isOver) await this.events.write(': \n\n');
  }
}
