/** What must be true after any number of deaths: in the database, and at the web service that recorded all requests. */
import postgres from 'postgres';
import { expect } from 'vitest';
import type { Store } from '../../src/spec/index.ts';
import type { Recorder } from '../support/recorder.ts';
import { pause } from './chance.ts';
import { BOT, expectedTalk } from './load.ts';
import type { Job } from './visitors.ts';

export async function checkLedger(db: string, store: Store, recorder: Recorder, jobs: readonly Job[]): Promise<void> {
  for (const { conversation, job } of jobs) expect(await talkOf(store, conversation), job).toEqual([...expectedTalk(job)].sort());
  await checkRows(
    db,
    store,
    jobs.map(({ job }) => job),
  );
  checkWorld(recorder, jobs.length);
}

const talkOf = async (store: Store, conversation: string) =>
  (await store.conversations.since(conversation, 0, 1000)).flatMap(({ item }) => (item.type === 'bot' ? [item.text] : [])).sort();

/** No run is stuck: each ends. */
export async function settled(store: Store): Promise<void> {
  const open = async () =>
    (
      await Promise.all((['ready', 'leased', 'waiting', 'cancelling'] as const).map((state) => store.runs.list({ state, limit: 5 })))
    ).flat();
  for (const until = Date.now() + 120_000; Date.now() < until; await pause(100)) if ((await open()).length === 0) return;
  expect(await open(), 'runs that never ended').toEqual([]);
}

async function checkRows(db: string, store: Store, jobs: readonly string[]): Promise<void> {
  const sql = postgres(db, { max: 1 });
  try {
    expect(await sql`select id, state, message from runs where state <> 'done'`).toEqual([]);
    expect(await sql`select run, address from journal where kind in ('answer', 'fault') group by run, address having count(*) > 1`).toEqual(
      [],
    );
    expect(await sql`select run from journal group by run having count(*) <> max(seq) or min(seq) <> 1`).toEqual([]);
    expect(await sql`select conversation from messages group by conversation having count(*) <> max(number)`).toEqual([]);
    expect(await sql`select count(*)::int as open from waits`).toEqual([{ open: 0 }]);
  } finally {
    await sql.end();
  }
  for (const job of jobs) expect(await store.memory('bot', BOT, `a-${job}`), job).toBe(12);
}

/** A POST reaches the world at most once under its key; a GET, which changes nothing, may come again. */
function checkWorld(recorder: Recorder, jobs: number): void {
  const twice = [...recorder.counts('POST')].filter(([, count]) => count > 1);
  expect(twice).toEqual([]);
  expect(recorder.requests.filter(({ method, key }) => method === 'POST' && key === undefined)).toEqual([]);
  expect(recorder.counts('POST').size).toBeGreaterThanOrEqual(jobs);
}
