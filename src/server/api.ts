/** `/api/v1`: every route, the document that describes them, and what answers beside them. */
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from './problem.ts';
import { approvalRoutes, mountApprovals } from './routes/approvals.ts';
import { auditRoutes, mountAudit } from './routes/audit.ts';
import { automationRoutes, mountAutomations } from './routes/automations.ts';
import { botRoutes, mountBots } from './routes/bots.ts';
import { conversationRoutes, mountConversations } from './routes/conversations.ts';
import { describeRoutes, mountDescribe } from './routes/describe.ts';
import { eventRoutes, mountEvents } from './routes/events.ts';
import { fileRoutes, mountFiles } from './routes/files.ts';
import { grantRoutes, mountGrants } from './routes/grants.ts';
import { healthRoutes, mountHealth } from './routes/health.ts';
import { lookbackRoutes, mountLookback } from './routes/lookback.ts';
import { mountNodes, nodeRoutes } from './routes/nodes.ts';
import { mountPackageFiles, packageFileRoutes } from './routes/package-files.ts';
import { mountPackages, packageRoutes } from './routes/packages.ts';
import { mountPublishing, publishingRoutes } from './routes/publishing.ts';
import { mountRetention, retentionRoutes } from './routes/retention.ts';
import { mountRunEvents, runEventRoutes } from './routes/run-events.ts';
import { mountRunSource, runSourceRoutes } from './routes/run-source.ts';
import { mountRuns, runRoutes } from './routes/runs.ts';
import { mountSandbox, sandboxRoutes } from './routes/sandbox.ts';
import { mountStream, streamRoutes } from './routes/stream.ts';
import { mountWorkflows, workflowRoutes } from './routes/workflows.ts';
import { type App, createRouter, type ServerEnv, type Wiring } from './wiring.ts';

export function createApi(wiring: Wiring): App {
  const api = createRouter();
  const plain = limitJson(wiring.limits.body);
  const draft = limitJson(wiring.limits.draft);
  api.use('*', (c, next) => (DRAFTS.test(c.req.path) ? draft : plain)(c, next));
  for (const mount of [
    mountHealth,
    mountNodes,
    mountBots,
    mountAutomations,
    mountConversations,
    mountStream,
    mountFiles,
    mountLookback,
    mountWorkflows,
    mountRunEvents,
    mountRunSource,
    mountRuns,
    mountApprovals,
    mountEvents,
    mountPackages,
    mountPackageFiles,
    mountPublishing,
    mountDescribe,
    mountAudit,
    mountGrants,
    mountRetention,
    mountSandbox,
  ])
    mount(api, wiring);
  const document = openApiDocument();
  api.get('/openapi.json', (c) => c.json(document));
  refuseOtherMethods(api);
  return api;
}

/** Their bodies carry texts of scripts. */
const DRAFTS = /\/(packages\/[^/]+\/files\/|describe$|sandbox$)/;

const ROUTES = [
  healthRoutes,
  nodeRoutes,
  botRoutes,
  automationRoutes,
  conversationRoutes,
  streamRoutes,
  fileRoutes,
  lookbackRoutes,
  workflowRoutes,
  runEventRoutes,
  runSourceRoutes,
  runRoutes,
  approvalRoutes,
  eventRoutes,
  packageRoutes,
  packageFileRoutes,
  publishingRoutes,
  describeRoutes,
  auditRoutes,
  grantRoutes,
  retentionRoutes,
  sandboxRoutes,
].flat();

/** Made of the very definitions the routes are mounted with. */
export function openApiDocument() {
  const described = createRouter();
  for (const route of ROUTES) described.openAPIRegistry.registerPath(route);
  return described.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Basalt',
      version: '1',
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
      description: [
        'A visitor is known by a cookie that the server issues with the first conversation and sees only own conversations.',
        'The other routes are the operator’s: open on the machine itself, elsewhere they ask for the admin token as a Bearer token.',
        'Errors are problem documents (RFC 9457) with `place`, `cause` and `help`.',
      ].join(' '),
    },
    servers: [{ url: '/api/v1' }],
  });
}

/** Raw bodies (files, archives) keep their own limit while they arrive. */
function limitJson(maxSize: number) {
  const limit = bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem('too-large', { place: 'body', cause: `it is larger than ${maxSize} bytes`, help: 'send less at once' });
    },
  });
  return (...[c, next]: Parameters<typeof limit>) => (c.req.header('content-type')?.includes('json') ? limit(c, next) : next());
}

/** A known path with another method is 405 and says which methods it takes; hono alone would say 404. */
function refuseOtherMethods(api: App): void {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of (api as unknown as Hono<ServerEnv>).routes)
    if (method !== 'ALL') methods.set(path, (methods.get(path) ?? new Set()).add(method));
  for (const [path, allowed] of methods)
    api.all(path, (c) => {
      const allow = [...allowed, ...(allowed.has('GET') ? ['HEAD'] : [])].join(', ');
      throw new Problem('wrong-method', {
        place: 'method',
        cause: `it is ${c.req.method}`,
        help: `use ${allow}`,
        headers: { allow },
      });
    });
}
