/** The text that a run follows, whatever its file says by now: what a view of the run draws. */
import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { actsOf } from '../acts.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, identifier, json, requireOperator, type Wiring } from '../wiring.ts';
import { findRun } from './lookback.ts';

const Source = z
  .object({
    script: z.string().openapi({ description: 'Its name without ending.' }),
    version: z.string(),
    text: z.string(),
    hash: z.string().openapi({ description: 'SHA-256 of the text, hex: the ETag of its file while nobody has edited it.' }),
    acts: z.array(z.int()).openapi({ description: 'Lines of the statements that make steps: what no step tells of was not reached.' }),
  })
  .openapi('RunSource');

const source = createRoute({
  method: 'get',
  path: '/runs/{id}/source',
  tags: ['runs'],
  summary: 'The text of the script as the run follows it',
  request: { params: z.object({ id: identifier }) },
  responses: { 200: json(Source, 'The text.'), ...problemResponses('unknown-run', 'not-signed-in', 'not-found') },
});
export const runSourceRoutes = [source];

export function mountRunSource(app: App, wiring: Wiring): void {
  const { packages } = wiring.store;
  app.openapi(source, async (c) => {
    requireOperator(c);
    const run = await findRun(wiring, c.req.valid('param').id);
    // A handler stands in the script that its name begins with.
    const [script = ''] = run.script.split('~', 1);
    const programs = (await packages.version(run.version))?.programs ?? {};
    const hash = programs[run.script] ?? programs[script];
    const text = hash === undefined ? undefined : await packages.source(hash);
    if (text === undefined)
      throw new Problem('not-found', {
        place: 'path id',
        cause: `the text of ${script} in version ${run.version} is not kept here`,
        help: 'GET /api/v1/runs/{id}/steps tells the run without it',
      });
    const digest = createHash('sha256').update(text).digest('hex');
    return c.json({ script, version: run.version, text, hash: digest, acts: actsOf(text) }, 200);
  });
}
