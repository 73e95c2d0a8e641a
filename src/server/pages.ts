/**
 * The pages: one small application for all of them, its parts under `/assets`. The shell answers
 * every path that is not taken; which page it shows is the application's affair.
 */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Hono } from 'hono';
import { compress } from 'hono/compress';
import { Problem } from './problem.ts';
import type { ServerEnv, Wiring } from './wiring.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.map': 'application/json',
  '.ttf': 'font/ttf',
};

/** Nothing is loaded from elsewhere, nothing inline runs, and text becomes markup only by way of the sanitizer's policy and the text editor's. */
export const PAGE_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types dompurify basalt-editor',
].join('; ');

export function mountPages(app: Hono<ServerEnv>, wiring: Wiring): void {
  app.get('/assets/:file', compress(), async (c) => {
    const file = c.req.param('file');
    const type = TYPES[extname(file)];
    const bytes = type && /^[\w.-]+$/.test(file) ? await readPage(wiring, join('assets', file)) : undefined;
    if (!bytes) throw unknownPath(c.req.path);
    return c.body(bytes, 200, { 'content-type': type as string, 'cache-control': 'public, max-age=31536000, immutable' });
  });

  app.get('*', async (c) => {
    if (/^\/(api|assets)(\/|$)/.test(c.req.path)) throw unknownPath(c.req.path);
    const shell = await readPage(wiring, 'index.html');
    if (!shell) throw new Error(`${wiring.webFolder} holds no index.html: run npm run build`);
    const isKnown = await isPage(wiring, c.req.path);
    return c.body(shell, isKnown ? 200 : 404, {
      'content-type': TYPES['.html'] as string,
      'content-security-policy': PAGE_POLICY,
      'cache-control': 'no-cache',
    });
  });
}

/** What an address names (a run, a package) the page itself looks for. */
const OPERATORS = /^\/(runs|approvals|designer)\/?$|^\/runs\/[^/]+$|^\/designer\/(runs\/[^/]+|[^/]+(\/history)?)\/?$/;

/** `/`, the operator's pages, and a page for each live bot. */
async function isPage({ store }: Wiring, path: string): Promise<boolean> {
  if (path === '/' || OPERATORS.test(path)) return true;
  const name = safeDecode(path.slice(1));
  return name !== undefined && !name.includes('/') && !/\p{Cc}/u.test(name) && (await store.packages.bot(name))?.state === 'live';
}

function safeDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // a lone % is no name
  }
}

async function readPage({ webFolder }: Wiring, name: string): Promise<Buffer<ArrayBuffer> | undefined> {
  try {
    return await readFile(join(webFolder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export const unknownPath = (path: string) =>
  new Problem('unknown-path', {
    place: 'path',
    cause: `there is no ${JSON.stringify(path)}`,
    help: 'GET /api/v1/openapi.json lists what there is',
  });
