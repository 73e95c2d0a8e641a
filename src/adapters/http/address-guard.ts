/**
 * Which addresses a program may reach: public ones, and those it was granted as `host:port` or `host`. What is resolved here is
 * what is connected to, so that a name cannot answer one address to the guard and another to the socket.
 */
import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

export type Resolve = (host: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

export type Checked =
  | { readonly address: string }
  /** The guard said no. */
  | { readonly refused: string }
  /** The name has no address, or nobody could tell. */
  | { readonly unresolved: string };

export async function guardedAddress(url: URL, granted: readonly string[], resolve: Resolve): Promise<Checked> {
  const host = hostOf(url);
  const found = await addressesOf(host, resolve);
  if (!Array.isArray(found)) return { unresolved: found as string };
  const address = found.find((each) => isGranted(url, granted) || isPublic(each));
  if (address) return { address };
  return { refused: `${host} is the private address ${found[0]}; grant ${placeOf(url)} to this bot if it shall be reached` };
}

export const isGranted = (url: URL, granted: readonly string[]): boolean =>
  granted.some((each) => [placeOf(url), url.hostname].includes(each.toLowerCase()));

/** `host:port`, as grants name it. */
export const placeOf = (url: URL): string => `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;

/** An IPv6 literal without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

/** Only plain unicast: not loopback, private, link-local, shared, mapped, tunnelled or reserved ranges. */
export const isPublic = (address: string): boolean => ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast';

export const isLiteral = (host: string): boolean => ipaddr.isValid(host);

export const isSameAddress = (one: string | undefined, other: string): boolean =>
  one !== undefined && ipaddr.isValid(one) && ipaddr.process(one).toNormalizedString() === ipaddr.process(other).toNormalizedString();

async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[] | string> {
  if (isLiteral(host)) return [host];
  try {
    const addresses = await resolve(host);
    return addresses.length > 0 ? addresses : `${host} has no address`;
  } catch (error) {
    return `${host} was not found (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`;
  }
}
