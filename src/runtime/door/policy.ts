/**
 * Grants: what a bot may do to the world. A grant is a word, or a word and what it is for:
 *
 *   http            any public address
 *   http:HOST       that host (and port, where given), private ones too
 *   model           asking the configured model
 *   keyword:NAME    one outward keyword that needs no port
 *   events:BOT      the events of that bot
 *   outside-text    outward acts (tier 2) whose arguments came from a web page, a document or a model
 *
 * `workshop` is for folders the operator put in place with their own hand; `strict` grants only what is listed.
 */
import type { Keyword, Version } from '../../spec/index.ts';
import { Dict, MARK, Marked, RowSet, type Value } from '../../values/index.ts';

export interface Grants {
  has(grant: string): boolean;
  /** `host` or `host:port` entries of `http:` grants. */
  readonly hosts: readonly string[];
}

const BY_POLICY: Readonly<Record<Version['policy'], readonly string[]>> = {
  workshop: ['http', 'model', 'mail'],
  strict: [],
};

export function grantsOf(policy: Version['policy'], listed: readonly string[]): Grants {
  const all = new Set([...BY_POLICY[policy], ...listed.map((grant) => grant.trim())]);
  const hosts = [...all].flatMap((grant) => (grant.startsWith('http:') ? [grant.slice(5).toLowerCase()] : []));
  return { has: (grant) => all.has(grant), hosts };
}

/** Whether an operator can grant this. */
export const isGrant = (text: string): boolean =>
  ['http', 'model', 'mail', 'outside-text'].includes(text) ||
  /^http:[a-z0-9.-]+(:\d{1,5})?$|^http:\[[0-9a-f:.]+\](:\d{1,5})?$|^keyword:[A-Z][A-Z ]*$|^events:\P{Cc}{1,200}$/u.test(text);

/** To wait for the events of another bot, or to handle them. */
export const eventsGrant = (bot: string): string => `events:${bot}`;

/** Ports through which something leaves the house. */
const OUTWARD = new Set(['http', 'model', 'mail']);

/** The grant that is missing, or nothing. What only the address tells is checked when it is known. */
export function missingGrant(
  keyword: Keyword,
  args: ReadonlyMap<string, Value>,
  policy: Version['policy'],
  grants: Grants,
): string | undefined {
  const effect = keyword.effect;
  if (!effect) return undefined;
  const outward = (effect.needs ?? []).filter((need: string) => OUTWARD.has(need)) as readonly string[];
  const decidedByAddress = (need: string) => need === 'http' && (effect.tier < 2 || grants.hosts.length > 0);
  for (const need of outward) if (!grants.has(need) && !decidedByAddress(need)) return need;
  if (effect.tier < 2) return undefined;
  if (outward.length === 0 && policy === 'strict' && !grants.has(`keyword:${keyword.name}`)) return `keyword:${keyword.name}`;
  // A workshop bot may pass on what it read; what a model wrote decides outward acts in no bot that was not granted it.
  const suspicious = policy === 'workshop' ? MARK.model : ~0;
  return !grants.has('outside-text') && (marksWithin(args.values()) & suspicious) !== 0 ? 'outside-text' : undefined;
}

/** Whether a URL's host is among the grants; any public one where `http` is granted (the adapter's guard refuses private ones). */
export function missingHostGrant(url: string, grants: Grants): string | undefined {
  if (grants.has('http')) return undefined;
  let host: string;
  try {
    host = new URL(url).host.toLowerCase();
  } catch {
    return undefined; // no address at all: the adapter says so
  }
  const name = host.replace(/:\d+$/, '');
  return grants.hosts.some((granted) => granted === host || granted === name) ? undefined : `http:${host}`;
}

function marksWithin(values: Iterable<Value>): number {
  let marks = 0;
  const seen = new Set<Value>();
  const rest: Value[] = [...values];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    if (value instanceof Marked) marks |= value.marks;
    if (value === null || typeof value !== 'object' || seen.has(value)) continue;
    seen.add(value);
    if (Array.isArray(value)) rest.push(...value);
    else if (value instanceof RowSet) rest.push(...value.rows);
    else if (value instanceof Dict) for (const [, field] of value.entries()) rest.push(field);
  }
  return marks;
}
