/** Reading entries: of claimed runs after their checkpoint, and whole for `show`. */
import type { Entry } from '../../spec/index.ts';
import { bytesOf, numberArray, numberOf, type Row, type Sql, textArray, textOf } from './sql.ts';

export async function loadEntries(
  sql: Sql,
  from: readonly { readonly run: string; readonly after: number }[],
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const rows = await sql.query(
    `select j.run, j.seq, j.address, j.kind, j.name, j.args_hash, coalesce(j.payload, b.payload) as payload, j.preview, j.at
     from unnest($1::text[], $2::int[]) k (run, after)
       cross join lateral (select * from journal where run = k.run and seq > k.after order by seq) j
       left join blobs b on b.hash = j.blob
     order by j.run, j.seq`,
    [textArray(from.map((each) => each.run)), numberArray(from.map((each) => each.after))],
  );
  const entries = new Map<string, Entry[]>();
  for (const row of rows) {
    const entry = entryOf(row);
    const of = entries.get(entry.run);
    if (of) of.push(entry);
    else entries.set(entry.run, [entry]);
  }
  return entries;
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
