/** Two `basalt serve`, each with data and a port of its own, on one PostgreSQL and one Redis; beside them a web service that remembers. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '../../src/adapters/postgres/index.ts';
import { createSeal } from '../../src/adapters/seal.ts';
import { loadKeys } from '../../src/host/index.ts';
import { ChildServer } from '../support/child-server.ts';
import { createDatabase, freePort, startPostgres } from '../support/postgres.ts';
import { Recorder } from '../support/recorder.ts';
import { startRedis } from '../support/redis.ts';
import { TOKEN } from './visitors.ts';

export const NODES = ['north', 'south'] as const;

export type TwoNodes = Awaited<ReturnType<typeof openTwoNodes>>;

export async function openTwoNodes() {
  const [server, redis, recorder] = await Promise.all([startPostgres(), startRedis(), Recorder.start()]);
  const db = await createDatabase(server.url, 'nodes');
  const ports: readonly number[] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'basalt-nodes-'));
  const packages = join(folder, 'packages');
  const keys = loadKeys(join(folder, NODES[0]));
  // What an operator does by hand: the second machine gets the keys of the first.
  mkdirSync(join(folder, NODES[1]), { recursive: true });
  cpSync(join(folder, NODES[0], 'keys'), join(folder, NODES[1], 'keys'), { recursive: true });
  const store = await openPostgres(db, { seal: createSeal(keys.seal) });
  /** All that were ever started, so that none outlives a failed test. */
  const started: ChildServer[] = [];
  const killAll = () => Promise.all(started.splice(0).map((child) => child.end('SIGKILL')));
  return {
    server,
    redis,
    recorder,
    db,
    ports,
    folder,
    packages,
    store,
    serve(nth: number): ChildServer {
      const child = ChildServer.start({
        db,
        data: join(folder, NODES[nth]!),
        packages,
        grantAddress: recorder.address,
        port: ports[nth]!,
        node: NODES[nth]!,
        args: ['--admin-token', TOKEN, '--redis', redis.url, '--lease', '1'],
      });
      started.push(child);
      return child;
    },
    killAll,
    async close(): Promise<void> {
      await killAll();
      await store.close();
      await recorder.stop();
      await Promise.all([server.stop(), redis.kill()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
