/** The sandbox of a server: a thread that hostile drafts cannot leave, and `basalt serve` that answers others meanwhile. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { SandboxAnswer, Template } from '../../src/runtime/index.ts';
import { type Rehearsal, Rehearsals, SandboxBusy } from '../../src/sandbox/index.ts';
import { ChildServer } from '../support/child-server.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';

const draft = (scripts: Record<string, string>): Rehearsal => ({
  scripts,
  config: '',
  of: {},
  real: [],
  policy: 'workshop',
  grants: [],
});
const GOOD = draft({ start: 'RETURN 7\n' });
/** Each run may take so many steps; a hundred of them take longer than anybody waits. */
const SLOW = draft({
  start: 'FOR i = 1 TO 100\n  BOT "spin" "turn ${i}" INTO x ON ERROR SKIP\nNEXT\n',
  spin: 'DO\n  x = x + 1\nLOOP\n',
});
const DOUBLED = 'part = "x"\nFOR k = 1 TO 16\n  part = part + part\nNEXT\n';
const STORING = draft({ start: `${DOUBLED}FOR i = 1 TO 9000\n  SET BOT MEMORY "k" + i, part\nNEXT\nRETURN 1\n` });
const HOLDING = draft({ start: `${DOUBLED}all = []\nFOR i = 1 TO 9000\n  all.PUSH(part + i)\nNEXT\nRETURN 1\n` });

describe('a thread', () => {
  let rehearsals: Rehearsals;
  afterEach(() => rehearsals.close());

  test('runs one draft after the other', async () => {
    rehearsals = new Rehearsals();
    const answers = await Promise.all([1, 2, 3].map(() => rehearsals.rehearse(GOOD)));
    expect(answers.map(({ result }) => result)).toEqual([7, 7, 7]);
  });

  test('is ended when a draft takes too long, and the next draft gets another', async () => {
    rehearsals = new Rehearsals({ ms: 6000 });
    let turns = 0;
    const beside = setInterval(() => turns++, 10);
    const answer = await rehearsals.rehearse(SLOW);
    clearInterval(beside);
    expect(answer).toMatchObject({ ok: false, state: 'stopped', message: expect.stringContaining('longer than 6 s') });
    // This process had its event loop for itself all the while.
    expect(turns).toBeGreaterThan(50);
    expect((await rehearsals.rehearse(GOOD)).result).toBe(7);
  });

  test('is ended when a draft stores or holds too much', async () => {
    rehearsals = new Rehearsals({ megabytes: 96, ms: 300_000 });
    for (const large of [STORING, HOLDING])
      expect(await rehearsals.rehearse(large)).toMatchObject({
        ok: false,
        state: 'stopped',
        message: expect.stringContaining('more than 96 MB'),
      });
    expect((await rehearsals.rehearse(GOOD)).result).toBe(7);
  });

  test('takes no more drafts than may wait', async () => {
    rehearsals = new Rehearsals({ queue: 1 });
    const taken = [rehearsals.rehearse(GOOD), rehearsals.rehearse(GOOD)];
    await expect(rehearsals.rehearse(GOOD)).rejects.toThrow(SandboxBusy);
    expect((await Promise.all(taken)).map(({ result }) => result)).toEqual([7, 7]);
  });
});

describe('a server', () => {
  let root: string;
  let url: string;
  let server: ChildServer;
  let model: HttpServer;
  beforeAll(async () => {
    model = await startHttpServer((_, response) => {
      const chunk = (more: object) => `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'tiny', ...more })}\n\n`;
      const said = chunk({ choices: [{ index: 0, delta: { content: 'really' }, finish_reason: 'stop' }] });
      const usage = chunk({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 1, total_tokens: 8 } });
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`${said}${usage}data: [DONE]\n\n`);
    });
    vi.stubEnv('OPENAI_BASE_URL', `${model.url}/v1`);
    vi.stubEnv('OPENAI_MODEL', 'tiny');
    root = mkdtempSync(join(tmpdir(), 'basalt-sandbox-'));
    const packages = join(root, 'packages');
    mkdirSync(join(packages, 'demo.gbai', 'demo.gbdialog'), { recursive: true });
    writeFileSync(join(packages, 'demo.gbai', 'demo.gbdialog', 'start.bas'), 'TALK "live"\n');
    server = ChildServer.start({ db: join(root, 'data'), data: join(root, 'data'), packages });
    url = await server.ready();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.end('SIGTERM');
    await model?.close();
    rmSync(root, { recursive: true, force: true });
  });
  const ask = async <T = SandboxAnswer>(method: string, path: string, body?: object): Promise<T> => {
    const sent = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return (await fetch(`${url}/api/v1${path}`, { method, ...sent })).json() as Promise<T>;
  };

  test('tries every template at once, with each of its cases', async () => {
    const { templates } = await ask<{ templates: Template[] }>('GET', '/templates');
    expect(templates.length).toBeGreaterThan(20);
    const tried: [string, boolean][] = [];
    for (const { name, cases } of templates)
      for (const { name: called } of cases) {
        const { ok } = await ask('POST', `/templates/${name}/try`, { case: called });
        tried.push([`${name} ${called}`, ok]);
      }
    expect(tried.filter(([, ok]) => !ok)).toEqual([]);
    expect(model.received).toEqual([]);
  });

  test('answers others while a draft loops', async () => {
    let isOver = false;
    const slow = ask('POST', '/sandbox', { files: { ...SLOW.scripts } }).then((answer) => {
      isOver = true;
      return answer;
    });
    for (let times = 0; times < 20; times++) {
      await ask('GET', '/health');
      const { id } = await ask<{ id: string }>('POST', '/conversations', { bot: 'demo' });
      expect(id).toBeTruthy();
    }
    expect(isOver).toBe(false);
    expect(await slow).toMatchObject({ state: 'stopped', message: expect.stringContaining('longer than 15 s') });
  });

  test('has the drafts over the files of a bot, which stay as they are', async () => {
    expect((await ask('POST', '/sandbox', { bot: 'demo' })).said).toEqual([{ by: 'bot', text: 'live' }]);
    const draft = await ask('POST', '/sandbox', { bot: 'demo', files: { 'demo.gbdialog/start.bas': 'TALK "draft"\n' } });
    expect(draft.said).toEqual([{ by: 'bot', text: 'draft' }]);
    expect((await ask('POST', '/sandbox', { bot: 'demo' })).said).toEqual([{ by: 'bot', text: 'live' }]);
    const { runs } = await ask<{ runs: { script: string }[] }>('GET', '/runs?bot=demo&limit=100');
    expect(runs.every(({ script }) => script === 'start')).toBe(true);
  });

  test('really asks the model only where that is wanted', async () => {
    const files = { start: 'x = LLM "How are you?"\nRETURN x\n' };
    const simulated = await ask('POST', '/sandbox', { files });
    expect(simulated.steps[0]).toMatchObject({ keyword: 'LLM', effect: 'simulated' });
    expect(simulated.steps[0]?.model).toBeUndefined();
    expect(model.received).toHaveLength(0);
    const real = await ask('POST', '/sandbox', { files, real: ['model'] });
    expect(real).toMatchObject({ ok: true, result: 'really' });
    expect(real.steps[0]).toMatchObject({ effect: 'real', model: { name: 'tiny', inputTokens: 7, outputTokens: 1 } });
    expect(model.received).toHaveLength(1);
  });
});
