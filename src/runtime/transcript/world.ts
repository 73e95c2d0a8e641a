/** The world of a transcript: every act on it waits here until the script says what came of it. */
import { done, type HttpPort, type ModelPort, notSent, type Outcome, refused, unknown } from '../../spec/index.ts';
import { Dict, FormatError, fromJson, MARK, markTree, toJson, toText, type Value } from '../../values/index.ts';
import { TranscriptError } from './transcript.ts';

export interface WorldCall {
  /** `http.get https://…` */
  readonly text: string;
  readonly key: string;
  readonly asked: WorldAsk;
  answer(text: string): void;
}

/** `about`: the prompt, or `POST https://… {…}`. */
export interface WorldAsk {
  readonly kind: 'http' | 'model';
  readonly about: string;
}

/** What the world was asked, in order, and what it said: a second call under the same key is told the same. */
export interface WorldEvent {
  readonly text: string;
  readonly key: string;
  answered?: string;
}

const CHANGES = /^http\.(post|put|patch|delete) /;

export class World {
  readonly events: WorldEvent[] = [];
  #pending: WorldCall[] = [];
  /** By key: what was answered so far, and how much of it this process has heard. */
  readonly #told = new Map<string, { readonly answers: string[]; next: number; readonly isOnce: boolean }>();

  get pending(): readonly WorldCall[] {
    return this.#pending;
  }

  /**
   * The process that asked is gone; the world heard it all the same. Whoever comes next reads again from the start
   * under each key; what changes the world is never told twice.
   */
  forgetCallers(): void {
    this.#pending = [];
    for (const told of this.#told.values()) if (!told.isOnce) told.next = 0;
  }

  readonly http: HttpPort = {
    request: ({ method, url, body, key }) => {
      const sent = body === undefined || body === null ? '' : ` ${typeof body === 'string' ? JSON.stringify(body) : toJson(body)}`;
      const asked = { kind: 'http', about: `${method} ${toText(url)}${sent}` } as const;
      return this.#ask(`http.${method.toLowerCase()} ${toText(url)}${sent}`, asked, key, httpOutcome);
    },
  };

  readonly model: ModelPort = {
    provider: 'transcript',
    complete: async ({ messages, key, model }) => {
      const prompt = messages.map(({ role, text }) => `${role}=${JSON.stringify(text)}`).join(' ');
      const asked = { kind: 'model', about: messages.map(({ text }) => text).join('\n') } as const;
      const outcome = await this.#ask(`model.complete ${prompt}`, asked, key, (text) => textOutcome(text, MARK.model));
      if (outcome.outcome !== 'done') return outcome;
      const text = toText(outcome.value);
      return { ...outcome, answer: { text, model: model ?? 'transcript', inputTokens: 10, outputTokens: 10, estimated: true } };
    },
  };

  /** What one process asks by. Of one that has died the world hears nothing more, however far its acts had come. */
  portsOf(isDead: () => boolean): { readonly http: HttpPort; readonly model: ModelPort } {
    const alive =
      <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
      (...args: A): Promise<R> =>
        isDead() ? new Promise<never>(() => {}) : act(...args);
    return { http: { request: alive(this.http.request) }, model: { ...this.model, complete: alive(this.model.complete) } };
  }

  #ask(text: string, asked: WorldAsk, key: string, read: (answer: string) => Outcome): Promise<Outcome> {
    const event: WorldEvent = { text, key };
    this.events.push(event);
    const told = this.#told.get(key) ?? { answers: [], next: 0, isOnce: CHANGES.test(text) };
    this.#told.set(key, told);
    const again = told.answers[told.next++];
    if (again !== undefined) {
      event.answered = again;
      return Promise.resolve(read(again));
    }
    return new Promise((resolve) => {
      const call: WorldCall = {
        text,
        key,
        asked,
        answer: (answer) => {
          event.answered = answer;
          told.answers.push(answer);
          this.#pending = this.#pending.filter((each) => each !== call);
          resolve(read(answer));
        },
      };
      this.#pending.push(call);
    });
  }
}

/** `done …`, or what went wrong. */
function outcomeOf(text: string, value: (rest: string) => Value): Outcome {
  const [, kind = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (kind === 'done') return done(value(rest));
  if (kind === 'refused') return refused(rest);
  if (kind === 'not-sent') return notSent(rest);
  if (kind === 'unknown') return unknown(rest);
  throw new TranscriptError(`the world answers with done, refused, not-sent or unknown, not with "${text}"`);
}

const textOutcome = (text: string, mark: number): Outcome => outcomeOf(text, (rest) => markTree(rest, mark));

/** `done 404 {"error":"gone"}`; 200 where no number stands. Text marked as from the web. */
const httpOutcome = (text: string): Outcome =>
  outcomeOf(text, (rest) => {
    const [, status = '200', body = ''] = /^(?:(\d{3})(?:\s+|$))?([\s\S]*)$/.exec(rest) ?? [];
    return Dict.from([
      ['status', Number(status)],
      ['headers', new Dict()],
      ['data', markTree(dataOf(body), MARK.web)],
    ]);
  });

function dataOf(body: string): Value {
  try {
    return fromJson(body);
  } catch (error) {
    // Not JSON: an answer may be any text.
    if (error instanceof FormatError) return body;
    throw error;
  }
}
