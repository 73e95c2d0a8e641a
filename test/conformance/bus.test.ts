/** Hints between nodes, over a real Redis and a real PostgreSQL: they arrive, they may be lost, nobody hangs on them. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLocalBus } from '../../src/adapters/local-bus.ts';
import { openNotifyLine } from '../../src/adapters/postgres/notify-line.ts';
import { openRedisLine } from '../../src/adapters/redis/redis-line.ts';
import { createSharedBus, type Line, type Listening, type SharedBus } from '../../src/adapters/shared-bus.ts';
import { type LogPort, TOPIC } from '../../src/spec/index.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const log: LogPort = { log: () => undefined };
let postgres: TestServer;
let redis: TestRedis;
const buses: SharedBus[] = [];

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
});
afterAll(async () => {
  await Promise.all(buses.map((bus) => bus.close()));
  await Promise.all([postgres?.stop(), redis?.kill()]);
});

const overRedis = () => (listening: Listening) => openRedisLine({ url: redis.url, log }, listening);
const overNotify = (origin: string) => (listening: Listening) => openNotifyLine({ url: postgres.url, origin, log, helloMs: 50 }, listening);

async function node(origin: string, lines: readonly ((listening: Listening) => Promise<Line>)[]) {
  const heard: unknown[] = [];
  const bus = await createSharedBus(createLocalBus(log), origin, log, lines);
  buses.push(bus);
  bus.subscribe('news', (message) => heard.push(message));
  return { bus, heard };
}

const KINDS = [
  { kind: 'redis', lines: (_origin: string) => [overRedis()] },
  { kind: 'notify', lines: (origin: string) => [overNotify(origin)] },
] as const;

describe.each(KINDS)('hints over $kind', ({ kind, lines }) => {
  const pair = async () => {
    const [north, south] = [await node(`${kind}-north`, lines(`${kind}-north`)), await node(`${kind}-south`, lines(`${kind}-south`))];
    await vi.waitFor(() => expect([north.bus.line, south.bus.line]).toEqual([kind, kind]), 10_000);
    return { north, south };
  };

  test('what one publishes all hear, itself once, in order', async () => {
    const { north, south } = await pair();
    for (let i = 0; i < 50; i++) north.bus.publish('news', { i, text: 'façade "x" \u0000 \ud800' });
    await vi.waitFor(() => expect(south.heard).toHaveLength(50), 10_000);
    expect(south.heard).toEqual(north.heard);
    expect(south.heard[49]).toEqual({ i: 49, text: 'façade "x" \u0000 \ud800' });
    south.bus.publish('elsewhere', 1);
    south.bus.publish('news', 'last');
    await vi.waitFor(() => expect(north.heard.at(-1)).toBe('last'), 10_000);
    expect(north.heard).toHaveLength(51);
    await Promise.all([north.bus.close(), south.bus.close()]);
  });

  test('one too large for the line is heard here, and the next one everywhere', async () => {
    const { north, south } = await pair();
    north.bus.publish('news', 'x'.repeat(2_000_000));
    north.bus.publish('news', 'small');
    await vi.waitFor(() => expect(south.heard).toEqual(['small']), 10_000);
    expect(north.heard).toHaveLength(2);
    await Promise.all([north.bus.close(), south.bus.close()]);
  });
});

test('a node that is alone sends no hints over the database', async () => {
  const alone = await node('alone', [overNotify('alone')]);
  alone.bus.publish('news', 1);
  await vi.waitFor(() => expect(alone.heard).toEqual([1]), 10_000);
  expect(alone.bus.line).toBeUndefined();
  const other = await node('other', [overNotify('other')]);
  await vi.waitFor(() => expect(alone.bus.line).toBe('notify'), 10_000);
  await other.bus.close();
  await vi.waitFor(() => expect(alone.bus.line).toBeUndefined(), 10_000);
  await alone.bus.close();
});

test('Redis killed: hints go over the database; started again: over Redis, and everybody looks once', async () => {
  const nodes = await Promise.all(['a', 'b'].map((origin) => node(origin, [overRedis(), overNotify(origin)])));
  const [a, b] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
  await vi.waitFor(() => expect([a.bus.line, b.bus.line]).toEqual(['redis', 'redis']), 10_000);
  await redis.kill();
  await vi.waitFor(() => expect([a.bus.line, b.bus.line]).toEqual(['notify', 'notify']), 10_000);
  a.bus.publish('news', 'by notify');
  await vi.waitFor(() => expect(b.heard).toEqual(['by notify']), 10_000);
  let looked = 0;
  b.bus.subscribe(TOPIC.ready, () => looked++);
  await redis.start();
  await vi.waitFor(() => expect([a.bus.line, b.bus.line]).toEqual(['redis', 'redis']), 20_000);
  expect(looked).toBeGreaterThan(0);
  a.bus.publish('news', 'by redis');
  await vi.waitFor(() => expect(b.heard).toEqual(['by notify', 'by redis']), 10_000);
  await Promise.all(nodes.map(({ bus }) => bus.close()));
});

test('no Redis at the start is no reason not to start; what others write there is read with care', async () => {
  await redis.kill();
  const early = await node('early', [overRedis()]);
  expect(early.bus.line).toBeUndefined();
  await redis.start();
  await vi.waitFor(() => expect(early.bus.line).toBe('redis'), 20_000);
  const stranger = await openRedisLine({ url: redis.url, log }, { heard: () => undefined, gap: () => undefined });
  for (const text of ['', '{', '[]', '["x"]', '["x","news"]', '["x",1,2]', '["early","news","own"]', '["x","news","fine"]'])
    stranger.send(text);
  await vi.waitFor(() => expect(early.heard).toEqual(['fine']), 10_000);
  await Promise.all([early.bus.close(), stranger.close()]);
});
