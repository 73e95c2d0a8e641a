/** DELETE HTTP: removes what an address holds. DELETE alone belongs to tables. */
import { defineKeyword, object, value } from '../src/spec/index.ts';
import { addressOf, flattened, request } from './shared/http.ts';

export const deleteHttp = defineKeyword({
  name: 'DELETE HTTP',
  group: 'http',
  since: '0.1',
  summary: 'Removes what a web address holds.',
  syntax: 'DELETE HTTP <url>',
  params: { url: value('https://….') },
  returns: object('status, headers and data; the fields of data also stand at top level.'),
  example: 'DELETE HTTP "https://api.example.org/orders/7"',
  effect: { class: 'consequential', tier: 2, needs: ['http', 'memory'] },
  perform: async ({ url }, context) => flattened(await request({ method: 'DELETE', url: addressOf(url) }, context)),
});
