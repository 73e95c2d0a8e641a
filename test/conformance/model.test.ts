import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createModels, findOllama } from '../../src/adapters/model/models.ts';
import type { OpenAiOptions } from '../../src/adapters/model/openai-model.ts';
import type { ModelRequest } from '../../src/spec/index.ts';
import { closedPort, type HttpServer, type Respond, startHttpServer } from '../support/http-server.ts';

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const serve = async (respond: Respond): Promise<HttpServer> => {
  const server = await startHttpServer(respond);
  servers.push(server);
  return server;
};

interface Asked {
  readonly pieces: string[];
  readonly outcome: Awaited<ReturnType<ReturnType<typeof createModels>['complete']>>;
}
async function ask(url: string, request: Partial<ModelRequest> = {}, options: OpenAiOptions = {}): Promise<Asked> {
  const pieces: string[] = [];
  const outcome = await createModels({ host: { url, model: 'tiny' }, ...options }).complete({
    messages: [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'Say hello.' },
    ],
    config: {},
    key: 'r1:0.1',
    abort: new AbortController().signal,
    granted: [],
    stream: (piece) => pieces.push(piece),
    ...request,
  });
  return { pieces, outcome };
}

const events = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });
const piece = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'tiny-1', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const usage = 'data: {"id":"c","model":"tiny-1","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":2,"total_tokens":13}}\n\n';
const DONE = 'data: [DONE]\n\n';
const hello = (response: ServerResponse, end = usage + DONE) =>
  events(response).end(piece({ role: 'assistant', content: 'Hel' }) + piece({ content: 'lo.' }) + piece({}, 'stop') + end);

describe('a server that keeps the protocol', () => {
  test('streams, and tells what it cost', async () => {
    const server = await serve((_, response) => hello(response));
    const { pieces, outcome } = await ask(server.url, { temperature: 0.2 });
    expect(pieces).toEqual(['Hel', 'lo.']);
    expect(outcome.answer).toEqual({
      text: 'Hello.',
      model: 'tiny-1',
      inputTokens: 11,
      outputTokens: 2,
      estimated: false,
      provider: 'openai',
    });
    expect(server.received).toMatchObject([{ method: 'POST', path: '/v1/chat/completions' }]);
    expect(server.received[0]?.headers).toMatchObject({ 'idempotency-key': 'r1:0.1', authorization: 'Bearer none' });
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      model: 'tiny',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Say hello.' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.2,
    });
  });

  test('a package names its own server, model and key; a private address wants a grant', async () => {
    const server = await serve((_, response) => hello(response));
    const config = { 'llm-url': server.url, 'llm-key': 'package-key' };
    const host = { url: 'http://127.0.0.1:9/v1', key: 'host-key', model: 'host-model' };
    expect((await ask('', { config, model: 'mine' }, { host })).outcome).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('grant'),
    });
    expect(server.received).toEqual([]);
    expect((await ask('', { config, model: 'mine', granted: [server.place] }, { host })).outcome.outcome).toBe('done');
    expect(server.received[0]?.headers.authorization).toBe('Bearer package-key');
  });
});

describe('servers that differ', () => {
  test('without usage the tokens are counted, marked as an estimate', async () => {
    const server = await serve((_, response) => hello(response, DONE));
    expect((await ask(server.url)).outcome.answer).toMatchObject({ text: 'Hello.', estimated: true, inputTokens: 6, outputTokens: 2 });
  });

  test('thoughts are not the answer, beside it or in it', async () => {
    const server = await serve((_, response) =>
      events(response).end(
        piece({ reasoning_content: 'hm' }) +
          piece({ content: '<think>so' }) +
          piece({ content: '</think>Yes.' }) +
          piece({}, 'stop') +
          DONE,
      ),
    );
    const { pieces, outcome } = await ask(server.url);
    expect([pieces, outcome.answer?.text]).toEqual([['Yes.'], 'Yes.']);
  });

  test.each([
    [piece({ content: '' }) + piece({}, 'stop'), 'the model gave an empty answer'],
    [piece({ reasoning: 'hm' }) + piece({}, 'stop'), 'the model thought, but gave no answer'],
    [piece({}, 'content_filter'), 'the model refused to answer'],
  ])('no answer is refused with the reason', async (body, reason) => {
    const server = await serve((_, response) => events(response).end(body + DONE));
    expect((await ask(server.url)).outcome).toEqual({ outcome: 'refused', reason });
  });

  test('stream_options not known: asked again without', async () => {
    const server = await serve(({ body }, response) => {
      if (body.includes('stream_options'))
        response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"unknown field stream_options"}}');
      else hello(response, DONE);
    });
    expect((await ask(server.url)).outcome.outcome).toBe('done');
    expect(server.received).toHaveLength(2);
  });

  test('whole JSON though a stream was asked for', async () => {
    const body = {
      model: 'tiny-1',
      choices: [{ message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 1 },
    };
    const server = await serve((_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)));
    const { pieces, outcome } = await ask(server.url);
    expect([pieces, outcome.answer?.inputTokens, outcome.answer?.estimated]).toEqual([['Hello.'], 3, false]);
  });
});

describe('outcomes', () => {
  test('nobody listens: not sent', async () => {
    expect((await ask(`http://127.0.0.1:${await closedPort()}/v1`)).outcome.outcome).toBe('not-sent');
  });

  test.each([
    [429, 'not-sent'],
    [503, 'not-sent'],
    [500, 'unknown'],
    [401, 'refused'],
    [404, 'refused'],
  ])('status %i: %s, with what the server said', async (status, outcome) => {
    const server = await serve((_, response) =>
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' }).end('{"error":{"message":"because"}}'),
    );
    expect((await ask(server.url)).outcome).toMatchObject({ outcome, reason: expect.stringContaining('because') });
    expect(server.received).toHaveLength(1);
  });

  test('a stream cut by the line: unknown, the pieces were provisional', async () => {
    const server = await serve((_, response) => {
      events(response).write(piece({ content: 'Hel' }), () => response.destroy());
    });
    const { pieces, outcome } = await ask(server.url);
    expect([pieces, outcome.outcome]).toEqual([['Hel'], 'unknown']);
  });

  test('a stream that ends in good order but early: unknown', async () => {
    const server = await serve((_, response) => events(response).end(piece({ content: 'Hel' })));
    expect((await ask(server.url)).outcome).toEqual({ outcome: 'unknown', reason: 'the answer of the model broke off' });
  });

  test.each(['data: {"choices": [{"delta"\n\n', 'data: not json\n\n'])('malformed: unknown', async (body) => {
    const server = await serve((_, response) => events(response).end(body + DONE));
    expect((await ask(server.url)).outcome.outcome).toBe('unknown');
  });

  test('malformed whole JSON: unknown', async () => {
    const server = await serve((_, response) => response.setHeader('content-type', 'application/json').end('{"choices":'));
    expect((await ask(server.url)).outcome.outcome).toBe('unknown');
  });

  test('each phase has its own limit', async () => {
    const silent = await serve(() => {});
    const host = { url: silent.url, model: 'tiny' };
    expect((await ask('', {}, { host, times: { firstTokenMs: 50 } })).outcome).toEqual({
      outcome: 'unknown',
      reason: 'the model said nothing for 50 ms',
    });
    expect((await ask('', { timeoutMs: 50 }, { host })).outcome).toEqual({ outcome: 'refused', reason: 'no whole answer within 50 ms' });
    const pausing = await serve((_, response) => void events(response).write(piece({ content: 'Hel' })));
    expect((await ask('', {}, { host: { url: pausing.url, model: 'tiny' }, times: { idleMs: 50 } })).outcome).toEqual({
      outcome: 'unknown',
      reason: 'the model paused for 50 ms',
    });
  });

  test('the run is cancelled while the model thinks', async () => {
    const aborting = new AbortController();
    const server = await serve(() => aborting.abort());
    expect((await ask(server.url, { abort: aborting.signal })).outcome.outcome).toBe('unknown');
  });
});

describe('cost', () => {
  const prices = async () => (model: string | undefined) => (model === 'tiny' ? { input: 0.001, output: 0.01 } : undefined);

  test('a limit becomes the longest answer it can pay', async () => {
    const server = await serve((_, response) => hello(response));
    await ask('', { maxCostUsd: 0.1 }, { host: { url: server.url, model: 'tiny' }, prices });
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ max_tokens: 9 });
  });

  test.each([
    ['tiny', 0.001, 'would cost more'],
    ['unpriced', 1, 'is not known'],
  ])('%s at %f is refused unsent', async (model, maxCostUsd, reason) => {
    const server = await serve((_, response) => hello(response));
    const { outcome } = await ask('', { maxCostUsd, model }, { host: { url: server.url }, prices });
    expect(outcome).toMatchObject({ outcome: 'refused', reason: expect.stringContaining(reason) });
    expect(server.received).toEqual([]);
  });
});

describe('which model answers', () => {
  test('without any server the local one, which says what it is', async () => {
    const { outcome } = await ask('', { messages: [{ role: 'user', text: 'Is tea warm? Tea is warm.' }] }, { host: undefined });
    expect(outcome.answer?.text).toMatch(/^\(No language model is configured/);
  });

  test('llm-provider local wins over the host', async () => {
    const { outcome } = await ask('http://127.0.0.1:9', { config: { 'llm-provider': 'local' } });
    expect(outcome.answer?.model).toBe('local');
  });

  test('Ollama is found by the models it lists', async () => {
    const server = await serve((_, response) => response.end('{"data":[{"id":"qwen"}]}'));
    expect(await findOllama(server.url)).toEqual({ url: `${server.url}/v1`, model: 'qwen' });
    expect(await findOllama(`http://127.0.0.1:${await closedPort()}`)).toBeUndefined();
    const other = await serve((_, response) => response.end('hello'));
    expect(await findOllama(other.url)).toBeUndefined();
  });
});
