/** Runs looked back at, for operators: their steps as data, a replay that proves them, and forks. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Difference } from '../../runtime/index.ts';
import { type RunStep, stepsOf } from '../../runtime/index.ts';
import type { RunRow } from '../../spec/index.ts';
import { Dict, jsonOf, valueOfJson } from '../../values/index.ts';
import { KeptReplays } from '../kept-replays.ts';
import type { Lookback } from '../parts.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, audited, hint, identifier, json, jsonBody, requireOperator, type Wiring } from '../wiring.ts';

const params = z.object({ id: identifier });
const tags = ['runs'];
export const Step = z
  .object({
    id: z.string().openapi({ description: 'Its address: equal whenever the run is replayed.' }),
    parent: z.string().optional().openapi({ description: 'The STEP that it belongs to.' }),
    keyword: z.string(),
    label: z.string(),
    script: z.string().optional(),
    line: z.int().optional(),
    state: z.enum(['done', 'failed', 'waiting', 'running', 'stopped']),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().optional(),
    first: z.int().optional(),
    last: z.int().optional().openapi({ description: 'Its last entry: a fork `at` it goes on from what it answered.' }),
    input: z.unknown().optional(),
    output: z.unknown().optional(),
    fault: z.object({ code: z.string(), message: z.string(), script: z.string().optional(), line: z.int().optional() }).optional(),
    tries: z.int(),
    decidedBy: z.string().optional(),
    waitsFor: z.object({ kind: z.string(), of: z.string().optional(), due: z.iso.datetime().optional() }).optional(),
    child: z.string().optional(),
    model: z.object({ name: z.string(), inputTokens: z.int(), outputTokens: z.int(), cost: z.number().nullable() }).optional(),
  })
  .openapi('RunStep', { description: 'One thing the program asked for, and what came of it.' });
const DifferenceView = z
  .object({
    seq: z.int().optional(),
    address: z.string().optional(),
    script: z.string().optional(),
    line: z.int().optional(),
    expected: z.string(),
    found: z.string(),
  })
  .openapi('Difference', { description: 'Where the program does not do what the journal says.' });
const Replayed = z
  .object({
    same: z.boolean(),
    entries: z.int().openapi({ description: 'Entries that fit.' }),
    state: z.enum(['done', 'failed', 'waits']),
    result: z.unknown().optional(),
    variables: z.array(z.object({ branch: z.string(), script: z.string(), line: z.int(), values: z.record(z.string(), z.unknown()) })),
    difference: DifferenceView.optional(),
  })
  .openapi('Replay');

const steps = createRoute({
  method: 'get',
  path: '/runs/{id}/steps',
  tags,
  summary: 'The steps of a run, in the order in which they were asked for',
  request: { params },
  responses: {
    200: json(z.object({ steps: z.array(Step), difference: DifferenceView.optional() }), 'The steps.'),
    ...problemResponses('unknown-run', 'not-signed-in', 'not-here'),
  },
});
const replay = createRoute({
  method: 'get',
  path: '/runs/{id}/replay',
  tags,
  summary: 'Runs it again from its journal, without effects, and says whether it comes to the same',
  request: { params },
  responses: { 200: json(Replayed, 'What came of it.'), ...problemResponses('unknown-run', 'not-signed-in', 'not-here', 'wrong-state') },
});
const fork = createRoute({
  method: 'post',
  path: '/runs/{id}/fork',
  tags,
  summary: 'A new run that goes on from any entry of this one',
  description: [
    'It gets copies of the entries up to `at`; what is open there is asked anew, and a conversation is continued in a copy of it.',
    'Nothing outside or in tables is undone. Not where it is unknown whether an act happened.',
  ].join(' '),
  request: {
    params,
    body: jsonBody(
      z.object({ at: z.int().min(1).max(2_147_483_647), set: z.record(identifier, z.unknown()).optional() }).openapi('ForkRun'),
    ),
  },
  responses: {
    201: json(z.object({ id: z.string() }), 'Begun.'),
    ...problemResponses('unknown-run', 'not-signed-in', 'not-here', 'wrong-state', 'too-large', 'wrong-media-type'),
  },
});
export const lookbackRoutes = [steps, replay, fork];

export function mountLookback(app: App, wiring: Wiring): void {
  const { runs } = wiring.store;

  const replays = new KeptReplays(runs);

  app.openapi(steps, async (c) => {
    requireOperator(c);
    const run = await findRun(wiring, c.req.valid('param').id);
    const lookback = lookbackOf(wiring);
    const [{ told, entries }, calls, waits] = await Promise.all([
      replays.upToDate(run, lookback),
      runs.modelCalls(run.id),
      runs.waits(run.id),
    ]);
    const views = stepsOf(told, { run, entries, calls, waits }).map(stepView);
    return c.json({ steps: views, ...(told.difference && { difference: { ...told.difference } }) }, 200);
  });

  app.openapi(replay, async (c) => {
    requireOperator(c);
    const run = await findRun(wiring, c.req.valid('param').id);
    refusePruned(run);
    const told = await lookbackOf(wiring).replay(run);
    const { difference, end, matched } = told;
    const state = end?.kind ?? ('waits' as const);
    const variables = told
      .variables()
      .map(({ fiber, values, ...where }) => ({ branch: fiber, ...where, values: Object.fromEntries([...values].map(jsonField)) }));
    const result = end?.kind === 'done' ? { result: jsonOf(end.value) } : {};
    return c.json(
      { same: !difference, entries: matched, state, ...result, variables, ...(difference && { difference: { ...difference } }) },
      200,
    );
  });

  app.openapi(fork, async (c) => {
    requireOperator(c);
    const run = await findRun(wiring, c.req.valid('param').id);
    const { at, set } = c.req.valid('json');
    refusePruned(run);
    const lookback = lookbackOf(wiring);
    await audited(wiring, { subject: 'fork', bot: run.bot, run: run.id, args: { at, set } });
    const forked = await lookback.fork(run, at, Dict.from(Object.entries(set ?? {}).map(([name, value]) => [name, valueOfJson(value)])));
    switch (forked.kind) {
      case 'forked':
        hint(wiring);
        return c.json({ id: forked.id }, 201);
      case 'no-such-entry':
        throw bad('body.at', `the run has no entry ${at}`, `its entries go from ${forked.first} to ${forked.last}`);
      case 'unknown-variable':
        throw bad('body.set', `the script has no variable ${forked.variable} there`, `it has ${forked.known.join(', ') || 'none'}`);
      case 'open-intent':
        throw wrong(
          `nobody knows yet whether ${forked.name}, begun with entry ${forked.seq}, was done`,
          'choose an entry before it, or settle the run first',
        );
      case 'cancelled':
        throw wrong(`the run was cancelled with entry ${forked.seq}`, 'choose an entry before it');
      case 'unlike':
        throw wrong(`its program does not come to that entry any more: ${inWords(forked.difference)}`, 'choose an earlier entry');
    }
  });
}

export async function findRun({ store }: Wiring, id: string): Promise<RunRow> {
  const run = await store.runs.find(id);
  if (run) return run;
  throw new Problem('unknown-run', {
    place: 'path id',
    cause: `no run has the id ${JSON.stringify(id)}`,
    help: 'GET /api/v1/runs lists them',
  });
}

export function lookbackOf({ lookback }: Wiring): Lookback {
  if (lookback) return lookback;
  throw new Problem('not-here', { place: 'path', cause: 'this server has no interpreter', help: 'ask a server started with basalt serve' });
}

function refusePruned({ prunedAt }: RunRow): void {
  if (prunedAt !== undefined) throw wrong(`its journal was deleted by age on ${iso(prunedAt).slice(0, 10)}`, 'choose a younger run');
}

const bad = (place: string, cause: string, help: string) => new Problem('bad-request', { place, cause, help });
const wrong = (cause: string, help: string) => new Problem('wrong-state', { place: 'path id', cause, help });
const inWords = ({ line, expected, found }: Difference) => `${line ? `line ${line}, ` : ''}expected ${expected}, found ${found}`;
const jsonField = ([name, value]: readonly [string, Parameters<typeof jsonOf>[0]]) => [name, jsonOf(value)] as const;
const iso = (at: number) => new Date(at).toISOString();

export function stepView({ startedAt, endedAt, waitsFor, fault, model, ...step }: RunStep) {
  return {
    ...step,
    startedAt: iso(startedAt),
    ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
    ...(fault && { fault: { ...fault } }),
    ...(model && { model: { ...model } }),
    ...(waitsFor && {
      waitsFor: { kind: waitsFor.kind as string, ...(waitsFor.of !== undefined && { of: waitsFor.of }), ...dueView(waitsFor.due) },
    }),
  };
}
const dueView = (due: number | undefined) => (due === undefined ? {} : { due: iso(due) });
