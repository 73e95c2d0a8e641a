/** Events in memory: published, matched with waits and handlers, delivered in order. The rules are those of postgres/topics.ts. */
import {
  DELIVERY_BACKOFF,
  DELIVERY_TRIES,
  type DeliveryRow,
  EVENT_RETENTION_MS,
  type Events,
  MOST_EVENT_BYTES,
  NotFound,
  UnstorableRow,
} from '../../spec/index.ts';
import { Dict, decodeValue, encodeValue, probesOf } from '../../values/index.ts';
import { fibersOf, type Published, topicOf, wantedBy, wantedOf } from '../postgres/topics.ts';
import type { DeliveryRecord, EventRecord, MemoryParts, RunRecord, Tables, WaitRecord } from './tables.ts';
import { addRun, wakeWait } from './waking.ts';

/** Answers how many runs became ready, and whether a handler wants one of these. */
export function publishEvents(parts: MemoryParts, published: readonly Published[]): { ready: number; deliveries: number } {
  const found = { ready: 0, deliveries: 0 };
  for (const each of published) {
    const event = store(parts.tables, each);
    for (const [run, address, wait] of waiting(parts.tables, event)) if (give(parts.tables, run, address, wait, event)) found.ready++;
    found.deliveries += toHandlers(parts.tables, event);
  }
  return found;
}

function store(tables: Tables, { bot, name, key, payload, fields, hops, at, run }: Published): EventRecord {
  const topic = topicOf(bot, name);
  const list = tables.events.get(topic) ?? [];
  tables.events.set(topic, list);
  const number = (tables.topics.get(topic) ?? 0) + 1;
  tables.topics.set(topic, number);
  const wanted = new Set([topic, ...fields.map((each) => wantedOf(topic, each))]);
  const event: EventRecord = { bot, name, topic, number, key, payload, wanted, hops, at, run, moment: ++tables.moments.last };
  list.push(event);
  return event;
}

const waiting = (tables: Tables, event: EventRecord) =>
  [...event.wanted].flatMap((wanted) =>
    [...(tables.listening.get(wanted) ?? [])].flatMap((run) =>
      [...run.waits].flatMap(([address, wait]) =>
        !wait.signal && wait.wait.kind === 'event' && wantedBy(wait.wait).includes(wanted) ? [[run, address, wait] as const] : [],
      ),
    ),
  );

/** True if it woke the wait. */
function give(tables: Tables, run: RunRecord, address: string, wait: WaitRecord, event: EventRecord): boolean {
  if (wait.wait.kind !== 'event') return false;
  const { bot, name, number } = event;
  const due = wait.due === undefined ? {} : { due: wait.due };
  if (!wakeWait(tables, run, wait, { kind: 'event', bot, name, number, payload: decodeValue(event.payload), ...due })) return false;
  const [fiber] = fibersOf(address);
  for (const wanted of wantedBy(wait.wait)) if (event.wanted.has(wanted)) run.cursors.set(`${fiber}\0${wanted}`, event.moment);
  return true;
}

/** A wait begins: what was published since the run began, or since its branch took the last one. */
export function lookBack(tables: Tables, run: RunRecord, address: string, wait: WaitRecord): boolean {
  if (wait.wait.kind !== 'event') return false;
  const found = wantedBy(wait.wait).flatMap((wanted) => {
    tables.listening.set(wanted, (tables.listening.get(wanted) ?? new Set()).add(run));
    const since = Math.max(run.moment, ...fibersOf(address).map((fiber) => run.cursors.get(`${fiber}\0${wanted}`) ?? 0));
    const topic = wanted.split('\u001f', 2).join('\u001f');
    return (tables.events.get(topic) ?? []).find((event) => event.moment > since && event.wanted.has(wanted)) ?? [];
  });
  const [oldest] = found.sort((a, b) => a.moment - b.moment);
  return oldest ? give(tables, run, address, wait, oldest) : false;
}

function toHandlers(tables: Tables, event: EventRecord): number {
  let added = 0;
  for (const [bot, handlers] of tables.handlers)
    for (const script of new Set(handlers.filter((each) => event.wanted.has(each.wanted)).map((each) => each.script))) {
      tables.deliveries.add({ bot, script, event, state: 'open', tries: 0 });
      added++;
    }
  return added;
}

export function deliver(parts: MemoryParts, now: number, limit: number): number {
  const { tables } = parts;
  let ready = 0;
  for (const delivery of tables.deliveries) {
    if (ready >= limit) break;
    const bot = tables.bots.get(delivery.bot);
    const version = bot?.state === 'live' ? tables.versions.get(bot.version ?? '') : undefined;
    if (delivery.state !== 'open' || (delivery.due ?? 0) > now || !version?.programs[delivery.script] || !isItsTurn(tables, delivery))
      continue;
    const { event, script } = delivery;
    const inputs = encodeValue(Dict.from([['event', decodeValue(event.payload)]]));
    const { bot: publisher, name, number } = event;
    const handled = { event: { bot: publisher, name, number }, hops: event.hops };
    const run = addRun(parts, { bot: delivery.bot, version: version.id, script, inputs, ...handled });
    Object.assign(delivery, { state: 'running', run: run.id, tries: delivery.tries + 1, due: undefined });
    ready++;
  }
  return ready;
}

const isItsTurn = ({ deliveries }: Tables, { bot, script, event }: DeliveryRecord): boolean =>
  event.key === undefined ||
  ![...deliveries].some(
    (other) =>
      other.bot === bot &&
      other.script === script &&
      other.event.topic === event.topic &&
      other.event.key === event.key &&
      other.event.number < event.number &&
      other.state !== 'dead',
  );

export function settleDelivery({ tables, now }: MemoryParts, run: RunRecord): void {
  const delivery = [...tables.deliveries].find((each) => each.run === run.id && each.state === 'running');
  if (!delivery) return;
  if (run.state === 'done') {
    tables.deliveries.delete(delivery);
    return;
  }
  const isHopeless = run.state === 'cancelled' || ['denied', 'budget'].includes(run.fault?.code ?? '');
  const isDead = isHopeless || delivery.tries >= DELIVERY_TRIES;
  const backoff = DELIVERY_BACKOFF[Math.min(delivery.tries, DELIVERY_BACKOFF.length) - 1] ?? 0;
  Object.assign(delivery, {
    state: isDead ? 'dead' : 'open',
    due: isDead ? undefined : now() + backoff,
    fault: run.fault?.message ?? run.state,
  });
}

export function purgeEvents({ tables, now }: MemoryParts): void {
  const needed = new Set([...tables.deliveries].map(({ event }) => event));
  const isNeeded = (event: EventRecord) => event.at >= now() - EVENT_RETENTION_MS || needed.has(event);
  for (const [topic, events] of tables.events)
    if (events.some((event) => !isNeeded(event))) tables.events.set(topic, events.filter(isNeeded));
}

export function createEvents(parts: MemoryParts): Events {
  const { tables } = parts;
  return {
    async publish({ bot, name, key, payload }) {
      const bytes = encodeValue(payload);
      if (bytes.length > MOST_EVENT_BYTES)
        throw new UnstorableRow(`the payload of an event has ${bytes.length} bytes, the limit is ${MOST_EVENT_BYTES}`);
      if (tables.bots.get(bot)?.state !== 'live') throw new NotFound(`there is no live bot ${bot}`);
      publishEvents(parts, [{ bot, name, key, payload: bytes, fields: probesOf(payload), hops: 1, at: parts.now() }]);
      return { number: tables.topics.get(topicOf(bot, name)) as number };
    },
    async list({ bot, name, limit }) {
      const all = [...tables.events.values()].flat().filter((each) => each.bot === bot && (name === undefined || each.name === name));
      return all
        .sort((a, b) => b.moment - a.moment)
        .slice(0, limit)
        .map(({ payload, wanted: _, topic: __, moment: ___, ...row }) => ({ ...row, payload: decodeValue(payload) }));
    },
    async deliveries({ bot, state, limit }) {
      const rows = [...tables.deliveries].filter(
        (each) => (bot === undefined || each.bot === bot) && (state === undefined || each.state === state),
      );
      return rows.slice(0, limit).map((each) => deliveryRow(tables, each));
    },
    async redrive(id) {
      const dead = [...tables.deliveries].find((each) => each.state === 'dead' && deliveryRow(tables, each).id === id);
      if (dead) Object.assign(dead, { state: 'open', tries: 0, due: undefined });
      return dead !== undefined;
    },
  };
}

const deliveryRow = (tables: Tables, { event, ...delivery }: DeliveryRecord): DeliveryRow => ({
  ...delivery,
  id: JSON.stringify([delivery.bot, delivery.script, event.bot, event.name, event.number]),
  event: { bot: event.bot, name: event.name, number: event.number },
  key: event.key,
  runState: tables.runs.get(delivery.run ?? '')?.state,
});

/** A run that ended listens no more. */
export function forgetListener(tables: Tables, run: RunRecord): void {
  for (const wait of run.waits.values())
    if (wait.wait.kind === 'event') for (const wanted of wantedBy(wait.wait)) tables.listening.get(wanted)?.delete(run);
}
