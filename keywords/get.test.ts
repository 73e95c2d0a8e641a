import { expect, test } from 'vitest';
import type { AskContext, HttpRequest, Outcome } from '../src/spec/index.ts';
import { done, refused } from '../src/spec/index.ts';
import { Dict, fromJson, Secret, type Value } from '../src/values/index.ts';
import { get } from './get.ts';
import { post } from './post.ts';
import { setHeader } from './set-header.ts';
import { setSession } from './set-session.ts';

/** One conversation with its memory; the world answers what it is told to. */
function conversation(answer: Outcome = done(null)) {
  const memory = new Map<string, Value>();
  const requests: HttpRequest[] = [];
  const ask = {
    run: 'r1',
    bot: 'clinic',
    conversation: 'c1',
    user: 'ana',
    key: 'r1:0.1',
    config: { 'llm-key': 'hidden', 'bot-name': 'Clara' } as Readonly<Record<string, string>>,
    granted: ['erp.local:80'],
    abort: new AbortController().signal,
  } as unknown as AskContext;
  const ports = {
    memory: { get: async (scope: string, owner: string, key: string) => memory.get(`${scope}/${owner}/${key}`) ?? null },
    http: {
      async request(request: HttpRequest) {
        requests.push(request);
        return answer;
      },
    },
  };
  const run = async (keyword: { readonly perform?: unknown }, args: object) => {
    const answered = await (keyword.perform as (args: object, context: object) => unknown)(args, { ports, ask });
    for (const write of (answered as { writes?: readonly { scope: string; owner: string; key: string; value: Value }[] })?.writes ?? [])
      memory.set(`${write.scope}/${write.owner}/${write.key}`, write.value);
    return answered;
  };
  return { run, requests };
}

test('GET reads names: of the session, the user, config.csv', async () => {
  const { run } = conversation();
  await run(setSession, { key: 'Step', value: 2 });
  expect(await run(get, { what: 'session.step' })).toBe(2);
  expect(await run(get, { what: 'STEP' })).toBe(2);
  expect(await run(get, { what: 'nobody-set-this' })).toBeNull();
  expect(await run(get, { what: 'user.id' })).toBe('ana');
  expect(await run(get, { what: 'Bot-Name' })).toBe('Clara');
  expect(await run(get, { what: 'reports/today.pdf' })).toMatchObject({ fault: { code: 'bad-argument' } });
});

test('a key of config.csv comes as a secret', async () => {
  expect(await conversation().run(get, { what: 'llm-key' })).toEqual(new Secret([{ handle: 'config:llm-key' }]));
});

test('GET of an address gives the body; a refusal stays one', async () => {
  const answer = done(fromJson('{"status":404,"headers":{},"data":{"error":"gone"}}'));
  expect(await conversation(answer).run(get, { what: ' HTTPS://api.example.org/x ' })).toEqual(done(fromJson('{"error":"gone"}')));
  expect(await conversation(refused('no')).run(get, { what: 'https://x.example' })).toEqual(refused('no'));
});

test('headers that were set go along, and can be taken back', async () => {
  const { run, requests } = conversation();
  await run(setHeader, { name: 'X-One', value: 1 });
  await run(setHeader, { name: 'Authorization', value: new Secret(['Bearer ', { handle: 'config:llm-key' }]) });
  await run(get, { what: 'https://x.example' });
  await run(setHeader, { name: 'x-one', value: null });
  await run(get, { what: 'https://x.example' });
  expect(requests[0]?.headers).toEqual({ 'X-One': '1', Authorization: new Secret(['Bearer ', { handle: 'config:llm-key' }]) });
  expect(Object.keys(requests[1]?.headers ?? {})).toEqual(['Authorization']);
  expect(await run(setHeader, { name: 'bad name', value: 'x' })).toMatchObject({ fault: { code: 'bad-argument' } });
});

test('the fields of the data stand beside status, headers and data, and never over them', async () => {
  const { run, requests } = conversation(done(fromJson('{"status":201,"headers":{},"data":{"id":7,"status":"new"}}')));
  const answered = (await run(post, { url: 'https://x.example/orders', data: Dict.from([['a', 1]]) })) as { readonly value: Dict };
  expect([answered.value.get('id'), answered.value.get('status'), (answered.value.get('data') as Dict).get('status')]).toEqual([
    7,
    201,
    'new',
  ]);
  expect(requests[0]).toMatchObject({ method: 'POST', key: 'r1:0.1', granted: ['erp.local:80'] });
});

test('another session is out of reach', async () => {
  const { run } = conversation();
  expect(await run(setSession, { session: 'c2', key: 'a', value: 1 })).toMatchObject({ fault: { code: 'denied' } });
  expect(await run(setSession, { session: 'c1', key: 'a', value: 1 })).toHaveProperty('writes');
});
