/** Events as hosts see them: published from outside, listed; deliveries listed and tried again. */
import {
  type DeliveryRow,
  type DeliveryState,
  type EventRow,
  type Events,
  MOST_EVENT_BYTES,
  NotFound,
  UnstorableRow,
} from '../../spec/index.ts';
import { decodeValue, encodeValue, probesOf } from '../../values/index.ts';
import { isKey } from './limits.ts';
import type { StoreParts } from './parts.ts';
import { bytesOf, numberOf, optionalNumber, optionalText, type Row, type Session, type Statement, textOf } from './sql.ts';
import { lockPublished, lockWaiters, type Published, publishEvents, topicOf, wantedAs } from './topics.ts';

export function createEvents(parts: StoreParts): Events {
  const { sql } = parts;
  return {
    publish: (event) => publish(parts, event),
    async list({ bot, name, limit }) {
      const rows = await sql.query(
        `select bot, name, number, at, key, payload, hops, run from events
         where bot = $1 and ($2::text is null or topic = $2) order by at desc, number desc limit $3::int`,
        [bot, name === undefined ? null : topicOf(bot, name), limit],
      );
      return rows.map(eventOf);
    },
    async deliveries({ bot, state, limit }) {
      const rows = await sql.query(
        `${DELIVERIES} where ($1::text is null or d.bot = $1) and ($2::text is null or d.state = $2) order by d.at, d.number limit $3::int`,
        [bot ?? null, state ?? null, limit],
      );
      return rows.map(deliveryOf);
    },
    async redrive(id) {
      const named = parseId(id);
      if (!named) return false;
      const found = await sql.query(
        `update deliveries set state = 'open', tries = 0, due = null
         where bot = $1 and script = $2 and topic = $3 and number = $4::bigint and state = 'dead' returning 1 as found`,
        [...named],
      );
      return found.length > 0;
    },
  };
}

async function publish(parts: StoreParts, event: Parameters<Events['publish']>[0]): Promise<{ number: number }> {
  const { bot, name, key } = event;
  const payload = encodeValue(event.payload);
  if (payload.length > MOST_EVENT_BYTES)
    throw new UnstorableRow(`the payload of an event has ${payload.length} bytes, the limit is ${MOST_EVENT_BYTES}`);
  if (![bot, name, key ?? ''].every(isKey)) throw new UnstorableRow('the name or key of an event holds what cannot be stored');
  const published: Published = { bot, name, key, payload, fields: probesOf(event.payload), hops: 1, at: parts.now() };
  return parts.sql.transaction(async (session) => {
    const [live] = await session.query(`select 1 from bots where name = $1 and state = 'live'`, [bot]);
    if (!live) throw new NotFound(`there is no live bot ${bot}`);
    await ask(session, lockPublished([published], []));
    await parts.pause('publish.locked');
    await ask(session, lockWaiters(wantedAs([published])));
    await parts.pause('publish.looking');
    const [row] = await ask(session, publishEvents([published]));
    const numbers = JSON.parse(textOf(row!.numbers)) as Record<string, number>;
    return { number: numbers[topicOf(bot, name)]! };
  });
}

const ask = (session: Session, { text, params }: Statement) => session.query(text, params);

const eventOf = (row: Row): EventRow => ({
  bot: textOf(row.bot),
  name: textOf(row.name),
  number: numberOf(row.number),
  at: numberOf(row.at),
  payload: decodeValue(bytesOf(row.payload)),
  key: optionalText(row.key),
  hops: numberOf(row.hops),
  run: optionalText(row.run),
});

const DELIVERIES = `select d.bot, d.script, d.topic, d.number, d.key, d.state, d.tries, d.run, d.fault, d.due,
    t.bot as publisher, t.name, r.state as run_state
  from deliveries d join topics t on t.topic = d.topic left join runs r on r.id = d.run`;

const deliveryOf = (row: Row): DeliveryRow => ({
  id: JSON.stringify([row.bot, row.script, row.publisher, row.name, numberOf(row.number)]),
  bot: textOf(row.bot),
  script: textOf(row.script),
  event: { bot: textOf(row.publisher), name: textOf(row.name), number: numberOf(row.number) },
  key: optionalText(row.key),
  state: row.state as DeliveryState,
  tries: numberOf(row.tries),
  run: optionalText(row.run),
  runState: optionalText(row.run_state),
  fault: optionalText(row.fault),
  due: optionalNumber(row.due),
});

/** As deliveryOf made it. */
function parseId(id: string): readonly [string, string, string, number] | undefined {
  try {
    const [bot, script, publisher, name, number] = JSON.parse(id) as [string, string, string, string, number];
    return [bot, script, topicOf(publisher, name), number].every((each) => each !== undefined) && Number.isSafeInteger(number)
      ? [bot, script, topicOf(publisher, name), number]
      : undefined;
  } catch {
    // Not a name that we gave.
    return undefined;
  }
}
