/** Executions of workflows, for operators: one row for each ORCHESTRATE WORKFLOW begun. */
import { createRoute, z } from '@hono/zod-openapi';
import type { WorkflowRow, WorkflowState } from '../../spec/index.ts';
import { jsonOf } from '../../values/index.ts';
import { problemResponses } from '../problem.ts';
import { type App, identifier, json, plainText, requireOperator, type Wiring, wholeNumber } from '../wiring.ts';

const STATES = ['running', 'done', 'failed', 'rejected', 'compensated', 'cancelled'] as const satisfies readonly WorkflowState[];
const Workflow = z
  .object({
    id: z.string(),
    run: z.string(),
    bot: z.string(),
    name: z.string(),
    step: z.string().optional(),
    state: z.enum(STATES),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().optional(),
    result: z.unknown().optional(),
  })
  .openapi('Workflow', { description: 'One execution of a workflow.' });
const moment = z.iso
  .datetime()
  .optional()
  .transform((text) => (text === undefined ? undefined : Date.parse(text)))
  .openapi({ type: 'string', format: 'date-time' });

const list = createRoute({
  method: 'get',
  path: '/workflows',
  tags: ['runs'],
  summary: 'Executions of workflows, newest first',
  request: {
    query: z.object({
      run: identifier.optional(),
      bot: identifier.optional(),
      name: plainText(4000).optional(),
      state: z.enum(STATES).optional(),
      since: moment,
      until: moment,
      text: plainText(200).optional().openapi({ description: 'Somewhere in bot, name, step or id.' }),
      before: identifier.optional().openapi({ description: 'The `next` of the page before.' }),
      limit: wholeNumber(50, 200),
    }),
  },
  responses: {
    200: json(z.object({ workflows: z.array(Workflow), next: z.string().optional() }), 'A page.'),
    ...problemResponses('not-signed-in'),
  },
});
export const workflowRoutes = [list];

export function mountWorkflows(app: App, { store }: Wiring): void {
  app.openapi(list, async (c) => {
    requireOperator(c);
    const query = c.req.valid('query');
    const found = await store.workflows.list(query);
    const next = found.length === query.limit ? found.at(-1)?.id : undefined;
    return c.json({ workflows: found.map(workflowView), ...(next && { next }) }, 200);
  });
}

const iso = (at: number) => new Date(at).toISOString();
const workflowView = ({ startedAt, endedAt, result, ...row }: WorkflowRow) => ({
  ...row,
  startedAt: iso(startedAt),
  ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
  ...(result !== undefined && { result: jsonOf(result) }),
});
