/** Trying things before they are live, for operators: drafts in the sandbox, and templates with the cases they bring. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Sandbox, SandboxAnswer, Sandboxed, SandboxStep } from '../../runtime/index.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, audited, identifier, json, jsonBody, plainText, requireOperator, unknownBot, type Wiring } from '../wiring.ts';
import { Step, stepView } from './lookback.ts';

const tags = ['sandbox'];
const text = plainText(1_000_000);
const anyJson = z.unknown();
const Answers = z.array(
  z.strictObject({ about: text.optional(), answer: anyJson.optional(), status: z.int().min(1).optional(), refused: text.optional() }),
);
const duration = z.string().regex(/^\d+(\.\d+)?\s*(ms|s|m|h|d)$/, 'expected a time like 30s, 2h or 3d');
const Case = z.strictObject({
  script: identifier.optional().openapi({ description: 'Its name without ending; start where left out.' }),
  mode: z
    .enum(['whole', 'upto', 'step'])
    .optional()
    .openapi({ description: 'All of it, up to the statement on `line` and with it, or that statement alone.' }),
  line: z.int().min(1).optional(),
  at: text.optional().openapi({ description: 'The first words of that line, by which it is found when it has moved.' }),
  anchor: text.optional().openapi({ description: 'Instead of a line: what the canvas calls the step.' }),
  pins: z.record(identifier, anyJson).optional().openapi({ description: 'Variables that hold these values at the beginning.' }),
  says: z.array(text).max(1000).optional().openapi({ description: 'What the visitor says, in turn.' }),
  people: z
    .array(
      z.strictObject({
        about: text.optional(),
        by: identifier.optional(),
        decision: z.enum(['approved', 'rejected', 'answered', 'nobody']).optional(),
        comment: text.optional(),
        after: duration.optional(),
      }),
    )
    .optional(),
  bots: z.record(identifier, anyJson).optional().openapi({ description: 'What bots answer that a model would play; a list in turn.' }),
  llm: Answers.optional(),
  http: Answers.optional(),
  grants: z.array(identifier).optional().openapi({ description: 'What the bot is granted, as far as nothing is really asked.' }),
  events: z
    .array(
      z.strictObject({
        name: identifier,
        with: z.record(z.string(), anyJson).optional(),
        key: identifier.optional(),
        after: duration.optional(),
      }),
    )
    .optional(),
});
const Tried = Case.extend({
  bot: identifier.optional().openapi({ description: 'Whose files lie under the drafts.' }),
  template: identifier.optional(),
  files: z
    .record(identifier, plainText(4 * 1024 * 1024))
    .optional()
    .openapi({ description: 'Drafts, by path in the package or name of the script.' }),
  case: identifier.optional().openapi({ description: 'A case of the package to begin with: a file of NAME.gbtest, or a transcript.' }),
  real: z
    .array(z.enum(['model', 'http']))
    .optional()
    .openapi({ description: 'What is really asked, as far as it is configured and granted; all else is simulated.' }),
}).openapi('TryDraft');

const Fault = z.object({ code: z.string(), message: z.string(), script: z.string().optional(), line: z.int().optional() });
const TriedStep = Step.extend({
  anchor: z.string().optional().openapi({ description: 'What the canvas calls the step that asked.' }),
  effect: z.enum(['real', 'simulated']).optional(),
  note: z.string().optional().openapi({ description: 'What the simulation did where nothing was said.' }),
}).openapi('TriedStep');
const TriedRun = z.object({
  id: z.string(),
  parent: z.string().optional(),
  script: z.string(),
  state: z.string(),
  steps: z.array(TriedStep),
  result: z.unknown().optional(),
  fault: Fault.optional(),
});
const Answer = z
  .object({
    ok: z.boolean(),
    mode: z.enum(['whole', 'upto', 'step']),
    script: z.string(),
    lines: z.object({ first: z.int(), last: z.int() }).optional().openapi({ description: 'Of the statement that was meant.' }),
    state: z.string().openapi({ description: 'A state of a run; refused: it has errors; stopped: a limit of the sandbox was reached.' }),
    problems: z.array(
      z.object({
        file: z.string(),
        line: z.int(),
        column: z.int(),
        severity: z.enum(['error', 'warning', 'information']),
        code: z.string(),
        message: z.string(),
        help: z.string().optional(),
      }),
    ),
    steps: z.array(TriedStep),
    runs: z.array(TriedRun).openapi({ description: 'Bots and handlers that were begun.' }),
    said: z.array(z.object({ by: z.enum(['bot', 'visitor', 'question', 'decision', 'event', 'time']), text: z.string() })),
    values: z.record(z.string(), z.unknown()).openapi({ description: 'Variables of the script at the end.' }),
    result: z.unknown().optional(),
    fault: Fault.optional(),
    message: z.string().optional().openapi({ description: 'What it waits for, or which limit it reached.' }),
    transcript: z.string(),
    took: z.object({ realMs: z.int(), simulatedMs: z.int() }),
    unmet: z.array(z.string()).openapi({ description: 'What the case expects and did not come to be.' }),
  })
  .openapi('TriedDraft');
const Template = z
  .object({
    name: z.string(),
    title: z.string(),
    summary: z.string(),
    kind: z.enum(['workflow', 'conversation']),
    needs: z.object({
      bots: z.array(z.string()),
      people: z.array(z.string()),
      services: z.array(z.string()),
      secrets: z.array(z.string()).openapi({ description: 'Settings of config.csv that are left empty.' }),
      model: z.boolean(),
      grants: z.array(z.string()).openapi({ description: 'What somebody has to grant it.' }),
    }),
    files: z.array(z.object({ path: z.string(), text: z.string() })),
    cases: z.array(z.object({ name: z.string(), title: z.string() })),
  })
  .openapi('Template');

const tryDraft = createRoute({
  method: 'post',
  path: '/sandbox',
  tags,
  summary: 'Runs drafts in memory, with simulated people, bots and services',
  description: 'Nothing of it is stored, and nothing reaches the outside unless `real` says so. Faults and problems are answers.',
  request: { body: jsonBody(Tried) },
  responses: {
    200: json(Answer, 'What happened.'),
    ...problemResponses(
      'not-signed-in',
      'unknown-bot',
      'unknown-template',
      'unknown-case',
      'broken-case',
      'too-many',
      'too-large',
      'wrong-media-type',
      'not-here',
    ),
  },
});
const list = createRoute({
  method: 'get',
  path: '/templates',
  tags,
  summary: 'Packages to begin with',
  responses: { 200: json(z.object({ templates: z.array(Template) }), 'By name.'), ...problemResponses('not-signed-in', 'not-here') },
});
const tryTemplate = createRoute({
  method: 'post',
  path: '/templates/{name}/try',
  tags,
  summary: 'Runs a template with one of its cases, the first where none is named',
  request: {
    params: z.object({ name: identifier }),
    body: jsonBody(z.strictObject({ case: identifier.optional() }).openapi('TryTemplate')),
  },
  responses: {
    200: json(Answer, 'What happened.'),
    ...problemResponses('not-signed-in', 'unknown-template', 'unknown-case', 'too-many', 'wrong-media-type', 'not-here'),
  },
});
export const sandboxRoutes = [tryDraft, list, tryTemplate];

export function mountSandbox(app: App, wiring: Wiring): void {
  app.openapi(tryDraft, async (c) => {
    requireOperator(c);
    const { bot, template, files = {}, case: named, real = [], ...of } = c.req.valid('json');
    const sandbox = sandboxOf(wiring);
    if (real.length > 0) await audited(wiring, { subject: 'try', bot: bot ?? '', args: { real, script: of.script ?? 'start' } });
    const request = {
      files,
      of,
      real,
      ...(bot !== undefined && { bot }),
      ...(template !== undefined && { template }),
      ...(named !== undefined && { case: named }),
    };
    return c.json(viewOf(answerOf(await sandbox.rehearse(request as Parameters<Sandbox['rehearse']>[0]))), 200);
  });

  app.openapi(list, (c) => {
    requireOperator(c);
    return c.json({ templates: sandboxOf(wiring).templates() as z.infer<typeof Template>[] }, 200);
  });

  app.openapi(tryTemplate, async (c) => {
    requireOperator(c);
    const sandbox = sandboxOf(wiring);
    const { name } = c.req.valid('param');
    const [first] = sandbox.templates().find((each) => each.name === name)?.cases ?? [];
    const chosen = c.req.valid('json').case ?? first?.name;
    const request = { template: name, files: {}, of: {}, real: [], ...(chosen !== undefined && { case: chosen }) };
    return c.json(viewOf(answerOf(await sandbox.rehearse(request))), 200);
  });
}

function sandboxOf({ sandbox }: Wiring): Sandbox {
  if (sandbox) return sandbox;
  throw new Problem('not-here', { place: 'path', cause: 'this server has no sandbox', help: 'ask a server started with basalt serve' });
}

function answerOf(tried: Sandboxed): SandboxAnswer {
  switch (tried.kind) {
    case 'answer':
      return tried.answer;
    case 'unreadable':
      throw new Problem('broken-case', { place: tried.file, cause: tried.message, help: 'mend the file, or name another case' });
    case 'busy':
      throw new Problem('too-many', {
        place: 'sandbox',
        cause: tried.message,
        help: 'try again in a moment',
        headers: { 'retry-after': '5' },
      });
    case 'unknown':
      throw unknownPart(tried);
  }
}

function unknownPart({ what, name, known }: Extract<Sandboxed, { kind: 'unknown' }>): Problem {
  if (what === 'bot') return unknownBot(name);
  const code = what === 'template' ? 'unknown-template' : 'unknown-case';
  const help = known.length > 0 ? `there are ${known.join(', ')}` : 'there is none; leave it out';
  return new Problem(code, { place: what, cause: `none is called ${JSON.stringify(name)}`, help });
}

const viewOf = ({ steps, runs, fault, problems, said, values, took, unmet, lines, ...answer }: SandboxAnswer) => ({
  ...answer,
  ...(lines && { lines: { ...lines } }),
  ...(fault && { fault: { ...fault } }),
  steps: steps.map(triedStep),
  runs: runs.map(({ steps: own, fault: theirs, ...run }) => ({
    ...run,
    steps: own.map(triedStep),
    ...(theirs && { fault: { ...theirs } }),
  })),
  problems: problems.map((each) => ({ ...each })),
  said: said.map((each) => ({ ...each })),
  values: { ...values },
  took: { ...took },
  unmet: [...unmet],
});

const triedStep = ({ effect, note, anchor, ...step }: SandboxStep) => ({
  ...stepView(step),
  ...(anchor !== undefined && { anchor }),
  ...(effect && { effect }),
  ...(note !== undefined && { note }),
});
