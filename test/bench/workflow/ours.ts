/**
 * A node of ours as a peer of the workflow bench: engine, keywords, store and bus as `serve` has them, in a process of
 * its own that may be killed. Without its HTTP side, which the bench does not use.
 */
import postgres from 'postgres';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { createLog } from '../../../src/adapters/log/stream-log.ts';
import { type HostedEngine, hostEngine, openBus, openStore } from '../../../src/host/index.ts';
import { type Store, TOPIC } from '../../../src/spec/index.ts';
import { Dict, type Value } from '../../../src/values/index.ts';
import { AT_ONCE, forEachOf, type PeerEngine, type Started, servePeer, until } from '../rivals/peer.mjs';
import { BOT, publishBench } from './scripts.ts';

/** Two nodes must have the same, so they are not drawn. */
const keys = { seal: new Uint8Array(32).fill(7), audit: new Uint8Array(32).fill(8) };
const log = createLog({ write: (line) => process.stderr.write(line), least: 'warn', json: false, now: systemClock.now });

/** Never resolves: the peer ends when nobody asks any more. */
export async function serveOurs(node: string, script: string): Promise<never> {
  servePeer(new OurPeer(node, script));
  return new Promise(() => {});
}

class OurPeer implements PeerEngine {
  readonly #node: string;
  /** What `w1` runs. */
  readonly #script: string;
  readonly #lanes = new Map<number, Promise<string>>();
  readonly #branches = new Map<number, Promise<void>>();
  #store!: Store;
  #hosted!: HostedEngine;
  #sql!: postgres.Sql;
  #close: () => Promise<void> = async () => {};

  constructor(node: string, script: string) {
    this.#node = node;
    this.#script = script;
  }

  async start({ url }: { readonly url: string }): Promise<Started> {
    const { store, seal } = await openStore(url, keys);
    const bus = await openBus({ db: url, log });
    this.#store = store;
    this.#hosted = hostEngine({ store, seal, bus, log, clock: systemClock, auditKey: keys.audit, node: this.#node });
    this.#sql = postgres(url, { max: 1 });
    if (!(await store.packages.bot(BOT))) await this.#publish(2);
    await this.#hosted.grants.open();
    await this.#hosted.engine.start();
    this.#close = async () => {
      await this.#hosted.engine.stop();
      this.#hosted.grants.close();
      await bus.close();
      await this.#sql.end();
      await store.close();
    };
    return { versions: 'Basalt: ORCHESTRATE WORKFLOW, WAIT FOR EVENT and PUBLISH EVENT', pids: { node: process.pid } };
  }

  async sequential(lane: number): Promise<void> {
    await this.#toItsEnd(lane, this.#script);
  }

  async parallel(steps: number): Promise<void> {
    await this.#publish(steps);
    await this.#toItsEnd(0, 'parallel');
  }

  async park(batch: string, count: number): Promise<void> {
    await forEachOf(count, (n) => this.#begin('waits', { mine: `${batch}-${n}` }));
    await until(async () => (await this.#sql`select from runs where state in ('ready', 'leased') limit 1`).length === 0, 'waiting');
    await this.#expect('waiting', count);
  }

  /** As many senders as the rivals have: scripts that publish one event after the other. */
  async publish(batch: string, count: number): Promise<void> {
    const senders = Math.min(AT_ONCE, count);
    const before = (sender: number) => Math.floor((count * sender) / senders);
    await Promise.all(
      Array.from({ length: senders }, (_, sender) =>
        this.#begin('publishes', { batch, first: before(sender), last: before(sender + 1) - 1 }),
      ),
    );
    await this.settled();
  }

  /** Every run has ended, and ended well. */
  async settled(): Promise<void> {
    const open = () => this.#sql`select from runs where state in ('ready', 'leased', 'waiting') limit 1`;
    await until(async () => (await open()).length === 0, 'the end of all workflows');
    await this.#expect('failed', 0);
    await this.#expect('held', 0);
  }

  async stop(): Promise<void> {
    await this.#close();
  }

  async #expect(state: string, wanted: number): Promise<void> {
    const rows = await this.#sql<{ found: number; message: string | null }[]>`
      select count(*)::int as found, max(message) as message from runs where state = ${state}`;
    const { found, message } = rows[0]!;
    if (found !== wanted) throw new Error(`${found} runs are ${state} where ${wanted} should be${message ? `: ${message}` : ''}`);
  }

  async #begin(script: string, inputs: Readonly<Record<string, Value>>, conversation?: string): Promise<void> {
    await this.#hosted.engine.begin({ bot: BOT, script, inputs: Dict.from(Object.entries(inputs)), conversation });
  }

  /** In the conversation of a lane: its hints tell when the run has left memory. */
  async #toItsEnd(lane: number, script: string): Promise<void> {
    const conversation = await this.#laneOf(lane);
    const left = new Promise<void>((done) => {
      const forget = this.#hosted.bus.subscribe(TOPIC.conversation(conversation), (hint) => {
        if ((hint as { kind: string }).kind !== 'run') return;
        forget();
        done();
      });
    });
    await this.#begin(script, {}, conversation);
    await left;
  }

  #laneOf(lane: number): Promise<string> {
    const known = this.#lanes.get(lane) ?? this.#store.conversations.open(BOT, 'ana').then(({ id }) => id);
    this.#lanes.set(lane, known);
    return known;
  }

  /** A version with so many branches, once. */
  #publish(branches: number): Promise<void> {
    const published = this.#branches.get(branches) ?? publishBench(this.#store.packages, branches);
    this.#branches.set(branches, published);
    return published;
  }
}
