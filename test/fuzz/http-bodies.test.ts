/** Whatever is sent to the routes that take a body, the answer is a 4xx with a problem document, or the act was a fitting one. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, publishBot, startApiServer } from '../support/api-server.ts';
import { type Visitor, visitor } from '../support/browserlike.ts';

const CASES = 10_000;

let api: ApiServer;
let ana: Visitor;
let id: string;
beforeAll(async () => {
  api = await startApiServer({ limits: { burst: 1e9 } });
  await publishBot(api.store, 'demo');
  ana = visitor(api.server);
  id = (await ana.ask('POST', '/api/v1/conversations', { bot: 'demo' })).body.id;
});
afterAll(() => api.close());

const field = fc.constantFrom('bot', 'script', 'inputs', 'clientId', 'text', 'value', 'secret', 'switchers', '__proto__', 'constructor');
const content = fc.oneof(
  fc.constantFrom('demo', 'start', '', null, true, -1, 1e308, '\u0000', '\ud800', '𝄞', []),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
);
const objects = fc
  .array(fc.tuple(field, content), { maxLength: 5 })
  .map((fields) => `{${fields.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join()}}`);
const damaged = fc
  .tuple(objects, fc.nat(), fc.string({ maxLength: 3 }))
  .map(([text, at, more]) => text.slice(0, at % (text.length + 1)) + more);
const body = fc.oneof({ weight: 3, arbitrary: objects }, damaged, fc.json(), fc.string({ unit: 'binary' }));
const type = fc.oneof(
  { weight: 8, arbitrary: fc.constant('application/json') },
  fc.constantFrom('application/json; charset=utf-16', 'text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded', '', 'a/b'),
);
const path = fc.constantFrom(
  '/conversations',
  '/conversations/ID/messages',
  '/conversations/ID/tools/book',
  '/runs',
  '/runs/none/answer',
  '/packages',
);

test('malformed bodies never end in a 5xx', { timeout: 600_000 }, async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(path, type, body, async (route, contentType, text) => {
      const headers = { 'content-type': contentType };
      const response = await ana.raw('POST', `/api/v1${route.replace('ID', id)}`, { body: text, headers });
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      const answer = (await response.json()) as { type?: string; place?: string; help?: string };
      if (response.status < 300) return;
      // 501: packages are not kept here, whatever is sent.
      expect(
        response.status === 501 || (response.status >= 400 && response.status < 500),
        `${response.status} ${JSON.stringify(answer)}`,
      ).toBe(true);
      expect(answer.type).toMatch(/^urn:basalt:problem:/);
      expect(answer.place && answer.help).toBeTruthy();
    }),
    { numRuns: CASES },
  );
  expect(api.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  // The cases must reach what is behind the checks, too.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([201, 400, 404, 415]));
});
