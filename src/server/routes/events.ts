/** Events from outside, and those that a handler could not deal with. */
import { createRoute, z } from '@hono/zod-openapi';
import { TOPIC } from '../../spec/index.ts';
import { valueOfJson } from '../../values/index.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, audited, hint, identifier, json, jsonBody, requireOperator, unknownBot, type Wiring, wholeNumber } from '../wiring.ts';

const Delivery = z
  .object({
    id: z.string(),
    bot: z.string(),
    script: z.string(),
    event: z.object({ bot: z.string(), name: z.string(), number: z.int() }),
    key: z.string().optional(),
    state: z.enum(['open', 'running', 'dead']),
    tries: z.int(),
    run: z.string().optional(),
    runState: z.string().optional().openapi({ description: '`held`: the deliveries after it under the same key wait for a person.' }),
    fault: z.string().optional(),
    due: z.iso.datetime().optional(),
  })
  .openapi('Delivery', { description: 'An event on its way to a handler; once handled it is gone.' });
const tags = ['events'];

const publish = createRoute({
  method: 'post',
  path: '/bots/{bot}/events',
  tags,
  summary: 'Publishes an event as if the bot had',
  request: {
    params: z.object({ bot: identifier }),
    body: jsonBody(
      z.object({ name: identifier, payload: z.record(z.string(), z.unknown()).optional(), key: identifier.optional() }).openapi('Event'),
    ),
  },
  responses: {
    201: json(z.object({ number: z.int() }), 'Published; numbers of one name are in order.'),
    ...problemResponses('unknown-bot', 'not-signed-in', 'too-large', 'wrong-media-type'),
  },
});
const deliveries = createRoute({
  method: 'get',
  path: '/deliveries',
  tags,
  summary: 'Events on their way to handlers, dead letters among them',
  request: {
    query: z.object({ bot: identifier.optional(), state: z.enum(['open', 'running', 'dead']).optional(), limit: wholeNumber(50, 200) }),
  },
  responses: { 200: json(z.object({ deliveries: z.array(Delivery) }), 'The oldest first.'), ...problemResponses('not-signed-in') },
});
const redrive = createRoute({
  method: 'post',
  path: '/deliveries/redrive',
  tags,
  summary: 'Tries a dead letter again',
  request: { body: jsonBody(z.object({ id: z.string().min(1).max(2000) }).openapi('DeadLetter')) },
  responses: {
    202: json(z.object({ id: z.string() }), 'It is due.'),
    ...problemResponses('not-found', 'not-signed-in', 'wrong-media-type'),
  },
});
export const eventRoutes = [publish, deliveries, redrive];

export function mountEvents(app: App, wiring: Wiring): void {
  const { events, packages } = wiring.store;

  app.openapi(publish, async (c) => {
    requireOperator(c);
    const { bot } = c.req.valid('param');
    const { name, payload, key } = c.req.valid('json');
    if ((await packages.bot(bot))?.state !== 'live') throw unknownBot(bot);
    const event = { bot, name: name.trim().toLowerCase(), payload: valueOfJson(payload ?? {}), ...(key !== undefined && { key }) };
    const published = await events.publish(event);
    wiring.bus.publish(TOPIC.events, {});
    hint(wiring);
    return c.json(published, 201);
  });

  app.openapi(deliveries, async (c) => {
    requireOperator(c);
    const found = await events.deliveries(c.req.valid('query'));
    return c.json(
      { deliveries: found.map(({ due, ...row }) => ({ ...row, ...(due !== undefined && { due: new Date(due).toISOString() }) })) },
      200,
    );
  });

  app.openapi(redrive, async (c) => {
    requireOperator(c);
    const { id } = c.req.valid('json');
    await audited(wiring, { subject: 'redrive', bot: '', args: { id } });
    if (!(await events.redrive(id)))
      throw new Problem('not-found', {
        place: 'body.id',
        cause: 'no dead letter is named so',
        help: 'GET /api/v1/deliveries?state=dead lists them',
      });
    wiring.bus.publish(TOPIC.events, {});
    return c.json({ id }, 202);
  });
}
