import { expect, test } from 'vitest';
import { mortal } from '../../test/support/deaths.ts';
import { house, until } from '../../test/support/house.ts';
import { type ScriptedAsk, scripted, scriptMachines } from '../../test/support/script-machine.ts';
import { nodeDigest } from '../adapters/node-crypto.ts';
import {
  defineKeyword,
  done,
  type Keyword,
  NotFound,
  notSent,
  type Outcome,
  StoreUnavailable,
  text,
  UnstorableRow,
  unknown,
  value,
} from '../spec/index.ts';
import { Dict, toText, type Value } from '../values/index.ts';
import { verifyAudit } from './door/index.ts';
import { decodeEntry } from './entry.ts';

const base = { group: 'language', since: '0.1', summary: '', example: '' } as const;

const say = defineKeyword({
  ...base,
  name: 'SAY',
  syntax: 'SAY <x>',
  params: { x: text('') },
  effect: { class: 'ours', tier: 1 },
  perform: ({ x }, { ask }) => ({
    result: x,
    writes: [{ kind: 'message', conversation: ask.conversation as string, item: { type: 'bot', text: x } }],
  }),
});
const keep = defineKeyword({
  ...base,
  name: 'KEEP',
  syntax: 'KEEP <x>',
  params: { x: value('') },
  effect: { class: 'ours', tier: 0 },
  perform: ({ x }, { ask }) => ({ result: null, writes: [{ kind: 'memory', scope: 'bot', owner: ask.bot, key: 'kept', value: x }] }),
});
const tick = defineKeyword({
  ...base,
  name: 'TICK',
  syntax: 'TICK',
  params: {},
  effect: { class: 'pure', tier: 0, needs: ['clock'] },
  perform: (_, { ports }) => ports.clock.now(),
});
const listen = defineKeyword({
  ...base,
  name: 'LISTEN',
  syntax: 'LISTEN',
  params: {},
  effect: { class: 'wait', tier: 0 },
  perform: (_, { ask }) => ({ wait: { kind: 'reply', conversation: ask.conversation as string, timeoutMs: 60_000 } }),
  wake(_, signal, { ask, tries }) {
    if (signal.kind !== 'reply') return { fault: { code: 'no-reply', message: signal.kind } };
    if (signal.text === '?') return { wait: { kind: 'reply', conversation: ask.conversation as string }, writes: [] };
    return { result: `${signal.text} after ${tries}`, writes: [] };
  },
});
const sleep = defineKeyword({
  ...base,
  name: 'SLEEP',
  syntax: 'SLEEP',
  params: {},
  effect: { class: 'wait', tier: 0 },
  perform: () => ({ wait: { kind: 'timer', ms: 5000 } }),
  wake: () => ({ result: 'rested', writes: [] }),
});
const fetchPage = defineKeyword({
  ...base,
  name: 'FETCH',
  syntax: 'FETCH <x>',
  params: { x: value('') },
  effect: { class: 'repeatable', tier: 0, needs: ['http'] },
  perform: ({ x }, { ports, ask }) =>
    ports.http.request({ method: 'GET', url: `https://example.org/${toText(x)}`, key: ask.key, abort: ask.abort, config: {}, granted: [] }),
});
const send = defineKeyword({
  ...base,
  name: 'SEND',
  syntax: 'SEND <x>',
  params: { x: value('') },
  effect: { class: 'consequential', tier: 2, needs: ['http'] },
  perform: ({ x }, { ports, ask }) =>
    ports.http.request({
      method: 'POST',
      url: `https://example.org/${toText(x)}`,
      key: ask.key,
      abort: ask.abort,
      config: {},
      granted: [],
    }),
});
const keywords: readonly Keyword[] = [say, keep, tick, listen, sleep, fetchPage, send];

function build(asks: readonly ScriptedAsk[][], options: Partial<Parameters<typeof house>[0]> = {}) {
  const built = house({ keywords, machines: scriptMachines, ...options });
  return { ...built, ready: built.deploy({ start: scripted(...asks) }) };
}

const resultOf = async ({ store }: ReturnType<typeof build>, id: string) => {
  const run = await store.runs.find(id);
  return run?.result instanceof Dict
    ? Object.fromEntries([...run.result.entries()].map(([key, each]) => [key, each as Value]))
    : run?.fault;
};
const stateOf = async ({ store }: ReturnType<typeof build>, id: string) => (await store.runs.find(id))?.state;
const start = ({ store }: ReturnType<typeof build>) => store.runs.start({ bot: 'bot', script: 'start', inputs: new Dict() });

test('a run asks, is flushed and ends', async () => {
  const all = build([[{ keyword: 'KEEP', args: { x: 4 } }, { keyword: 'TICK' }]]);
  await all.ready;
  const id = await start(all);
  const engine = all.engine('a');
  await engine.start();
  await engine.settled();
  expect(await stateOf(all, id)).toBe('done');
  expect(await all.store.memory('bot', 'bot', 'kept')).toBe(4);
  expect((await all.store.runs.entries(id)).map(({ seq, kind, name }) => `${seq} ${kind} ${name}`)).toEqual([
    '1 begin begin',
    '2 answer KEEP',
    '3 answer TICK',
  ]);
  await engine.stop();
});

test('a run begun at a node is leased there from birth', async () => {
  const all = build([[{ keyword: 'KEEP', args: { x: 4 } }]]);
  await all.ready;
  const engine = all.engine('a');
  const early = await engine.begin({ bot: 'bot', script: 'start', inputs: new Dict() });
  expect(await stateOf(all, early)).toBe('ready');
  await engine.start();
  const id = await engine.begin({ bot: 'bot', script: 'start', inputs: new Dict() });
  await expect(engine.begin({ bot: 'bot', script: 'nothing', inputs: null })).rejects.toBeInstanceOf(NotFound);
  await engine.settled();
  expect([await stateOf(all, early), await stateOf(all, id)]).toEqual(['done', 'done']);
  await engine.stop();
});

test('a birth that cannot be stored fails alone, one without an answer says so', async () => {
  const all = build([[{ keyword: 'KEEP', args: { x: 4 } }]]);
  await all.ready;
  const engine = all.engine('a');
  await engine.start();
  const births = ['ana', 'a\u0000b', 'eva'].map((user) => engine.begin({ bot: 'bot', script: 'start', inputs: null, user }));
  const [ana, bad, eva] = await Promise.allSettled(births);
  expect([ana!.status, eva!.status]).toEqual(['fulfilled', 'fulfilled']);
  expect((bad as PromiseRejectedResult).reason).toBeInstanceOf(UnstorableRow);
  await all.store.journal.join('a', 15_000);
  await expect(engine.begin({ bot: 'bot', script: 'start', inputs: null })).rejects.toBeInstanceOf(StoreUnavailable);
  await engine.stop();
});

test('a run that waits leaves memory, is woken by a message, and asks again', async () => {
  const all = build([[{ keyword: 'SAY', args: { x: 'hello' } }, { keyword: 'LISTEN' }]]);
  await all.ready;
  const engine = all.engine('a');
  await engine.start();
  const { id } = await all.store.conversations.open('bot', 'ana');
  engine.wake();
  await engine.settled();
  expect(engine.stats.runs).toBe(0);
  const [run] = await all.store.runs.list({ limit: 1 });
  for (const message of ['?', 'yes']) {
    expect(await stateOf(all, run?.id as string)).toBe('waiting');
    await all.store.conversations.post(id, message, { text: message });
    engine.wake();
    await engine.settled();
  }
  expect(await resultOf(all, run?.id as string)).toEqual({ '0.0': 'hello', '0.1': 'yes after 2' });
  expect((await all.store.conversations.since(id, 0, 9)).map(({ item }) => 'text' in item && item.text)).toEqual(['hello', '?', 'yes']);
});

test('a message that came before the wait is not missed', async () => {
  const all = build([[{ keyword: 'LISTEN' }]]);
  await all.ready;
  const { id } = await all.store.conversations.open('bot', 'ana');
  await all.store.conversations.post(id, '1', { text: 'early' });
  const engine = all.engine('a');
  await engine.start();
  await engine.settled();
  const [run] = await all.store.runs.list({ limit: 1 });
  expect(await resultOf(all, run?.id as string)).toEqual({ '0.0': 'early after 1' });
});

test('a clock that knows no such zone holds the run, not the node', async () => {
  const all = build([[{ keyword: 'LISTEN' }]]);
  await all.ready;
  const { id: conversation } = await all.store.conversations.open('bot', 'ana');
  const engine = all.engine('a');
  await engine.start();
  await engine.settled();
  const [run] = await all.store.runs.list({ limit: 1 });
  expect(run?.state).toBe('waiting');
  all.clock.offsetMs = () => {
    throw new RangeError('no such zone');
  };
  await all.store.conversations.post(conversation, 'm-1', { text: 'hi' });
  engine.wake();
  await until(async () => (await stateOf(all, run?.id as string)) === 'held');
});

test('timers wake by one alarm of the node', async () => {
  const all = build([[{ keyword: 'SLEEP' }]]);
  await all.ready;
  const engine = all.engine('a');
  const id = await start(all);
  await engine.start();
  await engine.settled();
  expect(await stateOf(all, id)).toBe('waiting');
  all.clock.moveTo(all.clock.now() + 4999);
  await engine.settled();
  expect(await stateOf(all, id)).toBe('waiting');
  all.clock.moveTo(all.clock.now() + 1);
  await engine.settled();
  expect(await resultOf(all, id)).toEqual({ '0.0': 'rested' });
});

test('two fibers are fed in the order of the journal, live and again', async () => {
  const asks = [
    [{ keyword: 'KEEP', args: { x: 1 } }, { keyword: 'TICK' }, { keyword: 'SLEEP' }],
    [{ keyword: 'TICK' }, { keyword: 'KEEP', args: { x: 2 } }],
  ];
  const all = build(asks);
  await all.ready;
  const id = await start(all);
  const engine = all.engine('a');
  await engine.start();
  await engine.settled();
  await engine.stop();
  all.clock.moveTo(all.clock.now() + 5000);
  const next = all.engine('b');
  await next.start();
  await next.settled();
  expect(await stateOf(all, id)).toBe('done');
});

const MIXED: readonly ScriptedAsk[][] = [
  [
    { keyword: 'KEEP', args: { x: 1 } },
    { keyword: 'TICK' },
    { keyword: 'FETCH', usesLast: true },
    { keyword: 'SEND', args: { x: 'mail' }, traps: true },
    { keyword: 'SLEEP' },
    { keyword: 'TICK' },
  ],
];

test.each(
  Array.from({ length: 8 }, (_, i) => [i + 1, i % 2 === 0] as const).flatMap(([n, after]) => [[n, after] as const, [n, !after] as const]),
)('dying at flush %i (stored: %s) keeps the promise of every class', async (nth, isAfter) => {
  const calls: string[] = [];
  const all = build(MIXED, {
    http: (url, key) => {
      calls.push(`${url} ${key}`);
      return done('fine');
    },
  });
  await all.ready;
  const id = await start(all);
  const first = all.engine('a', (journal) => mortal(journal, { call: 'flush', nth, isAfter }).journal);
  await first.start();
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
  all.clock.moveTo(all.clock.now() + 1000);
  const second = all.engine('a');
  await second.start();
  await until(async () => {
    await second.settled();
    all.clock.moveTo(all.clock.now() + 1000);
    return (await stateOf(all, id)) === 'done';
  });
  expect(await stateOf(all, id)).toBe('done');
  const sends = calls.filter((call) => call.includes('mail'));
  const result = (await resultOf(all, id)) as Record<string, Value>;
  expect(sends.length).toBe(result['0.3'] === 'fault unknown-outcome' ? Math.min(sends.length, 1) : 1);
  const fetches = calls.filter((call) => !call.includes('mail'));
  expect(new Set(fetches.map((call) => call.split(' ')[1])).size).toBe(1);
  expect(fetches.at(-1)).toContain(String(result['0.1']));
});

test('a pure answer is on disk before the act that used it begins', async () => {
  const seen: string[] = [];
  const all = build([[{ keyword: 'TICK' }, { keyword: 'FETCH', usesLast: true }]], {
    http: (url) => {
      const run = [...all.store.tables.runs.values()][0];
      seen.push(`${url} ${run?.entries.length}`);
      return done(null);
    },
  });
  await all.ready;
  await start(all);
  const engine = all.engine('a');
  await engine.start();
  await engine.settled();
  await until(() => seen.length > 0);
  expect(seen).toEqual([`https://example.org/${all.clock.now()} 2`]);
});

test('not-sent is tried again under the same key, an intent for each try', async () => {
  const answers: Outcome[] = [notSent('busy'), notSent('busy'), done('m-1')];
  const keys: string[] = [];
  const all = build([[{ keyword: 'SEND', args: { x: 'mail' } }]], {
    http: (_, key) => {
      keys.push(key);
      return answers.shift() as Outcome;
    },
  });
  await all.ready;
  const id = await start(all);
  const engine = all.engine('a');
  await engine.start();
  for (const ms of [0, 1000, 4000]) {
    all.clock.moveTo(all.clock.now() + ms);
    await until(() => keys.length > 0);
    await engine.settled();
  }
  await until(async () => (await stateOf(all, id)) === 'done');
  expect(keys).toEqual([`${id}:0.0`, `${id}:0.0`, `${id}:0.0`]);
  expect((await all.store.runs.entries(id)).filter((entry) => entry.kind === 'intent').length).toBe(5);
});

test('an unknown outcome holds the run; a person answers for it', async () => {
  const all = build([[{ keyword: 'SEND', args: { x: 'mail' } }]], { http: () => unknown('the line broke') });
  await all.ready;
  const id = await start(all);
  const engine = all.engine('a');
  await engine.start();
  await until(async () => (await stateOf(all, id)) === 'held');
  expect(await all.store.runs.find(id)).toMatchObject({ heldReason: 'unknown-outcome', message: 'SEND: the line broke' });
  await all.store.runs.command(id, { kind: 'answer', value: 'it did' }, 'ana');
  engine.wake();
  await until(async () => (await stateOf(all, id)) === 'done');
  expect(await resultOf(all, id)).toEqual({ '0.0': 'it did' });
});

test('where the program traps errors it is told of the unknown outcome', async () => {
  const all = build([[{ keyword: 'SEND', args: { x: 'mail' }, traps: true }]], { http: () => unknown('the line broke') });
  await all.ready;
  const id = await start(all);
  const engine = all.engine('a');
  await engine.start();
  await until(async () => (await stateOf(all, id)) === 'done');
  expect(await resultOf(all, id)).toEqual({ '0.0': 'fault unknown-outcome' });
});

test('a program that asks otherwise than its journal is held as a bug', async () => {
  const all = build([
    [
      { keyword: 'KEEP', args: { x: 1 } },
      { keyword: 'KEEP', args: { x: 2 } },
    ],
  ]);
  await all.ready;
  const id = await start(all);
  const first = all.engine('a', (journal) => mortal(journal, { call: 'flush', nth: 1, isAfter: true }).journal);
  await first.start();
  await until(() => all.store.tables.runs.get(id)?.entries.length === 2);
  const version = [...all.store.tables.versions.values()][0];
  all.store.tables.programs.set(version?.programs.start as string, {
    program: scripted([{ keyword: 'KEEP', args: { x: 9 } }]),
    source: '',
  });
  const second = all.engine('a');
  await second.start();
  await second.settled();
  expect(await all.store.runs.find(id)).toMatchObject({ state: 'held', heldReason: 'bug' });
  expect((await all.store.runs.find(id))?.message).toContain('other arguments');
});

test('one bad row holds its run, the innocent commit', async () => {
  const all = build([[{ keyword: 'KEEP', args: { x: 1 } }]]);
  await all.ready;
  const ids = await Promise.all(Array.from({ length: 9 }, () => start(all)));
  const guilty = ids[4] as string;
  const engine = all.engine('a', (journal) => ({
    ...journal,
    flush: async (lease, number, batch) => {
      if (batch.entries.some((entry) => entry.run === guilty && entry.kind === 'answer')) throw new UnstorableRow('a bad row');
      return journal.flush(lease, number, batch);
    },
  }));
  await engine.start();
  await engine.settled();
  const states = await Promise.all(ids.map((id) => stateOf(all, id)));
  expect(states).toEqual(ids.map((id) => (id === guilty ? 'held' : 'done')));
});

test('a broken line repeats the flush under its number', async () => {
  const all = build([[{ keyword: 'KEEP', args: { x: 1 } }]]);
  await all.ready;
  const id = await start(all);
  const numbers: number[] = [];
  const engine = all.engine('a', (journal) => ({
    ...journal,
    flush: async (lease, number, batch) => {
      numbers.push(number);
      const receipt = await journal.flush(lease, number, batch);
      if (numbers.length === 1) throw new StoreUnavailable('the answer was lost');
      return receipt;
    },
  }));
  await engine.start();
  await until(() => numbers.length === 1);
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    all.clock.moveTo(all.clock.now() + 200);
  }
  await engine.settled();
  expect(numbers.slice(0, 2)).toEqual([1, 1]);
  expect(await stateOf(all, id)).toBe('done');
});

test('who lost the lease drops its runs and joins again', async () => {
  const all = build([[{ keyword: 'FETCH', args: { x: 1 } }]], {
    http: () => new Promise<Outcome>(() => {}),
    // Its own flush tells it, not a sweep.
    terms: { sweepMs: 5_000 },
  });
  await all.ready;
  const id = await start(all);
  const first = all.engine('a');
  await first.start();
  await first.settled();
  const usurper = await all.store.journal.join('a', 15_000);
  all.clock.moveTo(all.clock.now() + 3000);
  await first.settled();
  expect(first.stats.runs).toBe(0);
  expect(all.logged.some((line) => line.includes('the lease is lost'))).toBe(true);
  await all.store.journal.leave(usurper);
  all.clock.moveTo(all.clock.now() + 1000);
  await until(() => all.store.tables.runs.get(id)?.state === 'leased');
});

test('cancel aborts what is under way and ends the run', async () => {
  const all = build(
    [
      [
        { keyword: 'FETCH', args: { x: 1 } },
        { keyword: 'KEEP', args: { x: 1 } },
      ],
    ],
    {
      http: (_, __, abort) => new Promise<Outcome>((resolve) => abort.addEventListener('abort', () => resolve(unknown('aborted')))),
    },
  );
  await all.ready;
  const id = await start(all);
  const engine = all.engine('a');
  await engine.start();
  await until(() => all.store.tables.runs.get(id)?.state === 'leased');
  await all.store.runs.command(id, { kind: 'cancel' }, 'ana');
  all.clock.moveTo(all.clock.now() + 3000);
  await until(async () => (await stateOf(all, id)) === 'cancelled');
  expect(await all.store.memory('bot', 'bot', 'kept')).toBe(null);
});

test('a waiting run is cancelled too', async () => {
  const all = build([[{ keyword: 'SLEEP' }]]);
  await all.ready;
  const id = await start(all);
  const engine = all.engine('a');
  await engine.start();
  await engine.settled();
  await all.store.runs.command(id, { kind: 'cancel' }, 'ana');
  engine.wake();
  await engine.settled();
  expect(await stateOf(all, id)).toBe('cancelled');
  expect(await all.store.runs.waits(id)).toEqual([]);
});

test('a run that kills its node again and again is held as poison, others are not', async () => {
  const all = build([[{ keyword: 'KEEP', args: { x: 1 } }]]);
  await all.ready;
  const killer = await start(all);
  const innocent = await start(all);
  for (let life = 0; life < 8; life++) {
    const engine = all.engine('a', (journal) => ({
      ...journal,
      claim: async (lease, limit) => {
        const claimed = await journal.claim(lease, limit);
        return claimed.some((run) => run.run === killer) ? new Promise<never>(() => {}) : claimed;
      },
    }));
    await engine.start();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(async () => (await stateOf(all, innocent)) === 'done');
  expect(await all.store.runs.find(killer)).toMatchObject({ state: 'held', heldReason: 'poison' });
});

test('a denied act is a fault that names the grant, and is audited in a chain that verifies', async () => {
  const all = build([[{ keyword: 'SEND', args: { x: 'mail' } }]], { policy: 'strict' });
  await all.ready;
  const id = await start(all);
  const engine = all.engine('a');
  await engine.start();
  await engine.settled();
  expect(await resultOf(all, id)).toEqual({ '0.0': 'fault denied' });
  const entry = (await all.store.runs.entries(id)).find((each) => each.kind === 'fault');
  expect(entry && decodeEntry(entry).answer).toMatchObject({
    fault: { code: 'denied', message: 'SEND needs the grant "http", which this bot does not have' },
  });
  const [row] = all.store.tables.audit;
  expect(row?.row).toMatchObject({ what: 'denied', subject: 'SEND', run: id, tier: 2 });
  const flush = { node: 'a', epoch: 1, flush: row?.flush ?? 0, head: row?.head ?? new Uint8Array(), rows: row ? [row.row] : [] };
  const key = new Uint8Array(32).fill(7);
  expect(verifyAudit(nodeDigest, key, [flush])).toEqual([]);
  expect(verifyAudit(nodeDigest, key, [{ ...flush, rows: [{ ...flush.rows[0]!, actor: 'nobody' }] }])).toHaveLength(1);
});

test('stop gives the runs back and forgives their claims', async () => {
  const all = build([[{ keyword: 'FETCH', args: { x: 1 } }]], { http: () => new Promise<Outcome>(() => {}) });
  await all.ready;
  const id = await start(all);
  const engine = all.engine('a');
  await engine.start();
  await engine.settled();
  const stopping = engine.stop(100);
  for (const ms of [100, 1000]) {
    await new Promise((resolve) => setImmediate(resolve));
    all.clock.moveTo(all.clock.now() + ms);
  }
  await stopping;
  expect(all.store.tables.runs.get(id)).toMatchObject({ state: 'ready', claims: 0 });
});

test('a node that stops does not wait for a store that is gone, says what it left, and the next goes on', async () => {
  const all = build(MIXED);
  await all.ready;
  const id = await start(all);
  let isGone = false;
  const gone = () => Promise.reject(new StoreUnavailable('nobody answers'));
  const first = all.engine('a', (journal) => ({
    ...journal,
    flush: (...args) => (isGone ? gone() : journal.flush(...args)),
    leave: (lease) => (isGone ? gone() : journal.leave(lease)),
  }));
  isGone = true;
  await first.start();
  await until(() => first.stats.runs === 1);
  const began = all.clock.now();
  let isStopped = false;
  void first.stop().then(() => {
    isStopped = true;
  });
  await until(() => {
    const at = all.clock.next();
    if (!isStopped && at !== undefined) all.clock.moveTo(at);
    return isStopped;
  });
  expect(all.clock.now() - began).toBeLessThan(1000);
  expect(all.logged.filter((line) => line.includes('stops with work left'))).toEqual([expect.stringContaining('"runs":1')]);
  const second = all.engine('a');
  await second.start();
  await until(async () => {
    await second.settled();
    all.clock.moveTo(all.clock.now() + 1000);
    return (await stateOf(all, id)) === 'done';
  });
});
