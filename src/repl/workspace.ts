/** What a line editor remembers between chunks: variables and routines. Saved and resumed as one file. */

import type { Language } from '../compiler/index.ts';
import type { HostedEngine, SessionNews } from '../host/index.ts';
import { Session } from '../host/index.ts';
import type { Store } from '../spec/index.ts';
import { Dict, decodeValue, encodeValue, type Value } from '../values/index.ts';
import { type Chunk, compileChunk, MARKER, SHOWN } from './chunk.ts';

const BOT = 'repl';
const SCRIPT = 'chunk';
const FORMAT = 1;

export class Workspace {
  readonly #store: Store;
  readonly #session: Session;
  readonly #language: Language;
  #variables = new Dict();
  #routines: ReadonlyMap<string, string> = new Map();

  private constructor(store: Store, session: Session, language: Language) {
    this.#store = store;
    this.#session = session;
    this.#language = language;
  }

  static async open(hosted: HostedEngine, store: Store, language: Language): Promise<Workspace> {
    await store.packages.publish({ bot: BOT, policy: 'workshop', config: {}, variables: {}, programs: {}, sources: {} });
    await hosted.engine.start();
    return new Workspace(store, await Session.open(hosted, store, BOT), language);
  }

  get variables(): readonly (readonly [string, Value])[] {
    return [...this.#variables.entries()];
  }

  get routines(): readonly string[] {
    return [...this.#routines.keys()];
  }

  compile(typed: string): Chunk {
    return compileChunk(
      typed,
      this.variables.map(([name]) => name),
      this.#routines,
      this.#language,
    );
  }

  /** Runs a compiled chunk and answers the value to show; `follow` is told what happens and answers what it waits for. */
  async run(chunk: Chunk, follow: (news: SessionNews, say: (text: string) => Promise<void>) => Promise<boolean>): Promise<Value> {
    if (!chunk.program) throw new Error('a chunk with errors cannot run');
    const programs = { [SCRIPT]: chunk.program };
    await this.#store.packages.publish({
      bot: BOT,
      policy: 'workshop',
      config: {},
      variables: {},
      programs,
      sources: { [SCRIPT]: chunk.source },
    });
    await this.#session.start(BOT, SCRIPT, this.#variables);
    for (;;) {
      const news = await this.#session.news();
      if (await follow(news, (text) => this.#session.say(text))) continue;
      return news.run.state === 'done' ? this.#keep(news.run.result ?? null, chunk) : null;
    }
  }

  /** A chunk that ended by its own RETURN or END hands nothing over. */
  #keep(result: Value, chunk: Chunk): Value {
    this.#routines = new Map([...this.#routines, ...chunk.routines]);
    if (!(result instanceof Dict) || result.get(MARKER) !== true) return result;
    const value = result.get(SHOWN);
    result.delete(MARKER);
    result.delete(SHOWN);
    this.#variables = result;
    return value;
  }

  save(): string {
    return `${JSON.stringify({ format: FORMAT, variables: Buffer.from(encodeValue(this.#variables)).toString('base64'), routines: [...this.#routines] })}\n`;
  }

  /** Throws where the text is not a saved workspace. */
  resume(text: string): void {
    const saved = JSON.parse(text) as { format?: number; variables: string; routines: [string, string][] };
    if (saved.format !== FORMAT) throw new Error('this is not a workspace that :save has written');
    const variables = decodeValue(Buffer.from(saved.variables, 'base64'));
    if (!(variables instanceof Dict)) throw new Error('the saved variables are damaged');
    this.#variables = variables;
    this.#routines = new Map(saved.routines);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
