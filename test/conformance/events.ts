/** Events: published and waited for at the same time (E2, E3 for topics), correlation, handlers and their order. */
import { describe, expect, test } from 'vitest';
import { type FlushWrite, type Lease, MOST_EVENT_BYTES, type Store, UnstorableRow, type Wait } from '../../src/spec/index.ts';
import { Dict, encodeValue, probesOf, type Value } from '../../src/values/index.ts';
import { blockedOrDone, end, entry, flushNext, NOTHING, park, program, publish, woken } from './staging.ts';
import type { Bench } from './store.ts';

const TTL = 60_000;

const payload = (fields: Readonly<Record<string, Value>>) => Dict.from(Object.entries(fields));
const waitFor = (run: string, address: string, more: Partial<Extract<Wait, { kind: 'event' }>> = {}, due?: number): FlushWrite => ({
  kind: 'wait',
  run,
  address,
  wait: { kind: 'event', bot: 'shop', names: ['paid'], ...more },
  ...(due !== undefined && { due }),
});
const event = (run: string, fields: Readonly<Record<string, Value>> = {}, name = 'paid', key?: string): FlushWrite => ({
  kind: 'event',
  run,
  bot: 'shop',
  name,
  ...(key !== undefined && { key }),
  payload: encodeValue(payload(fields)),
  fields: probesOf(payload(fields)),
  hops: 1,
  at: 3_000,
});
const handles = (name: string, more = {}) => ({ ...program('handler'), declarations: { params: [], events: [{ name, ...more }] } });

export function exerciseEvents(bench: () => Bench): void {
  async function running(more: Parameters<typeof publish>[1] = {}) {
    const { store } = bench();
    await publish(store, { start: program('start'), ...more });
    const lease = await store.journal.join('north', TTL);
    const run = await begin(store, lease);
    return { ...bench(), lease, run };
  }
  async function begin(store: Store, lease: Lease): Promise<string> {
    await store.runs.start({ bot: 'shop', script: 'start', inputs: null });
    return (await store.journal.claim(lease, 1))[0]!.run;
  }
  const outside = (store: Store, fields: Readonly<Record<string, Value>> = {}, key?: string) =>
    store.events.publish({ bot: 'shop', name: 'paid', payload: payload(fields), ...(key !== undefined && { key }) });
  const told = async (store: Store, run: string) =>
    (await store.journal.signals([run])).map(({ address, signal }) =>
      signal.kind === 'event' ? `${address} ${signal.name} ${signal.number}` : `${address} ${signal.kind}`,
    );

  describe('E2, for topics: waiting and publishing at the same time', () => {
    test.each(['publish.locked', 'publish.looking'])('an event that stands at %s while the run goes to sleep', async (point) => {
      const { store, subject, gates, lease, run } = await running();
      const gate = gates.closeAt(point);
      const publishing = outside(store, { id: 7 });
      await Promise.race([gate.reached, publishing]);
      const parking = flushNext(store, lease, { writes: [waitFor(run, '0.1', { equals: 'id=7' }), park(run)] });
      await blockedOrDone(subject, parking);
      gate.open();
      await publishing;
      const { stillOurs } = await parking;
      expect(stillOurs.includes(run) || (await store.runs.find(run))?.state === 'ready').toBe(true);
      expect(await told(store, run)).toEqual(['0.1 paid 1']);
    });

    test('an event of a flush and a wait of another node', async () => {
      const { store, lease, run } = await running();
      const south = await store.journal.join('south', TTL);
      const other = await begin(store, south);
      await flushNext(store, south, { writes: [waitFor(other, '0.1'), park(other)] });
      const receipt = await flushNext(store, lease, { writes: [event(run)] });
      expect(receipt.ready).toBe(1);
      expect((await store.runs.find(other))?.state).toBe('ready');
      expect(await told(store, other)).toEqual(['0.1 paid 1']);
    });

    test('a wait and its event in one flush', async () => {
      const { store, lease, run } = await running();
      const other = await begin(store, lease);
      await flushNext(store, lease, { writes: [event(run), waitFor(other, '0.1'), park(other)] });
      expect(await told(store, other)).toEqual(['0.1 paid 1']);
    });
  });

  describe('E3, for topics: numbers appear in commit order', () => {
    test('a publisher that is slow to commit keeps its place, and nobody reads past it', async () => {
      const { store, subject, gates, lease, run } = await running();
      const gate = gates.closeAt('publish.looking');
      const slow = outside(store, { who: 'slow' });
      await Promise.race([gate.reached, slow]);
      const quick = outside(store, { who: 'quick' });
      await blockedOrDone(subject, quick);
      gate.open();
      const numbers = [(await slow).number, (await quick).number];
      expect(numbers).toEqual([1, 2]);
      await flushNext(store, lease, { writes: [waitFor(run, '0.1'), park(run)] });
      expect(await told(store, run)).toEqual(['0.1 paid 1']);
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { entries: [entry(run, 1)], writes: [woken(run, '0.1'), waitFor(run, '0.2'), park(run)] });
      expect(await told(store, run)).toEqual(['0.2 paid 2']);
    });
  });

  describe('waiting for events', () => {
    test('what was published before the run began is not for it; what came before its wait is', async () => {
      const { store, lease } = await running();
      await outside(store, { n: 1 });
      const run = await begin(store, lease);
      await outside(store, { n: 2 });
      await outside(store, { n: 3 });
      await flushNext(store, lease, { writes: [waitFor(run, '0.1'), park(run)] });
      expect(await told(store, run)).toEqual(['0.1 paid 2']);
      const [told1] = await store.journal.signals([run]);
      expect(told1?.signal.kind === 'event' && told1.signal.payload).toEqual(payload({ n: 2 }));
    });

    test('each condition is found by its probe, and keeps its own place', async () => {
      const { store, lease, run } = await running();
      for (const id of ['b', 'a', 'b']) await outside(store, { id });
      await flushNext(store, lease, { writes: [waitFor(run, '0.1', { equals: 'id=a' }), park(run)] });
      expect(await told(store, run)).toEqual(['0.1 paid 2']);
      const next = (address: string, was: string, seq: number) =>
        flushNext(store, lease, {
          entries: [entry(run, seq)],
          writes: [woken(run, was), waitFor(run, address, { equals: 'id=b' }), park(run)],
        });
      await next('0.2', '0.1', 1);
      expect(await told(store, run)).toEqual(['0.2 paid 1']);
      await next('0.3', '0.2', 2);
      expect(await told(store, run)).toEqual(['0.3 paid 3']);
      await next('0.4', '0.3', 3);
      expect(await told(store, run)).toEqual([]);
      await outside(store, { id: 'a' });
      expect(await told(store, run)).toEqual([]);
      await outside(store, { id: 'b' });
      expect(await told(store, run)).toEqual(['0.4 paid 5']);
    });

    test('branches are told each for itself, and begin where the run stood', async () => {
      const { store, lease, run } = await running();
      await outside(store);
      await flushNext(store, lease, { writes: [waitFor(run, '0.1')] });
      await flushNext(store, lease, { entries: [entry(run, 1)], writes: [woken(run, '0.1'), waitFor(run, '0.2/0.1'), park(run)] });
      await outside(store);
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { writes: [waitFor(run, '0.2/1.1'), park(run)] });
      expect(await told(store, run)).toEqual(['0.2/0.1 paid 2', '0.2/1.1 paid 2']);
    });

    test('of several names the first that comes', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [waitFor(run, '0.1', { names: ['paid', 'cancelled'] }), park(run)] });
      await store.events.publish({ bot: 'shop', name: 'cancelled', payload: null });
      await outside(store);
      expect(await told(store, run)).toEqual(['0.1 cancelled 1']);
    });

    test('of an event and a timeout the first to come counts', async () => {
      const { store, lease, run } = await running();
      await flushNext(store, lease, { writes: [waitFor(run, '0.1', {}, 500), park(run)] });
      expect((await store.journal.wakeDue(500, 10)).woken).toBe(1);
      await outside(store);
      expect(await told(store, run)).toEqual(['0.1 timeout']);
      await store.journal.claim(lease, 10);
      await flushNext(store, lease, { entries: [entry(run, 1)], writes: [woken(run, '0.1'), waitFor(run, '0.2', {}, 900), park(run)] });
      expect(await told(store, run)).toEqual(['0.2 paid 1']);
      expect((await store.journal.wakeDue(900, 10)).woken).toBe(0);
      expect(await store.journal.signals([run])).toMatchObject([{ signal: { kind: 'event', due: 900 } }]);
    });

    test('another bot’s events of the same name are not ours', async () => {
      const { store, lease, run } = await running();
      await publish(store, { start: program('start') }, undefined, 'other');
      await flushNext(store, lease, { writes: [waitFor(run, '0.1'), waitFor(run, '0.2', { bot: 'other' }), park(run)] });
      await store.events.publish({ bot: 'other', name: 'paid', payload: null });
      expect(await told(store, run)).toEqual(['0.2 paid 1']);
    });

    test('events are forgotten after their time', async () => {
      const { store, lease } = await running();
      await outside(store, { n: 1 });
      bench().now += 8 * 86_400_000;
      await outside(store, { n: 2 });
      await store.journal.sweep(lease);
      expect((await store.events.list({ bot: 'shop', limit: 10 })).map((each) => each.number)).toEqual([2]);
      expect((await outside(store)).number).toBe(3);
    });

    test('a payload that is too large is refused, whoever publishes it', async () => {
      const { store, lease, run } = await running();
      const text = 'x'.repeat(10 * 1024 * 1024);
      await expect(outside(store, { text })).rejects.toBeInstanceOf(UnstorableRow);
      const large = { ...event(run), payload: new Uint8Array(MOST_EVENT_BYTES + 1) } as FlushWrite;
      await expect(flushNext(store, lease, { writes: [large] })).rejects.toMatchObject({ runs: [run] });
      expect(await store.events.list({ bot: 'shop', limit: 10 })).toEqual([]);
    });

    test('only a live bot publishes', async () => {
      const { store } = await running();
      await expect(store.events.publish({ bot: 'nobody', name: 'paid', payload: null })).rejects.toThrow('no live bot nobody');
    });

    test('many events and many waits find each other', async () => {
      const { store, lease, run } = await running();
      const runs = await Promise.all(Array.from({ length: 60 }, () => store.runs.start({ bot: 'shop', script: 'start', inputs: null })));
      await store.journal.claim(lease, 100);
      await flushNext(store, lease, { writes: runs.flatMap((each, i) => [waitFor(each, '0.1', { equals: `id=${i + 1}` }), park(each)]) });
      const receipt = await flushNext(store, lease, { writes: runs.map((_, i) => event(run, { id: 60 - i, more: 'text' })) });
      expect(receipt.ready).toBe(60);
      expect(await told(store, runs[0]!)).toEqual(['0.1 paid 60']);
      expect(await told(store, runs[59]!)).toEqual(['0.1 paid 1']);
    });
  });

  describe('handlers', () => {
    const deliver = (store: Store) => store.journal.deliver(bench().now, 100);
    const handled = (run: string, state: 'done' | 'failed' | 'cancelled' = 'done', code = 'thrown'): FlushWrite => ({
      kind: 'end',
      run,
      state,
      result: NOTHING,
      isDelivery: true,
      ...(state === 'failed' && { fault: { code: code as 'thrown', message: 'sold out' } }),
    });

    test('an event begins a run of each handler that wants it', async () => {
      const { store, lease, run } = await running({
        a: handles('paid'),
        b: handles('paid', { equals: 'id=1' }),
        c: handles('paid', { equals: 'id=2' }),
      });
      const receipt = await flushNext(store, lease, { writes: [event(run, { id: 1 })] });
      expect(receipt.hasDeliveries).toBe(true);
      expect(await deliver(store)).toBe(2);
      const claimed = await store.journal.claim(lease, 10);
      expect(claimed.map((each) => each.script).sort()).toEqual(['a', 'b']);
      expect(claimed[0]).toMatchObject({ event: { bot: 'shop', name: 'paid', number: 1 }, hops: 1 });
      const over = await flushNext(store, lease, { writes: claimed.map((each) => handled(each.run)) });
      expect(over.hasDeliveries).toBe(true);
      expect(await store.events.deliveries({ limit: 10 })).toEqual([]);
      expect(await deliver(store)).toBe(0);
    });

    test('handlers go live with their version, and with it', async () => {
      const { store } = await running({ a: handles('paid') });
      await publish(store, { start: program('start'), b: handles('paid') });
      await outside(store);
      expect((await store.events.deliveries({ limit: 10 })).map((each) => each.script)).toEqual(['b']);
      await store.packages.retire('shop');
      expect(await deliver(store)).toBe(0);
    });

    test('under a key one after the other; other keys and none do not wait', async () => {
      const { store, lease, run } = await running({ a: handles('paid') });
      const keys = ['x', 'x', 'y', undefined, undefined];
      await flushNext(store, lease, { writes: keys.map((key, i) => event(run, { i }, 'paid', key)) });
      expect(await deliver(store)).toBe(4);
      const claimed = await store.journal.claim(lease, 10);
      expect(claimed.map((each) => each.event?.number).sort()).toEqual([1, 3, 4, 5]);
      expect(await deliver(store)).toBe(0);
      await flushNext(store, lease, { writes: [handled(claimed.find((each) => each.event?.number === 1)!.run)] });
      expect(await deliver(store)).toBe(1);
      expect((await store.journal.claim(lease, 10))[0]?.event?.number).toBe(2);
    });

    test('a held run keeps its key, and whoever looks sees why', async () => {
      const { store, lease } = await running({ a: handles('paid') });
      await outside(store, {}, 'x');
      await outside(store, {}, 'x');
      await deliver(store);
      const [first] = await store.journal.claim(lease, 10);
      await flushNext(store, lease, { writes: [{ kind: 'held', run: first!.run, reason: 'unknown-outcome', message: 'lost' }] });
      expect(await deliver(store)).toBe(0);
      expect(await store.events.deliveries({ bot: 'shop', limit: 10 })).toMatchObject([
        { state: 'running', run: first!.run, runState: 'held', key: 'x' },
        { state: 'open', key: 'x' },
      ]);
    });

    test('a handler that fails is tried again, then its event is a dead letter and the next goes on', async () => {
      const { store, lease } = await running({ a: handles('paid') });
      await outside(store, {}, 'x');
      await outside(store, {}, 'x');
      for (let tries = 1; tries <= 4; tries++) {
        expect(await deliver(store)).toBe(1);
        const [run] = await store.journal.claim(lease, 10);
        expect(run?.event?.number).toBe(1);
        await flushNext(store, lease, { writes: [handled(run!.run, 'failed')] });
        if (tries < 4) expect(await deliver(store)).toBe(0);
        bench().now += 3_600_000;
      }
      const [dead] = await store.events.deliveries({ state: 'dead', limit: 10 });
      expect(dead).toMatchObject({ script: 'a', tries: 4, fault: 'sold out', event: { number: 1 } });
      expect(await deliver(store)).toBe(1);
      expect((await store.journal.claim(lease, 10))[0]?.event?.number).toBe(2);
      expect(await store.events.redrive(dead!.id)).toBe(true);
      expect(await store.events.redrive(dead!.id)).toBe(false);
      expect(await store.events.redrive('[1]')).toBe(false);
      expect(await deliver(store)).toBe(1);
    });

    test.each([
      ['failed', 'budget'],
      ['failed', 'denied'],
      ['cancelled', 'cancelled'],
    ] as const)('%s for %s is not tried again', async (state, code) => {
      const { store, lease } = await running({ a: handles('paid') });
      await outside(store);
      await deliver(store);
      const [run] = await store.journal.claim(lease, 10);
      await flushNext(store, lease, { writes: [handled(run!.run, state, code)] });
      expect(await store.events.deliveries({ limit: 10 })).toMatchObject([{ state: 'dead' }]);
    });

    test('two nodes that look at once begin no run twice', async () => {
      const { store, gates } = await running({ a: handles('paid') });
      const second = await bench().another();
      for (let i = 0; i < 6; i++) await outside(store, { i }, i < 3 ? 'x' : undefined);
      const gate = gates.closeAt('deliver.looking');
      const one = deliver(store);
      await Promise.race([gate.reached, one]);
      const two = deliver(second);
      await two;
      gate.open();
      expect((await one) + (await two)).toBe(4);
    });

    test('a thousand handlers of one event', async () => {
      const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`h${i}`, handles('paid')]));
      const { store } = await running(many);
      await outside(store);
      let begun = 0;
      for (let more = -1; more !== 0; begun += more) more = await deliver(store);
      expect(begun).toBe(1000);
    });

    test('runs that a handler starts are as many events away', async () => {
      const { store, lease } = await running({ a: handles('paid'), child: program('child') });
      await outside(store);
      await deliver(store);
      const [run] = await store.journal.claim(lease, 10);
      await flushNext(store, lease, {
        writes: [{ kind: 'run', run: run!.run, id: 'c1', bot: 'shop', script: 'child', inputs: NOTHING, at: 7 }, end(run!.run)],
      });
      expect((await store.journal.claim(lease, 10))[0]).toMatchObject({ run: 'c1', hops: 1 });
    });
  });
}
