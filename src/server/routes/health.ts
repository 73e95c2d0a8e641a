/** How the server is: the truth, measured at the time of asking. */
import { createRoute, z } from '@hono/zod-openapi';
import { Problem, problemResponses } from '../problem.ts';
import { type App, json, type Wiring } from '../wiring.ts';

const Health = z
  .object({
    status: z.enum(['ok', 'degraded']),
    version: z.string().optional(),
    startedAt: z.iso.datetime().optional(),
    store: z
      .object({ engine: z.enum(['pglite', 'postgres', 'memory']), durable: z.enum(['power-loss', 'process-death', 'none']) })
      .optional(),
    clockSkewMs: z.number().optional().openapi({ description: 'By how much this machine’s clock is ahead of the database’s.' }),
    lastFlushAt: z.iso.datetime().nullable().optional().openapi({ description: 'When this node last wrote; null before its first time.' }),
    runsInMemory: z.int().optional(),
    problems: z.array(z.string()).optional(),
  })
  .openapi('Health', { description: 'Visitors see only `status`.' });

const health = createRoute({
  method: 'get',
  path: '/health',
  tags: ['server'],
  summary: 'How the server is',
  responses: { 200: json(Health, 'It serves.'), ...problemResponses('store-unavailable') },
});
const session = createRoute({
  method: 'get',
  path: '/session',
  tags: ['server'],
  summary: 'Who the server takes the caller for',
  responses: { 200: json(z.object({ isOperator: z.boolean() }), 'What may be done from here.'), ...problemResponses() },
});
export const healthRoutes = [health, session];

/** `serve` warns at this much and refuses to start at thirty times it. */
const SKEW_TO_WARN_MS = 1_000;

export function mountHealth(app: App, wiring: Wiring): void {
  app.openapi(health, async (c) => {
    const { store, engine } = wiring;
    const [about, clockSkewMs] = await Promise.all([store.health(), store.clockSkewMs()]).catch((cause: unknown) => {
      wiring.log.log('error', 'the store does not answer', { error: String(cause) });
      throw new Problem('store-unavailable', { place: 'store', cause: 'it does not answer', help: 'see the server’s log' }, { cause });
    });
    const node = engine?.health();
    const problems = [
      ...(Math.abs(clockSkewMs) >= SKEW_TO_WARN_MS ? [`the clock differs from the database's by ${Math.round(clockSkewMs)} ms`] : []),
      ...(about.durable === 'none' ? ['the store is in memory: a restart forgets everything'] : []),
    ];
    const status = problems.length ? ('degraded' as const) : ('ok' as const);
    if (!c.get('isOperator')) return c.json({ status }, 200);
    const lastFlushAt = node?.lastFlushAt ? new Date(node.lastFlushAt).toISOString() : null;
    const startedAt = new Date(wiring.startedAt).toISOString();
    const runsInMemory = node?.runsInMemory ?? 0;
    return c.json({ status, version: wiring.version, startedAt, store: about, clockSkewMs, lastFlushAt, runsInMemory, problems }, 200);
  });

  app.openapi(session, (c) => c.json({ isOperator: c.get('isOperator') }, 200));
}
