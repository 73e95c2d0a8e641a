/** A process ends as people expect: after its last timer, and soon after it is told to, whether the database is there or not. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChildServer } from '../support/child-server.ts';
import { startPostgres } from '../support/postgres.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'basalt-stopping-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a script that only waits for a timer is waited for', async () => {
  const script = join(folder, 'sleepy.bas');
  writeFileSync(script, 'TALK "before"\nWAIT 1\nTALK "after"\n');
  const child = spawn(process.execPath, ['bin/basalt.js', 'run', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (piece: Buffer) => {
    out += piece;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, out]).toEqual([0, 'before\nafter\n']);
});

test('a server whose database is gone stops all the same', async () => {
  const postgres = await startPostgres();
  const packages = join(folder, 'packages');
  mkdirSync(join(packages, 'r.gbai'), { recursive: true });
  writeFileSync(join(packages, 'r.gbai/start.bas'), 'HEAR x\n');
  const server = ChildServer.start({ db: postgres.url, data: join(folder, 'data'), packages });
  await server.ready();
  await postgres.stop();
  const told = performance.now();
  expect(await server.end('SIGTERM'), server.log).toBe(0);
  expect(performance.now() - told).toBeLessThan(4_000);
});
