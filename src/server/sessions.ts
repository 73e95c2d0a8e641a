/** Reads who asks from a request, and issues a visitor's cookie where one is needed. */
import { getCookie, setCookie } from 'hono/cookie';
import { hostName, isLoopbackName } from './addresses.ts';
import { Problem } from './problem.ts';
import { equalTexts, VISITOR_COOKIE } from './visitors.ts';
import { countAct, type ServerContext, type Wiring } from './wiring.ts';

export function identify(c: ServerContext, wiring: Wiring): void {
  const hasToken = showsToken(c, wiring);
  c.set('hasToken', hasToken);
  c.set('isOperator', hasToken || isAtThisMachine(c, wiring));
  const visitor = wiring.visitors.read(getCookie(c, VISITOR_COOKIE));
  if (visitor) c.set('visitor', visitor);
}

/** A wrong token is an error, not a visitor: and tries are counted, so that it cannot be guessed. */
function showsToken(c: ServerContext, wiring: Wiring): boolean {
  const header = c.req.header('authorization');
  if (header === undefined) return false;
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
  if (token && wiring.adminToken && equalTexts(token, wiring.adminToken)) return true;
  countAct(wiring, `token from ${remoteAddress(c)}`);
  throw new Problem('not-signed-in', {
    place: 'header Authorization',
    cause: 'the token is not the one this server was started with',
    help: 'send "Authorization: Bearer <token>", or leave the header out to act as a visitor',
    headers: { 'www-authenticate': 'Bearer realm="basalt", error="invalid_token"' },
  });
}

/** Bound to loopback, called by a loopback name, and not by way of a proxy. */
function isAtThisMachine(c: ServerContext, { policy }: Wiring): boolean {
  const name = hostName(c.req.header('host') ?? new URL(c.req.url).host);
  const isProxied = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((header) => c.req.header(header) !== undefined);
  return policy.loopback && name !== undefined && isLoopbackName(name) && !isProxied;
}

/** The visitor of this request; a new one gets a cookie. */
export function currentVisitor(c: ServerContext, wiring: Wiring): string {
  const known = c.get('visitor');
  if (known) return known;
  countAct(wiring, `visitor from ${remoteAddress(c)}`);
  const { id, cookie } = wiring.visitors.issue();
  const secure = new URL(c.req.url).protocol === 'https:';
  setCookie(c, VISITOR_COOKIE, cookie, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: YEAR_SECONDS, secure });
  c.set('visitor', id);
  return id;
}

const YEAR_SECONDS = 365 * 24 * 3600;

/** Absent where no socket is (tests that call `fetch`). */
function remoteAddress(c: ServerContext): string {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? 'here';
}
