/**
 * Claiming: a node takes ready runs, then loads them. The claim is counted and committed before anything of the run
 * is read, so that a run whose state kills its node has spent one of its lives. The node row is held by its key while
 * we claim: an epoch that is over claims nothing.
 */
import { type ClaimedRun, type Entry, type Lease, LeaseLost, type WaitSignal } from '../../spec/index.ts';
import { Dict, encodeValue } from '../../values/index.ts';
import { loadEntries } from './journal.ts';
import type { StoreParts } from './parts.ts';
import { loadSignals, messageOf } from './signals.ts';
import { bytesOf, numberArray, numberOf, optionalBytes, optionalText, type Row, textArray, textOf } from './sql.ts';

/** Claims without an entry between them: then the run is held for a person. */
const POISON = 4;

/** A run that may have killed its node comes alone. */
const SUSPECT = 2;

export async function claim(parts: StoreParts, lease: Lease, limit: number): Promise<readonly ClaimedRun[]> {
  const rows = await parts.sql.transaction(async (session) => {
    const [node] = await session.query('select 1 from nodes where id = $1 and epoch = $2::bigint for key share', [lease.node, lease.epoch]);
    if (!node) throw new LeaseLost(`node ${lease.node} lost epoch ${lease.epoch} before a claim`);
    return session.query(CLAIM, [lease.node, lease.epoch, limit, `{${parts.engines.join(',')}}`]);
  });
  return load(
    parts,
    rows.filter((row) => row.state === 'leased'),
  );
}

const CLAIM = `
with candidates as (
  select r.id, r.engine, j.last as seq, case when j.last > r.claimed_seq then 1 else r.claims + 1 end as claims
  from (select * from runs where state = 'ready' order by id limit $3::int for update skip locked) r
    cross join lateral (select coalesce(max(seq), 0) as last from journal where run = r.id) j
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
from fit f where r.id = f.id and (f.place = 1 or not f.suspected)
returning r.*`;

async function load(parts: StoreParts, rows: readonly Row[]): Promise<readonly ClaimedRun[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => textOf(row.id));
  const [states, signals, triggers] = await Promise.all([
    parts.sql.query('select run, seq, state from states where run = any($1::text[])', [textArray(ids)]),
    loadSignals(parts, ids),
    loadTriggers(parts, rows),
  ]);
  const checkpoints = new Map(states.map((row) => [textOf(row.run), { seq: numberOf(row.seq), state: bytesOf(row.state) }]));
  const entries = await loadEntries(
    parts.sql,
    ids.map((run) => ({ run, after: checkpoints.get(run)?.seq ?? 0 })),
  );
  return rows.map((row) => claimed(row, { checkpoints, entries, signals, triggers })).sort((a, b) => (a.run < b.run ? -1 : 1));
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

/** A run begun by a message finds it among its inputs. */
async function loadTriggers(parts: StoreParts, rows: readonly Row[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const begun = rows.filter((row) => row.inputs === null);
  if (begun.length === 0) return new Map();
  const messages = await parts.sql.query(
    `select t.run, m.item::text as item, m.sealed from unnest($1::text[], $2::text[], $3::int[]) t (run, conversation, number)
     join messages m on m.conversation = t.conversation and m.number = t.number`,
    [
      textArray(begun.map((row) => textOf(row.id))),
      textArray(begun.map((row) => textOf(row.conversation))),
      numberArray(begun.map((row) => numberOf(row.trigger))),
    ],
  );
  return new Map(messages.map((row) => [textOf(row.run), encodeValue(inputsOf(messageOf(parts, row)))]));
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
