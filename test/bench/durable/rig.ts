/** An engine as `serve` runs it, on any store, and a script of ten steps: each says something and is audited. */
import { createHash, createHmac, randomFillSync } from 'node:crypto';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { createLocalBus } from '../../../src/adapters/local-bus.ts';
import { createSeal } from '../../../src/adapters/seal.ts';
import { createEngine, createMachines, DEFAULT_LIMITS, type Engine } from '../../../src/runtime/index.ts';
import { type Bus, type DigestPort, defineKeyword, notSent, type Program, type Store, TOPIC, text } from '../../../src/spec/index.ts';
import { Dict } from '../../../src/values/index.ts';
import { irProgram } from '../../support/ir.ts';

export const STEPS = 10;

const digest: DigestPort = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  hmac: (key, bytes) => createHmac('sha256', key).update(bytes).digest(),
};

const described = { group: 'dialog', since: '0.1', summary: '', example: '' } as const;
const note = defineKeyword({
  ...described,
  name: 'NOTE',
  syntax: 'NOTE <message>',
  params: { message: text('') },
  effect: { class: 'ours', tier: 1 },
  perform: ({ message }, { ask }) => ({
    result: null,
    writes: [{ kind: 'message', conversation: ask.conversation as string, item: { type: 'bot', text: message } }],
  }),
});
const sleep = defineKeyword({
  ...described,
  name: 'SLEEP',
  syntax: 'SLEEP',
  params: {},
  effect: { class: 'wait', tier: 0 },
  perform: () => ({ wait: { kind: 'timer', ms: 24 * 3600_000 } }),
  wake: () => ({ result: null, writes: [] }),
});

/** An outside act that never answers; counts how often it was begun. */
export const hanging = { begun: 0 };
const hang = defineKeyword({
  ...described,
  name: 'HANG',
  syntax: 'HANG',
  params: {},
  effect: { class: 'repeatable', tier: 0 },
  perform() {
    hanging.begun++;
    return new Promise<never>(() => {});
  },
});

/** FOR i = 1 TO 10: NOTE "Step done, going on": NEXT */
export const stepping: Program = irProgram((k) => ({
  script: 'start.bas',
  keywords: [{ name: 'NOTE', revision: 1 }],
  functions: {
    main: {
      registers: 'i limit step answer',
      blocks: [
        {
          steps: [
            { op: 'move', to: 0, from: k(1) },
            { op: 'move', to: 1, from: k(STEPS) },
            { op: 'move', to: 2, from: k(1) },
          ],
          end: { op: 'forStart', counter: 0, limit: 1, step: 2, body: 1, done: 3 },
        },
        { end: { op: 'ask', keyword: 0, form: 0, args: { message: k('Step done, going on') }, to: 3, next: 2, live: 3 } },
        { end: { op: 'forNext', counter: 0, limit: 1, step: 2, body: 1, done: 3 } },
        { end: { op: 'return', value: k(null) } },
      ],
    },
  },
}));

/** One ask and the end. */
const asking = (keyword: string): Program =>
  irProgram((k) => ({
    script: 'start.bas',
    keywords: [{ name: keyword, revision: 1 }],
    functions: {
      main: {
        registers: 'answer',
        blocks: [{ end: { op: 'ask', keyword: 0, form: 0, args: {}, to: 0, next: 1, live: 0 } }, { end: { op: 'return', value: k(null) } }],
      },
    },
  }));
/** Sleeps a day. */
export const sleeping = asking('SLEEP');
export const hangs = asking('HANG');

export interface Rig {
  readonly engine: Engine;
  readonly bus: Bus;
  /** One run in a conversation of its own lane, from its start until it left memory. */
  runIn(conversation: string): Promise<void>;
}

export async function createRig(store: Store, node: string): Promise<Rig> {
  const bus = createLocalBus({ log: () => undefined });
  const keywords = [note, sleep, hang];
  const engine = createEngine({
    store,
    ports: {
      clock: systemClock,
      http: { request: async () => notSent('no network in a bench') },
      model: { provider: 'none', complete: async () => notSent('no model in a bench') },
      log: { log: (level, message, details) => level === 'error' && console.error(message, details) },
    },
    bus,
    random: { bytes: (count) => randomFillSync(new Uint8Array(count)) },
    digest,
    seal: createSeal(new Uint8Array(32)),
    auditKey: new Uint8Array(32).fill(7),
    keywords,
    machines: createMachines({ functions: [], keywords, limits: DEFAULT_LIMITS }),
    node,
    terms: { mostRuns: 20_000 },
  });
  await engine.start();
  return {
    engine,
    bus,
    async runIn(conversation) {
      const left = new Promise<void>((done) => {
        const forget = bus.subscribe(TOPIC.conversation(conversation), (hint) => {
          if ((hint as { kind: string }).kind !== 'run') return;
          forget();
          done();
        });
      });
      const { bot } = (await lane(store, conversation)) as { bot: string };
      await engine.begin({ bot, script: 'start', inputs: new Dict(), conversation });
      await left;
    },
  };
}

const lanes = new Map<string, unknown>();
async function lane(store: Store, conversation: string) {
  if (!lanes.has(conversation)) lanes.set(conversation, await store.conversations.find(conversation));
  return lanes.get(conversation);
}
