/** Editing beside a watching deployer, a crash, another editor and a hostile folder. Over HTTP: test/e2e/editing.test.ts. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/index.ts';
import { standardLanguage } from '../language/index.ts';
import { Deployer } from './deployer.ts';
import { EditedElsewhere, NameTaken, NoSuchFile, PackageDesk, ReadOnlyFile, type Save, UnknownBase } from './desk.ts';
import { hashOf, RefusedPath, writePackageFile } from './package-files.ts';

const START = 'clinic.gbdialog/start.bas';
let root: string;
let store: ReturnType<typeof createMemoryStore>;
let now: number;
let deployer: Deployer;
let desk: PackageDesk;

/** As a process begins: on the rows and files that the last one left. */
async function begin(): Promise<void> {
  deployer = createDeployer();
  desk = new PackageDesk({ deployer, history: store.files, merge: apart });
  await deployer.reconcile();
}
const createDeployer = () =>
  new Deployer({
    roots: [{ folder: join(root, 'packages'), policy: 'workshop' }],
    uploads: join(root, 'uploads'),
    packages: store.packages,
    holds: store.files,
    build: 'b1',
    language: standardLanguage(),
    clock: { now: () => now },
    log: { log: () => undefined },
    settleMs: 0,
  });
const apart = (base: string, mine: string, theirs: string) => ({ text: mine, conflicts: [{ base, mine, theirs }] });

const file = (path: string) => join(root, 'packages', 'clinic.gbai', path);
const put = (path: string, text: string | Uint8Array) => {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
};
const onDisk = (path = START) => readFileSync(file(path), 'utf8');
const live = async () => {
  const bot = await store.packages.bot('clinic');
  const version = bot?.version ? await store.packages.version(bot.version) : undefined;
  return version && store.packages.source(version.programs.start as string);
};
const save = (text: string, more: Partial<Save> = {}, path = START) =>
  desk.save('clinic', path, {
    text,
    base: lstatSync(file(path), { throwIfNoEntry: false })?.isFile() ? hashOf(readFileSync(file(path))) : undefined,
    author: 'ana',
    sentence: 'typed',
    ...more,
  } as Save);
const told = async () =>
  (await desk.history('clinic', { limit: 50 })).map(({ number, author, sentence }) => `${number} ${author}: ${sentence}`);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'basalt-desk-'));
  now = 1_000_000;
  store = createMemoryStore({ now: () => now });
  put(START, 'TALK "one"\n');
  await begin();
});
afterEach(async () => {
  await deployer.stop();
  rmSync(root, { recursive: true });
});

describe('what is saved', () => {
  test('is on disk byte for byte and not live before somebody publishes', async () => {
    const text = '\uFEFFTALK "two"\r\nTALK "é"\n\tTALK 3';
    expect(await save(text)).toEqual({ path: START, hash: hashOf(text), unpublished: true });
    expect(onDisk()).toBe(text);
    await deployer.reconcile();
    expect(await live()).toBe('TALK "one"\n');
    expect(deployer.report('clinic')).toMatchObject({ ok: true, unpublished: true });

    expect(await desk.publish('clinic')).toMatchObject({ ok: true });
    expect(await live()).toBe(text);
    expect(deployer.report('clinic')).not.toHaveProperty('unpublished');
    expect(await store.files.held()).toEqual([]);
  });

  test('is still held after a restart, however often', async () => {
    await save('TALK "two"\n');
    for (let start = 0; start < 3; start++) await begin();
    expect(await live()).toBe('TALK "one"\n');
    expect(deployer.report('clinic')).toMatchObject({ ok: true, unpublished: true, version: expect.any(String) });
    await desk.publish('clinic');
    await begin();
    expect(await live()).toBe('TALK "two"\n');
    expect(deployer.report('clinic')).not.toHaveProperty('unpublished');
  });

  test('with an error is not published; what was live stays, and it is held on', async () => {
    await save('TALKK "two"\n');
    const report = await desk.publish('clinic');
    expect(report).toMatchObject({ ok: false, unpublished: true, problems: [{ code: 'unknown-keyword', line: 1 }] });
    expect(await live()).toBe('TALK "one"\n');
    await begin();
    expect(await live()).toBe('TALK "one"\n');
    await save('TALK "mended"\n');
    expect(await desk.publish('clinic')).toMatchObject({ ok: true });
  });

  test('goes live with what another editor writes beside it', async () => {
    await save('TALK "two"\n');
    put('clinic.gbdialog/side.bas', 'TALK "side"\n');
    await deployer.reconcile();
    expect(await live()).toBe('TALK "two"\n');
    expect(await store.files.held()).toEqual([]);
  });

  test('keeps the rights of the file', async () => {
    chmodSync(file(START), 0o640);
    await save('TALK "two"\n');
    expect(lstatSync(file(START)).mode & 0o777).toBe(0o640);
  });

  test('and is again what is live is not held', async () => {
    await save('TALK "two"\n');
    expect(await save('TALK "one"\n')).toMatchObject({ unpublished: false });
    expect(await store.files.held()).toEqual([]);
    await save('TALK "two"\n');
    rmSync(file(''), { recursive: true });
    put(START, 'TALK "one"\n');
    await deployer.reconcile();
    expect(deployer.report('clinic')).not.toHaveProperty('unpublished');
  });

  test('is published for all nodes that share the folder', async () => {
    const other = createDeployer();
    await save('TALK "two"\n');
    await other.reconcile();
    expect(other.report('clinic')).toMatchObject({ unpublished: true });
    await desk.publish('clinic');
    await other.reconcile();
    expect(other.report('clinic')).toEqual(deployer.report('clinic'));
    await other.stop();
  });

  test('in a file that deploys nothing leaves the package published', async () => {
    expect(await save('# Notes\n', {}, 'README.md')).toMatchObject({ unpublished: false });
  });
});

describe('dying', () => {
  const dieAt = (method: 'hold' | 'record' | 'release') => {
    const files = { ...store.files, [method]: () => Promise.reject(new Error('died')) };
    desk = new PackageDesk({ deployer, history: files, merge: apart });
  };

  test('before the file is written changes nothing, and what was held is held', async () => {
    await save('TALK "two"\n');
    await store.files.hold('clinic', 'what would have been');
    await begin();
    expect(onDisk()).toBe('TALK "two"\n');
    expect(await live()).toBe('TALK "one"\n');
    expect(deployer.report('clinic')).toMatchObject({ unpublished: true });
  });

  test('between the file and its row loses nothing: it is held, and put on record at the next look', async () => {
    await save('TALK "two"\n');
    dieAt('record');
    await expect(save('TALK "three"\n')).rejects.toThrow('died');
    await begin();
    expect(onDisk()).toBe('TALK "three"\n');
    expect(await live()).toBe('TALK "one"\n');
    expect(deployer.report('clinic')).toMatchObject({ unpublished: true });
    expect(await told()).toEqual(['3 : changed by another editor', '2 ana: typed', '1 : as it was found']);
    expect((await store.files.find('clinic', 3))?.text).toBe('TALK "three"\n');
  });

  test('after the row leaves one digest too many, which the next save lets go', async () => {
    dieAt('release');
    await expect(save('TALK "two"\n')).rejects.toThrow('died');
    await begin();
    expect(await live()).toBe('TALK "one"\n');
    await save('TALK "three"\n');
    expect(await store.files.held()).toHaveLength(1);
  });

  test('half a file beside it is passed over and replaced', async () => {
    put('clinic.gbdialog/.start.bas.saving', 'TALK "ha');
    await begin();
    expect((await desk.list('clinic')).map(({ path }) => path)).toEqual([START]);
    await save('TALK "two"\n');
    expect(readdirSync(dirname(file(START)))).toEqual(['start.bas']);
  });
});

describe('another editor', () => {
  test('wrote since: nothing is overwritten, and both texts are told', async () => {
    const base = hashOf(onDisk());
    put(START, 'TALK "theirs"\n');
    const error = await save('TALK "mine"\n', { base, baseText: 'TALK "one"\n' }).catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(EditedElsewhere);
    expect(error).toMatchObject({ base: 'TALK "one"\n', theirs: { text: 'TALK "theirs"\n', hash: hashOf('TALK "theirs"\n') } });
    expect(onDisk()).toBe('TALK "theirs"\n');
  });

  test('wrote since, and the base is forgotten: it is asked for', async () => {
    await expect(save('TALK "mine"\n', { base: hashOf('never seen') })).rejects.toBeInstanceOf(UnknownBase);
    await expect(save('TALK "mine"\n', { base: hashOf('never seen'), baseText: 'another' })).rejects.toBeInstanceOf(UnknownBase);
    expect(onDisk()).toBe('TALK "one"\n');
  });

  test('wrote what we wanted to write: that is a save', async () => {
    const base = hashOf(onDisk());
    put(START, 'TALK "both"\n');
    expect(await save('TALK "both"\n', { base })).toMatchObject({ hash: hashOf('TALK "both"\n') });
  });

  test('deleted it: it is told, and may be saved as new', async () => {
    const base = hashOf(onDisk());
    rmSync(file(START));
    await expect(save('TALK "mine"\n', { base, baseText: 'TALK "one"\n' })).rejects.toMatchObject({ theirs: null });
    expect(await save('TALK "mine"\n')).toMatchObject({ unpublished: true });
  });

  test('wrote between two saves: their text is a version too', async () => {
    await save('TALK "two"\n');
    put(START, 'TALK "theirs"\n');
    await save('TALK "three"\n');
    expect(await told()).toEqual(['4 ana: typed', '3 : changed by another editor', '2 ana: typed', '1 : as it was found']);
    expect((await store.files.find('clinic', 3))?.text).toBe('TALK "theirs"\n');
  });

  test('keeps writing while we save: each of its texts that we would have replaced is seen first', async () => {
    const seen: string[] = [];
    let writes = 0;
    const history = {
      ...store.files,
      hold: async (bot: string, content: string) => {
        if (writes++ < 3) put(START, `TALK "theirs ${writes}"\n`);
        return store.files.hold(bot, content);
      },
    };
    const merge = (_: string, mine: string, theirs: string) => {
      seen.push(theirs);
      return { text: mine, conflicts: [] };
    };
    desk = new PackageDesk({ deployer, history, merge });
    await save('TALK "mine"\n');
    expect(onDisk()).toBe('TALK "mine"\n');
    expect(seen).toEqual(['TALK "theirs 1"\n', 'TALK "theirs 2"\n', 'TALK "theirs 3"\n']);
  });
});

test('saves come one after the other: of twenty at once on one base the first is written', async () => {
  const base = hashOf(onDisk());
  const all = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => save(`TALK ${n}\n`, { base, baseText: 'TALK "one"\n' })));
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', ...Array(19).fill('rejected')]);
  expect(onDisk()).toBe('TALK 0\n');
});

describe('history', () => {
  test('a version is restored as a save, byte for byte', async () => {
    const first = '\uFEFFTALK "one"\r\nTALK 1';
    await save(first);
    now += 61_000;
    await save('TALK "two"\n');
    expect(await told()).toEqual(['3 ana: typed', '2 ana: typed', '1 : as it was found']);
    await desk.restore('clinic', 2, 'ben');
    expect(onDisk()).toBe(first);
    expect((await told())[0]).toBe('4 ben: restored version 2');
    await expect(desk.restore('clinic', 99, 'ben')).rejects.toBeInstanceOf(NoSuchFile);
  });

  test('a deleted file comes back, and a deletion too', async () => {
    await save('TALK "side"\n', {}, 'clinic.gbdialog/side.bas');
    await desk.delete('clinic', 'clinic.gbdialog/side.bas', { author: 'ana', sentence: 'deleted' });
    expect(existsSync(file('clinic.gbdialog/side.bas'))).toBe(false);
    await desk.restore('clinic', 1, 'ana');
    expect(onDisk('clinic.gbdialog/side.bas')).toBe('TALK "side"\n');
    await desk.restore('clinic', 2, 'ana');
    expect(existsSync(file('clinic.gbdialog/side.bas'))).toBe(false);
  });

  test('says what is live', async () => {
    await save('TALK "two"\n');
    const { version } = (await desk.publish('clinic')) ?? {};
    await save('TALK "three"\n');
    const rows = await desk.history('clinic', { path: START, limit: 9 });
    expect(rows.map((row) => [row.number, row.version])).toEqual([
      [3, undefined],
      [2, version],
      [1, expect.any(String)],
    ]);
  });

  test('a renamed file leaves a trace under both names', async () => {
    await desk.rename('clinic', START, 'clinic.gbdialog/hello.bas', 'ana');
    expect([existsSync(file(START)), onDisk('clinic.gbdialog/hello.bas')]).toEqual([false, 'TALK "one"\n']);
    expect(await told()).toEqual([`3 ana: renamed from ${START}`, '2 ana: renamed to clinic.gbdialog/hello.bas', '1 : as it was found']);
    await deployer.reconcile();
    expect(await live()).toBe('TALK "one"\n');
  });
});

describe('what is refused', () => {
  test.each([
    '',
    '../start.bas',
    'a/../../b.bas',
    '/etc/passwd.txt',
    'clinic.gbdialog//a.bas',
    '.git/config.txt',
    'clinic.gbdialog/.hidden.bas',
    'a\\b.bas',
    'a\0.bas',
    'c:start.bas',
    'NUL.bas',
    'x/com1.txt',
    'trailing./a.bas',
    'space .bas /a.bas',
    ' a.bas',
    'cafe\u0301.bas',
    'half\ud800.bas',
    'sab\u202e.txt',
    `${'x/'.repeat(13)}a.bas`,
    `${'x'.repeat(201)}.bas`,
    'run.sh',
    'program.js',
    'clinic.gbdialog',
  ])('a file called %j', async (path) => {
    await expect(desk.save('clinic', path, { text: 'x', author: 'eve', sentence: '' })).rejects.toBeInstanceOf(RefusedPath);
  });

  test('a name that differs by capitals only, where a package may be copied to any file system', async () => {
    await expect(save('x', {}, 'clinic.gbdialog/START.bas')).rejects.toBeInstanceOf(NameTaken);
    await expect(desk.rename('clinic', START, START, 'ana')).rejects.toBeInstanceOf(NameTaken);
    expect(await desk.rename('clinic', START, 'clinic.gbdialog/Start.bas', 'ana')).toMatchObject({ path: 'clinic.gbdialog/Start.bas' });
  });

  test('links, to files and to folders, in every position', async () => {
    const outside = join(root, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret.bas'), 'TALK "secret"\n');
    symlinkSync(join(outside, 'secret.bas'), file('clinic.gbdialog/link.bas'));
    symlinkSync(outside, file('linked'));
    for (const path of ['clinic.gbdialog/link.bas', 'linked/secret.bas', 'linked/new.bas', 'linked/deeper/new.bas']) {
      await expect(desk.read('clinic', path)).rejects.toThrow();
      await expect(desk.save('clinic', path, { text: 'x', author: 'eve', sentence: '' })).rejects.toThrow();
      await expect(desk.delete('clinic', path, { author: 'eve', sentence: '' })).rejects.toThrow();
      await expect(desk.rename('clinic', START, path, 'eve')).rejects.toThrow();
      await expect(writePackageFile(file(''), path, Buffer.from('x'), null)).rejects.toThrow();
    }
    expect(readdirSync(outside)).toEqual(['secret.bas']);
    expect(readFileSync(join(outside, 'secret.bas'), 'utf8')).toBe('TALK "secret"\n');
    expect((await desk.list('clinic')).map(({ path }) => path)).toEqual([START]);
  });

  test('what is no text is shown and not changed', async () => {
    put('clinic.gbdialog/latin.bas', Uint8Array.of(0x54, 0xe9, 0x0a));
    put('clinic.gbdialog/large.bas', 'x'.repeat(4 * 1024 * 1024 + 1));
    put('clinic.gbdrive/photo.png', Uint8Array.of(1, 2, 3));
    const shown = await desk.list('clinic');
    expect(Object.fromEntries(shown.map(({ path, readOnly }) => [path, readOnly]))).toEqual({
      [START]: undefined,
      'clinic.gbdialog/latin.bas': 'not-utf8',
      'clinic.gbdialog/large.bas': 'too-large',
      'clinic.gbdrive/photo.png': 'kind',
    });
    for (const path of ['clinic.gbdialog/latin.bas', 'clinic.gbdialog/large.bas', 'clinic.gbdrive/photo.png'])
      await expect(save('x', {}, path)).rejects.toBeInstanceOf(ReadOnlyFile);
    expect(readFileSync(file('clinic.gbdialog/latin.bas'))).toEqual(Buffer.of(0x54, 0xe9, 0x0a));
    await expect(save('x'.repeat(4 * 1024 * 1024 + 1))).rejects.toBeInstanceOf(RefusedPath);
  });
});

describe('a new package', () => {
  const files = new Map([['shop.gbdialog/start.bas', Buffer.from('TALK "open"\n')]]);

  test('is there whole, held, and has its first versions', async () => {
    await desk.create('shop', files, 'ana', 'began with hello');
    expect(deployer.report('shop')).toMatchObject({ ok: true, unpublished: true });
    expect(await store.packages.bot('shop')).toBeUndefined();
    await begin();
    expect(await store.packages.bot('shop')).toBeUndefined();
    expect(await desk.publish('shop')).toMatchObject({ ok: true });
    expect((await store.packages.bot('shop'))?.state).toBe('live');
    expect(await desk.history('shop', { limit: 9 })).toMatchObject([{ author: 'ana', sentence: 'began with hello' }]);
  });

  test('does not take the name of another, nor of a folder that is there', async () => {
    await expect(desk.create('clinic', files, 'ana', '')).rejects.toBeInstanceOf(NameTaken);
    mkdirSync(join(root, 'packages', 'shop.gbai'));
    await expect(desk.create('shop', files, 'ana', '')).rejects.toBeInstanceOf(NameTaken);
  });
});

test('a package that is taken away leaves no hold behind', async () => {
  await save('TALK "two"\n');
  rmSync(file(''), { recursive: true });
  await deployer.reconcile();
  expect(await store.files.held()).toEqual([]);
});
