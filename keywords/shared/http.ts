/** What the HTTP keywords share: the headers of the session, one request, and how an answer looks to a program. */
import type { AskContext, HttpPort, HttpRequest, MemoryPort, Outcome } from '../../src/spec/index.ts';
import { Dict, Secret, toText, type Value } from '../../src/values/index.ts';
import { sessionOf } from './scopes.ts';

export const HEADERS = 'http.headers';

interface Needs {
  readonly http: HttpPort;
  readonly memory: MemoryPort;
}
type Sent = Pick<HttpRequest, 'method' | 'url' | 'body'>;

export async function request(sent: Sent, { ports, ask }: { readonly ports: Needs; readonly ask: AskContext }): Promise<Outcome> {
  const { key, abort, config, granted } = ask;
  return ports.http.request({ ...sent, headers: await headersOf(ports.memory, ask), key, abort, config, granted });
}

export const storedHeaders = async (memory: MemoryPort, ask: AskContext): Promise<Dict> => {
  const stored = await memory.get('conversation', sessionOf(ask), HEADERS);
  return Dict.from(stored instanceof Dict ? stored.entries() : []);
};

async function headersOf(memory: MemoryPort, ask: AskContext): Promise<Readonly<Record<string, string | Secret>>> {
  const stored = await storedHeaders(memory, ask);
  return Object.fromEntries([...stored.entries()].map(([name, value]) => [name, value instanceof Secret ? value : toText(value)]));
}

/** `{ status, headers, data }`, and the fields of data beside them: scripts write both r.data.id and r.id. */
export function flattened(outcome: Outcome): Outcome {
  if (outcome.outcome !== 'done' || !(outcome.value instanceof Dict)) return outcome;
  const answer = outcome.value;
  const data = answer.get('data');
  const result = Dict.from(answer.entries());
  if (data instanceof Dict) for (const [name, value] of data.entries()) if (!answer.has(name)) result.set(name, value);
  return { outcome: 'done', value: result };
}

/** Only the body: what GET gives. */
export const bodyOf = (outcome: Outcome): Outcome =>
  outcome.outcome === 'done' && outcome.value instanceof Dict ? { outcome: 'done', value: outcome.value.get('data') } : outcome;

export const addressOf = (url: Value): string | Secret => (url instanceof Secret ? url : toText(url).trim());
