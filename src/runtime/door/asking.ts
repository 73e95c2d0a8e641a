/** What an act may know of its run: made for every ask, so it is a class with getters, not a bag of closures. */
import type { AskContext, Bus, ConversationHint } from '../../spec/index.ts';
import { LINEAGE, TOPIC } from '../../spec/index.ts';
import { Dict, type Value } from '../../values/index.ts';
import { decodeStored } from '../entry.ts';
import type { LiveRun, OpenAsk } from '../live-run.ts';
import { givenKey } from '../telling.ts';

export class Asking implements AskContext {
  readonly #run: LiveRun;
  readonly #open: OpenAsk;
  readonly #bus: Bus;
  #streamed = 0;

  constructor(run: LiveRun, open: OpenAsk, bus: Bus) {
    this.#run = run;
    this.#open = open;
    this.#bus = bus;
    this.attempt = open.attempt;
  }

  /** Of the act this was made for; the next attempt gets its own. */
  readonly attempt: number;

  get run(): string {
    return this.#run.id;
  }
  get bot(): string {
    return this.#run.claimed.bot;
  }
  get conversation(): string | undefined {
    return this.#run.claimed.conversation;
  }
  get user(): string | undefined {
    return this.#run.claimed.user;
  }
  get script(): string {
    return this.#open.ask.script;
  }
  get key(): string {
    return `${this.#run.id}:${this.#open.ask.address}`;
  }
  get address(): string {
    return this.#open.ask.address;
  }
  get hops(): number {
    return this.#run.claimed.hops;
  }
  get abort(): AbortSignal {
    this.#open.abort ??= new AbortController();
    return this.#open.abort.signal;
  }
  get scripts(): readonly string[] {
    return Object.keys(this.#run.version.version.programs);
  }
  get lineage(): Value {
    this.#run.lineage ??= lineageOf(this.#run.claimed.inputs);
    return this.#run.lineage;
  }
  get times(): number {
    const { told, open } = this.#run;
    const own = givenKey(this.#open.ask.keyword, this.#open.argsHash);
    let times = told.given.get(own) ?? 0;
    for (const each of open.values()) if (givenKey(each.ask.keyword, each.argsHash) === own) times++;
    return times;
  }
  get config(): Readonly<Record<string, string>> {
    return this.#run.version.version.config;
  }
  get granted(): readonly string[] {
    return this.#run.version.grants.hosts;
  }

  stream(text: string): void {
    const { conversation } = this;
    if (conversation === undefined || this.attempt !== this.#open.attempt || this.#run.isDropped) return;
    const hint: ConversationHint = {
      kind: 'token',
      run: this.run,
      address: this.address,
      attempt: this.attempt,
      offset: this.#streamed,
      text,
    };
    this.#streamed += text.length;
    this.#bus.publish(TOPIC.conversation(conversation), hint);
  }
}

function lineageOf(bytes: Uint8Array): Value {
  const inputs = decodeStored(bytes);
  return inputs instanceof Dict ? inputs.get(LINEAGE) : null;
}
