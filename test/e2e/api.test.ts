/** The HTTP interface on a real store: what each route answers, what is refused, who sees what. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TOPIC } from '../../src/spec/index.ts';
import { type ApiServer, publishBot, startApiServer } from '../support/api-server.ts';
import { type Visitor, visitor } from '../support/browserlike.ts';

const TOKEN = 'a-token-of-enough-length';
let api: ApiServer;
beforeAll(async () => {
  api = await startApiServer({ limits: { burst: 100_000, upload: 1_000 } });
  await publishBot(api.store, 'demo', { 'bot-name': 'Ada', 'bot-description': 'Helps.', 'llm-key': 'sk-private' });
});
afterAll(() => api.close());

const API = '/api/v1';
const opened = async (who: Visitor) => (await who.ask('POST', `${API}/conversations`, { bot: 'demo' })).body.id as string;

describe('what is refused, and how', () => {
  const json = { 'content-type': 'application/json' };
  test.each<[string, string, string, RequestInit, number, string]>([
    ['a path that is not there', 'GET', '/nothing', {}, 404, 'unknown-path'],
    ['a method the path does not take', 'PUT', '/bots', {}, 405, 'wrong-method'],
    ['a delete of all runs', 'DELETE', '/runs', {}, 405, 'wrong-method'],
    ['a body that is no JSON', 'POST', '/conversations', { body: '{"bot', headers: json }, 400, 'bad-request'],
    [
      'a body of another type',
      'POST',
      '/conversations',
      { body: 'bot=demo', headers: { 'content-type': 'text/plain' } },
      415,
      'wrong-media-type',
    ],
    ['no body', 'POST', '/conversations', { headers: json }, 400, 'bad-request'],
    ['a field of another type', 'POST', '/conversations', { body: '{"bot":3}', headers: json }, 400, 'bad-request'],
    ['a name with a NUL', 'POST', '/conversations', { body: '{"bot":"a\\u0000"}', headers: json }, 400, 'bad-request'],
    ['half a character', 'POST', '/conversations', { body: '{"bot":"\\ud800"}', headers: json }, 400, 'bad-request'],
    ['a bot that is not there', 'POST', '/conversations', { body: '{"bot":"nobody"}', headers: json }, 404, 'unknown-bot'],
    ['a bot called like a field all objects have', 'GET', '/bots/__proto__', {}, 404, 'unknown-bot'],
    ['a body that is too large', 'POST', '/conversations', { body: `{"bot":"${'x'.repeat(70_000)}"}`, headers: json }, 413, 'too-large'],
    ['a conversation of nobody', 'GET', '/conversations/c-none', {}, 404, 'unknown-conversation'],
    ['its stream', 'GET', '/conversations/c-none/stream', {}, 404, 'unknown-conversation'],
    ['a cursor that is no number', 'GET', '/conversations/c-none/messages?since=one', {}, 400, 'bad-request'],
    ['a cursor past all numbers', 'GET', '/conversations/c-none/messages?since=99999999999999999999', {}, 400, 'bad-request'],
    ['a negative page', 'GET', '/runs?limit=-1', {}, 400, 'bad-request'],
    ['a page that is too long', 'GET', '/runs?limit=100000', {}, 400, 'bad-request'],
    ['a state that is none', 'GET', '/runs?state=asleep', {}, 400, 'bad-request'],
    ['a run that is not there', 'GET', '/runs/r-none', {}, 404, 'unknown-run'],
    ['a command for it', 'POST', '/runs/r-none/cancel', {}, 404, 'unknown-run'],
    ['a command that is none', 'POST', '/runs/r-none/explode', {}, 400, 'bad-request'],
    ['packages where none are kept', 'GET', '/packages', {}, 501, 'not-here'],
    ['another host', 'GET', '/bots', { headers: { host: 'evil.example' } }, 403, 'foreign-host'],
    ['another site', 'POST', '/conversations', { headers: { origin: 'http://evil.example' } }, 403, 'foreign-origin'],
    ['a stream for another site', 'GET', '/conversations/c/stream', { headers: { 'sec-fetch-site': 'cross-site' } }, 403, 'foreign-origin'],
    ['a wrong token', 'GET', '/bots', { headers: { authorization: 'Bearer wrong' } }, 401, 'not-signed-in'],
  ])('%s', async (_, method, path, init, status, code) => {
    const response = await visitor(api.server).raw(method, `${API}${path}`, init);
    const problem = (await response.json()) as Record<string, unknown>;
    expect([response.status, problem.type]).toEqual([status, `urn:basalt:problem:${code}`]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    for (const part of ['title', 'detail', 'place', 'cause', 'help']) expect(problem[part], part).toMatch(/\S/);
  });

  test('a body that says nothing of its length', async () => {
    const endless = new ReadableStream({ pull: (pieces) => pieces.enqueue(new Uint8Array(16_384).fill(32)) });
    const init = { body: endless, headers: { 'content-type': 'application/json' } };
    expect((await visitor(api.server).raw('POST', `${API}/conversations`, init)).status).toBe(413);
  });

  test('a wrong method says which are right', async () => {
    expect((await visitor(api.server).ask('PATCH', `${API}/conversations`)).headers.get('allow')).toBe('POST, GET, HEAD');
  });
});

describe('bots', () => {
  test('show what visitors may know, and never their keys', async () => {
    const { body } = await visitor(api.server).ask('GET', `${API}/bots`);
    expect(body).toEqual({ bots: [{ name: 'demo', title: 'Ada', description: 'Helps.', state: 'live' }] });
    expect(JSON.stringify(body)).not.toContain('sk-private');
  });

  test('tell operators their tools with what they take', async () => {
    const { body } = await visitor(api.server).ask('GET', `${API}/bots/demo/tools`);
    expect(body.tools).toMatchObject([{ name: 'book', description: 'Books a table', schema: { type: 'object', required: ['guests'] } }]);
  });
});

describe('a conversation', () => {
  test('is opened, spoken in, read on from a cursor, and closed', async () => {
    const ana = visitor(api.server);
    const id = await opened(ana);
    const path = `${API}/conversations/${id}`;
    expect((await ana.ask('POST', `${path}/messages`, { clientId: 'a', text: 'hi' })).body).toEqual({ number: 1 });
    expect((await ana.ask('POST', `${path}/messages`, { clientId: 'a', text: 'hi' })).body).toEqual({ number: 1 });
    await ana.ask('POST', `${path}/messages`, { clientId: 'b', text: 'again', switchers: ['short'] });
    const { body } = await ana.ask('GET', `${path}/messages?since=1`);
    expect(body).toMatchObject({ last: 2, items: [{ number: 2, item: { type: 'user', text: 'again', switchers: ['short'] } }] });
    expect((await ana.ask('GET', path)).body).toMatchObject({ bot: 'demo', last: 2, closed: false, status: { state: 'working' } });
    expect((await ana.ask('DELETE', path)).body.closed).toBe(true);
    expect((await ana.ask('POST', `${path}/messages`, { clientId: 'c', text: 'late' })).body.type).toBe(
      'urn:basalt:problem:conversation-closed',
    );
  });

  test('is its visitor’s alone; the operator’s token opens it', async () => {
    const [ana, ben] = [visitor(api.server), visitor(api.server)];
    const id = await opened(ana);
    await opened(ben);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/messages'],
      ['GET', '/stream'],
      ['DELETE', ''],
    ])
      expect((await ben.ask(method as string, `${API}/conversations/${id}${path}`)).status).toBe(404);
    expect((await ben.ask('POST', `${API}/conversations/${id}/messages`, { clientId: 'x', text: 'me too' })).status).toBe(404);
    expect((await ben.ask('GET', `${API}/conversations`)).body.conversations.map((each: { id: string }) => each.id)).not.toContain(id);
    const guarded = api.another({ adminToken: TOKEN });
    const asOperator = await visitor(guarded).ask('GET', `${API}/conversations/${id}`, undefined, { authorization: `Bearer ${TOKEN}` });
    expect(asOperator.status).toBe(200);
  });

  test('never gives a password back', async () => {
    const ana = visitor(api.server);
    const id = await opened(ana);
    await ana.ask('POST', `${API}/conversations/${id}/messages`, { clientId: 's', text: '•', value: 'hunter2', secret: true });
    const answers = JSON.stringify([
      (await ana.ask('GET', `${API}/conversations/${id}/messages`)).body,
      await api.store.conversations.since(id, 0, 10),
    ]);
    expect(answers).toContain('•');
    expect(answers).not.toContain('hunter2');
  });

  test('runs only tools that the bot offered in it', async () => {
    const ana = visitor(api.server);
    const id = await opened(ana);
    expect((await ana.ask('POST', `${API}/conversations/${id}/tools/book`)).body.type).toBe('urn:basalt:problem:bad-request');
  });
});

describe('the stream', () => {
  test('sends what was missed, then what comes, and ends with the server', async () => {
    const server = api.another({});
    const ana = visitor(server);
    const id = await opened(ana);
    const path = `${API}/conversations/${id}`;
    for (const clientId of ['1', '2']) await ana.ask('POST', `${path}/messages`, { clientId, text: `said ${clientId}` });
    const stream = await ana.raw('GET', `${path}/stream?since=0`, { headers: { 'last-event-id': '1' } });
    const events = eventsOf(stream);
    const seen = await until(events, ({ event }) => event === 'status');
    expect(seen.filter(({ event }) => event === 'item').map(({ id: number }) => number)).toEqual(['2']);
    await ana.ask('POST', `${path}/messages`, { clientId: '3', text: 'said 3' });
    expect((await until(events, ({ event }) => event === 'item')).at(-1)).toMatchObject({ id: '3' });
    const token = { kind: 'token', run: 'r', address: '0.1', attempt: 1, offset: 0, text: 'pro' };
    api.bus.publish(TOPIC.conversation(id), token);
    expect(JSON.parse((await until(events, ({ event }) => event === 'token')).at(-1)?.data ?? '')).toMatchObject({
      text: 'pro',
      attempt: 1,
    });
    await server.close();
    expect((await events.next()).done).toBe(true);
  });
});

describe('files', () => {
  const upload = (who: Visitor, id: string, name: string, body: BodyInit) =>
    who.raw('POST', `${API}/conversations/${id}/files?name=${encodeURIComponent(name)}`, {
      body,
      headers: { 'content-type': 'application/octet-stream' },
    });

  test('come back to their visitor only, and never as a page', async () => {
    const [ana, ben] = [visitor(api.server), visitor(api.server)];
    const id = await opened(ana);
    const { url } = (await (await upload(ana, id, '../../evil.html', '<script>alert(1)</script>')).json()) as { url: string };
    const back = await ana.raw('GET', url);
    expect(await back.text()).toBe('<script>alert(1)</script>');
    expect(Object.fromEntries(back.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect(back.headers.get('content-disposition')).toMatch(/^attachment/);
    expect((await ben.raw('GET', url)).status).toBe(404);
  });

  test('are cut off at the limit and leave nothing', async () => {
    const ana = visitor(api.server);
    const id = await opened(ana);
    expect((await upload(ana, id, 'big.bin', 'x'.repeat(1_001))).status).toBe(413);
    expect((await upload(ana, id, 'fits.bin', 'x'.repeat(1_000))).status).toBe(201);
  });

  test.each(['..%2f..%2fvisitors.key', '%2e%2e', 'visitors.key', `${'a'.repeat(36)}.png`])('named %s are not there', async (name) => {
    const ana = visitor(api.server);
    const id = await opened(ana);
    expect((await ana.raw('GET', `${API}/conversations/${id}/files/${name}`)).status).toBe(404);
  });
});

describe('runs', () => {
  test('are listed by page, shown with their journal, and commanded where it fits', async () => {
    const operator = visitor(api.server);
    await publishBot(api.store, 'counted');
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.unshift((await operator.ask('POST', `${API}/runs`, { bot: 'counted', script: 'start' })).body.id);
    const first = (await operator.ask('GET', `${API}/runs?bot=counted&limit=2`)).body;
    const second = (await operator.ask('GET', `${API}/runs?bot=counted&limit=2&before=${first.next}`)).body;
    expect([...first.runs, ...second.runs].map((run: { id: string }) => run.id)).toEqual(ids);
    expect(second.next).toBeUndefined();
    expect((await operator.ask('GET', `${API}/runs/${ids[0]}`)).body).toMatchObject({ state: 'ready', waits: [], journal: [] });
    expect((await operator.ask('POST', `${API}/runs/${ids[0]}/resume`)).body.type).toBe('urn:basalt:problem:wrong-state');
    expect((await operator.ask('POST', `${API}/runs/${ids[0]}/cancel`)).status).toBe(202);
  });

  test('of a script that is not there are not started', async () => {
    const { status, body } = await visitor(api.server).ask('POST', `${API}/runs`, { bot: 'demo', script: 'toString' });
    expect([status, body.place]).toEqual([400, 'body.script']);
  });
});

describe('who is the operator', () => {
  const OPERATORS: readonly (readonly [string, string])[] = [
    ['GET', '/runs'],
    ['GET', '/runs/r'],
    ['POST', '/runs/r/cancel'],
    ['GET', '/packages'],
    ['DELETE', '/packages/demo'],
    ['GET', '/bots/demo/tools'],
  ];
  test.each(OPERATORS)('%s %s asks others for the token', async (method, path) => {
    const server = api.another({ adminToken: TOKEN, hosts: ['bots.example.org'] });
    const outside = visitor(server, 'http://bots.example.org');
    expect((await outside.ask(method, `${API}${path}`)).status).toBe(401);
    const authorization = `Bearer ${TOKEN}`;
    expect((await outside.ask(method, `${API}${path}`, undefined, { authorization })).status).not.toBe(401);
  });

  test('nobody who came through a proxy', async () => {
    expect((await visitor(api.server).ask('GET', `${API}/runs`, undefined, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(401);
  });

  test('another address than loopback is not opened without a token', async () => {
    await expect(api.another({}).listen(0, '0.0.0.0')).rejects.toThrow('an admin token of at least 16 characters is needed');
    await expect(api.another({ adminToken: 'short' }).listen(0, '0.0.0.0')).rejects.toThrow('it needs at least 16');
  });

  test('over a socket too: with the token in, without it out', async () => {
    const server = api.another({ adminToken: TOKEN });
    const url = `http://127.0.0.1:${await server.listen(0, '0.0.0.0')}${API}/runs`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200);
  });
});

describe('limits', () => {
  test('who asks too much waits, others do not', async () => {
    const server = api.another({ limits: { burst: 3, perSecond: 0.001 } });
    const [ana, ben] = [visitor(server), visitor(server)];
    const id = await opened(ana);
    await opened(ben);
    const post = (clientId: string) => ana.ask('POST', `${API}/conversations/${id}/messages`, { clientId, text: 'x' });
    const answers = [await post('1'), await post('2'), await post('3')];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(answers[2]?.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  test('tokens cannot be guessed at speed', async () => {
    const server = api.another({ adminToken: TOKEN, limits: { burst: 3, perSecond: 0.001 } });
    const guess = (n: number) => visitor(server).ask('GET', `${API}/runs`, undefined, { authorization: `Bearer guess-${n}` });
    expect([await guess(1), await guess(2), await guess(3), await guess(4)].map(({ status }) => status)).toEqual([401, 401, 401, 429]);
  });
});

describe('pages', () => {
  test.each([
    ['/', 200],
    ['/demo', 200],
    ['/nobody', 404],
    ['/%', 404],
    ['/demo/more', 404],
  ])('%s answers %i with the shell and its policy', async (path, status) => {
    const response = await visitor(api.server).raw('GET', path);
    expect(response.status).toBe(status);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each(['/assets/..%2findex.html', '/assets/%2e%2e%2findex.html', '/assets/none.js', '/assets/main-1.exe'])(
    '%s is not there',
    async (path) => {
      expect((await visitor(api.server).raw('GET', path)).status).toBe(404);
    },
  );
});

test('health tells the truth', async () => {
  const { body } = await visitor(api.server).ask('GET', `${API}/health`);
  expect(body).toMatchObject({ status: 'ok', store: { engine: 'pglite', durable: 'process-death' } });
  const { body: outside } = await visitor(api.server).ask('GET', `${API}/health`, undefined, { 'x-forwarded-for': '203.0.113.9' });
  expect(outside).toEqual({ status: 'ok' });
});

// ── reading server-sent events ──

interface SentEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

async function* eventsOf(response: Response): AsyncGenerator<SentEvent> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(piece, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = text
        .slice(0, end)
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
      text = text.slice(end + 2);
      const { event, data = '', id } = Object.fromEntries(fields);
      if (event) yield { event, data, id };
    }
  }
}

async function until(events: AsyncGenerator<SentEvent>, isLast: (event: SentEvent) => boolean): Promise<SentEvent[]> {
  const seen: SentEvent[] = [];
  for (let next = await events.next(); !next.done; next = await events.next()) {
    seen.push(next.value);
    if (isLast(next.value)) return seen;
  }
  throw new Error(`the stream ended after ${seen.length} events`);
}
