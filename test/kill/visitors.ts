import type { Store } from '../../src/spec/index.ts';
import { pause } from './chance.ts';
import { BOT } from './load.ts';

export const TOKEN = 'only-for-this-test';

/** People who open conversations and answer when they are asked, as a browser does: with the same client id until it is taken. */
export interface Job {
  readonly conversation: string;
  readonly job: string;
}

export class Visitors {
  readonly jobs: Job[] = [];
  readonly #store: Store;
  readonly #ports: readonly number[];
  readonly #most: number;
  #isOpen = true;
  #count = 0;
  #asked = 0;

  /** Whoever gets no answer tries the next port. */
  constructor(store: Store, ports: readonly number[], most: number) {
    this.#store = store;
    this.#ports = ports;
    this.#most = most;
  }

  noMore(): void {
    this.#isOpen = false;
  }

  async run(atOnce: number): Promise<void> {
    await this.#untilLive();
    await Promise.all(Array.from({ length: atOnce }, () => this.#visit()));
  }

  async #visit(): Promise<void> {
    while (this.#isOpen && this.#count < this.#most) {
      const job = `job${++this.#count}`;
      const { id: conversation } = await this.#store.conversations.open(BOT, job);
      this.jobs.push({ conversation, job });
      await this.#hears(conversation, 'which job?');
      await this.#says(conversation, 'first', job);
      await this.#hears(conversation, `${job} more?`);
      await this.#says(conversation, 'second', `end-${job}`);
      await this.#hears(conversation, `${job} ends with end-${job}, 12`);
    }
  }

  async #untilLive(): Promise<void> {
    while ((await this.#store.packages.bot(BOT))?.state !== 'live') await pause(20);
  }

  /** Over HTTP and twice, as a browser does that saw no answer: the client id makes it one message. */
  async #says(conversation: string, clientId: string, text: string): Promise<void> {
    for (let taken = 0, tries = this.#asked++; taken < 2; tries++) {
      const port = this.#ports[tries % this.#ports.length];
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/conversations/${conversation}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
        body: JSON.stringify({ clientId, text }),
      }).catch(() => undefined);
      if (response?.status === 201) taken++;
      else if (response?.status === 429) await pause(100);
      else if (response && response.status < 500)
        throw new Error(`saying ${text} was answered with ${response.status}: ${await response.text()}`);
      else await pause(20);
    }
  }

  /** A run that saw four processes die before its next entry is held as poison; here a person knows better. */
  async #operate(conversation: string): Promise<void> {
    const [run] = await this.#store.runs.list({ conversation, limit: 1 });
    if (run?.state !== 'held') return;
    if (run.heldReason !== 'poison') throw new Error(`run ${run.id} is held: ${run.heldReason}: ${run.message}`);
    await this.#store.runs.command(run.id, { kind: 'resume' }, 'the operator of this test');
  }

  async #hears(conversation: string, wanted: string): Promise<void> {
    for (const until = Date.now() + 240_000; Date.now() < until; await pause(25)) {
      const items = await this.#store.conversations.since(conversation, 0, 1000);
      if (items.some(({ item }) => item.type === 'bot' && item.text === wanted)) return;
      await this.#operate(conversation);
    }
    const [run] = await this.#store.runs.list({ conversation, limit: 1 });
    throw new Error(`nobody said ${JSON.stringify(wanted)}; the run is ${JSON.stringify(run)}`);
  }
}
