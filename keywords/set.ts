/** SET "session.k", v: a value by its dotted name. SET x = e is an assignment and belongs to the grammar. */
import { defineKeyword, text, value } from '../src/spec/index.ts';
import { faulted } from './shared/faulted.ts';
import { remember } from './shared/scopes.ts';
import { placeOf } from './shared/session-values.ts';

export const set = defineKeyword({
  name: 'SET',
  group: 'session',
  since: '0.1',
  summary: 'Keeps a value under a name: session.… for this conversation, user.… for this user.',
  syntax: ['SET <key:name>, <value>', 'SET <key:name> = <value>'],
  value: 'never',
  call: false,
  params: { key: text('session.name, user.name, or a plain name of the session.'), value: value('Any value; NOTHING removes it.') },
  example: 'SET "session.step", 2',
  effect: { class: 'ours', tier: 1 },
  perform({ key, value }, { ask }) {
    const place = placeOf(key, ask);
    if (!place) return faulted('bad-argument', `SET keeps session.… and user.… values; "${key}" is no such name`);
    return remember(place.scope, place.owner, place.key, value);
  },
});
