/** Packages, for operators: deploying an archive, what stopped the last try, taking one away. */
import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { type DeployReport, RefusedArchive } from '../../deploy/index.ts';
import type { Deployments } from '../parts.ts';
import { Problem, problemResponses } from '../problem.ts';
import { readBody } from '../read-body.ts';
import { type App, audited, identifier, json, requireOperator, unknownBot, type Wiring } from '../wiring.ts';

export const DeployProblem = z
  .object({
    file: z.string(),
    line: z.int(),
    column: z.int(),
    severity: z.enum(['error', 'warning', 'information']),
    code: z.string(),
    message: z.string(),
    help: z.string().optional(),
  })
  .openapi('DeployProblem');
export const Report = z
  .object({
    bot: z.string(),
    ok: z.boolean(),
    at: z.iso.datetime(),
    version: z.string().optional().openapi({ description: 'The version that serves now.' }),
    unpublished: z
      .boolean()
      .optional()
      .openapi({ description: 'The files hold saved edits that are not live; the rest tells of what was tried last.' }),
    problems: z.array(DeployProblem),
    notes: z.array(z.string()).openapi({ description: 'Files that are not used, and why.' }),
  })
  .openapi('DeployReport', { description: 'The outcome of the last try to deploy a package.' });
const params = z.object({ bot: identifier });
const tags = ['packages'];

const upload = createRoute({
  method: 'post',
  path: '/packages',
  tags,
  summary: 'Deploys a package: the body is a tar archive of one .gbai folder, gzip or plain',
  request: {
    body: {
      required: true,
      content: Object.fromEntries(
        ['application/gzip', 'application/x-tar', 'application/octet-stream'].map((type) => [
          type,
          { schema: z.string().openapi({ format: 'binary' }) },
        ]),
      ),
    },
  },
  responses: {
    201: json(Report, 'Live.'),
    ...problemResponses('not-signed-in', 'too-large', 'wrong-media-type', 'refused-archive', 'broken-package', 'not-here'),
  },
});
const list = createRoute({
  method: 'get',
  path: '/packages',
  tags,
  summary: 'The last deploy of every package',
  responses: { 200: json(z.object({ packages: z.array(Report) }), 'By name.'), ...problemResponses('not-signed-in', 'not-here') },
});
const show = createRoute({
  method: 'get',
  path: '/packages/{bot}',
  tags,
  summary: 'The last deploy of one package, with what stopped it',
  request: { params },
  responses: { 200: json(Report, 'The report.'), ...problemResponses('not-signed-in', 'unknown-bot', 'not-here') },
});
const remove = createRoute({
  method: 'delete',
  path: '/packages/{bot}',
  tags,
  summary: 'Retires the bot: running runs finish, data stays',
  request: { params },
  responses: { 204: { description: 'Gone.' }, ...problemResponses('not-signed-in', 'unknown-bot', 'not-here') },
});
export const packageRoutes = [upload, list, show, remove];

const ARCHIVE_TYPES = /^application\/(gzip|x-gzip|x-tar|octet-stream)\b/;

export function mountPackages(app: App, wiring: Wiring): void {
  app.openapi(upload, async (c) => {
    requireOperator(c);
    const deploy = deployer(wiring);
    const type = c.req.header('content-type') ?? '';
    if (!ARCHIVE_TYPES.test(type))
      throw new Problem('wrong-media-type', {
        place: 'header Content-Type',
        cause: `it is ${JSON.stringify(type)}`,
        help: 'send a tar archive as application/gzip (basalt deploy does)',
      });
    const archive = await readBody(c.req.raw.body, wiring.limits.archive);
    const digest = createHash('sha256').update(archive).digest('hex');
    await audited(wiring, { subject: 'deploy', bot: '', args: { archive: digest } });
    const report = await uploadArchive(deploy, archive);
    if (!report.ok) throw brokenPackage(report);
    return c.json(reportView(report), 201);
  });

  app.openapi(list, async (c) => {
    requireOperator(c);
    const reports = [...deployer(wiring).reports()].sort((a, b) => (a.bot < b.bot ? -1 : 1));
    return c.json({ packages: reports.map(reportView) }, 200);
  });

  app.openapi(show, async (c) => {
    requireOperator(c);
    const { bot } = c.req.valid('param');
    const report = deployer(wiring).report(bot);
    if (!report) throw unknownBot(bot);
    return c.json(reportView(report), 200);
  });

  app.openapi(remove, async (c) => {
    requireOperator(c);
    const { bot } = c.req.valid('param');
    const deploy = deployer(wiring);
    if (!deploy.report(bot)) throw unknownBot(bot);
    await audited(wiring, { subject: 'retire', bot, args: { bot } });
    if (!(await deploy.remove(bot))) throw unknownBot(bot);
    return c.body(null, 204);
  });
}

function deployer({ deploy }: Wiring): Deployments {
  if (deploy) return deploy;
  throw new Problem('not-here', {
    place: 'this server',
    cause: 'it was started without a packages folder',
    help: 'start it with `basalt serve`',
  });
}

async function uploadArchive(deploy: Deployments, archive: Uint8Array): Promise<DeployReport> {
  try {
    return await deploy.upload(archive);
  } catch (error) {
    if (!(error instanceof RefusedArchive)) throw error;
    throw new Problem(
      'refused-archive',
      { place: 'body', cause: error.message, help: 'pack the folder with `basalt pack`' },
      { cause: error },
    );
  }
}

export function brokenPackage(report: DeployReport): Problem {
  const first = report.problems.find(({ severity }) => severity === 'error') ?? report.problems[0];
  return new Problem('broken-package', {
    place: first ? `${first.file}:${first.line}:${first.column}` : report.bot,
    cause: first?.message ?? 'it cannot be deployed',
    help: first?.help ?? 'mend what `problems` lists and deploy again',
    more: { report: reportView(report) },
  });
}

export const reportView = ({ folder, problems, notes, at, ...report }: DeployReport) => ({
  ...report,
  at: new Date(at).toISOString(),
  problems: [...problems],
  notes: [...notes],
});
