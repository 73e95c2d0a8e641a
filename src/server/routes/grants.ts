/** Grants, for operators: what bots may do beyond their policy. */
import { createRoute, z } from '@hono/zod-openapi';
import { isGrant } from '../../runtime/index.ts';
import { type GrantRow, TOPIC } from '../../spec/index.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, audited, identifier, json, jsonBody, requireOperator, type Wiring } from '../wiring.ts';

const Grant = z
  .object({
    id: z.string(),
    bot: z.string().openapi({ description: '`*`: every bot.' }),
    what: z.string().openapi({ description: '`http`, `http:HOST[:PORT]`, `model`, `mail`, `outside-text` or `keyword:NAME`.' }),
    until: z.iso.datetime().optional(),
    by: z.string(),
    at: z.iso.datetime(),
  })
  .openapi('Grant');
const tags = ['grants'];

const list = createRoute({
  method: 'get',
  path: '/grants',
  tags,
  summary: 'What was granted beyond the policies',
  request: { query: z.object({ bot: identifier.optional() }) },
  responses: {
    200: json(z.object({ grants: z.array(Grant) }), 'Oldest first; those that have run out too.'),
    ...problemResponses('not-signed-in'),
  },
});
const add = createRoute({
  method: 'post',
  path: '/grants',
  tags,
  summary: 'Grants something to a bot, or to all',
  request: { body: jsonBody(z.object({ bot: identifier, what: identifier, until: z.iso.datetime().optional() }).openapi('AddGrant')) },
  responses: {
    201: json(Grant, 'Granted; counts at the next act, on other nodes within half a minute.'),
    ...problemResponses('not-signed-in', 'too-large', 'wrong-media-type'),
  },
});
const remove = createRoute({
  method: 'delete',
  path: '/grants/{id}',
  tags,
  summary: 'Takes a grant back',
  request: { params: z.object({ id: identifier }) },
  responses: { 204: { description: 'Taken back.' }, ...problemResponses('not-signed-in', 'not-found') },
});
export const grantRoutes = [list, add, remove];

export function mountGrants(app: App, wiring: Wiring): void {
  const { grants } = wiring.store;

  app.openapi(list, async (c) => {
    requireOperator(c);
    const { bot } = c.req.valid('query');
    const found = (await grants.list()).filter((row) => bot === undefined || row.bot === bot || row.bot === '*');
    return c.json({ grants: found.map(grantView) }, 200);
  });

  app.openapi(add, async (c) => {
    requireOperator(c);
    const { bot, what, until } = c.req.valid('json');
    if (!isGrant(what)) throw unknownGrant(what);
    await audited(wiring, { what: 'grant', subject: `add ${what}`, bot, args: { bot, what, until } });
    const grant = await grants.add({ bot, what, by: 'operator', ...(until !== undefined && { until: Date.parse(until) }) });
    wiring.bus.publish(TOPIC.grants, {});
    return c.json(grantView(grant), 201);
  });

  app.openapi(remove, async (c) => {
    requireOperator(c);
    const { id } = c.req.valid('param');
    const found = (await grants.list()).find((row) => row.id === id);
    if (found) await audited(wiring, { what: 'grant', subject: `remove ${found.what}`, bot: found.bot, args: { id } });
    await grants.remove(id);
    wiring.bus.publish(TOPIC.grants, {});
    return c.body(null, 204);
  });
}

const unknownGrant = (what: string) =>
  new Problem('bad-request', {
    place: 'body.what',
    cause: `${JSON.stringify(what)} is nothing that can be granted`,
    help: 'write http, http:HOST, http:HOST:PORT, model, mail, outside-text, or keyword:NAME with the name in capitals',
  });

const grantView = ({ until, at, ...row }: GrantRow) => ({
  ...row,
  at: new Date(at).toISOString(),
  ...(until !== undefined && { until: new Date(until).toISOString() }),
});
