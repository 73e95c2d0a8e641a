/** Packages as people edit them over HTTP, against a `basalt serve` of its own that watches the same folder. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hashOf } from '../../src/deploy/index.ts';
import { type ServeProcess, serveBots } from '../support/serve.ts';
import { basalt } from '../support/terminal.ts';

const START = 'clinic.gbdialog/start.bas';
const FIRST = 'TALK "one"\nTALK "two"\nTALK "three"\n';
let serve: ServeProcess;
beforeAll(async () => {
  serve = await serveBots({ clinic: FIRST });
});
afterAll(() => serve.close());

const url = (path: string) => `${serve.url}/api/v1/packages/clinic${path}`;
const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(url(path), {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const save = async (text: string, base: string, more: object = {}, path = START) => {
  const answer = await ask('PUT', `/files/${path}`, { text, base: hashOf(base), ...more });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const file = (path = START) => join(serve.packages, 'clinic.gbai', path);
const onDisk = () => readFileSync(file(), 'utf8');
const report = async () => (await (await ask('GET', '')).json()) as { version: string; ok: boolean; unpublished?: boolean };

test('a file comes as it is, with the hash of its bytes, under its path written in either way', async () => {
  const listed = (await (await ask('GET', '/files')).json()) as { files: unknown };
  expect(listed.files).toEqual([{ path: START, bytes: FIRST.length, hash: hashOf(FIRST) }]);
  for (const path of [START, encodeURIComponent(START)]) {
    const answer = await ask('GET', `/files/${path}`);
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      `"${hashOf(FIRST)}"`,
      'text/plain; charset=utf-8',
      FIRST,
    ]);
  }
});

test('a save keeps every byte, and is not live, also after the server was killed', async () => {
  const { version } = await report();
  const text = '\uFEFFTALK "é"\r\nTALK "x"\nTALK "no last line end"';
  expect(await save(text, FIRST)).toMatchObject({ status: 200, body: { hash: hashOf(text), unpublished: true } });
  expect(onDisk()).toBe(text);
  await serve.kill();
  await serve.start();
  expect(await report()).toMatchObject({ ok: true, version, unpublished: true });
  expect((await save(FIRST, text)).status).toBe(200);
});

test('the same line changed by another editor is told, with both texts', async () => {
  const base = onDisk();
  const theirs = base.replace('two', 'TWO');
  writeFileSync(file(), theirs);
  const { status, body } = await save(base.replace('two', 'zwei'), base, { baseText: base });
  expect([status, body]).toEqual([409, expect.objectContaining({ base, theirs: { text: theirs, hash: hashOf(theirs) } })]);
  expect(onDisk()).toBe(theirs);
});

test('a file is begun, renamed and deleted; a seen one only while it is what was seen', async () => {
  const side = 'clinic.gbdialog/side.bas';
  expect((await ask('PUT', `/files/${side}`, { text: 'TALK "side"\n' })).status).toBe(200);
  expect((await ask('POST', '/rename', { from: side, to: 'clinic.gbdialog/aside.bas' })).status).toBe(200);
  const stale = { 'if-match': `"${hashOf('something else')}"` };
  expect((await ask('DELETE', '/files/clinic.gbdialog/aside.bas', undefined, stale)).status).toBe(409);
  expect((await ask('DELETE', '/files/clinic.gbdialog/aside.bas')).status).toBe(204);
  expect((await ask('DELETE', '/files/clinic.gbdialog/aside.bas')).status).toBe(404);
});

test('what no package holds is refused, however it is written', async () => {
  symlinkSync('/etc', file('linked'));
  for (const path of [
    '..%2F..%2Fdata%2Fkeys%2Fseal',
    '%2Fetc%2Fpasswd',
    'linked%2Fpasswd',
    'linked/passwd.txt',
    '.hidden.bas',
    'a%00.bas',
    'nul.bas',
  ])
    for (const answer of [await ask('GET', `/files/${path}`), await ask('PUT', `/files/${path}`, { text: 'x' })]) {
      expect([path, answer.status]).toEqual([path, 422]);
      expect(await answer.json()).toMatchObject({ type: 'urn:basalt:problem:refused-path', help: expect.any(String) });
    }
  expect((await ask('PUT', '/files/run.sh', { text: 'x' })).status).toBe(422);
  expect(existsSync('/etc/passwd.txt')).toBe(false);
});

test('a text that is no Unicode, a foreign origin, a stranger and a package that is not there are refused', async () => {
  const broken = await fetch(url(`/files/${START}`), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"text":"\\ud800"}',
  });
  expect(broken.status).toBe(400);
  expect((await ask('PUT', `/files/${START}`, { text: 'x' }, { origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await ask('GET', '/files', undefined, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(401);
  expect((await fetch(`${serve.url}/api/v1/packages/nobody/files`)).status).toBe(404);
});

test('a large script is saved; one that is too large to deploy is not', async () => {
  const large = `' ${'x'.repeat(1_000_000)}\n`;
  const path = '/files/clinic.gbdialog/large.bas';
  expect((await ask('PUT', path, { text: large })).status).toBe(200);
  expect((await ask('PUT', path, { text: large.repeat(5), base: hashOf(large) })).status).toBe(422);
  expect((await ask('DELETE', path)).status).toBe(204);
});

test('two people change different lines: both survive, and each gets what was written', async () => {
  const base = onDisk();
  const [ana, ben] = [base.replace('one', 'ONE'), base.replace('three', 'THREE')];
  expect((await save(ana, base, { author: 'ana' })).status).toBe(200);
  const both = ana.replace('three', 'THREE');
  expect(await save(ben, base, { author: 'ben', baseText: base })).toMatchObject({
    status: 200,
    body: { merged: both, hash: hashOf(both) },
  });
  expect(onDisk()).toBe(both);
});

test('a text that the history forgot is asked for, then merged', async () => {
  const base = `${onDisk()}TALK "never saved"\n`;
  expect(await save(base.replace('ONE', 'uno'), base)).toMatchObject({ status: 409, body: { type: 'urn:basalt:problem:unknown-base' } });
  expect(await save(base.replace('ONE', 'uno'), base, { baseText: base })).toMatchObject({
    status: 200,
    body: { merged: expect.any(String) },
  });
  expect(onDisk()).toContain('uno');
  expect(onDisk()).not.toContain('never saved');
});

test('what is published is what is saved; with an error in it nothing changes', async () => {
  const good = onDisk();
  const broken = `${good}TALKK "oops"\n`;
  await save(broken, good);
  const refused = await ask('POST', '/publish');
  expect([refused.status, await refused.json()]).toEqual([
    422,
    expect.objectContaining({
      type: 'urn:basalt:problem:broken-package',
      place: `clinic.gbai/${START}:4:1`,
      report: expect.objectContaining({ ok: false, unpublished: true }),
    }),
  ]);
  await save(good, broken);
  expect((await ask('POST', '/publish')).status).toBe(200);
  const { ok, version, unpublished } = await report();
  expect([ok, unpublished]).toEqual([true, undefined]);
  const { versions } = (await (await ask('GET', `/history?path=${START}`)).json()) as { versions: { version?: string; number: number }[] };
  expect(versions[0]?.version).toBe(version);
});

test('any version comes back byte for byte, and what it replaced stays', async () => {
  const now = onDisk();
  const { versions } = (await (await ask('GET', '/history?limit=200')).json()) as {
    versions: { number: number; hash: string; sentence: string }[];
  };
  const first = versions.find(({ sentence }) => sentence === 'as it was found') as { number: number; hash: string };
  const told = (await (await ask('GET', `/history/${first.number}`)).json()) as { text: string };
  expect(told.text).toBe(FIRST);
  expect((await ask('POST', `/history/${first.number}/restore`)).status).toBe(200);
  expect(onDisk()).toBe(FIRST);
  await ask('POST', `/history/${versions[0]?.number}/restore`, { author: 'ben' });
  expect(onDisk()).toBe(now);
  expect((await ask('GET', '/history/99999')).status).toBe(404);
});

test('a developer has the same on the command line', async () => {
  const cli = (...words: string[]) => basalt([...words, '--server', serve.url]);
  const listed = await cli('history', 'clinic', START);
  expect(listed).toMatchObject({ code: 0, err: '' });
  const oldest = listed.out.trimEnd().split('\n').at(-1) as string;
  expect(oldest).toMatch(/^ +\d+\* \d{4}-.* clinic\.gbdialog\/start\.bas {2}as it was found$/);
  const number = oldest.trim().split('*')[0] as string;
  expect(await cli('history', 'clinic', '--show', number)).toMatchObject({ code: 0, out: FIRST });
  const before = onDisk();
  expect(await cli('history', 'clinic', '--restore', number, '--author', 'ana')).toMatchObject({ code: 0 });
  expect(onDisk()).toBe(FIRST);
  expect(await cli('publish', 'clinic')).toMatchObject({ code: 0, out: expect.stringMatching(/^clinic is live, version \S+\n$/) });
  await save('TALKK 1\n', FIRST);
  expect(await cli('publish', 'clinic')).toMatchObject({ code: 1, err: expect.stringContaining('start.bas:1:1 error[unknown-keyword]') });
  await save(before, 'TALKK 1\n');
  expect(await cli('history', 'nobody')).toMatchObject({ code: 1 });
  expect(await cli('history', 'clinic', '--show', 'first')).toMatchObject({ code: 2 });
});

test('a package is begun from a template or empty, and is live once it is published', async () => {
  const begin = (bot: string, body: object) =>
    fetch(`${serve.url}/api/v1/packages/${bot}/new`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const begun = await begin('front-desk', { template: 'hello' });
  expect(begun.status).toBe(201);
  expect(existsSync(join(serve.packages, 'front-desk.gbai/front-desk.gbdialog/start.bas'))).toBe(true);
  expect((await fetch(`${serve.url}/api/v1/bots/front-desk`)).status).toBe(404);
  expect((await fetch(`${serve.url}/api/v1/packages/front-desk/publish`, { method: 'POST' })).status).toBe(200);
  expect((await fetch(`${serve.url}/api/v1/bots/front-desk`)).status).toBe(200);

  expect((await begin('blank', { title: 'A "new", one' })).status).toBe(201);
  expect(readFileSync(join(serve.packages, 'blank.gbai/blank.gbot/config.csv'), 'utf8')).toContain('bot-name,"A ""new"", one"');
  expect((await begin('blank', {})).status).toBe(409);
  expect((await begin('Clinic..', {})).status).toBe(422);
  expect((await begin('other', { template: '../packages' })).status).toBe(404);
});

test('another editor beside held edits puts all live', async () => {
  const base = onDisk();
  expect((await save(`${base}TALK "held"\n`, base)).body).toMatchObject({ unpublished: true });
  mkdirSync(file('clinic.gbdialog'), { recursive: true });
  writeFileSync(file('clinic.gbdialog/theirs.bas'), 'TALK "theirs"\n');
  await vi.waitFor(async () => expect(await report()).not.toHaveProperty('unpublished'), { timeout: 30_000, interval: 100 });
  const scripts = (await (await fetch(`${serve.url}/api/v1/bots/clinic`)).json()) as { scripts: readonly string[] };
  expect(scripts.scripts).toContain('theirs');
});

test('killed while it saves, the server leaves whole files and nothing of them live', { timeout: 240_000 }, async () => {
  const path = 'clinic.gbdialog/long.bas';
  const text = (n: number) => `TALK ${n}\n`.repeat(60_000);
  expect((await ask('PUT', `/files/${path}`, { text: text(0) })).status).toBe(200);
  expect((await ask('POST', '/publish')).status).toBe(200);
  const { version } = await report();
  for (let round = 1; round <= 4; round++) {
    let told = () => {};
    const wasSaved = new Promise<void>((resolve) => (told = resolve));
    const saving = (async () => {
      for (let n = 1; ; n++) {
        const base = hashOf(readFileSync(file(path)));
        await ask('PUT', `/files/${path}`, { text: text(round * 1000 + n), base }).then((answer) => answer.text());
        if (n === round) told();
      }
    })().catch(() => undefined);
    await wasSaved;
    await serve.kill();
    await saving;
    const lines = new Set(readFileSync(file(path), 'utf8').split('\n'));
    expect([...lines]).toEqual([expect.stringMatching(/^TALK \d+$/), '']);
    await serve.start();
    expect(await report()).toMatchObject({ version, unpublished: true });
  }
  const [newest] = ((await (await ask('GET', `/history?path=${path}`)).json()) as { versions: { hash: string }[] }).versions;
  expect(newest?.hash).toBe(hashOf(readFileSync(file(path))));
});
