/**
 * Claiming: a node takes ready runs, then loads them. The claim is counted and committed before anything of the run
 * is read, so that a run whose state kills its node has spent one of its lives. The node row is held by its key while
 * we claim: an epoch that is over claims nothing. A take-over that holds the row is waited for, and then seen.
 */
import { type ClaimedRun, type Entry, type Lease, LeaseLost, NotFound, type WaitSignal } from '../../spec/index.ts';
import { Dict, decodeValue, encodeValue } from '../../values/index.ts';
import { isRefusedProof } from './errors.ts';
import { loadEntriesAfterCheckpoint } from './journal.ts';
import type { StoreParts } from './parts.ts';
import { loadSignals, messageOf } from './signals.ts';
import { bytesOf, numberArray, numberOf, optionalBytes, optionalText, type Row, textArray, textOf } from './sql.ts';
import { partsOfTopic } from './topics.ts';

/** Claims without an entry between them: then the run is held for a person. */
const POISON = 4;

/** A run that may have killed its node comes alone. */
const SUSPECT = 2;

export async function claim(parts: StoreParts, lease: Lease, limit: number): Promise<readonly ClaimedRun[]> {
  const rows = await claimRows(parts, lease, limit);
  return load(
    parts,
    rows.filter((row) => row.state === 'leased'),
  );
}

async function claimRows(parts: StoreParts, lease: Lease, limit: number): Promise<readonly Row[]> {
  try {
    return await parts.sql.query(CLAIM, [lease.node, lease.epoch, limit, `{${parts.engines.join(',')}}`]);
  } catch (error) {
    if (isRefusedProof(error)) throw new LeaseLost(`node ${lease.node} lost epoch ${lease.epoch} before a claim`, { cause: error });
    throw error;
  }
}

/** One statement, so its own transaction; the node row is looked at first, and without it nothing is taken. */
const CLAIM = `
with node as (
  select 1 from nodes where id = $1 and epoch = $2::bigint for key share
), proof as materialized (
  select 1 / count(*)::int as ours from node
), picked as (
  select * from runs where state = 'ready' and (select ours from proof) = 1 order by id limit $3::int for update skip locked
), candidates as (
  select r.id, r.engine, j.last as seq, case when j.last > r.claimed_seq then 1 else r.claims + 1 end as claims
  from picked r cross join lateral (select coalesce(max(seq), 0) as last from journal where run = r.id) j
), fit as (
  select *, row_number() over (order by id) as place,
    bool_or(claims >= ${SUSPECT}) over (order by id rows between unbounded preceding and current row) as suspected
  from candidates
)
update runs r set claims = f.claims, claimed_seq = f.seq,
  state = case when f.claims >= ${POISON} or f.engine <> all($4::int[]) then 'held' else 'leased' end,
  held_reason = case when f.claims >= ${POISON} then 'poison' when f.engine <> all($4::int[]) then 'engine' end,
  message = case when f.claims >= ${POISON} then 'it was begun ${POISON - 1} times and never came to its next entry'
    when f.engine <> all($4::int[]) then 'its program needs engine ' || f.engine end,
  owner = case when f.claims >= ${POISON} or f.engine <> all($4::int[]) then null else $1 end,
  epoch = case when f.claims >= ${POISON} or f.engine <> all($4::int[]) then null else $2::bigint end
from fit f where r.id = f.id and r.id = any(array(select id from fit)) and (f.place = 1 or not f.suspected)
returning r.id, r.bot, r.version, r.script, r.state, r.conversation, r."user", r.inputs, r.trigger, r.topic, r.hops, r.claims, r.command,
  r.operator, r.operator_value, r.operator_actor, f.seq, exists (select from states s where s.run = r.id) as saved,
  exists (select from waits w where w.run = r.id and w.signal is not null) as signalled`;

/** A run that just began has nothing to load but its inputs. */
async function load(parts: StoreParts, rows: readonly Row[]): Promise<readonly ClaimedRun[]> {
  const idsOf = (needs: (row: Row) => boolean) => rows.filter(needs).map((row) => textOf(row.id));
  const [checkpoints, entries, signals, triggers] = await Promise.all([
    loadCheckpoints(
      parts,
      idsOf((row) => row.saved === true),
    ),
    loadEntriesAfterCheckpoint(
      parts.sql,
      idsOf((row) => numberOf(row.seq) > 0),
    ),
    loadSignals(
      parts,
      idsOf((row) => row.signalled === true),
    ),
    loadTriggers(parts, rows),
  ]);
  return rows.map((row) => claimed(row, { checkpoints, entries, signals, triggers })).sort((a, b) => (a.run < b.run ? -1 : 1));
}

async function loadCheckpoints(parts: StoreParts, ids: readonly string[]): Promise<Loaded['checkpoints']> {
  if (ids.length === 0) return new Map();
  const states = await parts.sql.query('select run, seq, state from states where run = any($1::text[])', [textArray(ids)]);
  return new Map(states.map((row) => [textOf(row.run), { seq: numberOf(row.seq), state: bytesOf(row.state) }]));
}

interface Loaded {
  readonly checkpoints: ReadonlyMap<string, { seq: number; state: Uint8Array }>;
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly signals: readonly WaitSignal[];
  readonly triggers: ReadonlyMap<string, Uint8Array>;
}

function claimed(row: Row, { checkpoints, entries, signals, triggers }: Loaded): ClaimedRun {
  const run = textOf(row.id);
  return {
    run,
    bot: textOf(row.bot),
    version: textOf(row.version),
    script: textOf(row.script),
    conversation: optionalText(row.conversation),
    user: optionalText(row.user),
    inputs: optionalBytes(row.inputs) ?? triggers.get(run)!,
    ...(row.topic !== null && { event: { ...partsOfTopic(textOf(row.topic)), number: numberOf(row.trigger) } }),
    hops: numberOf(row.hops),
    claims: numberOf(row.claims),
    cancelling: row.command === 'cancel',
    ...(row.operator === null
      ? {}
      : {
          operator: {
            kind: row.operator as 'resume' | 'retry' | 'answer',
            value: optionalBytes(row.operator_value),
            actor: textOf(row.operator_actor),
          },
        }),
    checkpoint: checkpoints.get(run),
    entries: entries.get(run) ?? [],
    signals: signals.filter((each) => each.run === run),
  };
}

/** What one run was given, whatever began it. */
export async function loadInputs(parts: StoreParts, id: string): Promise<Uint8Array> {
  const [row] = await parts.sql.query('select id, conversation, trigger, topic, inputs from runs where id = $1', [id]);
  const inputs = row && (optionalBytes(row.inputs) ?? (await loadTriggers(parts, [row])).get(id));
  if (!inputs) throw new NotFound(`there is no run ${id}, or what began it is gone`);
  return inputs;
}

/** A run begun by a message finds it among its inputs. */
async function loadTriggers(parts: StoreParts, rows: readonly Row[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const handled = await loadEvents(parts, rows);
  const begun = rows.filter((row) => row.inputs === null && row.topic === null);
  if (begun.length === 0) return handled;
  const messages = await parts.sql.query(
    `select t.run, m.item::text as item, m.sealed from unnest($1::text[], $2::text[], $3::bigint[]) t (run, conversation, number)
     join messages m on m.conversation = t.conversation and m.number = t.number`,
    [
      textArray(begun.map((row) => textOf(row.id))),
      textArray(begun.map((row) => textOf(row.conversation))),
      numberArray(begun.map((row) => numberOf(row.trigger))),
    ],
  );
  return new Map([...handled, ...messages.map((row) => [textOf(row.run), encodeValue(inputsOf(messageOf(parts, row)))] as const)]);
}

/** A run that handles an event finds its payload as `event`. */
async function loadEvents(parts: StoreParts, rows: readonly Row[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const handlers = rows.filter((row) => row.topic !== null);
  if (handlers.length === 0) return new Map();
  const events = await parts.sql.query(
    `select t.run, e.payload from unnest($1::text[], $2::text[], $3::bigint[]) t (run, topic, number)
     join events e on e.topic = t.topic and e.number = t.number`,
    [
      textArray(handlers.map((row) => textOf(row.id))),
      textArray(handlers.map((row) => textOf(row.topic))),
      numberArray(handlers.map((row) => numberOf(row.trigger))),
    ],
  );
  return new Map(events.map((row) => [textOf(row.run), encodeValue(Dict.from([['event', decodeValue(bytesOf(row.payload))]]))]));
}

const inputsOf = ({ text, value }: { text: string; value?: string }) =>
  Dict.from(
    value === undefined
      ? [['message', text]]
      : [
          ['message', text],
          ['value', value],
        ],
  );
