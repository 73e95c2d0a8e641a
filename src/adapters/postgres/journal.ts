/** Reading entries: of claimed runs after their checkpoint, and whole for `show`. */
import type { Entry } from '../../spec/index.ts';
import { bytesOf, numberOf, type Row, type Sql, textArray, textOf } from './sql.ts';

const COLUMNS = 'j.run, j.seq, j.address, j.kind, j.name, j.args_hash, coalesce(j.payload, b.payload) as payload, j.preview, j.at';

export async function loadEntriesAfterCheckpoint(sql: Sql, runs: readonly string[]): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const entries = new Map<string, Entry[]>(runs.map((run) => [run, []]));
  if (runs.length === 0) return entries;
  const rows = await sql.query(
    `select ${COLUMNS} from unnest($1::text[]) k (run) left join states s on s.run = k.run
       cross join lateral (select * from journal where run = k.run and seq > coalesce(s.seq, 0)) j
       left join blobs b on b.hash = j.blob
     order by j.run, j.seq`,
    [textArray(runs)],
  );
  for (const row of rows) entries.get(textOf(row.run))!.push(entryOf(row));
  return entries;
}

export async function loadEntries(sql: Sql, run: string, after = 0): Promise<readonly Entry[]> {
  const rows = await sql.query(
    `select ${COLUMNS} from journal j left join blobs b on b.hash = j.blob where j.run = $1 and j.seq > $2::int order by j.seq`,
    [run, after],
  );
  return rows.map(entryOf);
}

const entryOf = (row: Row): Entry => ({
  run: textOf(row.run),
  seq: numberOf(row.seq),
  address: textOf(row.address),
  kind: row.kind as Entry['kind'],
  name: textOf(row.name),
  argsHash: bytesOf(row.args_hash),
  payload: bytesOf(row.payload),
  preview: textOf(row.preview),
  at: numberOf(row.at),
});
