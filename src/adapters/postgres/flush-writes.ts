/** The statements of the flush that only write: one a kind, all rows of a kind as arrays. */
import type { AuditRow, Entry, FlushWrite } from '../../spec/index.ts';
import { forEyes } from './limits.ts';
import { bytesArray, numberArray, type Statement, statement, textArray } from './sql.ts';
import { wantedBy } from './topics.ts';

export type WriteOf<K extends FlushWrite['kind']> = Extract<FlushWrite, { kind: K }>;

/** In the order of their keys, so that two nodes never wait for each other; the last write of a key counts. */
export function writeMemories(memories: readonly WriteOf<'memory'>[]): Statement[] {
  const last = new Map(memories.map((each) => [`${each.scope}\0${each.owner}\0${each.key}`, each]));
  const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const keys = (rows: typeof sorted) => [
    textArray(rows.map((each) => each.scope)),
    textArray(rows.map((each) => each.owner)),
    textArray(rows.map((each) => each.key)),
  ];
  const kept = sorted.filter((each) => each.payload !== null);
  const gone = sorted.filter((each) => each.payload === null);
  const statements: Statement[] = [];
  if (kept.length > 0)
    statements.push(
      statement(
        `insert into memories (scope, owner, key, payload, at)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bigint[])
         on conflict (scope, owner, key) do update set payload = excluded.payload, at = excluded.at`,
        ...keys(kept),
        bytesArray(kept.map((each) => each.payload)),
        numberArray(kept.map((each) => each.at)),
      ),
    );
  if (gone.length > 0)
    statements.push(
      statement(
        `delete from memories m using unnest($1::text[], $2::text[], $3::text[]) g (scope, owner, key)
         where m.scope = g.scope and m.owner = g.owner and m.key = g.key`,
        ...keys(gone),
      ),
    );
  return statements;
}

export const writeSecrets = (secrets: readonly WriteOf<'secret'>[]): Statement =>
  statement(
    `insert into secrets (handle, run, sealed) select * from unnest($1::text[], $2::text[], $3::bytea[])
     on conflict (handle) do nothing`,
    textArray(secrets.map((each) => each.handle)),
    textArray(secrets.map((each) => each.run)),
    bytesArray(secrets.map((each) => each.sealed)),
  );

/** One that is there already is touched: whoever deletes what nobody needs (retention.ts) then leaves it. */
export const writeBlobs = (blobs: ReadonlyMap<string, Uint8Array>, at: number): Statement => {
  const sorted = [...blobs].sort(([a], [b]) => (a < b ? -1 : 1));
  return statement(
    `insert into blobs (hash, payload, at) select hash, payload, $3::bigint from unnest($1::bytea[], $2::bytea[]) b (hash, payload)
     on conflict (hash) do update set at = excluded.at`,
    bytesArray(sorted.map(([hash]) => Buffer.from(hash, 'hex'))),
    bytesArray(sorted.map(([, payload]) => payload)),
    at,
  );
};

/**
 * Runs asked for by runs: of the same bot under the asking run's version, of another under its live one. A script
 * that is not there makes a run that failed, so that whoever waits for it is told.
 */
export const writeRuns = (runs: readonly WriteOf<'run'>[]): Statement =>
  statement(
    `with asked as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::bigint[])
         a (id, parent, bot, script, inputs, conversation, at)
     ), placed as (
       select a.*, p."user", p.hops, v.id as version, pr.engine
       from asked a join runs p on p.id = a.parent
         left join bots b on b.name = a.bot and b.state = 'live'
         left join versions v on v.id = case when a.bot = p.bot then p.version else b.version end
         left join programs pr on pr.hash = v.programs ->> a.script
     ), born as (
       insert into runs (id, parent, bot, script, inputs, conversation, created_at, "user", hops, version, engine, began, state, ended_at, fault)
       select p.id, p.parent, p.bot, p.script, p.inputs, p.conversation, p.at, p."user", p.hops, coalesce(p.version, ''), coalesce(p.engine, 0),
         coalesce((select last from conversations c where c.id = p.conversation), 0),
         case when p.engine is null then 'failed' else 'ready' end,
         case when p.engine is null then p.at end,
         case when p.engine is null then json_build_object('code', 'no-such-routine',
           'message', 'the bot ' || p.bot || ' has no script ' || p.script) end
       from placed p returning id, conversation, state
     ), heard as (
       update conversations c set foreground = born.id, started = true
       from born where c.id = born.conversation and c.foreground is null and born.state = 'ready'
     )
     select id from born where state = 'ready'`,
    textArray(runs.map((each) => each.id)),
    textArray(runs.map((each) => each.run)),
    textArray(runs.map((each) => each.bot)),
    textArray(runs.map((each) => each.script)),
    bytesArray(runs.map((each) => each.inputs)),
    textArray(runs.map((each) => each.conversation)),
    numberArray(runs.map((each) => each.at)),
  );

/** An answered wait's row goes, and with it the cleartext of a secret reply. */
export const deleteWaits = (waits: readonly { run: string; address: string }[]): Statement =>
  statement(
    `with gone as (
       delete from waits w using unnest($1::text[], $2::text[]) g (run, address)
       where w.run = g.run and w.address = g.address returning w.conversation, w.message
     )
     update messages m set sealed = null from gone
     where m.conversation = gone.conversation and m.number = gone.message and m.sealed is not null`,
    textArray(waits.map((each) => each.run)),
    textArray(waits.map((each) => each.address)),
  );

export const writeWaits = (waits: readonly WriteOf<'wait'>[]): Statement =>
  statement(
    `insert into waits (run, address, kind, wait, conversation, child, due, wanted)
     select run, address, kind, wait::json, conversation, child, due, wanted::text[]
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[])
       with ordinality w (run, address, kind, wait, conversation, child, due, wanted, place)
     order by place`,
    textArray(waits.map((each) => each.run)),
    textArray(waits.map((each) => each.address)),
    textArray(waits.map((each) => each.wait.kind)),
    textArray(waits.map((each) => JSON.stringify(each.wait))),
    textArray(waits.map(({ wait }) => (wait.kind === 'reply' ? wait.conversation : null))),
    textArray(waits.map(({ wait }) => (wait.kind === 'child' ? wait.run : null))),
    numberArray(waits.map((each) => each.due)),
    textArray(waits.map(({ wait }) => (wait.kind === 'event' ? textArray(wantedBy(wait)) : null))),
  );

export function writeCheckpoints(checkpoints: readonly WriteOf<'checkpoint'>[]): Statement {
  const last = [...new Map(checkpoints.map((each) => [each.run, each])).values()];
  return statement(
    `insert into states (run, seq, state) select * from unnest($1::text[], $2::int[], $3::bytea[])
     on conflict (run) do update set seq = excluded.seq, state = excluded.state`,
    textArray(last.map((each) => each.run)),
    numberArray(last.map((each) => each.seq)),
    bytesArray(last.map((each) => each.state)),
  );
}

/** The run leaves memory unless a signal or a command came first, which it has not heeded; answers those that stay. Locks must be held. */
export const parkRuns = (parks: readonly WriteOf<'park'>[]): Statement =>
  statement(
    `with parked as (
       update runs r set state = 'waiting', owner = null, epoch = null, claims = 0
       where r.id = any($1::text[]) and (r.command is null or r.id = any($2::text[]))
         and not exists (select 1 from waits w where w.run = r.id and w.signal is not null)
       returning id
     )
     select id, command from runs where id = any($1::text[]) and id not in (select id from parked)`,
    textArray(parks.map((each) => each.run)),
    textArray(parks.flatMap((each) => (each.isCancelled ? [each.run] : []))),
  );

/** As a person's cancel would: whoever is not in memory becomes ready, to be cancelled by the node that claims it. Locks must be held. */
export const cancelChildren = (cancels: readonly WriteOf<'cancel'>[]): Statement =>
  statement(
    `with told as (
       update runs r set command = 'cancel', claims = 0, state = case when r.state = 'leased' then 'leased' else 'ready' end
       from unnest($1::text[], $2::text[]) c (id, parent)
       where r.id = any($1::text[]) and r.id = c.id and r.parent = c.parent and r.ended_at is null returning r.id, r.state
     )
     select id from told where state = 'ready'`,
    textArray(cancels.map((each) => each.target)),
    textArray(cancels.map((each) => each.run)),
  );

/** A run that was to be cancelled anyway becomes ready for that. */
export const holdRuns = (held: readonly WriteOf<'held'>[]): Statement =>
  statement(
    `update runs r set owner = null, epoch = null, held_reason = h.reason, message = h.message,
       state = case when r.command = 'cancel' then 'ready' else 'held' end, command = nullif(r.command, 'hold')
     from unnest($1::text[], $2::text[], $3::text[]) h (run, reason, message) where r.id = h.run`,
    textArray(held.map((each) => each.run)),
    textArray(held.map((each) => each.reason)),
    textArray(held.map((each) => forEyes(each.message))),
  );

/** What a person decided is in the journal now. */
export const settleOperators = (entries: readonly Entry[]): Statement =>
  statement(
    'update runs set operator = null, operator_value = null, operator_actor = null where id = any($1::text[])',
    textArray(entries.map((each) => each.run)),
  );

// ── columns of the kinds that stand in the fence's own statement ──

export interface StoredEntry {
  readonly entry: Entry;
  /** Hex hash of its payload where that went to blobs. */
  readonly blob?: string;
}

export const ENTRY_COLUMNS = 'run, seq, address, kind, name, args_hash, payload, blob, preview, at';
export const ENTRY_TYPES = ['text', 'int', 'text', 'text', 'text', 'bytea', 'bytea', 'bytea', 'text', 'bigint'] as const;
export const entryColumns = (rows: readonly StoredEntry[]): string[] => [
  textArray(rows.map(({ entry }) => entry.run)),
  numberArray(rows.map(({ entry }) => entry.seq)),
  textArray(rows.map(({ entry }) => entry.address)),
  textArray(rows.map(({ entry }) => entry.kind)),
  textArray(rows.map(({ entry }) => entry.name)),
  bytesArray(rows.map(({ entry }) => entry.argsHash)),
  bytesArray(rows.map(({ entry, blob }) => (blob ? null : entry.payload))),
  bytesArray(rows.map(({ blob }) => (blob ? Buffer.from(blob, 'hex') : null))),
  textArray(rows.map(({ entry }) => forEyes(entry.preview))),
  numberArray(rows.map(({ entry }) => entry.at)),
];

export const AUDIT_COLUMNS = 'at, bot, run, address, actor, what, subject, tier, args_hash';
export const AUDIT_TYPES = ['bigint', 'text', 'text', 'text', 'text', 'text', 'text', 'smallint', 'text'] as const;
export const auditColumns = (rows: readonly AuditRow[]): string[] => [
  numberArray(rows.map((row) => row.at)),
  textArray(rows.map((row) => row.bot)),
  textArray(rows.map((row) => row.run)),
  textArray(rows.map((row) => row.address)),
  textArray(rows.map((row) => row.actor)),
  textArray(rows.map((row) => row.what)),
  textArray(rows.map((row) => row.subject)),
  numberArray(rows.map((row) => row.tier)),
  textArray(rows.map((row) => row.argsHash)),
];

export const MESSAGE_TYPES = ['text', 'int', 'bigint', 'text'] as const;
export const messageColumns = (messages: readonly WriteOf<'message'>[], nths: readonly number[]): string[] => [
  textArray(messages.map((each) => each.conversation)),
  numberArray(nths),
  numberArray(messages.map((each) => each.at)),
  textArray(messages.map((each) => JSON.stringify(each.item))),
];

export const ENDED = 'owner = null, epoch = null, command = null, operator = null, operator_value = null, operator_actor = null';
export const endColumns = (ends: readonly WriteOf<'end'>[]): string[] => [
  textArray(ends.map((each) => each.run)),
  textArray(ends.map((each) => each.state)),
  bytesArray(ends.map((each) => each.result)),
  textArray(ends.map((each) => (each.fault ? JSON.stringify(each.fault) : null))),
];
