/** Runs, for operators: what runs, what it did, and what to do with one that is held. */
import { createRoute, z } from '@hono/zod-openapi';
import { ofWait } from '../../runtime/index.ts';
import type { Entry, ModelCall, RunRow, RunState, Wait } from '../../spec/index.ts';
import { jsonOf, valueOfJson } from '../../values/index.ts';
import { Problem, problemResponses } from '../problem.ts';
import {
  type App,
  audited,
  beginRun,
  hint,
  identifier,
  json,
  jsonBody,
  requireOperator,
  unknownBot,
  type Wiring,
  wholeNumber,
} from '../wiring.ts';

const STATES = ['ready', 'leased', 'waiting', 'held', 'cancelling', 'done', 'failed', 'cancelled'] as const satisfies readonly RunState[];
const Run = z
  .object({
    id: z.string(),
    bot: z.string(),
    version: z.string(),
    script: z.string(),
    state: z.enum(STATES),
    heldReason: z.string().optional(),
    message: z.string().optional(),
    conversation: z.string().optional(),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().optional(),
    prunedAt: z.iso.datetime().optional().openapi({ description: 'Its journal was deleted then, by age.' }),
    result: z.unknown().optional(),
    fault: z.object({ code: z.string(), message: z.string(), script: z.string().optional(), line: z.int().optional() }).optional(),
  })
  .openapi('Run');
const JournalEntry = z
  .object({ seq: z.int(), address: z.string(), kind: z.string(), name: z.string(), preview: z.string(), at: z.iso.datetime() })
  .openapi('JournalEntry', { description: 'One line of the append-only record; what was secret is redacted.' });
const OpenWait = z
  .object({
    address: z.string(),
    kind: z.enum(['reply', 'timer', 'child', 'event', 'approval']),
    due: z.iso.datetime().optional(),
    of: z.string().optional(),
  })
  .openapi('OpenWait', { description: 'What the run waits for. `of`: the conversation, the child run, or the events.' });
const ModelCallView = z
  .object({
    address: z.string(),
    attempt: z.int(),
    model: z.string().optional(),
    provider: z.string(),
    inputTokens: z.int(),
    outputTokens: z.int(),
    estimated: z.boolean().openapi({ description: 'The server did not say how many tokens; we counted.' }),
    cost: z.number().nullable().openapi({ description: 'US dollars; null where the price is not known.' }),
    ms: z.int(),
    outcome: z.enum(['done', 'refused', 'not-sent', 'unknown']),
    at: z.iso.datetime(),
  })
  .openapi('ModelCall', { description: 'One request to a model, answered or not.' });
const params = z.object({ id: identifier });
const tags = ['runs'];
const operator = ['unknown-run', 'not-signed-in'] as const;

const list = createRoute({
  method: 'get',
  path: '/runs',
  tags,
  summary: 'Runs, newest first',
  request: {
    query: z.object({
      bot: identifier.optional(),
      state: z.enum(STATES).optional(),
      conversation: identifier.optional(),
      before: identifier.optional().openapi({ description: 'The `next` of the page before.' }),
      limit: wholeNumber(50, 200),
    }),
  },
  responses: { 200: json(z.object({ runs: z.array(Run), next: z.string().optional() }), 'A page.'), ...problemResponses('not-signed-in') },
});
const start = createRoute({
  method: 'post',
  path: '/runs',
  tags,
  summary: 'Starts a script of a bot',
  request: {
    body: jsonBody(
      z.object({ bot: identifier, script: identifier, inputs: z.record(z.string(), z.unknown()).optional() }).openapi('StartRun'),
    ),
  },
  responses: {
    201: json(z.object({ id: z.string() }), 'Started.'),
    ...problemResponses('unknown-bot', 'not-signed-in', 'too-large', 'wrong-media-type'),
  },
});
const show = createRoute({
  method: 'get',
  path: '/runs/{id}',
  tags,
  summary: 'One run with its journal and what it waits for',
  request: { params },
  responses: {
    200: json(Run.extend({ waits: z.array(OpenWait), journal: z.array(JournalEntry), modelCalls: z.array(ModelCallView) }), 'The run.'),
    ...problemResponses(...operator),
  },
});
const command = createRoute({
  method: 'post',
  path: '/runs/{id}/{command}',
  tags,
  summary: 'Cancels or holds a run; lets a held one go on or try again',
  request: { params: params.extend({ command: z.enum(['cancel', 'hold', 'resume', 'retry']) }) },
  responses: { 202: json(Run, 'Taken; seen by the run at its next effect.'), ...problemResponses(...operator, 'wrong-state') },
});
const answer = createRoute({
  method: 'post',
  path: '/runs/{id}/answer',
  tags,
  summary: 'Settles the effect whose outcome is unknown: the program gets this value',
  request: { params, body: jsonBody(z.object({ value: z.unknown() }).openapi('Answer')) },
  responses: { 202: json(Run, 'Taken.'), ...problemResponses(...operator, 'wrong-state', 'too-large', 'wrong-media-type') },
});
export const runRoutes = [list, start, show, answer, command];

const FITTING: Readonly<Record<z.infer<typeof command.request.params>['command'] | 'answer', readonly RunState[]>> = {
  cancel: ['ready', 'leased', 'waiting', 'held'],
  hold: ['ready', 'leased', 'waiting'],
  resume: ['held'],
  retry: ['held'],
  answer: ['held'],
};

export function mountRuns(app: App, wiring: Wiring): void {
  const { runs, packages } = wiring.store;
  const find = async (id: string, wanted?: keyof typeof FITTING) => {
    const run = await runs.find(id);
    if (!run) throw unknownRun(id);
    if (wanted && !FITTING[wanted].includes(run.state)) throw wrongState(run, wanted);
    return run;
  };

  app.openapi(list, async (c) => {
    requireOperator(c);
    const query = c.req.valid('query');
    const found = await runs.list(query);
    const next = found.length === query.limit ? found.at(-1)?.id : undefined;
    return c.json({ runs: found.map(runView), ...(next && { next }) }, 200);
  });

  app.openapi(start, async (c) => {
    requireOperator(c);
    const { bot, script, inputs } = c.req.valid('json');
    const row = await packages.bot(bot);
    if (row?.state !== 'live' || !row.version) throw unknownBot(bot);
    const version = await packages.version(row.version);
    if (!version || !Object.hasOwn(version.programs, script)) throw unknownScript(bot, script);
    const id = await beginRun(wiring, { bot, script, inputs: valueOfJson(inputs ?? {}) });
    return c.json({ id }, 201);
  });

  app.openapi(show, async (c) => {
    requireOperator(c);
    const run = await find(c.req.valid('param').id);
    const [waits, journal, calls] = await Promise.all([runs.waits(run.id), runs.entries(run.id), runs.modelCalls(run.id)]);
    return c.json({ ...runView(run), waits: waits.map(waitView), journal: journal.map(entryView), modelCalls: calls.map(callView) }, 200);
  });

  app.openapi(answer, async (c) => {
    requireOperator(c);
    const { id, bot } = await find(c.req.valid('param').id, 'answer');
    const { value } = c.req.valid('json');
    await audited(wiring, { subject: 'answer', bot, run: id, args: { value } });
    await runs.command(id, { kind: 'answer', value: valueOfJson(value) }, 'operator');
    hint(wiring);
    return c.json(runView(await find(id)), 202);
  });

  app.openapi(command, async (c) => {
    requireOperator(c);
    const { id, command: kind } = c.req.valid('param');
    const { bot } = await find(id, kind);
    await audited(wiring, { subject: kind, bot, run: id, args: { run: id } });
    await runs.command(id, { kind }, 'operator');
    hint(wiring);
    return c.json(runView(await find(id)), 202);
  });
}

const unknownRun = (id: string) =>
  new Problem('unknown-run', { place: 'path id', cause: `no run has the id ${JSON.stringify(id)}`, help: 'GET /api/v1/runs lists them' });
const unknownScript = (bot: string, script: string) =>
  new Problem('bad-request', {
    place: 'body.script',
    cause: `${bot} has no script ${JSON.stringify(script)}`,
    help: `GET /api/v1/bots/${bot} lists them, without .bas`,
  });
const wrongState = (run: RunRow, wanted: keyof typeof FITTING) =>
  new Problem('wrong-state', {
    place: 'path id',
    cause: `the run is ${run.state}, and ${wanted} is for runs that are ${FITTING[wanted].join(', ')}`,
    help: 'GET /api/v1/runs/{id} shows its state',
  });

const iso = (at: number) => new Date(at).toISOString();
function runView({ createdAt, endedAt, prunedAt, result, ...row }: RunRow) {
  const view = {
    ...row,
    createdAt: iso(createdAt),
    ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
    ...(prunedAt !== undefined && { prunedAt: iso(prunedAt) }),
  };
  return result === undefined ? view : { ...view, result: jsonOf(result) };
}
const entryView = ({ seq, address, kind, name, preview, at }: Entry) => ({ seq, address, kind, name, preview, at: iso(at) });
const callView = ({ run: _run, bot: _bot, at, ms, ...call }: ModelCall) => ({ ...call, ms: Math.round(ms), at: iso(at) });
function waitView({ address, wait, due }: { readonly address: string; readonly wait: Wait; readonly due?: number }) {
  const of = ofWait(wait);
  return { address, kind: wait.kind, ...(due !== undefined && { due: iso(due) }), ...(of && { of }) };
}
