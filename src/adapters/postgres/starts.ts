/**
 * Starting runs from outside. Starts that come while one is on its way go together with the next: a commit costs a
 * sync of the disk, and one sync begins a thousand runs as easily as one. If the database refuses such a batch, each
 * goes alone, so that nobody fails for another's bad row.
 */
import { type FlushWrite, type Lease, NotFound, type RunStart, type Runs, UnstorableRow } from '../../spec/index.ts';
import { encodeValue } from '../../values/index.ts';
import type { StoreParts } from './parts.ts';
import { bytesArray, type Session, type Statement, statement, textArray, textOf } from './sql.ts';

interface Waiting {
  readonly id: string;
  readonly run: RunStart;
  done(id: string): void;
  failed(error: unknown): void;
}

const MOST = 1000;

export function createStarts(parts: StoreParts): Runs['start'] {
  let queue: Waiting[] = [];
  let isFlying = false;

  async function fly() {
    isFlying = true;
    while (queue.length > 0) {
      const batch = queue.slice(0, MOST);
      queue = queue.slice(MOST);
      await together(batch).catch(async (error: unknown) => {
        if (batch.length === 1 || !(error instanceof UnstorableRow)) for (const each of batch) each.failed(error);
        else for (const each of batch) await together([each]).catch(each.failed);
      });
    }
    isFlying = false;
  }

  async function together(batch: readonly Waiting[]) {
    const begun = await startRuns(parts, parts.sql, batch);
    for (const { id, run, done, failed } of batch) begun.has(id) ? done(id) : failed(missing(run));
  }

  return (run) =>
    new Promise((done, failed) => {
      queue.push({ id: parts.newId(), run, done, failed });
      if (!isFlying) void fly();
    });
}

const missing = ({ bot, script }: RunStart) => new NotFound(`the bot ${bot} is not live or has no script ${script}`);

/** One run, inside a transaction of its caller. */
export async function startRun(parts: StoreParts, session: Session, run: RunStart): Promise<void> {
  const begun = await startRuns(parts, session, [{ id: parts.newId(), run }]);
  if (begun.size === 0) throw missing(run);
}

/** Answers those that began. */
async function startRuns(
  parts: StoreParts,
  session: Session,
  runs: readonly { readonly id: string; readonly run: RunStart }[],
): Promise<ReadonlySet<string>> {
  const births = runs.map(({ id, run }) => ({ ...run, run: id, inputs: encodeValue(run.inputs) }));
  const { text, params } = bearRuns(births, parts.now());
  const rows = await session.query(text, params);
  return new Set(rows.map((row) => textOf(row.id)));
}

export type Birth = Omit<Extract<FlushWrite, { kind: 'birth' }>, 'kind' | 'at'>;

/**
 * Runs of live bots: ready for whoever claims them, or leased from birth. In its conversation, which is locked for it, a
 * run becomes the foreground run when there is none.
 */
export const bearRuns = (births: readonly Birth[], at: number, lease?: Lease): Statement =>
  statement(
    BEAR,
    textArray(births.map((each) => each.run)),
    textArray(births.map((each) => each.bot)),
    textArray(births.map((each) => each.script)),
    textArray(births.map((each) => each.conversation)),
    textArray(births.map((each) => each.user)),
    bytesArray(births.map((each) => each.inputs)),
    at,
    lease?.node ?? null,
    lease?.epoch ?? null,
  );

const BEAR = `
with c as materialized (
  select id, last, "user" from conversations where id = any($4::text[]) order by id for update
), born as (
  insert into runs (id, bot, version, script, engine, state, owner, epoch, claims, conversation, "user", inputs, began, created_at)
  select a.id, b.name, v.id, a.script, p.engine, case when $8::text is null then 'ready' else 'leased' end, $8::text, $9::bigint,
    case when $8::text is null then 0 else 1 end, a.conversation, coalesce(a."user", c."user"), a.inputs, coalesce(c.last, 0), $7::bigint
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[]) a (id, bot, script, conversation, "user", inputs)
    join bots b on b.name = a.bot and b.state = 'live' join versions v on v.id = b.version
    join programs p on p.hash = v.programs ->> a.script left join c on c.id = a.conversation
  returning id, version, conversation, "user"
), heard as (
  update conversations c set foreground = f.id, started = true
  from (select conversation, min(id) as id from born where conversation is not null group by conversation) f
  where c.id = f.conversation and c.id = any($4::text[]) and c.foreground is null
)
select id, version, "user" from born`;
