/**
 * Every workflow template on a real server, from the first word to the last: `basalt serve` on its embedded store, a model
 * server that speaks the protocol, services over HTTP, people over the API. What they all do is what the template's good
 * case says. Only the waits of days are shortened.
 */
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Cue, Partner, SandboxCase } from '../../src/runtime/index.ts';
import { parseCase, readPackageTexts } from '../../src/sandbox/index.ts';
import { simulated } from '../../src/sandbox/simulation.ts';
import type { ApprovalRow } from '../../src/spec/index.ts';
import { type Visitor, visitor } from '../support/browserlike.ts';
import { type HttpServer, type Received, startHttpServer } from '../support/http-server.ts';
import { type ServeProcess, serveBots } from '../support/serve.ts';

const NAMES = [
  'approval-chain',
  'content-pipeline',
  'incident-response',
  'lead-qualification',
  'onboarding-drip',
  'order-processing',
  'research-team',
  'support-triage',
];
const good = (name: string): SandboxCase => parseCase(readPackageTexts(`templates/${name}.gbai`)[`${name}.gbtest/good.json`] as string);

/** Who answers at the moment: one template is played after the other. */
let cast: Partner = () => undefined;
let services: HttpServer;
let model: HttpServer;
let serve: ServeProcess;
let ana: Visitor;

beforeAll(async () => {
  services = await startHttpServer((request, response) => answerOf(cast, request, response));
  model = await startHttpServer((request, response) => complete(cast, request, response));
  vi.stubEnv('OPENAI_BASE_URL', `${model.url}/v1`);
  vi.stubEnv('OPENAI_MODEL', 'tiny');
  const bots = Object.fromEntries(NAMES.map((name) => [name, filesOf(name)]));
  serve = await serveBots(bots, ['--grant-address', services.place]);
  ana = visitor({ fetch: (request) => fetch(request) }, serve.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await serve?.close();
  await model?.close();
  await services?.close();
});

/** As it is copied, with services that are there and waits that nobody has to sit out. */
function filesOf(name: string): Record<string, string> {
  const texts = Object.entries(readPackageTexts(`templates/${name}.gbai`));
  return Object.fromEntries(
    texts.map(([path, text]) => [
      path,
      text
        .replaceAll(/(_url,)https:\/\/[a-z]+\.example\.com/g, `$1${services.url}`)
        .replaceAll(/\bWAIT (DAYS|HOURS)\([^)]*\)/g, 'WAIT 0.1')
        .replaceAll('WHERE email = email TIMEOUT DAYS(20)', 'WHERE email = email TIMEOUT 1'),
    ]),
  );
}

// ── the outside ──

const NOTHING_NEW: Cue = {
  now: Number.MAX_SAFE_INTEGER,
  began: 0,
  calls: [],
  questions: [],
  prompt: undefined,
  awaited: [],
  due: undefined,
};

/** `done 200 {…}` or `refused …`, as the case says. */
function said(partner: Partner, kind: 'http' | 'model', about: string): string {
  const call = { text: about, key: about, asked: { kind, about }, answer: () => undefined };
  const line = partner({ ...NOTHING_NEW, calls: [call] });
  return line?.kind === 'effect' ? line.answer : 'refused nobody answers';
}

function answerOf(partner: Partner, { method, path, body }: Received, response: ServerResponse): void {
  const [, kind, status = '200', text = ''] =
    /^(\w+) (?:(\d{3})\s*)?([\s\S]*)$/.exec(said(partner, 'http', `${method} ${path} ${body}`)) ?? [];
  response.writeHead(kind === 'done' ? Number(status) : 503, { 'content-type': 'application/json' }).end(text);
}

/** Chat completions, streamed, with usage at the end. */
function complete(partner: Partner, { body }: Received, response: ServerResponse): void {
  const { messages } = JSON.parse(body) as { messages: { content: string }[] };
  const answer = said(partner, 'model', messages.at(-1)?.content ?? '');
  if (!answer.startsWith('done ')) {
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message: answer } }));
    return;
  }
  const chunk = (more: object) => `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'tiny', ...more })}\n\n`;
  const piece = (content: string) => chunk({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(
    [
      ...(answer.slice('done '.length).match(/[\s\S]{1,20}/g) ?? []).map(piece),
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
      chunk({ choices: [], usage: { prompt_tokens: 40, completion_tokens: 8, total_tokens: 48 } }),
      'data: [DONE]\n\n',
    ].join(''),
  );
}

// ── people ──

interface Item {
  readonly number: number;
  readonly item: { readonly type: string; readonly text?: string; readonly input?: string; readonly options?: string[] };
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly conversation?: string;
  readonly fault?: object;
}

const get = async (path: string) => (await ana.ask('GET', `/api/v1${path}`)).body;
const post = async (path: string, body: object) => {
  const { status, body: answer } = await ana.ask('POST', `/api/v1${path}`, body);
  expect([path, status < 300, status < 300 ? '' : answer]).toEqual([path, true, '']);
  return answer;
};

class Evening {
  readonly #bot: string;
  readonly #conversation: string;
  readonly items: Item[] = [];
  #answered = 0;
  #posted = 0;

  constructor(bot: string, conversation: string) {
    this.#bot = bot;
    this.#conversation = conversation;
  }

  /** The run of the conversation, once it has ended. */
  async until(states: readonly string[]): Promise<Run> {
    return vi.waitFor(
      async () => {
        await this.#goOn();
        const { runs } = (await get(`/runs?bot=${this.#bot}&limit=50`)) as { runs: Run[] };
        // Bots that were asked have runs of their own in it: it began with the oldest.
        const own = runs.findLast(({ conversation }) => conversation === this.#conversation);
        if (!own || !states.includes(own.state)) throw new Error(`${this.#bot} is ${own?.state}: ${JSON.stringify(this.items.slice(-4))}`);
        await this.#read();
        return own;
      },
      { timeout: 90_000, interval: 50 },
    );
  }

  async #goOn(): Promise<void> {
    await this.#read();
    const { approvals } = await get(`/approvals?state=open&bot=${this.#bot}`);
    const line = cast({ ...NOTHING_NEW, questions: (approvals as Approval[]).map(rowOf).reverse(), prompt: this.#prompt() });
    if (line?.kind === 'heard') await this.#say(line.text);
    else if (line?.kind === 'decided') await decide(line.text, approvals);
    else if (line?.kind === 'published') await this.#publish(line.text);
  }

  async #read(): Promise<void> {
    const { items } = await get(`/conversations/${this.#conversation}/messages?since=${this.items.at(-1)?.number ?? 0}`);
    this.items.push(...(items as Item[]));
  }

  #prompt(): Cue['prompt'] {
    const last = this.items.findLast(({ item }) => item.type === 'prompt');
    return last && last.number > this.#answered ? (last.item as NonNullable<Cue['prompt']>) : undefined;
  }

  async #say(text: string): Promise<void> {
    this.#answered = this.items.at(-1)?.number ?? 0;
    await post(`/conversations/${this.#conversation}/messages`, { clientId: `m${++this.#posted}`, text });
  }

  async #publish(text: string): Promise<void> {
    const [, name = '', payload = '{}'] = /^(\S+) ([\s\S]*)$/.exec(text) ?? [];
    await post(`/bots/${this.#bot}/events`, { name, payload: JSON.parse(payload) });
  }
}

interface Approval {
  readonly id: string;
  readonly subject: string;
  readonly mode: 'approve' | 'input';
  readonly from: string[];
  readonly need: number;
  readonly votes: string[];
}

const rowOf = ({ id, subject, mode, from, need, votes }: Approval) =>
  ({ id, createdAt: 0, votes, question: { mode, subject, from, need, bot: '' } }) as unknown as ApprovalRow;

const PATHS: Readonly<Record<string, string>> = { approved: 'approve', rejected: 'reject', answered: 'answer' };

async function decide(text: string, approvals: readonly Approval[]): Promise<void> {
  const [, by = '', decision = '', about = '', comment = ''] = /^(\S+) (\w+) \[([^\]]*)\] ?([\s\S]*)$/.exec(text) ?? [];
  const { id } = approvals.find(({ subject }) => subject.startsWith(about)) as Approval;
  const data = decision === 'answered' ? { data: comment } : comment === '' ? {} : { comment };
  await post(`/approvals/${encodeURIComponent(id)}/${PATHS[decision]}`, { by, ...data });
}

// ── all of them ──

test('all are live, and nothing is wrong with them', async () => {
  const { packages } = await get('/packages');
  expect((packages as { bot: string; ok: boolean; problems: object[] }[]).map(({ bot, ok, problems }) => [bot, ok, problems])).toEqual(
    NAMES.map((name) => [name, true, []]),
  );
});

describe.each(NAMES)('%s', (name) => {
  test('goes its good way on a real server', async () => {
    const of = good(name);
    cast = simulated(of).partner;
    for (const what of of.grants ?? []) await post('/grants', { bot: name, what });
    const { id } = await post('/conversations', { bot: name });
    const evening = new Evening(name, id);
    const run = await evening.until(['done', 'failed', 'held', 'cancelled']);
    expect([run.state, run.fault]).toEqual(['done', undefined]);
    const told = evening.items.flatMap(({ item }) => (item.type === 'bot' ? [item.text ?? ''] : []));
    // Here nobody took minutes.
    const wanted = of.expect?.said?.map((words) => words.replace(/\d+ minutes/, '0 minutes'));
    expect({ unsaid: inOrder(wanted ?? [], told), told }).toEqual({ unsaid: [], told });
    // What it began has ended too, and well.
    const runs = await vi.waitFor(async () => {
      const { runs: all } = (await get(`/runs?bot=${name}&limit=50`)) as { runs: Run[] };
      expect(all.every(({ state }) => state === 'done')).toBe(true);
      return all;
    }, 30_000);
    expect(runs.length).toBeGreaterThan(0);
    const { workflows } = await get(`/workflows?bot=${name}`);
    expect((workflows as { state: string }[]).map(({ state }) => state)).toEqual(['done']);
  });
});

/** Words that were not said after the ones before them. */
function inOrder(wanted: readonly string[], found: readonly string[]): readonly string[] {
  let at = 0;
  return wanted.filter((words) => {
    const next = found.findIndex((text, index) => index >= at && text.includes(words));
    if (next >= 0) at = next + 1;
    return next < 0;
  });
}

test('models and services were really asked', () => {
  expect(model.received.every(({ path }) => path === '/v1/chat/completions')).toBe(true);
  expect(model.received.length).toBeGreaterThan(15);
  expect(services.received.map(({ path }) => path).sort()).toEqual([
    '/blog',
    '/charges',
    '/mastodon',
    '/newsletter',
    '/parcels',
    '/status',
  ]);
});
