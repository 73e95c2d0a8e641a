/** Puts the server together: checks that hold for every request, the API, the pages, the socket. */
import { Server as HttpServer } from 'node:http';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { NotFound, StoreFull, StoreUnavailable, UnstorableRow } from '../spec/index.ts';
import { checkHost, checkOrigin, isLoopbackAddress } from './addresses.ts';
import { createApi } from './api.ts';
import { mountApprovalPage } from './approval-page.ts';
import { mountPages, unknownPath } from './pages.ts';
import { SERVER_LIMITS, type ServerParts } from './parts.ts';
import { Problem, problemResponse } from './problem.ts';
import { RateLimit } from './rate-limit.ts';
import { identify } from './sessions.ts';
import { Visitors, visitorKey } from './visitors.ts';
import type { ServerContext, ServerEnv, Wiring } from './wiring.ts';

export interface Server {
  /** Answers one request, as a caller on this machine sees it until `listen` says otherwise. */
  fetch(request: Request): Promise<Response>;
  /** Answers the port (of 0: the one that was free). */
  listen(port: number, host?: string): Promise<number>;
  close(): Promise<void>;
}

export const SHORTEST_TOKEN = 16;

export function createServer(parts: ServerParts): Server {
  const closing = new AbortController();
  const wiring = wire(parts, closing.signal);
  const app = createApp(wiring);
  let server: ServerType | undefined;
  return {
    fetch: async (request) => app.fetch(request),
    async listen(port, host = '127.0.0.1') {
      wiring.policy = { ...wiring.policy, loopback: isLoopbackAddress(host) };
      checkToken(parts, host);
      const listening = await listen(app, port, host);
      server = listening.server;
      return listening.port;
    },
    async close() {
      closing.abort();
      await closeSocket(server);
    },
  };
}

export function wire(parts: ServerParts, closing: AbortSignal): Wiring {
  const limits = { ...SERVER_LIMITS, ...parts.limits };
  return {
    ...parts,
    limits,
    closing,
    visitors: new Visitors(visitorKey(parts.dataFolder)),
    rate: new RateLimit(limits.burst, limits.perSecond, () => parts.clock.monotonic()),
    policy: { loopback: true, hosts: (parts.hosts ?? []).map((host) => host.toLowerCase()) },
    startedAt: parts.clock.now(),
  };
}

export function createApp(wiring: Wiring): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  app.use('*', async (c, next) => {
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    checkHost(c, wiring.policy);
    if (!['GET', 'HEAD'].includes(c.req.method) || c.req.path.startsWith('/api/')) checkOrigin(c);
    if (c.req.path.startsWith('/api/')) c.header('cache-control', 'no-store');
    identify(c, wiring);
    await next();
  });
  app.route('/api/v1', createApi(wiring));
  mountApprovalPage(app, wiring);
  mountPages(app, wiring);
  app.notFound((c) => problemResponse(c, unknownPath(c.req.path)));
  app.onError((error, c) => problemResponse(c, asProblem(error, c, wiring)));
  return app;
}

const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

function asProblem(error: Error, c: ServerContext, { log }: Wiring): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException && error.status < 500) return foreignProblem(error);
  const fromStore = storeProblem(error);
  if (fromStore?.code === 'not-found' || fromStore?.code === 'bad-request') return fromStore;
  log.log('error', 'a request failed', { method: c.req.method, path: c.req.path, error: error.stack ?? String(error) });
  if (fromStore) return fromStore;
  return new Problem(
    'bug',
    { place: c.req.path, cause: 'it is in the server’s log', help: 'try again; if it stays, report it with the log' },
    { cause: error },
  );
}

/** What went while the request was on its way, and what the store cannot do now. */
function storeProblem(error: Error): Problem | undefined {
  const cause = error.message;
  if (error instanceof NotFound)
    return new Problem(
      'not-found',
      { place: 'path or body', cause, help: 'look again: it may have been removed meanwhile' },
      { cause: error },
    );
  if (error instanceof UnstorableRow)
    return new Problem('bad-request', { place: 'body', cause, help: 'send less, and plain text' }, { cause: error });
  if (error instanceof StoreUnavailable)
    return new Problem('store-unavailable', { place: 'store', cause, help: 'try again in a moment' }, { cause: error });
  if (error instanceof StoreFull)
    return new Problem('store-full', { place: 'store', cause, help: 'free some space; what was stored is safe' }, { cause: error });
  return undefined;
}

/** What hono itself refuses before a route is reached: malformed JSON, a wrong Content-Type. */
function foreignProblem(error: HTTPException): Problem {
  const details = { place: 'body', cause: error.message.replace(/\.$/, '') || 'it cannot be read' };
  return error.status === 415
    ? new Problem('wrong-media-type', { ...details, place: 'header Content-Type', help: 'send application/json' }, { cause: error })
    : new Problem('bad-request', { ...details, help: 'see /api/v1/openapi.json for the form that is expected' }, { cause: error });
}

function checkToken({ adminToken }: ServerParts, host: string): void {
  if (isLoopbackAddress(host) || (adminToken?.length ?? 0) >= SHORTEST_TOKEN) return;
  throw new Error(
    adminToken
      ? `the admin token has ${adminToken.length} characters; to listen on ${host} it needs at least ${SHORTEST_TOKEN}`
      : `to listen on ${host}, which others can reach, an admin token of at least ${SHORTEST_TOKEN} characters is needed`,
  );
}

function listen(app: Hono<ServerEnv>, port: number, hostname: string): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname }, (address) => resolve({ server, port: address.port }));
    server.once('error', reject);
  });
}

/** Streams end by the abort signal; connections that then only idle, or never end, would hold the server open. */
async function closeSocket(server: ServerType | undefined): Promise<void> {
  if (!(server instanceof HttpServer)) return;
  const closed = new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const limit = setTimeout(() => server.closeAllConnections(), LONGEST_CLOSE_MS);
  await closed.finally(() => {
    clearInterval(sweep);
    clearTimeout(limit);
  });
}

const LONGEST_CLOSE_MS = 2_000;
