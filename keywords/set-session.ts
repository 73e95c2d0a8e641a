/** SET SESSION: a value of this conversation. */
import { defineKeyword, text, value } from '../src/spec/index.ts';
import { faulted } from './shared/faulted.ts';
import { remember } from './shared/scopes.ts';
import { isOwnSession, sessionPlace } from './shared/session-values.ts';

export const setSession = defineKeyword({
  name: 'SET SESSION',
  group: 'session',
  since: '0.1',
  summary: 'Keeps a value for this conversation.',
  syntax: ['SET SESSION <key:operand>, <value>', 'SET SESSION <session:operand>, <key:operand>, <value>'],
  params: {
    key: text('Its name.'),
    value: value('Any value; NOTHING removes it.'),
    session: text('Which session; only the own one can be set.').optional(),
  },
  example: 'SET SESSION "language", "en"',
  effect: { class: 'ours', tier: 1 },
  perform({ key, value, session }, { ask }) {
    if (!isOwnSession(session, ask)) return faulted('denied', 'SET SESSION reaches only the session it runs in');
    const place = sessionPlace(key, ask);
    return remember(place.scope, place.owner, place.key, value);
  },
});
