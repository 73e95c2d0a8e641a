/**
 * A child `basalt serve` on a real PostgreSQL is killed with `kill -9` at random moments, KILLS times, while
 * conversations run. Afterwards the database and a recording web service must tell the same story: nothing lost,
 * nothing twice, no run stuck. KILLS=200 is the long run; SEED sets the moments.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres } from '../../src/adapters/postgres/index.ts';
import { createSeal } from '../../src/adapters/seal.ts';
import { loadKeys } from '../../src/host/index.ts';
import type { Store } from '../../src/spec/index.ts';
import { ChildServer } from '../support/child-server.ts';
import { createDatabase, freePort, startPostgres, type TestServer } from '../support/postgres.ts';
import { Recorder } from '../support/recorder.ts';
import { mulberry, pause } from './chance.ts';
import { checkLedger, settled } from './ledger.ts';
import { writeLoadPackage } from './load.ts';
import { TOKEN, Visitors } from './visitors.ts';

const KILLS = Number(process.env.KILLS ?? 200);
const SEED = Number(process.env.SEED ?? 1);
const AT_ONCE = 12;

let server: TestServer;
let folder: string;
let db: string;
let port: number;
let store: Store;
let recorder: Recorder;
beforeAll(async () => {
  server = await startPostgres();
  db = await createDatabase(server.url, 'kills');
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'basalt-kill-'));
  recorder = await Recorder.start();
  writeLoadPackage(join(folder, 'packages'), recorder.address);
  store = await openPostgres(db, { seal: createSeal(loadKeys(join(folder, 'data')).seal) });
});
afterAll(async () => {
  await store?.close();
  await recorder?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(`${KILLS} kills under load lose nothing and do nothing twice`, async () => {
  const random = mulberry(SEED);
  const visitors = new Visitors(store, [port], KILLS);
  let child = serve();
  await child.ready();
  const load = visitors.run(AT_ONCE);
  for (let kill = 0; kill < KILLS; kill++) {
    // Some die while they start, most while they work.
    const isEarly = random() < 0.15;
    if (!isEarly) await child.ready();
    await pause(isEarly ? random() * 400 : 20 + random() * 350);
    await child.end('SIGKILL');
    child = serve();
  }
  await child.ready();
  visitors.noMore();
  await load;
  await settled(store);
  await child.end('SIGTERM');
  expect(visitors.jobs.length).toBeGreaterThanOrEqual(AT_ONCE);
  await checkLedger(db, store, recorder, visitors.jobs);
});

const serve = () =>
  ChildServer.start({
    db,
    data: join(folder, 'data'),
    packages: join(folder, 'packages'),
    grantAddress: recorder.address,
    port,
    args: ['--admin-token', TOKEN],
  });
