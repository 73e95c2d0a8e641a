/**
 * What the disk allows: every engine here waits for it once a step, so a workflow that runs alone cannot be faster than
 * ten syncs in a row, whoever runs it.
 */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { STEPS } from '../rivals/peer.mjs';
import { median } from './show.ts';

const TIMES = 60;
const PAGE = new Uint8Array(8192);

export async function benchDisk(url: string, folder: string): Promise<void> {
  const [sync, commit] = [syncs(folder), await commits(url)];
  const most = (ms: number) => (1000 / ms / STEPS).toFixed(0);
  console.log(
    `\ndisk: fdatasync ${sync.toFixed(2)} ms, a commit of one row ${commit.toFixed(2)} ms: ` +
      `alone, at most ${most(sync)} workflows/s on any store, ${most(commit)} on PostgreSQL with a commit a step`,
  );
}

function syncs(folder: string): number {
  const path = join(folder, 'syncs');
  const file = openSync(path, 'w');
  // Written once before, as the log of a database is.
  for (let page = 0; page < TIMES; page++) writeSync(file, PAGE);
  fdatasyncSync(file);
  const times = Array.from({ length: TIMES }, (_, page) => {
    const began = performance.now();
    writeSync(file, PAGE, 0, PAGE.length, page * PAGE.length);
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  rmSync(path);
  return median(times);
}

async function commits(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 });
  await sql`create table commits (row text)`;
  const times: number[] = [];
  for (let row = 0; row < TIMES; row++) {
    const began = performance.now();
    await sql`insert into commits values ('a row')`;
    times.push(performance.now() - began);
  }
  await sql`drop table commits`;
  await sql.end();
  return median(times);
}
