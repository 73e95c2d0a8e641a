/** What the report of a package says; how folders change is in test/e2e/watching.test.ts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/index.ts';
import { standardLanguage } from '../language/index.ts';
import { Deployer } from './deployer.ts';

test('a config that cannot work is said with its place, and the last good version stays', async () => {
  const root = mkdtempSync(join(tmpdir(), 'basalt-deploy-'));
  const folder = join(root, 'packages', 'clinic.gbai');
  for (const part of ['clinic.gbdialog', 'clinic.gbot']) mkdirSync(join(folder, part), { recursive: true });
  const configure = (zone: string) => writeFileSync(join(folder, 'clinic.gbot', 'config.csv'), `name,value\ntimezone,${zone}\n`);
  writeFileSync(join(folder, 'clinic.gbdialog', 'start.bas'), 'TALK "hi"\n');
  configure('Europe/Berlin');
  const deployer = new Deployer({
    roots: [{ folder: join(root, 'packages'), policy: 'workshop' }],
    uploads: join(root, 'uploads'),
    packages: createMemoryStore().packages,
    language: standardLanguage(),
    clock: { now: () => 0 },
    log: { log: () => undefined },
    settleMs: 0,
  });
  await deployer.reconcile();
  const good = deployer.report('clinic');
  expect(good).toMatchObject({ ok: true, problems: [] });

  configure('Mars/Olympus');
  await deployer.reconcile();
  expect(deployer.report('clinic')).toMatchObject({
    ok: false,
    version: good?.version,
    problems: [{ file: 'clinic.gbai/clinic.gbot/config.csv', line: 2, column: 10, severity: 'error', code: 'unknown-zone' }],
  });
  await deployer.stop();
  rmSync(root, { recursive: true });
});
