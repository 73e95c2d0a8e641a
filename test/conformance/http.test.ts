import type { Server } from 'node:http';
import { createServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttp, type HttpOptions } from '../../src/adapters/http/undici-http.ts';
import type { HttpRequest, Outcome } from '../../src/spec/index.ts';
import { Dict, fromJson, Marked, Secret, toJson, type Value } from '../../src/values/index.ts';
import { closedPort, type HttpServer, type Respond, startHttpServer } from '../support/http-server.ts';
import { CERTIFICATE, PRIVATE_KEY } from '../support/tls-certificate.ts';

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const serve = async (respond: Respond): Promise<HttpServer> => {
  const server = await startHttpServer(respond);
  servers.push(server);
  return server;
};

const SECRETS = { open: async (handle: string, config: Readonly<Record<string, string>>) => config[handle.replace('config:', '')] };

function send(request: Partial<HttpRequest> & Pick<HttpRequest, 'url'>, options: Partial<HttpOptions> = {}): Promise<Outcome> {
  const abort = new AbortController().signal;
  return createHttp({ secrets: SECRETS, ...options }).request({
    method: 'GET',
    key: 'r1:0.1',
    abort,
    granted: servers.map((each) => each.place),
    config: {},
    ...request,
  });
}
const answerOf = (outcome: Outcome): Dict => {
  if (outcome.outcome !== 'done') throw new Error(`${outcome.outcome}: ${outcome.reason}`);
  return outcome.value as Dict;
};
const data = (outcome: Outcome): Value => answerOf(outcome).get('data');

describe('answers', () => {
  test('JSON becomes objects and lists, marked to the leaves', async () => {
    const server = await serve((_, response) =>
      response.setHeader('content-type', 'application/json').end('{"rates":[1.5],"__proto__":"x"}'),
    );
    const outcome = await send({ url: `${server.url}/rates` });
    expect(answerOf(outcome).get('status')).toBe(200);
    expect((data(outcome) as Dict).get('__proto__')).toBeInstanceOf(Marked);
    expect(toJson(data(outcome))).toBe('{"rates":[1.5],"__proto__":"x"}');
  });

  test.each([
    ['text/plain', 'hello', '"hello"'],
    ['text/plain', '[1, 2]', '[1,2]'],
    ['text/html', '[1, 2]', '"[1, 2]"'],
    ['application/json', '{broken', '"{broken"'],
    ['application/json', '', 'null'],
    ['text/plain; charset=iso-8859-1', Buffer.from([0xe9]), '"é"'],
    ['image/png', Buffer.from([1, 2]), '"data:image/png;base64,AQI="'],
  ])('%s %s', async (type, body, expected) => {
    const server = await serve((_, response) => response.setHeader('content-type', type).end(body));
    expect(toJson(data(await send({ url: server.url })))).toBe(expected);
  });

  test('a status of 400 and more is an answer', async () => {
    const server = await serve((_, response) => response.writeHead(503, { 'x-wait': '7' }).end('busy'));
    const answer = answerOf(await send({ url: server.url }));
    expect([answer.get('status'), toJson((answer.get('headers') as Dict).get('X-Wait')), toJson(answer.get('data'))]).toEqual([
      503,
      '"7"',
      '"busy"',
    ]);
  });

  test('compressed without being asked', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' }).end(gzipSync('small')),
    );
    expect(toJson(data(await send({ url: server.url })))).toBe('"small"');
  });

  test('an answer past the limit is refused, packed or not', async () => {
    const server = await serve(({ path }, response) => {
      if (path === '/packed') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5000)));
      else response.end('x'.repeat(5000));
    });
    for (const path of ['/plain', '/packed'])
      expect(await send({ url: server.url + path }, { limits: { maxBytes: 1000 } })).toMatchObject({ outcome: 'refused' });
  });
});

describe('requests', () => {
  test('objects go as JSON, with the key of the ask', async () => {
    const server = await serve((_, response) => response.writeHead(201).end());
    await send({ method: 'POST', url: `${server.url}/orders?x=1`, body: fromJson('{"item":"tea","n":2}'), headers: { 'X-Mine': 'yes' } });
    expect(server.received).toMatchObject([{ method: 'POST', path: '/orders?x=1', body: '{"item":"tea","n":2}' }]);
    expect(server.received[0]?.headers).toMatchObject({ 'idempotency-key': 'r1:0.1', 'content-type': 'application/json', 'x-mine': 'yes' });
  });

  test('a form where the header says so', async () => {
    const server = await serve((_, response) => response.end());
    await send({
      method: 'PUT',
      url: server.url,
      body: fromJson('{"a":"1 2","b":3}'),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(server.received[0]?.body).toBe('a=1+2&b=3');
  });

  test('secrets are opened on the way out, in address, headers and body', async () => {
    const server = await serve((_, response) => response.end());
    const key = new Secret([{ handle: 'config:api-key' }]);
    await send({
      method: 'POST',
      url: new Secret([`${server.url}/?k=`, ...key.parts]),
      headers: { Authorization: new Secret(['Bearer ', ...key.parts]) },
      body: Dict.from([['list', [key]]]),
      config: { 'api-key': 's3cret' },
    });
    expect(server.received[0]).toMatchObject({ path: '/?k=s3cret', body: '{"list":["s3cret"]}' });
    expect(server.received[0]?.headers.authorization).toBe('Bearer s3cret');
  });

  test('a secret that is gone refuses the request', async () => {
    const server = await serve((_, response) => response.end());
    const gone = new Secret([{ handle: 'r0:0.1' }]);
    expect(await send({ url: server.url, headers: { Authorization: gone } })).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('r0:0.1'),
    });
    expect(server.received).toEqual([]);
  });

  test.each([
    ['Host', 'other.example'],
    ['Transfer-Encoding', 'chunked'],
    ['X-Bad', 'a\r\nX-More: b'],
  ])('the header %s: %j is refused unsent', async (name, value) => {
    const server = await serve((_, response) => response.end());
    expect(await send({ url: server.url, headers: { [name]: value } })).toMatchObject({ outcome: 'refused' });
    expect(server.received).toEqual([]);
  });
});

describe('outcomes', () => {
  test('nobody listens: not sent', async () => {
    const port = await closedPort();
    expect(await send({ method: 'POST', url: `http://127.0.0.1:${port}/`, granted: [`127.0.0.1:${port}`] })).toMatchObject({
      outcome: 'not-sent',
    });
  });

  test('an unknown name: not sent', async () => {
    const resolve = async () => {
      throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
    };
    expect(await send({ url: 'https://nowhere.example/' }, { resolve })).toEqual({
      outcome: 'not-sent',
      reason: 'nowhere.example was not found (ENOTFOUND)',
    });
  });

  test('a handshake that fails: not sent', async () => {
    const server = await serve((_, response) => response.end());
    expect(await send({ method: 'POST', url: `https://127.0.0.1:${server.port}/` })).toMatchObject({ outcome: 'not-sent' });
  });

  test('connected, then broken: unknown', async () => {
    const server = await serve((_, response) => void response.destroy());
    expect(await send({ method: 'POST', url: server.url, body: 'x' })).toMatchObject({ outcome: 'unknown' });
    expect(server.received).toHaveLength(1);
  });

  test('broken in the middle of the answer: unknown', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      response.once('drain', () => {}).socket?.destroySoon();
    });
    expect(await send({ method: 'POST', url: server.url })).toMatchObject({ outcome: 'unknown' });
  });

  test('silence is unknown after the limit, and at once when the run is aborted', async () => {
    const server = await serve(() => {});
    expect(await send({ method: 'POST', url: server.url }, { limits: { totalMs: 100 } })).toMatchObject({ outcome: 'unknown' });
    const aborting = new AbortController();
    const pending = send({ method: 'POST', url: server.url, abort: aborting.signal });
    aborting.abort();
    expect((await pending).outcome).toMatch(/unknown|not-sent/);
  });

  test.each(['file:///etc/passwd', 'ftp://example.org/', 'not an address', 'data:text/plain,x'])('%s is refused', async (url) => {
    expect(await send({ url })).toMatchObject({ outcome: 'refused' });
  });
});

describe('the address guard', () => {
  test('without a grant loopback is refused, unsent', async () => {
    const server = await serve((_, response) => response.end());
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', 'localhost', '[::ffff:127.0.0.1]']) {
      const outcome = await send({ url: `http://${host}:${server.port}/`, granted: [] });
      expect(outcome).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('grant') });
    }
    expect(server.received).toEqual([]);
  });

  test('a redirect to a private address is refused', async () => {
    const inner = await serve((_, response) => response.end('inside'));
    const outer = await serve((_, response) => response.writeHead(302, { location: `${inner.url}/admin` }).end());
    expect(await send({ url: outer.url, granted: [outer.place] })).toMatchObject({ outcome: 'refused' });
    expect(inner.received).toEqual([]);
  });

  test('a confined bot is not led by a redirect to where it was not granted', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: 'http://8.8.8.8/' }).end());
    const request = { url: server.url, granted: [server.place], confined: true };
    expect(await send(request)).toEqual({ outcome: 'refused', reason: 'this bot was not granted http:8.8.8.8' });
  });

  test('a name that answers differently the second time reaches what was checked', async () => {
    const server = await serve((_, response) => response.end('checked'));
    const place = `rebind.example:${server.port}`;
    const asked: string[] = [];
    const resolve = async (host: string) => [asked.push(host) === 1 ? '127.0.0.1' : '127.0.0.2'];
    expect(toJson(data(await send({ url: `http://${place}/`, granted: [place] }, { resolve })))).toBe('"checked"');
    expect(asked).toEqual(['rebind.example']);
  });

  test('a public name that turns private between two hops is refused', async () => {
    const server = await serve(({ headers }, response) =>
      response.writeHead(302, { location: `http://later.example:${String(headers.host).split(':')[1]}/` }).end(),
    );
    const first = `first.example:${server.port}`;
    expect(await send({ url: `http://${first}/`, granted: [first] }, { resolve: async () => ['127.0.0.1'] })).toMatchObject({
      outcome: 'refused',
    });
    expect(server.received).toHaveLength(1);
  });
});

describe('TLS', () => {
  const secure = async () => {
    const server = await startHttpServer(
      (_, response) => response.end('private'),
      (listener) => createServer({ key: PRIVATE_KEY, cert: CERTIFICATE }, listener) as unknown as Server,
    );
    servers.push(server);
    return server;
  };
  const resolve = async () => ['127.0.0.1'];

  test('the name is proved though the address is pinned', async () => {
    const { port } = await secure();
    const outcome = await send(
      { url: `https://shop.example:${port}/`, granted: ['shop.example'] },
      { resolve, limits: { ca: CERTIFICATE } },
    );
    expect(toJson(data(outcome))).toBe('"private"');
  });

  test.each([
    ['another name', 'other.example', CERTIFICATE, 'other.example'],
    ['an authority nobody knows', 'shop.example', undefined, 'self-signed'],
  ])('%s: not sent', async (_, host, ca, reason) => {
    const server = await secure();
    const outcome = await send({ method: 'POST', url: `https://${host}:${server.port}/`, granted: [host] }, { resolve, limits: { ca } });
    expect(outcome).toMatchObject({ outcome: 'not-sent', reason: expect.stringContaining(reason) });
    expect(server.received).toEqual([]);
  });
});

describe('redirects', () => {
  const echo: Respond = ({ path }, response) => {
    const [, status, rest] = /^\/(\d{3})(\/.*)$/.exec(path) ?? [];
    if (status) response.writeHead(Number(status), { location: rest }).end();
    else response.end('arrived');
  };

  test.each([
    ['POST', 303, 'GET', ''],
    ['POST', 302, 'GET', ''],
    ['POST', 307, 'POST', 'x'],
    ['PUT', 308, 'PUT', 'x'],
    ['DELETE', 302, 'DELETE', 'x'],
  ] as const)('%s answered with %i goes on as %s', async (method, status, next, body) => {
    const server = await serve(echo);
    expect(toJson(data(await send({ method, url: `${server.url}/${status}/there`, body: 'x' })))).toBe('"arrived"');
    expect(server.received[1]).toMatchObject({ method: next, path: '/there', body });
  });

  test('headers do not go along to another origin', async () => {
    const other = await serve((_, response) => response.end('other'));
    const server = await serve((_, response) => response.writeHead(307, { location: other.url }).end());
    await send({ url: server.url, headers: { Authorization: 'Bearer x', 'X-Key': 'y' } });
    expect(server.received[0]?.headers).toMatchObject({ authorization: 'Bearer x', 'x-key': 'y' });
    expect(other.received[0]?.headers.authorization).toBeUndefined();
    expect(other.received[0]?.headers['x-key']).toBeUndefined();
  });

  test('a circle ends', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    expect(await send({ url: server.url })).toEqual({ outcome: 'refused', reason: 'more than 5 redirects' });
    expect(server.received).toHaveLength(6);
  });
});
