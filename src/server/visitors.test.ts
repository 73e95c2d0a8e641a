import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Visitors, visitorKey } from './visitors.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'basalt-visitors-'));

test('a cookie is read back, by any process with the same data folder', () => {
  const data = folder();
  const { id, cookie } = new Visitors(visitorKey(data)).issue();
  expect(new Visitors(visitorKey(data)).read(cookie)).toBe(id);
});

test('what we did not issue is nobody', () => {
  const visitors = new Visitors(visitorKey(folder()));
  const { cookie } = visitors.issue();
  const [id, signature] = cookie.split('.') as [string, string];
  const other = visitors.issue().id;
  const ofOtherKey = new Visitors(visitorKey(folder())).issue().cookie;
  for (const forged of [undefined, '', id, `${id}.`, `${other}.${signature}`, `${cookie}x`, `${id}.${signature.toLowerCase()}`, ofOtherKey])
    expect(visitors.read(forged)).toBeUndefined();
});

test('only the owner may read the key', () => {
  const data = folder();
  visitorKey(data);
  expect(statSync(join(data, 'visitors.key')).mode & 0o777).toBe(0o600);
});

test('a damaged key is not used', () => {
  const data = folder();
  writeFileSync(join(data, 'visitors.key'), 'short');
  expect(() => visitorKey(data)).toThrow('should hold 32 bytes and holds 5');
});
