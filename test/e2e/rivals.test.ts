/** The engines that the workflow bench compares with still answer its protocol. Skipped where they are not installed: npm ci --ignore-scripts --prefix test/bench/rivals */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { areRivalsInstalled, Peer, RIVALS } from '../bench/workflow/peers.ts';
import { createDatabase, startPostgres, type TestServer } from '../support/postgres.ts';

const isThere = areRivalsInstalled();
const WAITING = 3;

let server: TestServer;
beforeAll(async () => {
  if (isThere) server = await startPostgres();
});
afterAll(() => server?.stop());

for (const rival of RIVALS)
  test.skipIf(!isThere)(`${rival.name} runs each workload, and again after its worker was killed`, async () => {
    const url = await createDatabase(server.url, rival.name.toLowerCase());
    const peer = new Peer(rival);
    try {
      const { versions, pids } = await peer.start(url);
      expect(versions).toContain(rival.name);
      expect(pids.node).toBeGreaterThan(0);
      expect(await peer.ask<{ workflows: number }>('w1', { atOnce: 2, seconds: 0.1 })).toMatchObject({ workflows: expect.any(Number) });
      expect(await peer.ask<{ times: number[] }>('w2', { steps: 4, turns: 2 })).toMatchObject({
        times: [expect.any(Number), expect.any(Number)],
      });
      expect((await peer.ask<{ perSecond: number }>('w3', { batch: 'w3', waiting: WAITING })).perSecond).toBeGreaterThan(0);
      const batch = { batch: 'killed', waiting: WAITING };
      await peer.ask('park', batch);
      await peer.crash(url);
      await peer.ask('publish', batch);
      await expect(peer.ask('nonsense')).rejects.toThrow('nobody answers nonsense');
    } finally {
      await peer.close();
    }
  });
