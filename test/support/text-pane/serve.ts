/** Builds the page of the text pane and serves it under the policy of our pages. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { buildMonaco } from '../../../scripts/build-monaco.mjs';
import { PAGE_POLICY } from '../../../src/server/pages.ts';

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };
const SHELL =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Text</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/style.css"><script type="module" src="/assets/page.js"></script></head><body><div id="page"></div></body></html>';

export interface PaneServer {
  readonly url: string;
  /** Every path that was asked for. */
  readonly asked: string[];
  readonly folder: string;
  close(): Promise<void>;
}

/** `files`: what the server says the package holds, by path. */
export async function servePane(files: Readonly<Record<string, string>>): Promise<PaneServer> {
  const folder = await mkdtemp(join(tmpdir(), 'basalt-pane-'));
  const monaco = await buildMonaco(folder);
  await build({
    entryPoints: { page: 'test/support/text-pane/page.tsx', style: 'web/designer/text/text-pane.css' },
    outdir: join(folder, 'assets'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { MONACO_FILES: JSON.stringify(monaco) },
  });
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname);
    const answer = (type: string, body: string | Buffer) =>
      response.writeHead(200, { 'content-type': type, 'content-security-policy': PAGE_POLICY }).end(body);
    if (pathname === '/') return answer('text/html; charset=utf-8', SHELL);
    const api = '/api/v1/packages/clinic/files';
    if (pathname === api) return answer('application/json', JSON.stringify({ files: Object.keys(files).map((path) => ({ path })) }));
    const text = files[decodeURIComponent(pathname.slice(api.length + 1))];
    if (pathname.startsWith(`${api}/`) && text !== undefined) return answer('text/plain; charset=utf-8', text);
    const type = TYPES[extname(pathname)];
    if (!type || !/^\/assets\/[\w.-]+$/.test(pathname)) return response.writeHead(404).end();
    return answer(type, await readFile(join(folder, pathname)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    folder,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const bytesOf = (path: string): Buffer => readFileSync(path);
