/**
 * Events: how a published one reaches the runs that wait for it, and the handlers that want it.
 *
 * Lock, then look (waking.ts), with the topic as the shared row. A publisher takes its lock and its numbers in one update;
 * a flush that waits locks `for share`; only later statements insert and match. So one of the two sees the other, and
 * numbers appear in commit order: whoever has read up to a number will never find a lower one.
 *
 *   publisher   topics · the runs that wait · events, deliveries, and the waits that want them
 *   waiter      topics · its runs · its waits · events since it was born or since its cursor
 *
 * What is wanted is one text: a topic, or a topic and one `field=value` of the payload, found through an index.
 */
import type { FlushWrite, Program, Wait } from '../../spec/index.ts';
import type { WriteOf } from './flush-writes.ts';
import { bytesArray, numberArray, type Statement, statement, textArray } from './sql.ts';

/** Parts the parts: no name holds it, for keywords and hosts refuse control characters in names. */
const PART = '\u001f';

export const topicOf = (bot: string, name: string): string => `${bot}${PART}${name}`;
export const wantedOf = (topic: string, probe: string): string => `${topic}${PART}${probe}`;

export function partsOfTopic(topic: string): { readonly bot: string; readonly name: string } {
  const at = topic.indexOf(PART);
  return { bot: topic.slice(0, at), name: topic.slice(at + 1) };
}

type EventWait = Extract<Wait, { kind: 'event' }>;

export const wantedBy = ({ bot, names, equals }: EventWait): readonly string[] =>
  names.map((name) => (equals === undefined ? topicOf(bot, name) : wantedOf(topicOf(bot, name), equals)));

/** What each script's ON EVENT wants. */
export const handlersOf = (bot: string, programs: Readonly<Record<string, Program>>) =>
  Object.entries(programs).flatMap(([script, { declarations }]) =>
    (declarations.events ?? []).map(({ name, from, equals }) => {
      const topic = topicOf(from ?? bot, name);
      return { script, wanted: equals === undefined ? topic : wantedOf(topic, equals) };
    }),
  );

export type Published = Omit<WriteOf<'event'>, 'kind' | 'run'> & { readonly run?: string };

// ── topics ──

const sortedTopics = (names: Iterable<readonly [bot: string, name: string]>) => {
  const counts = new Map<string, { bot: string; name: string; added: number }>();
  for (const [bot, name] of names) {
    const topic = topicOf(bot, name);
    const known = counts.get(topic);
    if (known) known.added++;
    else counts.set(topic, { bot, name, added: 1 });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
};

const waitedTopics = (waits: readonly EventWait[]) =>
  sortedTopics(waits.flatMap(({ bot, names }) => names.map((name) => [bot, name] as const)));

/** Before a run may wait: its topics are there, and nobody publishes until it waits. */
export function lockWaited(waits: readonly EventWait[]): Statement[] {
  const topics = waitedTopics(waits);
  const names = textArray(topics.map(([topic]) => topic));
  return [
    statement(
      `insert into topics (topic, bot, name) select * from unnest($1::text[], $2::text[], $3::text[])
       on conflict (topic) do nothing`,
      names,
      textArray(topics.map(([, each]) => each.bot)),
      textArray(topics.map(([, each]) => each.name)),
    ),
    statement('select 1 from topics where topic = any($1::text[]) order by topic for share', names),
  ];
}

/** Takes the numbers of these events; topics that are also waited for get none, but the same lock. */
export function lockPublished(events: readonly Published[], waits: readonly EventWait[]): Statement {
  const added = new Map(sortedTopics(events.map(({ bot, name }) => [bot, name])).map(([topic, each]) => [topic, each]));
  for (const [topic, { bot, name }] of waitedTopics(waits)) if (!added.has(topic)) added.set(topic, { bot, name, added: 0 });
  const topics = [...added].sort(([a], [b]) => (a < b ? -1 : 1));
  return statement(
    `insert into topics (topic, bot, name, last) select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
     on conflict (topic) do update set last = topics.last + excluded.last, stamp = greatest(topics.stamp, clock_timestamp())`,
    textArray(topics.map(([topic]) => topic)),
    textArray(topics.map(([, each]) => each.bot)),
    textArray(topics.map(([, each]) => each.name)),
    numberArray(topics.map(([, each]) => each.added)),
  );
}

/** All that these events could be wanted as. */
export const wantedAs = (events: readonly Published[]): string =>
  textArray([
    ...new Set(
      events.flatMap(({ bot, name, fields }) => [topicOf(bot, name), ...fields.map((each) => wantedOf(topicOf(bot, name), each))]),
    ),
  ]);

export const waitingFor = (param: string): string =>
  `select run from waits where wanted && ${param}::text[] and signal is null and kind = 'event'`;

/** The runs that wait for one of these, before anybody looks whether they still do. */
export const lockWaiters = (wanted: string): Statement =>
  statement(`select id from runs where id in (${waitingFor('$1')}) order by id for update`, wanted);

// ── publishing ──

/**
 * The waits of `matched` are woken, and each branch remembers how far it has come. Row by row by their keys (`offset 0`
 * keeps it so): a join of two lists took a second for two thousand of them.
 */
const TAKE = `taken as (
  update waits w set signal = 'event', topic = m.topic, message = m.number
  from matched m cross join lateral (select ctid as place from waits where run = m.run and address = m.address offset 0) found
  where w.ctid = found.place
  returning w.run
), moved as (
  insert into cursors (run, fiber, wanted, stamp, number)
  select distinct on (run, fiber, wanted) * from (
    select run, regexp_replace(address, '\\.[0-9]+$', '') as fiber, wanted, stamp, number from matched) m
  order by run, fiber, wanted, stamp desc, number desc
  on conflict (run, fiber, wanted) do update set stamp = excluded.stamp, number = excluded.number
), ready as (
  update runs set state = 'ready' where id = any(array(select run from taken)) and state = 'waiting' returning id
)`;

/**
 * A wait gets the oldest of the new events that it wants; each branch remembers how far it has come. `ready` are the
 * runs that go on.
 */
const PUBLISH = `
with given as (
  select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::bytea[], $9::text[], $10::int[], $11::text[])
    g (topic, nth, added, bot, name, at, key, payload, fields, hops, run)
), stored as (
  insert into events (topic, number, bot, name, at, stamp, key, payload, fields, hops, run)
  select g.topic, t.last - g.added + g.nth, g.bot, g.name, g.at, t.stamp, g.key, g.payload, g.fields::text[], g.hops, g.run
  from given g join topics t on t.topic = g.topic and t.topic = any($12::text[])
  returning topic, number, at, stamp, key, fields
), fresh as materialized (
  select s.topic, s.number, s.at, s.stamp, s.key, w.wanted from stored s cross join lateral unnest(s.fields || s.topic) w (wanted)
), delivered as (
  insert into deliveries (bot, script, topic, number, key, state, at)
  select distinct h.bot, h.script, f.topic, f.number, f.key, 'open', f.at
  from handlers h join fresh f on f.wanted = h.wanted
  where h.wanted = any($13::text[])
  returning 1
), matched as (
  select distinct on (w.run, w.address) w.run, w.address, f.topic, f.number, f.stamp, f.wanted
  from fresh f cross join lateral (
    select run, address from waits where wanted @> array[f.wanted] and signal is null and kind = 'event') w
  order by w.run, w.address, f.stamp, f.number
), ${TAKE}
select (select count(*) from delivered) as deliveries, (select count(*) from taken) as ready,
  (select json_object_agg(topic, number)::text from (select topic, max(number) as number from stored group by topic) s) as numbers`;

/** Topics and runs are locked. */
export function publishEvents(events: readonly Published[]): Statement {
  const totals = new Map(sortedTopics(events.map(({ bot, name }) => [bot, name])).map(([topic, { added }]) => [topic, added]));
  const nths = new Map<string, number>();
  const topics = events.map(({ bot, name }) => topicOf(bot, name));
  const places = topics.map((topic) => {
    const nth = (nths.get(topic) ?? 0) + 1;
    nths.set(topic, nth);
    return nth;
  });
  return statement(
    PUBLISH,
    textArray(topics),
    numberArray(places),
    numberArray(topics.map((topic) => totals.get(topic))),
    textArray(events.map((each) => each.bot)),
    textArray(events.map((each) => each.name)),
    numberArray(events.map((each) => each.at)),
    textArray(events.map((each) => each.key)),
    bytesArray(events.map((each) => each.payload)),
    textArray(events.map(({ fields }, i) => textArray(fields.map((each) => wantedOf(topics[i]!, each))))),
    numberArray(events.map((each) => each.hops)),
    textArray(events.map((each) => each.run)),
    textArray([...totals.keys()]),
    wantedAs(events),
  );
}

// ── waiting ──

/** `0.3/1.2` belongs to the branch `0.3/1`, which began where its parent `0` stood. */
export function fibersOf(address: string): readonly string[] {
  const fibers: string[] = [];
  for (let rest = address; rest !== ''; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('/')))) {
    const dot = rest.lastIndexOf('.');
    fibers.push(dot < 0 ? rest : rest.slice(0, dot));
  }
  return fibers;
}

/** What was published since the run was stored, or since this branch took the last one; of several names, the first. */
const LOOK_BACK = `
with asked as (
  select a.run, a.address, want.wanted, string_to_array(a.fibers, ' ') as fibers, r.born, r.created_at,
    want.wanted = any($4::text[]) as is_topic
  from unnest($1::text[], $2::text[], $3::text[]) a (run, address, fibers)
    cross join lateral (select wanted from waits where run = a.run and address = a.address and signal is null and kind = 'event' offset 0) w
    cross join lateral (select born, created_at from runs where id = a.run offset 0) r
    cross join lateral unnest(w.wanted) want (wanted)
), since as (
  select a.*, coalesce(c.stamp, a.born, to_timestamp(a.created_at / 1000.0)) as stamp, coalesce(c.number, 9007199254740991) as number
  from asked a left join lateral (
    select stamp, number from cursors c where c.run = a.run and c.wanted = a.wanted and c.fiber = any(a.fibers)
    order by stamp desc, number desc limit 1) c on true
), matched as (
  select distinct on (run, address) run, address, topic, number, stamp, wanted from (
    select s.run, s.address, s.wanted, e.topic, e.number, e.stamp from since s cross join lateral (
      select topic, number, stamp from events e where e.topic = s.wanted and (e.stamp, e.number) > (s.stamp, s.number)
      order by e.stamp, e.number limit 1) e where s.is_topic
    union all
    select s.run, s.address, s.wanted, e.topic, e.number, e.stamp from since s cross join lateral (
      select topic, number, stamp from events e where e.fields @> array[s.wanted] and (e.stamp, e.number) > (s.stamp, s.number)
      order by e.stamp, e.number limit 1) e where not s.is_topic
  ) found order by run, address, stamp, number
), ${TAKE}
select run from taken`;

export function lookBack(waits: readonly (Extract<FlushWrite, { kind: 'wait' }> & { readonly wait: EventWait })[]): Statement {
  return statement(
    LOOK_BACK,
    textArray(waits.map((each) => each.run)),
    textArray(waits.map((each) => each.address)),
    textArray(waits.map((each) => fibersOf(each.address).join(' '))),
    textArray([...new Set(waits.flatMap(({ wait }) => wait.names.map((name) => topicOf(wait.bot, name))))]),
  );
}
