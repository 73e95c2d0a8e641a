/**
 * Folders change as people and programs change them: slowly, in halves, by renames. What goes live is always a package
 * as somebody finished it. The watcher waits for a second of quiet here; each change below pauses for less.
 */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { createMemoryStore } from '../../src/adapters/memory/index.ts';
import { Deployer } from '../../src/deploy/index.ts';
import { standardLanguage } from '../../src/language/index.ts';

const SETTLE_MS = 1000;
const PAUSE_MS = 120;
type Files = Readonly<Record<string, string>>;

const FIRST: Files = {
  'clinic.gbdialog/start.bas': 'TALK "first"\n',
  'clinic.gbdialog/book.bas': 'TALK "book, first"\n',
  'clinic.gbot/config.csv': 'name,value\nparam-fee,10\n',
};
const SECOND: Files = {
  'clinic.gbdialog/start.bas': 'TALK "second"\nTALK fee\n',
  'clinic.gbdialog/book.bas': 'TALK "book, second"\n',
  'clinic.gbot/config.csv': 'name,value\nparam-fee,20\n',
};

const open: Deployer[] = [];
afterAll(async () => {
  for (const deployer of open.splice(0)) await deployer.stop();
});

/** A watched folder, and all that was ever published or retired from it, in order. */
async function watched(files?: Files, place = 'packages') {
  const root = mkdtempSync(join(tmpdir(), 'basalt-watch-'));
  const packages = join(root, place);
  const folder = join(packages, 'clinic.gbai');
  if (files) write(folder, files);
  const store = createMemoryStore();
  const seen: string[] = [];
  const deployer = new Deployer({
    roots: [{ folder: packages, policy: 'workshop' }],
    uploads: join(root, 'uploads'),
    packages: {
      ...store.packages,
      publish: (version) => {
        seen.push(nameOf(version.sources, version.variables));
        return store.packages.publish(version);
      },
      retire: (bot) => {
        seen.push('retired');
        return store.packages.retire(bot);
      },
    },
    language: standardLanguage(),
    clock: { now: Date.now },
    log: { log: () => undefined },
    settleMs: SETTLE_MS,
    lookEveryMs: 500,
  });
  open.push(deployer);
  await deployer.start();
  return {
    root,
    folder,
    seen,
    deployer,
    /** Nothing else went live on the way to `last`. */
    becomes: (...all: string[]) => vi.waitFor(() => expect(seen).toEqual(all), { timeout: 30_000, interval: 20 }),
  };
}

/** `first`, `second`, or what it is half of. */
function nameOf(sources: Files, variables: Readonly<Record<string, unknown>>): string {
  const whole = (files: Files, fee: number) =>
    sources.start === files['clinic.gbdialog/start.bas'] && sources.book === files['clinic.gbdialog/book.bas'] && variables.fee === fee;
  if (whole(FIRST, 10)) return 'first';
  return whole(SECOND, 20) ? 'second' : JSON.stringify({ sources, variables });
}

function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

describe.concurrent('a package goes live whole when', () => {
  test('the file system tells nobody of the change', async () => {
    // The watcher does not listen below a folder of this name.
    const { folder, becomes } = await watched(FIRST, 'node_modules/packages');
    write(folder, SECOND);
    await becomes('first', 'second');
  });

  test('its files are copied one by one', async () => {
    const { folder, becomes } = await watched();
    for (const [path, text] of Object.entries(FIRST)) {
      write(folder, { [path]: text });
      await pause(PAUSE_MS);
    }
    await becomes('first');
  });

  test('the files of another version are copied over it one by one', async () => {
    const { folder, becomes } = await watched(FIRST);
    for (const [path, text] of Object.entries(SECOND)) {
      write(folder, { [path]: text });
      await pause(PAUSE_MS);
    }
    await becomes('first', 'second');
  });

  test('a file is written in two halves, each a program', async () => {
    const { folder, becomes } = await watched(FIRST);
    const start = join(folder, 'clinic.gbdialog/start.bas');
    write(folder, { ...SECOND, 'clinic.gbdialog/start.bas': 'TALK "second"\n' });
    await pause(PAUSE_MS);
    appendFileSync(start, 'TALK fee\n');
    await becomes('first', 'second');
  });

  test('it is renamed into place', async () => {
    const { root, folder, becomes } = await watched();
    write(join(root, 'beside'), FIRST);
    renameSync(join(root, 'beside'), folder);
    await becomes('first');
  });

  test('its folder is replaced by another', async () => {
    const { root, folder, becomes } = await watched(FIRST);
    write(join(root, 'beside'), SECOND);
    // So that the watcher looks while nothing is there.
    write(join(folder, '../notes'), { 'today.txt': 'x' });
    await pause(SETTLE_MS - PAUSE_MS / 2);
    renameSync(folder, join(root, 'old'));
    await pause(PAUSE_MS);
    renameSync(join(root, 'beside'), folder);
    await becomes('first', 'second');
  });

  test('an editor saves by writing another file and renaming it', async () => {
    const { folder, becomes } = await watched(FIRST);
    for (const [path, text] of Object.entries(SECOND)) {
      write(folder, { [`${path}.tmp~`]: text.slice(0, 5) });
      await pause(PAUSE_MS / 2);
      write(folder, { [`${path}.tmp~`]: text });
      renameSync(join(folder, `${path}.tmp~`), join(folder, path));
      await pause(PAUSE_MS);
    }
    await becomes('first', 'second');
  });

  test('an editor moves the old file away before it writes the new one', async () => {
    const { folder, becomes } = await watched(FIRST);
    for (const [path, text] of Object.entries(SECOND)) {
      renameSync(join(folder, path), join(folder, `${path}~`));
      await pause(PAUSE_MS);
      write(folder, { [path]: text });
      rmSync(join(folder, `${path}~`));
    }
    await becomes('first', 'second');
  });

  test('another package beside it never comes to rest', async () => {
    const { folder, becomes } = await watched();
    const stop = new AbortController();
    const busy = (async () => {
      for (let n = 0; !stop.signal.aborted; n++) {
        write(join(folder, '../busy.gbai'), { 'busy.gbdialog/start.bas': `TALK ${n}\n` });
        await pause(PAUSE_MS);
      }
    })();
    write(folder, FIRST);
    await becomes('first');
    stop.abort();
    await busy;
  });
});

test('links are not followed, neither to a package nor to a script', async () => {
  const { root, folder, deployer, becomes } = await watched(FIRST);
  write(join(root, 'elsewhere'), SECOND);
  writeFileSync(join(root, 'secret.bas'), 'TALK "of somebody else"\n');
  symlinkSync(join(root, 'elsewhere'), join(folder, '../linked.gbai'));
  symlinkSync(join(root, 'secret.bas'), join(folder, 'clinic.gbdialog/secret.bas'));
  cpSync(join(root, 'elsewhere'), folder, { recursive: true });
  await becomes('first', 'second');
  expect(deployer.reports().map(({ bot }) => bot)).toEqual(['clinic']);
});

test('a folder that is gone for good retires its bot, once', async () => {
  const { folder, becomes } = await watched(FIRST);
  rmSync(folder, { recursive: true });
  await becomes('first', 'retired');
});
