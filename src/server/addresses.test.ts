import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { type AddressPolicy, checkHost, checkOrigin } from './addresses.ts';
import { Problem } from './problem.ts';

async function passes(check: (c: never) => void, headers: Record<string, string>): Promise<boolean> {
  const app = new Hono().all('*', (c) => {
    check(c as never);
    return c.text('in');
  });
  app.onError((error, c) => (error instanceof Problem ? c.text(error.code, 403) : c.text('bug', 500)));
  const { status } = await app.request('http://localhost/', { method: 'POST', headers });
  expect([200, 403]).toContain(status);
  return status === 200;
}

const LOOPBACK: AddressPolicy = { loopback: true, hosts: [] };

describe('Host', () => {
  test.each<[string, AddressPolicy, boolean]>([
    ['localhost', LOOPBACK, true],
    ['LOCALHOST:4100', LOOPBACK, true],
    ['127.0.0.1:80', LOOPBACK, true],
    ['127.3.2.1', LOOPBACK, true],
    ['[::1]:4100', LOOPBACK, true],
    ['bots.localhost:4100', LOOPBACK, true],
    ['evil.example', LOOPBACK, false],
    ['localhost.evil.example', LOOPBACK, false],
    ['127.0.0.1.evil.example', LOOPBACK, false],
    ['127.0.0.1@evil.example', LOOPBACK, false],
    ['localhost, evil.example', LOOPBACK, false],
    ['192.168.1.5', LOOPBACK, false],
    ['[::ffff:127.0.0.1]', LOOPBACK, false],
    ['bots.example.org', { loopback: true, hosts: ['bots.example.org'] }, true],
    ['bots.example.org:81', { loopback: true, hosts: ['bots.example.org:80'] }, false],
    ['bots.example.org', { loopback: false, hosts: [] }, true],
    ['other.example.org', { loopback: false, hosts: ['bots.example.org'] }, false],
    ['two hosts', { loopback: false, hosts: [] }, false],
  ])('%s %o: %s', async (host, policy, expected) => {
    expect(await passes((c) => checkHost(c, policy), { host })).toBe(expected);
  });
});

describe('Origin', () => {
  test.each<[Record<string, string>, boolean]>([
    [{}, true],
    [{ origin: 'http://localhost:4100' }, true],
    [{ origin: 'http://localhost:4100', 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ origin: 'http://localhost:4101' }, false],
    [{ origin: 'http://evil.example' }, false],
    [{ origin: 'null' }, false],
    [{ origin: '' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
  ])('%o: %s', async (headers, expected) => {
    expect(await passes(checkOrigin, { host: 'localhost:4100', ...headers })).toBe(expected);
  });
});
