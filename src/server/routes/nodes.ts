/** The processes that share this store. */
import { createRoute, z } from '@hono/zod-openapi';
import { problemResponses } from '../problem.ts';
import { type App, json, requireOperator, type Wiring } from '../wiring.ts';

const Node = z
  .object({
    name: z.string(),
    epoch: z.int().openapi({ description: 'Raised each time it joined or was taken over.' }),
    state: z.enum(['live', 'lapsed', 'left']),
    runs: z.int().openapi({ description: 'Runs in its memory.' }),
  })
  .openapi('Node', { description: 'lapsed: it ended without a word, others take its runs over. left: it stopped in good order.' });

const list = createRoute({
  method: 'get',
  path: '/nodes',
  tags: ['server'],
  summary: 'The nodes that share the store',
  responses: { 200: json(z.object({ nodes: z.array(Node) }), 'By name.'), ...problemResponses('not-signed-in') },
});
export const nodeRoutes = [list];

export function mountNodes(app: App, { store }: Wiring): void {
  app.openapi(list, async (c) => {
    requireOperator(c);
    return c.json({ nodes: (await store.nodes()).map((each) => ({ ...each })) }, 200);
  });
}
