/** PATCH: changes part of what an address holds. */
import { defineKeyword, object, value } from '../src/spec/index.ts';
import { addressOf, flattened, request } from './shared/http.ts';

export const patch = defineKeyword({
  name: 'PATCH',
  group: 'http',
  since: '0.1',
  summary: 'Changes part of what a web address holds.',
  syntax: 'PATCH <url>, <data>',
  params: {
    url: value('https://….'),
    data: value('Objects and lists go as JSON, text as it is.'),
  },
  returns: object('status, headers and data; the fields of data also stand at top level.'),
  example: 'PATCH "https://api.example.org/orders/7", { "count": 4 }',
  effect: { class: 'consequential', tier: 2, needs: ['http', 'memory'] },
  perform: async ({ url, data }, context) => flattened(await request({ method: 'PATCH', url: addressOf(url), body: data }, context)),
});
