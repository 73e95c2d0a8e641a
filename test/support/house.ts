/** One store, one clock, scripted ports; engines come and go (and die) on it. */
import { createLocalBus } from '../../src/adapters/local-bus.ts';
import { createMemoryStore, type MemoryStore } from '../../src/adapters/memory/index.ts';
import { nodeDigest } from '../../src/adapters/node-crypto.ts';
import { createSeal } from '../../src/adapters/seal.ts';
import { createEngine, type Engine, type EngineParts, type Machines, VirtualClock } from '../../src/runtime/index.ts';
import type { Bus, Journal, Keyword, Outcome, Program, Store } from '../../src/spec/index.ts';
import { done } from '../../src/spec/index.ts';

export interface HouseOptions {
  readonly keywords: readonly Keyword[];
  readonly machines: Machines;
  readonly journal?: (journal: Journal) => Journal;
  readonly http?: (url: string, key: string, abort: AbortSignal) => Promise<Outcome> | Outcome;
  readonly terms?: EngineParts['terms'];
  readonly policy?: 'workshop' | 'strict';
}

export interface House {
  readonly store: MemoryStore;
  readonly clock: VirtualClock;
  readonly bus: Bus;
  readonly logged: string[];
  deploy(programs: Readonly<Record<string, Program>>): Promise<void>;
  engine(node: string, journal?: (journal: Journal) => Journal): Engine;
}

export function house(options: HouseOptions): House {
  const clock = new VirtualClock(Date.UTC(2026, 10, 21, 9));
  const store = createMemoryStore({ now: () => clock.now() });
  const bus = createLocalBus({ log: () => undefined });
  const logged: string[] = [];
  let drawn = 0;
  return {
    store,
    clock,
    bus,
    logged,
    async deploy(programs) {
      await store.packages.publish({
        bot: 'bot',
        config: {},
        variables: {},
        policy: options.policy ?? 'workshop',
        programs,
        sources: {},
        answers: 'answer',
      });
    },
    engine(node, journal = (each) => each) {
      const wrapped: Store = { ...store, journal: journal(store.journal) };
      return createEngine({
        store: wrapped,
        ports: {
          clock,
          http: { request: async ({ url, key, abort }) => (options.http ?? (() => done('ok')))(String(url), key, abort) },
          model: {
            provider: 'test',
            complete: async () => ({
              ...done('an answer'),
              answer: { text: 'an answer', model: 'm', inputTokens: 3, outputTokens: 2, estimated: false },
            }),
          },
          log: { log: (level, message, details) => logged.push(`${level} ${message} ${JSON.stringify(details ?? {})}`) },
        },
        bus,
        random: { bytes: (count) => new Uint8Array(count).fill(++drawn) },
        digest: nodeDigest,
        seal: createSeal(new Uint8Array(32)),
        auditKey: new Uint8Array(32).fill(7),
        keywords: options.keywords,
        machines: options.machines,
        node,
        ...(options.terms && { terms: options.terms }),
      });
    },
  };
}

/** Lets promises and microtasks run until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 2000; turns++) {
    if (await condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('the condition never came true');
}
