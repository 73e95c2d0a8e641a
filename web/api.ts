/** Calls of the server's own API; a refusal becomes an ApiError that carries the problem document's words. */

export interface Bot {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
}
export interface Conversation {
  readonly id: string;
  readonly bot: string;
  readonly last: number;
  readonly createdAt: string;
  readonly closed: boolean;
}
export interface Posted {
  readonly clientId: string;
  readonly text: string;
  readonly value?: string;
  readonly secret?: boolean;
  readonly switchers?: readonly string[];
}
export interface DeployReport {
  readonly bot: string;
  readonly ok: boolean;
  readonly version?: string;
  readonly problems: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly severity: 'error' | 'warning' | 'information';
    readonly message: string;
    readonly help?: string;
  }[];
}
export interface StoredFile {
  readonly url: string;
  readonly name: string;
}

/** `status` 0: the server was not reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly help: string;
  constructor(status: number, message: string, help: string) {
    super(message);
    this.status = status;
    this.help = help;
  }
}

export async function call<T>(method: string, path: string, body?: BodyInit, type = 'application/json'): Promise<T> {
  const init: RequestInit = { method, ...(body !== undefined && { body, headers: { 'content-type': type } }) };
  const response = await fetch(`/api/v1${path}`, init).catch((cause: unknown) => {
    throw new ApiError(0, `the server was not reached (${String(cause)})`, 'Check the connection.');
  });
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as { title?: string; cause?: string; help?: string };
  throw new ApiError(response.status, problem.title ?? `the server answered ${response.status}`, problem.help ?? 'Try again.');
}

const at = (...parts: readonly string[]) => parts.map((part) => `/${encodeURIComponent(part)}`).join('');

export const listBots = () => call<{ bots: readonly Bot[] }>('GET', '/bots').then(({ bots }) => bots);
export const showBot = (bot: string) => call<Bot>('GET', `/bots${at(bot)}`);
export const isOperator = () => call<{ isOperator: boolean }>('GET', '/session').then((session) => session.isOperator);
/** Nothing where the bot was not deployed since the server's start. */
export const deployReport = (bot: string) =>
  call<{ packages: readonly DeployReport[] }>('GET', '/packages').then(({ packages }) => packages.find((report) => report.bot === bot));

export const listConversations = (bot: string) =>
  call<{ conversations: readonly Conversation[] }>('GET', `/conversations?bot=${encodeURIComponent(bot)}`).then(
    (list) => list.conversations,
  );
export const openConversation = (bot: string) => call<Conversation>('POST', '/conversations', JSON.stringify({ bot }));
export const showConversation = (id: string) => call<Conversation>('GET', `/conversations${at(id)}`);
export const postMessage = (id: string, message: Posted) =>
  call<{ number: number }>('POST', `/conversations${at(id)}/messages`, JSON.stringify(message));
export const readItems = (id: string, since: number, limit: number) =>
  call<{ items: readonly unknown[] }>('GET', `/conversations${at(id)}/messages?since=${since}&limit=${limit}`).then(({ items }) => items);
export const runTool = (id: string, tool: string) => call<{ run: string }>('POST', `/conversations${at(id)}/tools${at(tool)}`);
export const uploadFile = (id: string, file: File) =>
  call<StoredFile>('POST', `/conversations${at(id)}/files?name=${encodeURIComponent(file.name)}`, file, 'application/octet-stream');
export const streamUrl = (id: string, since: number) => `/api/v1/conversations${at(id)}/stream?since=${since}`;

/** Also where the page is not served over TLS, so without `crypto.randomUUID`. */
export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
