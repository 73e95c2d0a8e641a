/**
 * By which name we are addressed and from where. A page of another site can make a browser send
 * requests here (DNS rebinding, cross-site posts), so Host and Origin are checked on every request,
 * on loopback too: there the operator's routes are open, and this check is what guards them.
 */
import type { Context } from 'hono';
import { Problem } from './problem.ts';

const LOOPBACK = /^(?:localhost|(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

export const isLoopbackName = (name: string) => LOOPBACK.test(name);
/** Of an address to listen on. */
export const isLoopbackAddress = (host: string) => isLoopbackName(host) || host === '::1';

export interface AddressPolicy {
  /** True while only this machine can reach us. */
  readonly loopback: boolean;
  /** Further names, as `host` or `host:port`. */
  readonly hosts: readonly string[];
}

/** The name without its port; undefined when it is not one name. */
export function hostName(host: string | undefined): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(host ?? '');
  return match?.[1]?.toLowerCase();
}

export function checkHost(c: Context, policy: AddressPolicy): void {
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  const name = hostName(host);
  const isOurs =
    name !== undefined &&
    (isLoopbackName(name) ||
      policy.hosts.includes(name) ||
      policy.hosts.includes(host.toLowerCase()) ||
      (!policy.loopback && policy.hosts.length === 0));
  if (isOurs) return;
  throw new Problem('foreign-host', {
    place: 'header Host',
    cause: `it is ${JSON.stringify(host)}`,
    help: 'open the address that the server printed at its start, or start it with --name and this name',
  });
}

/** Of writes, and of what a page reads piece by piece. Programs that are no browsers send neither header. */
export function checkOrigin(c: Context): void {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  const isForeign =
    (origin !== undefined && originHost(origin) !== host.toLowerCase()) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (!isForeign) return;
  throw new Problem('foreign-origin', {
    place: origin === undefined ? 'header Sec-Fetch-Site' : 'header Origin',
    cause: `it is ${JSON.stringify(origin ?? site)} and not this server`,
    help: 'send the request from a page of this server, or from a program that is no browser',
  });
}

function originHost(origin: string): string | undefined {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return undefined; // `null` and whatever else is no origin: foreign
  }
}
