/**
 * Two `basalt serve` on one PostgreSQL and one Redis. A random one of them, and now and then Redis, is killed with
 * `kill -9` KILLS times under load: what it had goes on at the other, nothing is lost, nothing happens twice. At the
 * end one is killed for good, and one is told to stop: the last runs must get through all the same.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openPostgres } from '../../src/adapters/postgres/index.ts';
import { createSeal } from '../../src/adapters/seal.ts';
import { loadKeys } from '../../src/host/index.ts';
import type { Store } from '../../src/spec/index.ts';
import { ChildServer } from '../support/child-server.ts';
import { createDatabase, freePort, startPostgres, type TestServer } from '../support/postgres.ts';
import { Recorder } from '../support/recorder.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { mulberry, pause } from './chance.ts';
import { checkLedger, settled } from './ledger.ts';
import { writeLoadPackage } from './load.ts';
import { TOKEN, Visitors } from './visitors.ts';

const KILLS = Number(process.env.KILLS ?? 100);
const SEED = Number(process.env.SEED ?? 1);
const AT_ONCE = 12;
const NODES = ['north', 'south'] as const;

let server: TestServer;
let redis: TestRedis;
let folder: string;
let db: string;
let ports: readonly number[];
let store: Store;
let recorder: Recorder;
beforeAll(async () => {
  [server, redis] = await Promise.all([startPostgres(), startRedis()]);
  db = await createDatabase(server.url, 'nodes');
  ports = [await freePort(), await freePort()];
  folder = mkdtempSync(join(tmpdir(), 'basalt-nodes-'));
  recorder = await Recorder.start();
  writeLoadPackage(join(folder, 'packages'), recorder.address);
  const keys = loadKeys(join(folder, NODES[0]));
  // What an operator does by hand: the second machine gets the keys of the first.
  mkdirSync(join(folder, NODES[1]), { recursive: true });
  cpSync(join(folder, NODES[0], 'keys'), join(folder, NODES[1], 'keys'), { recursive: true });
  store = await openPostgres(db, { seal: createSeal(keys.seal) });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.end('SIGKILL')));
});
afterAll(async () => {
  await store?.close();
  await recorder?.stop();
  await Promise.all([server?.stop(), redis?.kill()]);
  rmSync(folder, { recursive: true, force: true });
});

test(`two nodes, ${KILLS} kills under load: nothing lost, nothing twice, nothing stuck`, async () => {
  const random = mulberry(SEED);
  const visitors = new Visitors(store, ports, KILLS * 2);
  const children = NODES.map((_, i) => serve(i));
  await Promise.all(children.map((child) => child.ready()));
  const load = visitors.run(AT_ONCE);
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(20 + random() * 350);
    if (random() < 0.1) {
      await redis.kill();
      await pause(random() * 200);
      await redis.start();
    }
    const victim = Math.floor(random() * NODES.length);
    // One that is still starting may die too; the other one must be there.
    await children[1 - victim]!.ready();
    await children[victim]!.end('SIGKILL');
    children[victim] = serve(victim);
  }
  visitors.noMore();
  await Promise.all(children.map((child) => child.ready()));
  await children[0]!.end('SIGKILL');
  await load;
  await settled(store);
  expect(visitors.jobs.length).toBeGreaterThanOrEqual(AT_ONCE);
  await checkLedger(db, store, recorder, visitors.jobs);
  // The dead one was taken over, the other one leaves in good order.
  expect((await store.nodes()).find((each) => each.name === 'north')).toMatchObject({ runs: 0 });
  expect(await children[1]!.end('SIGTERM')).toBe(0);
  expect((await store.nodes()).find((each) => each.name === 'south')).toMatchObject({ state: 'left', runs: 0 });
});

test('a node told to stop hands its runs over, and the other one goes on with them at once', async () => {
  const visitors = new Visitors(store, ports, AT_ONCE);
  const children = NODES.map((_, i) => serve(i));
  await Promise.all(children.map((child) => child.ready()));
  const load = visitors.run(AT_ONCE);
  while (visitors.jobs.length < AT_ONCE) await pause(10);
  expect(await children[0]!.end('SIGTERM')).toBe(0);
  visitors.noMore();
  await load;
  await settled(store);
  expect(await children[1]!.end('SIGTERM')).toBe(0);
});

test('a node with keys of its own is refused, and told what to do', async () => {
  const stranger = ChildServer.start({ db, data: join(folder, 'stranger'), packages: join(folder, 'packages'), node: 'stranger' });
  expect(await stranger.exited).toBe(1);
  expect(stranger.log).toContain('copy the keys folder');
});

/** All that were ever started, so that none outlives a failed test. */
const started: ChildServer[] = [];

function serve(nth: number): ChildServer {
  const child = ChildServer.start({
    db,
    data: join(folder, NODES[nth]!),
    packages: join(folder, 'packages'),
    grantAddress: recorder.address,
    port: ports[nth]!,
    node: NODES[nth]!,
    args: ['--admin-token', TOKEN, '--redis', redis.url, '--lease', '1'],
  });
  started.push(child);
  return child;
}
