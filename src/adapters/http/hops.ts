/**
 * One request over the web. Each hop is guarded by itself: the address is checked, resolved and pinned, the socket's other
 * end is checked again, redirects are followed by hand. A hop has a connection of its own: on a kept one a request may
 * be lost half sent, and nobody could say whether it happened.
 *
 *   no connection yet        → not-sent   (refused port, unknown name, failed handshake)
 *   connected, then broken   → unknown
 *   any status               → done
 */
import type { Dispatcher } from 'undici';
import { done, type HttpRequest, notSent, type Outcome, refused, unknown } from '../../spec/index.ts';
import { Dict, FormatError, MARK, markTree, type Value } from '../../values/index.ts';
import { guardedAddress, hostOf, isGranted, type Resolve, systemResolve } from './address-guard.ts';
import { bodyValue } from './payload.ts';
import { type Connection, pinnedAgent } from './pinned-agent.ts';

export interface HttpLimits {
  readonly connectMs: number;
  /** Until the headers, and between two pieces of the body. */
  readonly idleMs: number;
  readonly totalMs: number;
  readonly maxBytes: number;
  readonly redirects: number;
  /** Authorities to trust instead of the usual ones, as PEM. */
  readonly ca?: string;
}
export const HTTP_LIMITS: HttpLimits = { connectMs: 10_000, idleMs: 30_000, totalMs: 120_000, maxBytes: 10 * 1024 * 1024, redirects: 5 };

export interface Hop {
  readonly method: HttpRequest['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Settings {
  readonly resolve: Resolve;
  readonly granted: readonly string[];
  readonly confined: boolean;
  readonly limits: HttpLimits;
}

/** These belong to the connection; a program that could set them could speak to the wrong host or smuggle a second request. */
const OURS = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'expect', 'keep-alive', 'te', 'trailer']);

export async function followed(
  first: Hop,
  { abort, granted, confined = false }: HttpRequest,
  { resolve = systemResolve, limits }: { readonly resolve?: Resolve; readonly limits?: Partial<HttpLimits> },
): Promise<Outcome> {
  const settings: Settings = { resolve, granted, confined, limits: { ...HTTP_LIMITS, ...limits } };
  const { redirects, totalMs } = settings.limits;
  const signal = AbortSignal.any([abort, AbortSignal.timeout(totalMs)]);
  let hop = first;
  for (let count = 0; count <= redirects; count++) {
    const answer = await oneHop(hop, signal, settings);
    if (!('redirect' in answer)) return answer;
    hop = redirected(hop, answer.redirect, answer.status);
  }
  return refused(`more than ${redirects} redirects`);
}

/** As browsers do it: 303, and 301 or 302 after a POST, go on as GET. To another origin our headers do not go along. */
function redirected(hop: Hop, url: string, status: number): Hop {
  const becomesGet = status === 303 || (status < 303 && hop.method === 'POST');
  const { 'content-type': _, ...withoutBody } = hop.headers;
  const headers = becomesGet ? withoutBody : hop.headers;
  const { accept = '', 'user-agent': agent = '', 'content-type': type } = headers;
  const isSameOrigin = new URL(hop.url).origin === new URL(url).origin;
  return {
    method: becomesGet ? 'GET' : hop.method,
    url,
    headers: isSameOrigin ? headers : { accept, 'user-agent': agent, 'accept-encoding': 'identity', ...(type && { 'content-type': type }) },
    body: becomesGet ? undefined : hop.body,
  };
}

type Hopped = Outcome | { readonly redirect: string; readonly status: number };

async function oneHop(hop: Hop, signal: AbortSignal, settings: Settings): Promise<Hopped> {
  const url = URL.canParse(hop.url) ? new URL(hop.url) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return refused('only http:// and https:// addresses can be reached');
  const ours = Object.keys(hop.headers).find((name) => OURS.has(name));
  if (ours) return refused(`the header ${ours} is not for programs to set`);
  if (settings.confined && !isGranted(url, settings.granted)) return refused(`this bot was not granted http:${url.host}`);
  const checked = await guardedAddress(url, settings.granted, settings.resolve);
  if ('refused' in checked) return refused(checked.refused);
  if ('unresolved' in checked) return notSent(checked.unresolved);
  return connectedHop(hop, url, checked.address, signal, settings.limits);
}

async function connectedHop(hop: Hop, url: URL, address: string, signal: AbortSignal, limits: HttpLimits): Promise<Hopped> {
  const connection: Connection = { open: false };
  const agent = pinnedAgent(hostOf(url), address, connection, limits);
  try {
    const { pathname, search, origin, username, password } = url;
    const authorization = username === '' ? {} : { authorization: basic(username, password) };
    const answer = await agent.request({
      origin,
      path: pathname + search,
      method: hop.method,
      headers: { ...authorization, ...hop.headers },
      body: hop.body ?? null,
      signal,
      headersTimeout: limits.idleMs,
      bodyTimeout: limits.idleMs,
    });
    return await received(answer, hop, url, limits);
  } catch (error) {
    return failed(error as NodeJS.ErrnoException, connection.open);
  } finally {
    await agent.destroy();
  }
}

async function received(answer: Dispatcher.ResponseData, hop: Hop, url: URL, limits: HttpLimits): Promise<Hopped> {
  const status = answer.statusCode;
  const location = answer.headers.location;
  if ([301, 302, 303, 307, 308].includes(status) && typeof location === 'string' && URL.canParse(location, url.href)) {
    answer.body.on('error', () => {}).destroy();
    return { redirect: new URL(location, url.href).href, status };
  }
  const bytes = await read(answer.body, limits.maxBytes);
  const headers = Dict.from(Object.entries(answer.headers).map(([name, value]): [string, Value] => [name, [value].flat().join(', ')]));
  const tooLarge = `the answer is larger than ${limits.maxBytes} bytes`;
  if (!bytes && hop.method === 'GET') return refused(tooLarge);
  const data = bytes
    ? bodyValue(bytes, String(answer.headers['content-type'] ?? ''), String(answer.headers['content-encoding'] ?? ''), limits.maxBytes)
    : null;
  return done(
    Dict.from([
      ['status', status],
      ['headers', markTree(headers, MARK.web)],
      ['data', markTree(data, MARK.web)],
    ]),
  );
}

/** Nothing where it is larger than allowed. */
async function read(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    length += piece.length;
    if (length > maxBytes) {
      body.on('error', () => {}).destroy();
      return undefined;
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function failed(error: NodeJS.ErrnoException, wasOpen: boolean): Outcome {
  const reason = `${error.message || error.name}${error.code && !error.message?.includes(error.code) ? ` (${error.code})` : ''}`;
  if (error instanceof FormatError || error.code === 'UND_ERR_INVALID_ARG') return refused(reason);
  return wasOpen ? unknown(reason) : notSent(reason);
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${decodeURIComponent(user)}:${decodeURIComponent(password)}`).toString('base64')}`;
