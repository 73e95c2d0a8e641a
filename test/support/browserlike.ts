/** Asks a server as one visitor does: keeps the cookie it was given. */
import type { Server } from '../../src/server/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any;
}
export interface Visitor {
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  raw(method: string, path: string, init?: RequestInit): Promise<Response>;
  cookie(): string | undefined;
}

export function visitor(server: Pick<Server, 'fetch'>, base = 'http://localhost'): Visitor {
  let cookie: string | undefined;
  const raw = async (method: string, path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('host')) headers.set('host', new URL(base).host);
    if (cookie && !headers.has('cookie')) headers.set('cookie', cookie);
    const response = await server.fetch(new Request(`${base}${path}`, { ...init, method, headers, duplex: 'half' } as RequestInit));
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  };
  return {
    raw,
    cookie: () => cookie,
    async ask(method, path, body, headers = {}) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
      const response = await raw(method, path, { headers, ...sent });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: parsed(text) };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a page or a file
  }
}
