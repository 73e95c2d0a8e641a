/**
 * Databases of one PostgreSQL that many short plays use in turn: a lane is emptied, not made anew, and its connections
 * stay open. A play takes a lane as its store and gives it back by closing it.
 */
import postgres from 'postgres';
import { openPostgres } from '../../src/adapters/postgres/index.ts';
import type { Journal, SealPort, Store } from '../../src/spec/index.ts';
import { createDatabase, startPostgres, type TestServer } from './postgres.ts';

/** What the play that has the lane hands in. */
interface Parts {
  readonly now: () => number;
  readonly seal: SealPort;
}

interface Lane {
  readonly store: Store;
  readonly journal: Journal;
  readonly hand: { parts: Parts };
  empty(): Promise<void>;
  close(): Promise<void>;
}

export interface PostgresLanes {
  take(parts: Parts): Promise<Store>;
  close(): Promise<void>;
}

export async function openLanes(): Promise<PostgresLanes> {
  // What it wrote may be lost when the machine fails: here only processes die.
  const server = await startPostgres({ fsync: 'off', full_page_writes: 'off' });
  const free: Lane[] = [];
  const all: Lane[] = [];
  let made = 0;
  const make = async (parts: Parts) => {
    const lane = await createLane(server, `lane_${++made}`, parts);
    all.push(lane);
    return lane;
  };
  return {
    async take(parts) {
      const lane = free.pop() ?? (await make(parts));
      lane.hand.parts = parts;
      const close = async () => {
        await lane.empty();
        free.push(lane);
      };
      return { ...lane.store, journal: lane.journal, close };
    },
    async close() {
      for (const lane of all) await lane.close();
      await server.stop();
    },
  };
}

async function createLane(server: TestServer, name: string, first: Parts): Promise<Lane> {
  const url = await createDatabase(server.url, name);
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const hand = { parts: first };
  const seal: SealPort = { seal: (text) => hand.parts.seal.seal(text), open: (sealed) => hand.parts.seal.open(sealed) };
  const store = await openPostgres(url, { seal, now: () => hand.parts.now(), pool: 3 });
  const calls = new Set<Promise<unknown>>();
  return {
    store,
    journal: counted(store.journal, calls),
    hand,
    async empty() {
      // What a dead process had sent is over before the next play begins.
      while (calls.size > 0) await Promise.allSettled(calls);
      await sql.unsafe(EMPTY);
    },
    async close() {
      await store.close();
      await sql.end({ timeout: 5 });
    },
  };
}

/** Faster than truncate by far: the tables hold a handful of rows, and keep their files. */
const EMPTY = `do $$
declare each text;
begin
  set local session_replication_role = replica;
  for each in select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations' loop
    execute format('delete from %I', each);
  end loop;
end $$`;

function counted(journal: Journal, calls: Set<Promise<unknown>>): Journal {
  const count =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      const answer = call(...args);
      calls.add(answer);
      const over = () => calls.delete(answer);
      answer.then(over, over);
      return answer;
    };
  return {
    join: count(journal.join),
    flush: count(journal.flush),
    claim: count(journal.claim),
    signals: count(journal.signals),
    wakeDue: count(journal.wakeDue),
    sweep: count(journal.sweep),
    deliver: count(journal.deliver),
    leave: count(journal.leave),
  };
}
