/** GET SESSION: reads what SET SESSION kept. */
import { defineKeyword, text, value } from '../src/spec/index.ts';
import { faulted } from './shared/faulted.ts';
import { isOwnSession, sessionPlace } from './shared/session-values.ts';

export const getSession = defineKeyword({
  name: 'GET SESSION',
  group: 'session',
  since: '0.1',
  summary: 'Reads a value of this conversation.',
  syntax: ['GET SESSION <key:operand>', 'GET SESSION <session:operand>, <key:operand>'],
  params: { key: text('Its name.'), session: text('Which session; only the own one can be read.').optional() },
  returns: value('The value, or NOTHING.'),
  example: 'language = GET SESSION "language"',
  effect: { class: 'pure', tier: 0, needs: ['memory'] },
  perform({ key, session }, { ports, ask }) {
    if (!isOwnSession(session, ask)) return faulted('denied', 'GET SESSION reaches only the session it runs in');
    const place = sessionPlace(key, ask);
    return ports.memory.get(place.scope, place.owner, place.key);
  },
});
