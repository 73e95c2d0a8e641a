/** Pruning old history, for operators. */
import { createRoute, z } from '@hono/zod-openapi';
import { problemResponses } from '../problem.ts';
import { type App, audited, json, jsonBody, requireOperator, type Wiring } from '../wiring.ts';

const purge = createRoute({
  method: 'post',
  path: '/purge',
  tags: ['runs'],
  summary: 'Deletes the history of runs that ended so many days ago, and old versions of files; only counts them unless told to do it',
  request: {
    body: jsonBody(z.object({ olderThanDays: z.int().min(1).max(36_500), really: z.boolean().optional() }).openapi('Purge')),
  },
  responses: {
    200: json(
      z.object({ runs: z.int(), versions: z.int().openapi({ description: 'Of files that were edited.' }), pruned: z.boolean() }),
      'How many; `pruned` tells whether it was done.',
    ),
    ...problemResponses('not-signed-in', 'too-large', 'wrong-media-type'),
  },
});
export const retentionRoutes = [purge];

const DAY_MS = 86_400_000;
const BATCH = 200;

export function mountRetention(app: App, wiring: Wiring): void {
  const { retention, files } = wiring.store;
  app.openapi(purge, async (c) => {
    requireOperator(c);
    const { olderThanDays, really } = c.req.valid('json');
    const before = wiring.clock.now() - olderThanDays * DAY_MS;
    if (!really) return c.json({ runs: await retention.count(before), versions: await files.count(before), pruned: false }, 200);
    await audited(wiring, { subject: 'purge', bot: '', args: { olderThanDays } });
    let runs = 0;
    for (let last: string | undefined = ''; last !== undefined; ) {
      const batch: { readonly pruned: number; readonly last?: string } = await retention.prune({ before, after: last, limit: BATCH });
      runs += batch.pruned;
      last = batch.last;
    }
    let versions = 0;
    for (let pruned = BATCH; pruned === BATCH; versions += pruned) pruned = await files.prune({ before, limit: BATCH });
    return c.json({ runs, versions, pruned: true }, 200);
  });
}
