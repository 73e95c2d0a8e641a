/** CLEAR HEADERS: forgets what SET HEADER added. */
import { defineKeyword } from '../src/spec/index.ts';
import { HEADERS } from './shared/http.ts';
import { remember, sessionOf } from './shared/scopes.ts';

export const clearHeaders = defineKeyword({
  name: 'CLEAR HEADERS',
  group: 'http',
  since: '0.1',
  summary: 'Forgets all headers that were set.',
  syntax: 'CLEAR HEADERS',
  params: {},
  example: 'CLEAR HEADERS',
  effect: { class: 'ours', tier: 1 },
  perform: (_, { ask }) => remember('conversation', sessionOf(ask), HEADERS, null),
});
