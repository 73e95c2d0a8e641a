/**
 * A script in words: the configured model is asked for BASIC. What it answers is text, parsed and checked, never run; who
 * asked sees the difference before it is taken.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { functions } from '../../../functions/index.ts';
import { SYNTAX } from '../../../grammar/index.ts';
import { keywords } from '../../../keywords/index.ts';
import { DESCRIBE_SCRIPT, publishDesigner } from '../../deploy/index.ts';
import { standardLanguage } from '../../language/index.ts';
import { describeSteps, languageBrief, scriptIn } from '../../language/steps/index.ts';
import { DESIGNER_BOT, type RunRow } from '../../spec/index.ts';
import { Dict, toText } from '../../values/index.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, audited, beginRun, identifier, json, jsonBody, plainText, requireOperator, unknownBot, type Wiring } from '../wiring.ts';
import { DeployProblem } from './packages.ts';

/** What still fits beside the language in the window of most models. */
const LONGEST_SCRIPT = 100_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const LOOK_MS = 200;

const describe = createRoute({
  method: 'post',
  path: '/describe',
  tags: ['packages'],
  summary: 'Asks the configured model for a script in words; answers its text and what is wrong with it, and changes nothing',
  request: {
    body: jsonBody(
      z
        .object({
          words: plainText(4_000).min(1).openapi({ description: 'What the script shall do, or what shall change.' }),
          text: plainText(LONGEST_SCRIPT).optional().openapi({ description: 'The script as it stands.' }),
          selection: z
            .object({ start: z.int().min(0), end: z.int().min(0) })
            .optional()
            .openapi({ description: 'The part that shall change, in UTF-16 units.' }),
          bot: identifier.optional().openapi({ description: 'Whose configuration names the model, and whose other scripts are known.' }),
          path: plainText(400).optional().openapi({ description: 'The file that it is for.' }),
        })
        .openapi('Describe'),
    ),
  },
  responses: {
    200: json(
      z
        .object({
          text: z.string(),
          problems: z.array(DeployProblem),
          model: z.string().optional(),
          run: z.string().openapi({ description: 'That asked the model: its tokens and cost.' }),
        })
        .openapi('Described'),
      'A proposal.',
    ),
    ...problemResponses('not-signed-in', 'unknown-bot', 'no-model', 'no-answer', 'too-large', 'wrong-media-type', 'not-here'),
  },
});
export const describeRoutes = [describe];

type Wish = z.infer<NonNullable<typeof describe.request.body>['content']['application/json']['schema']>;

export function mountDescribe(app: App, wiring: Wiring): void {
  const { store } = wiring;
  const brief = once(() => languageBrief(describeSteps(keywords, SYNTAX), functions));
  // The bot is published and begun in one turn: each run keeps the version it began with.
  let turn: Promise<unknown> = Promise.resolve();
  const begin = (config: Readonly<Record<string, string>>, wanted: string) => {
    const begun = turn.then(async () => {
      await publishDesigner(store.packages, standardLanguage(), brief(), config);
      return beginRun(wiring, { bot: DESIGNER_BOT, script: DESCRIBE_SCRIPT, inputs: Dict.from([['wanted', wanted]]) });
    });
    turn = begun.catch(() => undefined);
    return begun;
  };

  app.openapi(describe, async (c) => {
    requireOperator(c);
    const wish = c.req.valid('json');
    const config = await configOf(wiring, wish.bot);
    if (!wiring.models?.isConfigured(config))
      throw new Problem('no-model', {
        place: 'this server',
        cause: 'no language model is configured',
        help: 'set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own, and start again; or write llm-url into config.csv',
      });
    await audited(wiring, { subject: 'describe', bot: wish.bot ?? '', args: wish });
    const id = await begin(config, promptOf(wish));
    const run = await ended(wiring, id, c.req.raw.signal);
    if (run.state !== 'done') throw noAnswer(run);
    const text = scriptIn(toText(run.result ?? null));
    const [call] = (await store.runs.modelCalls(id)).slice(-1);
    const problems = [...(wiring.deploy?.check(wish.bot, wish.path, text) ?? [])];
    return c.json({ text, problems, run: id, ...(call?.model !== undefined && { model: call.model }) }, 200);
  });
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function configOf({ store, deploy }: Wiring, bot: string | undefined): Promise<Readonly<Record<string, string>>> {
  if (bot === undefined) return {};
  const row = await store.packages.bot(bot);
  if (!row && !deploy?.report(bot)) throw unknownBot(bot);
  return row?.config ?? {};
}

const MARKS = ['<<<<', '>>>>'] as const;

/** The script is fenced in by marks that do not occur in it. */
function promptOf({ words, text = '', selection, path }: Wish): string {
  const [open, close] = MARKS;
  const [start, end] = selection ? [selection.start, Math.max(selection.start, selection.end)] : [0, 0];
  const selected = selection && text.slice(start, end).trim() !== '' ? text.slice(start, end) : undefined;
  return [
    `What is wanted:\n${words}`,
    text.trim() === '' ? 'There is no script yet.' : `The script${path ? ` ${path}` : ''}:\n${fenced(text)}`,
    ...(selected === undefined
      ? []
      : [`Change only what is between ${open} and ${close} here:\n${fenced(`${open}\n${selected}\n${close}`)}`]),
  ].join('\n\n');
}

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}basic\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** Whoever goes away needs no answer: the run is cancelled then, and after a while in any case. */
async function ended({ store, clock, closing }: Wiring, id: string, gone: AbortSignal): Promise<RunRow> {
  const until = clock.monotonic() + LONGEST_WAIT_MS;
  for (;;) {
    const run = await store.runs.find(id);
    if (run && (run.endedAt !== undefined || run.state === 'held')) return run;
    if (run && (gone.aborted || closing.aborted || clock.monotonic() > until)) {
      await store.runs.command(id, { kind: 'cancel' }, 'operator');
      return run;
    }
    await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
  }
}

const noAnswer = (run: RunRow) =>
  new Problem('no-answer', {
    place: `run ${run.id}`,
    cause: run.fault?.message ?? run.message ?? 'it took too long',
    help: `look at basalt show ${run.id}`,
    more: { run: run.id, ...(run.fault && { fault: run.fault.code }) },
  });
