/** Packages by hand of their authors: `basalt pack`, `basalt deploy` and the route behind them, against a `basalt serve` of its own. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tar from 'tar';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ServeProcess, serveBots } from '../support/serve.ts';
import { basalt } from '../support/terminal.ts';

let serve: ServeProcess;
let work: string;
let folder: string;
beforeAll(async () => {
  serve = await serveBots({ resident: 'TALK "of the folder"\n' });
  work = mkdtempSync(join(tmpdir(), 'basalt-deploying-'));
  folder = join(work, 'clinic.gbai');
  mkdirSync(join(folder, 'clinic.gbdialog'), { recursive: true });
});
afterAll(async () => {
  await serve.close();
  rmSync(work, { recursive: true });
});

const write = (text: string) => writeFileSync(join(folder, 'clinic.gbdialog/start.bas'), text);
const deploy = (path = folder) => basalt(['deploy', path, '--server', serve.url]);

/** What the bot says to whoever comes now. */
async function greeting(bot: string): Promise<string> {
  const opened = await ask('POST', '/conversations', JSON.stringify({ bot }), 'application/json');
  const { id } = (await opened.json()) as { id: string };
  const cookie = opened.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  return vi.waitFor(async () => {
    const answer = await fetch(`${serve.url}/api/v1/conversations/${id}/messages?since=0`, { headers: { cookie } });
    return /"text":"([^"]*)"/.exec(await answer.text())?.[1] ?? expect.fail('it has not said a word');
  }, 30_000);
}

const ask = (method: string, path: string, body?: string | Uint8Array, type?: string) =>
  fetch(`${serve.url}/api/v1${path}`, {
    method,
    ...(body !== undefined && { body: body as BodyInit }),
    ...(type && { headers: { 'content-type': type } }),
  });

const uploads = () => join(serve.packages, '../data/packages');

test('a folder is deployed, and deployed again', async () => {
  write('TALK "first"\n');
  expect(await deploy()).toMatchObject({ code: 0, out: expect.stringMatching(/^clinic is live, version \S+\n$/), err: '' });
  expect(await greeting('clinic')).toBe('first');
  write('TALK "second"\n');
  expect(await deploy()).toMatchObject({ code: 0 });
  expect(await greeting('clinic')).toBe('second');
});

test('a broken script is told with file, line and a way out; the last good version goes on', async () => {
  write('TALK "third"\nTALKK "oops"\n');
  expect(await deploy()).toMatchObject({
    code: 1,
    out: 'clinic was not deployed\n',
    err: expect.stringMatching(/^clinic\.gbai\/clinic\.gbdialog\/start\.bas:2:1 error\[unknown-keyword\]: .*TALKK.*\(.+\)\n/),
  });
  expect(await greeting('clinic')).toBe('second');
});

test('what pack wrote is what the route takes', async () => {
  write('TALK "packed"\n');
  const out = join(work, 'clinic.tar.gz');
  expect(await basalt(['pack', folder, '--out', out])).toMatchObject({ code: 0, out: expect.stringContaining(out) });
  const answer = await ask('POST', '/packages', readFileSync(out), 'application/gzip');
  expect([answer.status, await answer.json()]).toEqual([201, expect.objectContaining({ bot: 'clinic', ok: true, problems: [] })]);
  expect(await greeting('clinic')).toBe('packed');
});

test('a hostile archive is refused in words, and nothing of it is written', async () => {
  writeFileSync(join(work, 'evil.bas'), 'TALK "evil"\n');
  symlinkSync('/etc/passwd', join(work, 'link.gbai'));
  const before = readdirSync(uploads());
  const hostile: readonly (readonly [Uint8Array, RegExp])[] = [
    [await tar.create({ cwd: folder, preservePaths: true, gzip: true }, ['../evil.bas']).concat(), /leads out of the package/],
    [await tar.create({ cwd: work, gzip: true }, ['link.gbai']).concat(), /SymbolicLink/],
    [await tar.create({ cwd: work, gzip: true }, ['evil.bas']).concat(), /outside the package folder/],
    [Buffer.from('no archive at all'), /not a readable tar archive|empty/],
  ];
  for (const [bytes, cause] of hostile) {
    const answer = await ask('POST', '/packages', bytes, 'application/gzip');
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({ type: 'urn:basalt:problem:refused-archive', cause: expect.stringMatching(cause) }),
    ]);
  }
  expect(readdirSync(uploads())).toEqual(before);
  expect(existsSync(join(uploads(), '../evil.bas'))).toBe(false);
  expect(await greeting('clinic')).toBe('packed');
});

test('a name that the watched folder has is not taken over', async () => {
  const taken = join(work, 'resident.gbai');
  mkdirSync(taken);
  writeFileSync(join(taken, 'start.bas'), 'TALK "of a stranger"\n');
  expect(await deploy(taken)).toMatchObject({ code: 1, err: expect.stringMatching(/resident.*another folder; rename the package/s) });
  expect(await greeting('resident')).toBe('of the folder');
});

test('a wrong path, a folder that is no package, a server that is not there', async () => {
  expect(await deploy(join(work, 'nothing.gbai'))).toMatchObject({ code: 1, err: expect.stringContaining('there is no folder') });
  expect(await deploy(work)).toMatchObject({ code: 1, err: expect.stringContaining('its name does not end in .gbai') });
  expect(await basalt(['deploy', folder, '--server', 'http://127.0.0.1:9'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/no server answers at http:\/\/127\.0\.0\.1:9/),
  });
  expect(await basalt(['deploy', folder, '--data', join(work, 'elsewhere')])).toMatchObject({
    code: 1,
    err: expect.stringContaining('start one with basalt serve'),
  });
});

test('a deployed package outlives the server, and is taken away by name', async () => {
  await serve.kill();
  await serve.start();
  expect(await greeting('clinic')).toBe('packed');
  expect((await ask('DELETE', '/packages/clinic')).status).toBe(204);
  expect((await ask('POST', '/conversations', JSON.stringify({ bot: 'clinic' }), 'application/json')).status).toBe(404);
});
