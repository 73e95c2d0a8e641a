/**
 * One script, run here: published as a bot of its own, talked to by whoever drives the session. The terminal and
 * the transcripts of scripts use it; a server never does.
 */
import { type ConversationItem, type Entry, type Program, type RunRow, type Store, TOPIC } from '../spec/index.ts';
import type { Value } from '../values/index.ts';
import type { HostedEngine } from './engine.ts';

export interface SessionScript {
  /** Stem of the script to run. */
  readonly stem: string;
  readonly programs: Readonly<Record<string, Program>>;
  readonly sources: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string | number | boolean>>;
}

export interface SessionNews {
  readonly items: readonly ConversationItem[];
  readonly entries: readonly Entry[];
  readonly run: RunRow;
  /** A HEAR waits and no message is on its way. */
  readonly listens: boolean;
}

const LOOK_AGAIN_MS = 500;
const OVER = new Set(['done', 'failed', 'cancelled', 'held']);
const SPEAKER = 'terminal';

/** One conversation and the run in it that is followed. */
export class Session {
  readonly #store: Store;
  readonly #engine: HostedEngine['engine'];
  readonly #conversation: string;
  readonly #unsubscribe: readonly (() => void)[];
  #run = '';
  #cursor = 0;
  #seq = 0;
  #said = 0;
  #hinted = true;
  #wakeUp: (() => void) | undefined;

  private constructor(store: Store, { engine, bus }: HostedEngine, conversation: string) {
    this.#store = store;
    this.#engine = engine;
    this.#conversation = conversation;
    const hint = () => {
      this.#hinted = true;
      this.#wakeUp?.();
    };
    this.#unsubscribe = [bus.subscribe(TOPIC.conversation(conversation), hint), bus.subscribe(TOPIC.ready, hint)];
  }

  /** A conversation with a live bot; nothing is followed yet unless the bot has a start script. */
  static async open(hosted: HostedEngine, store: Store, bot: string): Promise<Session> {
    const { id } = await store.conversations.open(bot, SPEAKER);
    const session = new Session(store, hosted, id);
    const [begun] = await store.runs.list({ conversation: id, limit: 1 });
    if (begun) session.#follow(begun.id);
    return session;
  }

  /** Starts a script of the bot in this conversation and follows it. */
  async start(bot: string, script: string, inputs: Value): Promise<void> {
    this.#follow(await this.#store.runs.start({ bot, script, inputs, conversation: this.#conversation, user: SPEAKER }));
  }

  /** Resolves when something has happened since the last call, or at once when the run has ended. */
  async news(): Promise<SessionNews> {
    for (;;) {
      await this.#engine.settled();
      const news = await this.#look();
      if (news.items.length + news.entries.length > 0 || news.listens || OVER.has(news.run.state)) return news;
      await this.#nextHint();
    }
  }

  async say(text: string): Promise<void> {
    this.#said++;
    await this.#store.conversations.post(this.#conversation, `${SPEAKER}-${this.#said}`, { text });
    this.#engine.wake();
  }

  async close(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    await this.#engine.stop(1000);
  }

  #follow(run: string): void {
    this.#run = run;
    this.#seq = 0;
    this.#engine.wake();
  }

  async #look(): Promise<SessionNews> {
    const run = await this.#store.runs.find(this.#run);
    if (!run) throw new Error(`run ${this.#run} is not in the store`);
    const entries = (await this.#store.runs.entries(this.#run)).filter(({ seq }) => seq > this.#seq);
    const items = await this.#store.conversations.since(this.#conversation, this.#cursor, 1000);
    this.#seq = entries.at(-1)?.seq ?? this.#seq;
    this.#cursor = items.at(-1)?.number ?? this.#cursor;
    const waits = run.state === 'waiting' ? await this.#store.runs.waits(this.#run) : [];
    return { items, entries, run, listens: waits.some(({ wait }) => wait.kind === 'reply') };
  }

  /** Hints may be lost; a slow look behind them may not. */
  async #nextHint(): Promise<void> {
    if (!this.#hinted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_AGAIN_MS);
        this.#wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#hinted = false;
    this.#wakeUp = undefined;
  }
}

/** Publishes one script as a bot of its own and begins it. */
export async function openScript(hosted: HostedEngine, store: Store, script: SessionScript): Promise<Session> {
  const bot = `run-${script.stem}`;
  // The script runs as the start script, whatever its name: that is what a conversation begins with.
  const { [script.stem]: program, ...others } = script.programs;
  const programs = { ...others, start: program as Program };
  const { config, variables, sources } = script;
  await store.packages.publish({ bot, policy: 'workshop', config, variables, programs, sources });
  await hosted.engine.start();
  return Session.open(hosted, store, bot);
}
