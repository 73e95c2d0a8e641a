/** The document and the routes are one: each route is in it, each stands in the code, and what is answered has its form. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PackageDesk, RefusedArchive } from '../../src/deploy/index.ts';
import { Rehearsals, SandboxDesk } from '../../src/sandbox/index.ts';
import type { Deployments } from '../../src/server/index.ts';
import type { FileHistory } from '../../src/spec/index.ts';
import { type ApiServer, publishBot, startApiServer } from '../support/api-server.ts';
import { type Visitor, visitor } from '../support/browserlike.ts';

interface Operation {
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

const report = { bot: 'demo', folder: '/packages/demo.gbai', at: 0, version: 'v', notes: [] };
const problem = {
  file: 'demo.gbai/start.bas',
  line: 2,
  column: 1,
  severity: 'error',
  code: 'unknown-keyword',
  message: 'no TALKK',
} as const;
/** Stands for the deployer: its answers are what is checked here, not its work. */
const deploy: Deployments = {
  async upload(archive) {
    if (archive.length === 0) throw new RefusedArchive('the archive is empty');
    return archive.length > 1 ? { ...report, ok: true, problems: [] } : { ...report, ok: false, problems: [problem] };
  },
  report: (bot) => (bot === 'demo' ? { ...report, ok: false, problems: [problem] } : undefined),
  reports: () => [{ ...report, ok: true, problems: [] }],
  remove: async (bot) => bot === 'demo',
  check: () => [problem],
};
const packages = mkdtempSync(join(tmpdir(), 'basalt-openapi-'));
/** Files are real; that they are deployed is not asked here. */
const createDesk = (history: FileHistory) =>
  new PackageDesk({
    history,
    merge: (_, text, theirs) => ({ text, conflicts: [{ theirs }] }),
    deployer: {
      report: (bot) => (bot === 'demo' ? { ...report, folder: join(packages, 'demo.gbai'), ok: true, problems: [] } : undefined),
      saved: async () => undefined,
      publish: async () => deploy.report('demo'),
      home: async () => packages,
      reconcile: async () => undefined,
    },
  });

const rehearsals = new Rehearsals();
const sandbox = new SandboxDesk({
  rehearsals,
  templates: 'templates',
  folderOf: (bot) => (bot === 'demo' ? 'packages/demo.gbai' : undefined),
  allowed: () => ({ policy: 'workshop', grants: [] }),
});

let api: ApiServer;
let document: Document;
let ana: Visitor;
let conversation: string;
let run: string;
let file: string;
beforeAll(async () => {
  api = await startApiServer({ deploy, sandbox, limits: { burst: 100_000 } });
  await publishBot(api.store, 'demo');
  mkdirSync(join(packages, 'demo.gbai'));
  writeFileSync(join(packages, 'demo.gbai', 'start.bas'), 'TALK "hi"\n');
  ana = visitor(api.another({ desk: createDesk(api.store.files) }));
  document = (await ana.ask('GET', '/api/v1/openapi.json')).body as Document;
  conversation = (await ana.ask('POST', '/api/v1/conversations', { bot: 'demo' })).body.id;
  run = (await ana.ask('GET', '/api/v1/runs')).body.runs[0].id;
  const bytes = { body: 'x', headers: { 'content-type': 'application/octet-stream' } };
  const stored = await ana.raw('POST', `/api/v1/conversations/${conversation}/files?name=a.txt`, bytes);
  file = ((await stored.json()) as { url: string }).url.split('/').at(-1) as string;
});
afterAll(async () => {
  await rehearsals.close();
  await api.close();
  rmSync(packages, { recursive: true });
});

const json = (body: unknown) => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
const bytes = (body: string) => ({ body, headers: { 'content-type': 'application/gzip' } });

/** At least one call of each operation, in an order that works: path as in the document, query, request. */
const CALLS: readonly (readonly [method: string, path: string, status: number, query?: string, init?: RequestInit])[] = [
  ['get', '/health', 200],
  ['get', '/nodes', 200],
  ['get', '/session', 200],
  ['get', '/bots', 200],
  ['get', '/bots/{bot}', 200],
  ['get', '/automations', 200],
  ['get', '/directory', 200],
  ['get', '/triggers', 200],
  ['get', '/bots/{bot}/tools', 200],
  ['post', '/conversations', 201, '', json({ bot: 'demo' })],
  ['post', '/conversations', 415, '', { body: 'x', headers: { 'content-type': 'text/plain' } }],
  ['get', '/conversations', 200],
  ['get', '/conversations/{id}', 200],
  ['post', '/conversations/{id}/messages', 201, '', json({ clientId: 'c', text: 'hi', value: 'x', switchers: ['a'] })],
  ['post', '/conversations/{id}/messages', 400, '', json({ text: 'hi' })],
  ['get', '/conversations/{id}/messages', 200, '?since=0&limit=5'],
  ['post', '/conversations/{id}/tools/{tool}', 400],
  ['get', '/conversations/{id}/stream', 200],
  ['post', '/conversations/{id}/files', 201, '?name=b.txt', { body: 'x', headers: { 'content-type': 'application/octet-stream' } }],
  ['get', '/conversations/{id}/files/{file}', 200],
  ['get', '/runs', 200, '?limit=1'],
  ['post', '/runs', 201, '', json({ bot: 'demo', script: 'book', inputs: { guests: 3 } })],
  ['get', '/runs/{id}', 200],
  ['get', '/runs/{id}/steps', 200],
  ['get', '/runs/{id}/source', 200],
  ['get', '/workflows', 200, '?state=running&since=2026-01-01T00:00:00Z&text=x&limit=5'],
  ['get', '/runs/{id}/replay', 200],
  ['get', '/runs/{id}/events', 200],
  ['post', '/runs/{id}/fork', 400, '', json({ at: 3, set: { x: 1 } })],
  ['post', '/runs/{id}/answer', 409, '', json({ value: 1 })],
  ['post', '/runs/{id}/{command}', 202],
  ['get', '/approvals', 200, '?state=open&who=ana'],
  ['get', '/approvals/{id}', 404],
  ['post', '/approvals/{id}/{decision}', 404, '', json({ by: 'ana', comment: 'fine' })],
  ['post', '/bots/{bot}/events', 201, '', json({ name: 'paid', payload: { id: 7 }, key: 'x' })],
  ['get', '/deliveries', 200, '?state=dead'],
  ['post', '/deliveries/redrive', 404, '', json({ id: 'nothing' })],
  ['delete', '/conversations/{id}', 200],
  ['post', '/packages', 201, '', bytes('tar')],
  ['post', '/packages', 422, '', bytes('')],
  ['post', '/packages', 422, '', bytes('1')],
  ['get', '/packages', 200],
  ['get', '/packages/{bot}', 200],
  ['post', '/describe', 501, '', json({ words: 'say hello', text: 'TALK "hi"', selection: { start: 0, end: 4 } })],
  ['get', '/packages/{bot}/files', 200],
  ['get', '/packages/{bot}/files/{path}', 200],
  ['put', '/packages/{bot}/files/{path}', 409, '', json({ text: 'TALK "new"' })],
  ['put', '/packages/{bot}/files/{path}', 200, '', json({ text: 'TALK "hi"\n', author: 'ana', sentence: 'typed' })],
  ['post', '/packages/{bot}/rename', 422, '', json({ from: 'start.bas', to: '../start.bas' })],
  ['post', '/packages/{bot}/rename', 200, '', json({ from: 'start.bas', to: 'go.bas' })],
  ['post', '/packages/{bot}/rename', 200, '', json({ from: 'go.bas', to: 'start.bas' })],
  ['get', '/packages/{bot}/history', 200, '?path=start.bas&limit=5'],
  ['get', '/packages/{bot}/history/{number}', 200],
  ['post', '/packages/{bot}/history/{number}/restore', 200, '', json({ author: 'ana' })],
  ['post', '/packages/{bot}/publish', 422],
  ['post', '/packages/{bot}/new', 409, '', json({})],
  ['delete', '/packages/{bot}/files/{path}', 204],
  ['get', '/packages/{bot}/files/{path}', 404],
  ['delete', '/packages/{bot}', 204],
  ['post', '/sandbox', 200, '', json({ files: { start: 'HEAR x\nTALK x\ny = GET "https://a.example"\n' }, says: ['hi'] })],
  ['post', '/sandbox', 200, '', json({ bot: 'demo', files: { start: 'x = \n' } })],
  ['post', '/sandbox', 200, '', json({ files: { start: 'BOT "b" "do it" INTO x\n' }, mode: 'step', line: 1, pins: { y: [1] } })],
  ['post', '/sandbox', 404, '', json({ bot: 'nobody' })],
  ['post', '/sandbox', 404, '', json({ template: 'hello', case: 'none' })],
  ['post', '/sandbox', 422, '', json({ files: { 'x.gbtest/a.json': '{' }, case: 'a' })],
  ['post', '/sandbox', 400, '', json({ people: [{ after: 'soon' }] })],
  ['get', '/templates', 200],
  ['post', '/templates/{name}/try', 200, '', json({})],
  ['get', '/audit/verify', 200],
  ['post', '/purge', 200, '', json({ olderThanDays: 90 })],
  ['post', '/purge', 200, '', json({ olderThanDays: 90, really: true })],
  ['post', '/grants', 201, '', json({ bot: '*', what: 'http:a.example', until: '2099-01-01T00:00:00Z' })],
  ['post', '/grants', 400, '', json({ bot: '*', what: 'everything' })],
  ['get', '/grants', 200],
  ['delete', '/grants/{id}', 404],
];

type Call = [method: string, path: string, status: number, query: string, init: RequestInit];

test('the document is OpenAPI 3.1 and names every operation once', () => {
  expect(document.openapi).toBe('3.1.0');
  const documented = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  expect([...new Set(CALLS.map(([method, path]) => `${method} ${path}`))].sort()).toEqual(documented.sort());
});

describe('each operation answers as the document says', () => {
  const calls = CALLS.map<Call>(([method, path, status, query = '', init = {}]) => [method, path, status, query, init]);
  test.each<Call>(calls)('%s %s: %i', async (method, path, status, query, init) => {
    const id = path.startsWith('/runs') ? run : conversation;
    const real = path
      .replace('{id}', id)
      .replace('{bot}', 'demo')
      .replace('{tool}', 'book')
      .replace('{name}', 'hierarchical')
      .replace('{file}', file)
      .replace('{path}', 'start.bas')
      .replace('{number}', '1')
      .replace('{command}', 'cancel')
      .replace('{decision}', 'approve');
    const response = await ana.raw(method.toUpperCase(), `/api/v1${real}${query}`, init);
    expect(response.status).toBe(status);
    const described = document.paths[path]?.[method]?.responses[String(status)];
    if (!described?.content) return expect(await response.text()).toBe('');
    const type = response.headers.get('content-type')?.split(';')[0] as string;
    expect(Object.keys(described.content)).toContain(type);
    if (!type.endsWith('json')) return response.body?.cancel();
    const schema = z.fromJSONSchema(whole(described.content[type]?.schema, document) as never);
    const { error } = schema.safeParse(await response.json());
    expect(error?.message).toBeUndefined();
  });
});

test('an answer of another form would be seen', () => {
  const conversationSchema = z.fromJSONSchema(whole(document.components.schemas.Conversation, document) as never);
  expect(conversationSchema.safeParse({ id: 1 }).success).toBe(false);
});

/** With every `$ref` put in: what validates needs no document. */
function whole(schema: unknown, { components }: Document): unknown {
  if (Array.isArray(schema)) return schema.map((each) => whole(each, document));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...rest } = schema as { $ref?: string };
  const target = $ref ? (components.schemas[$ref.split('/').at(-1) as string] ?? {}) : {};
  return Object.fromEntries(Object.entries({ ...target, ...rest }).map(([key, value]) => [key, whole(value, document)]));
}
