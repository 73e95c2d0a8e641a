/** The commands that ask a running server: where it is, and how its answers and refusals become words. */
import { findServer } from '../host/index.ts';
import { InputError, type Option, type Words } from './command.ts';

export const SERVER_OPTIONS: Readonly<Record<string, Option>> = {
  server: { type: 'string', placeholder: 'URL', summary: 'The server to ask. Default: the one running on --data; also BASALT_SERVER.' },
  data: { type: 'string', placeholder: 'DIR', summary: 'The data folder of a server on this machine. Default: data.' },
  'admin-token': { type: 'string', placeholder: 'TOKEN', summary: 'For a server that asks for one; also BASALT_ADMIN_TOKEN.' },
};

/** The server said no: its problem document (RFC 9457) in words, and whole for those who know more of it. */
export class ServerRefusal extends InputError {
  readonly document: ProblemDocument;
  constructor(status: number, document: ProblemDocument) {
    const { title, place, cause, help } = document;
    super([title ?? `the server answered ${status}`, place && `${place}: ${cause ?? ''}`, help].filter(Boolean).join('\n  '));
    this.document = document;
  }
}

interface ProblemDocument {
  readonly title?: string;
  readonly place?: string;
  readonly cause?: string;
  readonly help?: string;
  readonly report?: unknown;
}

export class ApiClient {
  readonly #url: string;
  readonly #token: string | undefined;

  constructor(words: Words) {
    this.#url = serverUrl(words);
    this.#token = words.text('admin-token') ?? process.env.BASALT_ADMIN_TOKEN;
  }

  get<T>(path: string): Promise<T> {
    return this.#ask('GET', path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.#ask('POST', path, body === undefined ? undefined : JSON.stringify(body), 'application/json');
  }

  async delete(path: string): Promise<void> {
    await this.#ask('DELETE', path);
  }

  postBytes<T>(path: string, bytes: Uint8Array, type: string): Promise<T> {
    return this.#ask('POST', path, bytes, type);
  }

  async #ask<T>(method: string, path: string, body?: string | Uint8Array, type?: string): Promise<T> {
    const headers = { ...(type && { 'content-type': type }), ...(this.#token && { authorization: `Bearer ${this.#token}` }) };
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: body as BodyInit }),
    }).catch((error: Error) => {
      throw new InputError(
        `no server answers at ${this.#url} (${(error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.message})`,
        { cause: error },
      );
    });
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    if (!response.ok) throw new ServerRefusal(response.status, answer as ProblemDocument);
    return answer as T;
  }
}

function serverUrl(words: Words): string {
  const given = words.text('server') ?? process.env.BASALT_SERVER;
  if (given) return given.replace(/\/+$/, '');
  const folder = words.text('data') ?? 'data';
  const found = findServer(folder);
  if (!found) throw new InputError(`no server is running on ${folder}; start one with basalt serve, or name one with --server URL`);
  return found.url;
}
