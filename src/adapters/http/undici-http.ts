/**
 * HTTP for programs: opens secrets, words the request, and hands it to hops.ts, which is loaded with its client at the
 * first request: a script without HTTP starts without it.
 */
import { type HttpPort, type HttpRequest, refused, type SecretsPort } from '../../spec/index.ts';
import type { Resolve } from './address-guard.ts';
import type { Hop, HttpLimits } from './hops.ts';
import { payloadOf } from './payload.ts';
import { ClosedSecret, type Open, opener, openText, openWithin } from './secrets.ts';

export interface HttpOptions {
  readonly secrets: SecretsPort;
  readonly resolve?: Resolve;
  readonly limits?: Partial<HttpLimits>;
}

export function createHttp({ secrets, ...settings }: HttpOptions): HttpPort {
  return {
    async request(request) {
      const { followed } = await import('./hops.ts');
      try {
        return await followed(await openedHop(request, opener(secrets, request.config)), request, settings);
      } catch (error) {
        if (error instanceof ClosedSecret) return refused(error.message);
        throw error;
      }
    },
  };
}

async function openedHop(request: HttpRequest, open: Open): Promise<Hop> {
  const headers: Record<string, string> = { accept: 'application/json, text/*;q=0.9, */*;q=0.5', 'user-agent': 'Basalt' };
  if (request.method !== 'GET') headers['idempotency-key'] = request.key;
  for (const [name, text] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = await openText(text, open);
  headers['accept-encoding'] = 'identity';
  const payload = request.method === 'GET' ? undefined : payloadOf(await openWithin(request.body ?? null, open), headers['content-type']);
  if (payload) headers['content-type'] = payload.type;
  return { method: request.method, url: await openText(request.url, open), headers, body: payload?.text };
}
