/** Forks of real runs, on a whole engine in memory: what is asked anew, what is set, what is refused. */
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock/system-clock.ts';
import { createMemoryStore } from '../../src/adapters/memory/index.ts';
import { createSeal } from '../../src/adapters/seal.ts';
import { type HostedEngine, hostEngine, Session, TimeTravel, temporaryKeys } from '../../src/host/index.ts';
import type { RunRow, Store } from '../../src/spec/index.ts';
import { Dict, type Value } from '../../src/values/index.ts';
import { compiled } from '../support/scripts-compiled.ts';

const SOURCE = `PARAM price AS INTEGER DEFAULT 10
luck = RANDOM(1000000)
TALK "Which size?"
HEAR size
total = price * 2
TALK size + " costs " + total
HEAR answer
PARALLEL
  BRANCH a
    TALK "a " + total
    WAIT 0
  BRANCH b
    TALK "b " + answer
END PARALLEL
RETURN size + " " + total + " " + answer + " " + luck
`;

let hosted: HostedEngine;
afterEach(() => hosted.engine.stop(100));

async function played(source = SOURCE, says: readonly string[] = ['small', 'yes']) {
  const store: Store = createMemoryStore();
  const keys = temporaryKeys();
  const log = { log: () => undefined };
  hosted = hostEngine({ store, seal: createSeal(keys.seal), auditKey: keys.audit, clock: systemClock, log, node: 'here' });
  await store.packages.publish({
    bot: 'shop',
    policy: 'workshop',
    config: {},
    variables: {},
    programs: compiled({ start: source }),
    sources: {},
  });
  await hosted.engine.start();
  const session = await Session.open(hosted, store, 'shop');
  hosted.engine.wake();
  for (const words of says) {
    await until(session, ({ listens }) => listens);
    await session.say(words);
  }
  const [{ id }] = (await store.runs.list({ limit: 1 })) as [RunRow];
  const run = await ended(store, id);
  const travel = new TimeTravel({ store, clock: systemClock });
  const entries = await store.runs.entries(id);
  const at = (name: string, nth = 0, kind = 'answer') =>
    entries.filter((each) => each.name === name && each.kind === kind)[nth]?.seq as number;
  const fork = (seq: number, values: Record<string, Value> = {}) => travel.fork(run, seq, Dict.from(Object.entries(values)));
  /** Forks, answers what the fork asks, and gives what came of it. */
  const gone = async (seq: number, values: Record<string, Value>, answers: readonly string[]) => {
    const forked = await fork(seq, values);
    if (forked.kind !== 'forked') throw new Error(forked.kind);
    hosted.engine.wake();
    const conversation = (await store.runs.find(forked.id))?.conversation as string;
    for (const [i, text] of answers.entries()) {
      await waiting(store, forked.id);
      await store.conversations.post(conversation, `fork-${i}`, { text });
      hosted.engine.wake();
    }
    return { row: await ended(store, forked.id), conversation };
  };
  return { store, run, travel, at, fork, gone };
}

async function until(session: Session, when: (news: { listens: boolean }) => boolean): Promise<void> {
  while (!when(await session.news()));
}
async function ended(store: Store, id: string): Promise<RunRow> {
  return poll(async () => {
    const row = await store.runs.find(id);
    return row && (row.endedAt !== undefined || row.state === 'held') ? row : undefined;
  });
}
const waiting = (store: Store, id: string) => poll(async () => (await store.runs.find(id))?.state === 'waiting' || undefined);
async function poll<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const words = ({ result }: RunRow) => String(result).split(' ');

describe('a fork', () => {
  test('goes on from an answer with another value, and asks the rest anew', async () => {
    const { gone, at, run, travel } = await played();
    expect(words(run).slice(0, 3)).toEqual(['small', '20', 'yes']);
    const { row } = await gone(at('HEAR'), { size: 'large', price: 50 }, ['no']);
    expect(words(row).slice(0, 3)).toEqual(['large', '100', 'no']);
    expect((await travel.replay(row)).difference).toBeUndefined();
  });
  test('keeps what chance gave before it, and has its own afterwards', async () => {
    const late = await played();
    const { row } = await late.gone(late.at('HEAR'), {}, ['yes']);
    expect(words(row)[3]).toBe(words(late.run)[3]);
    const early = await late.gone(1, { price: 3 }, ['tiny', 'ok']);
    expect(words(early.row).slice(0, 3)).toEqual(['tiny', '6', 'ok']);
    expect(words(early.row)[3]).not.toBe(words(late.run)[3]);
  });
  test('from a wait changes what is seen after it', async () => {
    const { gone, at } = await played();
    const { row } = await gone(at('HEAR', 1, 'wait'), { total: 5 }, ['later']);
    expect(words(row).slice(0, 3)).toEqual(['small', '5', 'later']);
  });
  test('of a fork, and in a branch, with a variable of the script around it', async () => {
    const { gone, at, store, travel } = await played();
    const { row } = await gone(at('TALK', 2), { total: 7, ANSWER: 'set' }, []);
    expect(words(row).slice(0, 3)).toEqual(['small', '7', 'set']);
    const again = await travel.fork(row, at('HEAR', 1), Dict.from([['answer', 'again']]));
    if (again.kind !== 'forked') throw new Error(again.kind);
    hosted.engine.wake();
    expect(words(await ended(store, again.id))[2]).toBe('again');
  });
  test('is refused where there is no such entry or variable', async () => {
    const { fork, at } = await played();
    expect(await fork(999)).toMatchObject({ kind: 'no-such-entry', first: 1 });
    expect(await fork(at('HEAR'), { nobody: 1 })).toMatchObject({
      kind: 'unknown-variable',
      known: expect.arrayContaining(['size', 'total']),
    });
  });
});
