/**
 * Two `basalt serve` on one PostgreSQL and one Redis. A random one of them, and now and then Redis, is killed with
 * `kill -9` KILLS times under load: what it had goes on at the other, nothing is lost, nothing happens twice. At the
 * end one is killed for good, and one is told to stop: the last runs must get through all the same.
 */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ChildServer } from '../support/child-server.ts';
import { mulberry, pause } from './chance.ts';
import { checkLedger, settled } from './ledger.ts';
import { writeLoadPackage } from './load.ts';
import { NODES, openTwoNodes, type TwoNodes } from './two-nodes.ts';
import { Visitors } from './visitors.ts';

const KILLS = Number(process.env.KILLS ?? 100);
const SEED = Number(process.env.SEED ?? 1);
const AT_ONCE = 12;

let two: TwoNodes;
beforeAll(async () => {
  two = await openTwoNodes();
  writeLoadPackage(two.packages, two.recorder.address);
});
afterEach(() => two.killAll());
afterAll(() => two?.close());

test(`two nodes, ${KILLS} kills under load: nothing lost, nothing twice, nothing stuck`, async () => {
  const { store, ports, redis, recorder, db, serve } = two;
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
  const { store, ports, serve } = two;
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
  const { db, folder, packages } = two;
  const stranger = ChildServer.start({ db, data: join(folder, 'stranger'), packages, node: 'stranger' });
  expect(await stranger.exited).toBe(1);
  expect(stranger.log).toContain('copy the keys folder');
});
