/**
 * GET: one word for reading. An address is fetched over HTTP; session.… and user.… are remembered values; any
 * other name is looked up in config.csv, where keys and passwords come out as secrets that only adapters can open.
 */
import { type AskContext, defineKeyword, type MemoryPort, target, value } from '../src/spec/index.ts';
import { Secret, toText, type Value } from '../src/values/index.ts';
import { faulted } from './shared/faulted.ts';
import { bodyOf, request } from './shared/http.ts';
import { placeOf } from './shared/session-values.ts';

export const get = defineKeyword({
  name: 'GET',
  group: 'http',
  since: '0.1',
  summary: 'Reads a web address, a session value or a name of config.csv.',
  syntax: ['GET <what>', 'GET <what> INTO <v:target>'],
  params: {
    what: value('https://…, session.name, user.name, or a name of config.csv.'),
    v: target('Variable that receives it.').optional(),
  },
  returns: value('JSON as objects and lists, anything else as text; NOTHING for a name without a value.'),
  example: 'rates = GET "https://api.example.org/rates"',
  effect: { class: 'repeatable', tier: 0, needs: ['http', 'memory'] },
  async perform({ what }, { ports, ask }) {
    const name = toText(what).trim();
    if (what instanceof Secret || /^https?:\/\//i.test(name)) {
      return bodyOf(await request({ method: 'GET', url: what instanceof Secret ? what : name }, { ports, ask }));
    }
    return named(name, ports.memory, ask);
  },
});

async function named(name: string, memory: MemoryPort, ask: AskContext): Promise<Value | ReturnType<typeof faulted>> {
  if (/^user\.id$/i.test(name)) return ask.user ?? null;
  const configured = ask.config[name.toLowerCase()];
  if (configured !== undefined) return isConfidential(name) ? new Secret([{ handle: `config:${name.toLowerCase()}` }]) : configured;
  const place = placeOf(name, ask);
  if (place) return memory.get(place.scope, place.owner, place.key);
  return faulted('bad-argument', `GET reads https://…, session.…, user.… and names of config.csv; "${name.slice(0, 60)}" is none of these`);
}

/** By their names, as packages write them: llm-key, email-pass, telegram-bot-token. */
const isConfidential = (name: string): boolean => /(^|[-_. ])(api)?(key|pass|password|passwd|pwd|secret|token|credentials?)$/i.test(name);
