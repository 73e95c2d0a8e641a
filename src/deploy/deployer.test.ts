/** What the report of a package says; how folders change is in test/e2e/watching.test.ts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/index.ts';
import { standardLanguage } from '../language/index.ts';
import { sourceId } from './build-id.ts';
import { Deployer } from './deployer.ts';

test('a bot of another package is known, whichever is deployed first, and a slip in its name is an error', async () => {
  const root = mkdtempSync(join(tmpdir(), 'basalt-deploy-'));
  const write = (bot: string, source: string) => {
    mkdirSync(join(root, 'packages', `${bot}.gbai`, `${bot}.gbdialog`), { recursive: true });
    writeFileSync(join(root, 'packages', `${bot}.gbai`, `${bot}.gbdialog`, 'start.bas'), source);
  };
  write('asking', 'BOT "warehouse" "count" INTO all\nTALK all\n');
  write('slip', 'BOT "warehose" "count" INTO all\nTALK all\n');
  write('warehouse', 'RETURN 7\n');
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
  expect(deployer.report('asking')).toMatchObject({ ok: true, problems: [] });
  expect(deployer.report('slip')).toMatchObject({ ok: false, problems: [{ code: 'unknown-bot', help: 'write warehouse' }] });
  await deployer.stop();
  rmSync(root, { recursive: true });
});

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

describe('what was compiled already', () => {
  const WARNED = 'x = ASK\nTALK x\n';
  const start = (root: string, store: ReturnType<typeof createMemoryStore>, build: string | undefined) => {
    let parsed = 0;
    const language = standardLanguage();
    const parse: typeof language.parse = (...words) => {
      parsed += 1;
      return language.parse(...words);
    };
    const deployer = new Deployer({
      roots: [{ folder: join(root, 'packages'), policy: 'workshop' }],
      uploads: join(root, 'uploads'),
      packages: store.packages,
      language: { ...language, parse },
      clock: { now: () => 0 },
      log: { log: () => undefined },
      settleMs: 0,
      ...(build !== undefined && { build }),
    });
    return { deployer, parsed: () => parsed };
  };
  const begin = (text: string) => {
    const root = mkdtempSync(join(tmpdir(), 'basalt-deploy-'));
    const folder = join(root, 'packages', 'clinic.gbai', 'clinic.gbdialog');
    mkdirSync(folder, { recursive: true });
    const write = (more: string) => writeFileSync(join(folder, 'start.bas'), more);
    write(text);
    return { root, write, store: createMemoryStore() };
  };
  const reported = async ({ deployer, parsed }: ReturnType<typeof start>) => {
    await deployer.reconcile();
    const { at: _, ...report } = deployer.report('clinic') ?? {};
    await deployer.stop();
    return { report, hasCompiled: parsed() > 0 };
  };

  test('is not compiled after a restart, and its warnings are told as before', async () => {
    const { root, store, write } = begin(WARNED);
    const first = await reported(start(root, store, 'b1'));
    expect(first).toMatchObject({ hasCompiled: true, report: { ok: true, problems: [{ severity: 'warning' }] } });
    expect(await reported(start(root, store, 'b1'))).toEqual({ ...first, hasCompiled: false });
    write(`${WARNED}TALK 2\n`);
    expect(await reported(start(root, store, 'b1'))).toMatchObject({ hasCompiled: true });
  });

  test('is compiled again by another build, without one, and when the bot was retired; the version stays', async () => {
    const { root, store } = begin(WARNED);
    const first = await reported(start(root, store, 'b1'));
    for (const build of ['b2', undefined, 'b2']) expect(await reported(start(root, store, build))).toEqual(first);
    expect(await reported(start(root, store, 'b2'))).toEqual({ ...first, hasCompiled: false });
    await store.packages.retire('clinic');
    expect(await reported(start(root, store, 'b2'))).toEqual(first);
  });

  test('with an error is compiled at each start, and told each time', async () => {
    const { root, store } = begin('TALKK 1\n');
    for (const _ of [1, 2])
      expect(await reported(start(root, store, 'b1'))).toMatchObject({ hasCompiled: true, report: { ok: false, problems: [{ line: 1 }] } });
  });

  test('the sources name a build, the same one each time', () => {
    expect(sourceId('.')).toMatch(/^source-[0-9a-f]{32}$/);
    expect(sourceId('.')).toBe(sourceId('.'));
  });
});
