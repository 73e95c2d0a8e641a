/** Packages as people edit them over HTTP, against a `basalt serve` of its own that watches the same folder. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hashOf } from '../../src/deploy/index.ts';
import { type ServeProcess, serveBots } from '../support/serve.ts';

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

test('another editor beside held edits puts all live', async () => {
  const base = onDisk();
  expect((await save(`${base}TALK "held"\n`, base)).body).toMatchObject({ unpublished: true });
  mkdirSync(file('clinic.gbdialog'), { recursive: true });
  writeFileSync(file('clinic.gbdialog/theirs.bas'), 'TALK "theirs"\n');
  await vi.waitFor(async () => expect(await report()).not.toHaveProperty('unpublished'), { timeout: 30_000, interval: 100 });
  const scripts = (await (await fetch(`${serve.url}/api/v1/bots/clinic`)).json()) as { scripts: readonly string[] };
  expect(scripts.scripts).toContain('theirs');
});
