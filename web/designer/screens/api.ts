/** What the designer's screens ask of the server. */
import { ApiError, call } from '../../api.ts';
import type { Approval } from '../../runs/api.ts';

export interface RunSource {
  readonly script: string;
  readonly version: string;
  readonly text: string;
  readonly hash: string;
  readonly acts: readonly number[];
}
export interface FileEntry {
  readonly path: string;
  readonly bytes: number;
  readonly hash?: string;
}
export interface Saved {
  readonly path: string;
  readonly hash: string;
}
export interface FileVersion {
  readonly number: number;
  readonly path: string;
  readonly hash?: string;
  readonly author: string;
  readonly sentence: string;
  readonly at: string;
  readonly version?: string;
  readonly text?: string;
}

const name = (part: string) => encodeURIComponent(part);
const json = (body: object) => JSON.stringify(body);
const folder = (bot: string) => `/packages/${name(bot)}`;
const filePath = (bot: string, path: string) => `${folder(bot)}/files/${path.split('/').map(name).join('/')}`;

export const asError = (failure: unknown): ApiError =>
  failure instanceof ApiError ? failure : new ApiError(0, String(failure), 'Reload the page.');

/** Who writes: as they called themselves on this device. */
export const author = (): string => localStorage.getItem('basalt.author') ?? 'somebody';

// ── runs ──

export const showSource = (run: string) => call<RunSource>('GET', `/runs/${name(run)}/source`);
export const forkRun = (run: string, at: number) => call<{ id: string }>('POST', `/runs/${name(run)}/fork`, json({ at }));
export const approvalsOf = (run: string) =>
  call<{ approvals: readonly Approval[] }>('GET', `/approvals?run=${name(run)}&limit=200`).then(({ approvals }) => approvals);
export const startRun = (bot: string, script: string) => call<{ id: string }>('POST', '/runs', json({ bot, script }));

// ── files and their history ──

export const listFiles = (bot: string) => call<{ files: readonly FileEntry[] }>('GET', `${folder(bot)}/files`).then(({ files }) => files);
export async function readFile(bot: string, path: string): Promise<{ readonly text: string; readonly hash: string }> {
  const answer = await fetch(`/api/v1${filePath(bot, path)}`);
  if (!answer.ok) throw new ApiError(answer.status, `${path} could not be read`, 'Try again.');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
  return { text, hash: (answer.headers.get('etag') ?? '').replace(/^W\/|"/g, '') };
}
export const writeFile = (bot: string, path: string, text: string, sentence: string, base?: string) =>
  call<Saved>('PUT', filePath(bot, path), json({ text, sentence, author: author(), ...(base !== undefined && { base }) }));
export const listVersions = (bot: string, query: URLSearchParams) =>
  call<{ versions: readonly FileVersion[] }>('GET', `${folder(bot)}/history?${query}`).then(({ versions }) => versions);
export const showVersion = (bot: string, number: number) => call<FileVersion>('GET', `${folder(bot)}/history/${number}`);
export const restoreVersion = (bot: string, number: number) =>
  call<{ path: string }>('POST', `${folder(bot)}/history/${number}/restore`, json({ author: author() }));
export const stemOf = (path: string) => (path.split('/').at(-1) ?? path).replace(/\.bas$/i, '');
export const isScript = ({ path }: { readonly path: string }) => /\.bas$/i.test(path);
