/** The audit log, for operators: whether it is as it was written. */
import { createRoute, z } from '@hono/zod-openapi';
import { Problem, problemResponses } from '../problem.ts';
import { type App, json, requireOperator, type Wiring } from '../wiring.ts';

const Place = z
  .object({
    kind: z
      .enum(['altered', 'cut', 'notes'])
      .openapi({ description: 'A row changed or taken out; the end of a chain gone; the file of heads damaged.' }),
    node: z.string(),
    epoch: z.int().optional(),
    flush: z.int().optional(),
    message: z.string(),
  })
  .openapi('BrokenPlace');
const Report = z
  .object({
    ok: z.boolean(),
    chains: z.int(),
    flushes: z.int(),
    rows: z.int(),
    noted: z.int().openapi({ description: 'Heads noted outside the database that the log was held against.' }),
    broken: z.array(Place).openapi({ description: 'The first hundred.' }),
  })
  .openapi('AuditReport');

const verify = createRoute({
  method: 'get',
  path: '/audit/verify',
  tags: ['audit'],
  summary: 'Recomputes every chain of the audit log and holds it against the heads noted outside the database',
  responses: {
    200: json(Report, 'What was found; `ok` tells whether the log is whole.'),
    ...problemResponses('not-signed-in', 'not-here'),
  },
});
export const auditRoutes = [verify];

export function mountAudit(app: App, { audit }: Wiring): void {
  app.openapi(verify, async (c) => {
    requireOperator(c);
    if (!audit)
      throw new Problem('not-here', { place: 'this server', cause: 'it keeps no audit log', help: 'ask one started with `basalt serve`' });
    const { broken, ...report } = await audit.verify();
    return c.json({ ...report, broken: [...broken] }, 200);
  });
}
