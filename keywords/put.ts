/** PUT: stores data at an address. */
import { defineKeyword, object, value } from '../src/spec/index.ts';
import { addressOf, flattened, request } from './shared/http.ts';

export const put = defineKeyword({
  name: 'PUT',
  group: 'http',
  since: '0.1',
  summary: 'Stores data at a web address.',
  syntax: 'PUT <url>, <data>',
  params: {
    url: value('https://….'),
    data: value('Objects and lists go as JSON, text as it is.'),
  },
  returns: object('status, headers and data; the fields of data also stand at top level.'),
  example: 'PUT "https://api.example.org/orders/7", { "count": 3 }',
  effect: { class: 'consequential', tier: 2, needs: ['http', 'memory'] },
  perform: async ({ url, data }, context) => flattened(await request({ method: 'PUT', url: addressOf(url), body: data }, context)),
});
