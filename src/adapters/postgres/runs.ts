/** Runs as hosts see them: started, listed, commanded. A command is a signal to the run; the flush of its owner carries it. */
import { type Fault, type HeldReason, NotFound, type RunRow, type RunState, type Runs, type Wait } from '../../spec/index.ts';
import { decodeValue, encodeValue } from '../../values/index.ts';
import { loadInputs } from './claim.ts';
import { fork } from './forks.ts';
import { loadEntries } from './journal.ts';
import { listRuns, RUNS } from './listing.ts';
import { loadModelCalls } from './model-calls.ts';
import type { StoreParts } from './parts.ts';
import { bytesOf, numberOf, optionalNumber, optionalText, type Row, type Session, textArray, textOf } from './sql.ts';
import { createStarts } from './starts.ts';
import { lockRuns } from './waking.ts';

type Command = Parameters<Runs['command']>[1];

export function createRuns(parts: StoreParts): Runs {
  const { sql } = parts;
  return {
    newId: parts.newId,
    start: createStarts(parts),
    async list(filter) {
      const { text, params } = listRuns(filter);
      return (await sql.query(text, params)).map(runOf);
    },
    find: async (id) => (await sql.query(`${RUNS} where id = $1`, [id])).map(runOf)[0],
    entries: (id, after) => loadEntries(sql, id, after),
    inputs: (id) => loadInputs(parts, id),
    fork: async (id, how) => fork(parts, id, how, await loadInputs(parts, id)),
    modelCalls: (id) => loadModelCalls(sql, id),
    upcoming: async (limit) =>
      (await sql.query(UPCOMING, [limit])).map((row) => ({
        run: textOf(row.run),
        bot: textOf(row.bot),
        kind: row.kind as Wait['kind'],
        due: numberOf(row.due),
      })),
    async waits(id) {
      const rows = await sql.query('select address, wait::text as wait, due from waits where run = $1 order by number', [id]);
      return rows.map((row) => ({
        address: textOf(row.address),
        wait: JSON.parse(textOf(row.wait)) as Wait,
        due: optionalNumber(row.due),
      }));
    },
    command: (id, command, actor) => sql.transaction((session) => give(session, id, command, actor)),
  };
}

const runOf = (row: Row): RunRow => ({
  id: textOf(row.id),
  bot: textOf(row.bot),
  version: textOf(row.version),
  script: textOf(row.script),
  state: row.state as RunState,
  heldReason: optionalText(row.held_reason) as HeldReason | undefined,
  message: optionalText(row.message),
  conversation: optionalText(row.conversation),
  createdAt: numberOf(row.created_at),
  endedAt: optionalNumber(row.ended_at),
  prunedAt: optionalNumber(row.pruned_at),
  result: row.result === null ? undefined : decodeValue(bytesOf(row.result)),
  fault: row.fault === null ? undefined : (JSON.parse(textOf(row.fault)) as Fault),
});

async function give(session: Session, id: string, command: Command, actor: string): Promise<void> {
  const lock = lockRuns(textArray([id]));
  await session.query(lock.text, lock.params);
  const [row] = await session.query('select state, ended_at from runs where id = $1', [id]);
  if (!row) throw new NotFound(`there is no run ${id}`);
  if (row.ended_at !== null) return;
  if (command.kind === 'cancel' || command.kind === 'hold') await session.query(SIGNALS[command.kind], [id]);
  else if (row.state === 'held')
    await session.query(RESUME, [id, command.kind, command.kind === 'answer' ? encodeValue(command.value) : null, actor]);
}

const UPCOMING = `select w.run, r.bot, w.kind, w.due
  from (select run, kind, due from waits where signal is null and due is not null order by due limit $1::int) w join runs r on r.id = w.run
  order by w.due, w.run`;

const SIGNALS = {
  /** Whoever is not in memory becomes ready, to be cancelled by the node that claims it. */
  cancel: `update runs set command = 'cancel', state = case when state = 'leased' then 'leased' else 'ready' end, claims = 0 where id = $1`,
  hold: `update runs set command = case when state = 'leased' then 'hold' else command end,
      held_reason = case when state in ('ready', 'waiting') then 'operator' else held_reason end,
      state = case when state in ('ready', 'waiting') then 'held' else state end
    where id = $1 and command is distinct from 'cancel'`,
} as const;

const RESUME = `update runs set state = 'ready', claims = 0, held_reason = null, message = null,
  operator = $2, operator_value = $3::bytea, operator_actor = $4 where id = $1`;
