/** What the designer asks of the server: the files of a package, publishing it, who exists, trying a draft. */
import { ApiError, call } from '../api.ts';

export interface PackageFile {
  readonly path: string;
  readonly bytes: number;
  readonly hash?: string;
  readonly readOnly?: 'not-utf8' | 'too-large' | 'kind';
}
export interface OpenedFile {
  readonly text: string;
  readonly hash: string;
  readonly readOnly?: 'not-utf8' | 'too-large' | 'kind';
}
export interface Saved {
  readonly path: string;
  readonly hash: string;
  /** What was written, where it is not what was sent. */
  readonly merged?: string;
  readonly unpublished: boolean;
}
export interface Save {
  readonly text: string;
  readonly base?: string;
  readonly baseText?: string;
  readonly sentence?: string;
}
/** Somebody else wrote the same lines, or took the file away. */
export class Conflicting extends Error {
  override readonly name = 'Conflicting';
  readonly base: string;
  readonly theirs: { readonly text: string; readonly hash: string } | null;
  constructor(base: string, theirs: Conflicting['theirs']) {
    super('somebody else changed the same lines');
    this.base = base;
    this.theirs = theirs;
  }
}
export interface Published {
  readonly ok: boolean;
  readonly version?: string;
  readonly problems: readonly Problem[];
}
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly help?: string;
}

const folder = (bot: string) => `/packages/${encodeURIComponent(bot)}`;
const place = (bot: string, path: string) => `${folder(bot)}/files/${path.split('/').map(encodeURIComponent).join('/')}`;

export const listFiles = (bot: string) => call<{ files: readonly PackageFile[] }>('GET', `${folder(bot)}/files`).then(({ files }) => files);

export async function openFile(bot: string, path: string): Promise<OpenedFile> {
  const answer = await ask('GET', place(bot, path));
  if (!answer.ok) throw await refusal(answer);
  const bytes = await answer.arrayBuffer();
  const readOnly = (answer.headers.get('basalt-read-only') ?? undefined) as OpenedFile['readOnly'];
  // `text()` would drop the mark at the beginning of the file.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { text, hash: (answer.headers.get('etag') ?? '').replace(/^W\/|"/g, ''), ...(readOnly && { readOnly }) };
}

export async function saveFile(bot: string, path: string, save: Save, isLast = false): Promise<Saved> {
  const body = JSON.stringify({ ...save, author: author() });
  // What is sent while the page goes may not be large; the draft in this browser keeps the rest.
  const answer = await ask('PUT', place(bot, path), body, isLast && body.length < 60_000);
  if (answer.ok) return (await answer.json()) as Saved;
  const problem = (await answer.json().catch(() => ({}))) as Refusal & { base?: string; theirs?: Conflicting['theirs'] };
  if (problem.type?.endsWith(':edited-elsewhere')) throw new Conflicting(problem.base ?? '', problem.theirs ?? null);
  throw asError(answer.status, problem);
}
export const isUnknownBase = (error: unknown) => error instanceof ApiError && error.message.includes('not known here any more');

export const publish = (bot: string) => call<Published>('POST', `${folder(bot)}/publish`, JSON.stringify({ author: author() }));

async function ask(method: string, path: string, body?: string, keepalive = false): Promise<Response> {
  const init: RequestInit = { method, keepalive, ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }) };
  return fetch(`/api/v1${path}`, init).catch((cause: unknown) => {
    throw new ApiError(0, `the server was not reached (${String(cause)})`, 'Check the connection; what you wrote is kept in this browser.');
  });
}
const refusal = async (answer: Response) => asError(answer.status, (await answer.json().catch(() => ({}))) as object);
interface Refusal {
  readonly type?: string;
  readonly title?: string;
  readonly help?: string;
  readonly cause?: string;
}
const asError = (status: number, problem: Refusal) =>
  new ApiError(
    status,
    problem.title ?? `the server answered ${status}`,
    [problem.cause, problem.help].filter(Boolean).join(': ') || 'Try again.',
  );

/** Who writes: as they called themselves on this device. */
export const author = (): string => localStorage.getItem('basalt.author') ?? 'somebody';

export interface TryDraft {
  readonly bot: string;
  readonly files: Readonly<Record<string, string>>;
  readonly script: string;
  readonly mode: 'whole' | 'upto' | 'step';
  readonly line?: number;
  readonly says?: readonly string[];
  readonly pins?: Readonly<Record<string, unknown>>;
}
export interface Tried {
  readonly ok: boolean;
  readonly state: string;
  readonly message?: string;
  readonly problems: readonly Problem[];
  readonly steps: readonly {
    readonly script?: string;
    readonly line?: number;
    readonly state: 'done' | 'failed' | 'waiting' | 'running' | 'stopped';
  }[];
  readonly said: readonly { readonly by: string; readonly text: string }[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly fault?: { readonly message: string; readonly line?: number };
}
export const tryDraft = (draft: TryDraft) => call<Tried>('POST', '/sandbox', JSON.stringify(draft));
