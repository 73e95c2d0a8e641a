/** POST: sends data and answers what came back. The key of the ask goes along as Idempotency-Key; whether the other side heeds it is unknown, so a lost answer holds the run. */
import { defineKeyword, object, value } from '../src/spec/index.ts';
import { addressOf, flattened, request } from './shared/http.ts';

export const post = defineKeyword({
  name: 'POST',
  group: 'http',
  since: '0.1',
  summary: 'Sends data to a web address.',
  syntax: 'POST <url>[, <data>]',
  params: {
    url: value('https://….'),
    data: value('Objects and lists go as JSON, text as it is.').optional(),
  },
  returns: object('status, headers and data; the fields of data also stand at top level.'),
  example: 'reply = POST "https://api.example.org/orders", { "item": "tea", "count": 2 }',
  effect: { class: 'consequential', tier: 2, needs: ['http', 'memory'] },
  perform: async ({ url, data }, context) => flattened(await request({ method: 'POST', url: addressOf(url), body: data }, context)),
});
