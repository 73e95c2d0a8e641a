/**
 * Every transcript of the corpus on a real PostgreSQL, dying before and after each of its flushes, none left out. Killed
 * again while recovering: after each of these deaths once, at the claim or the first flush, before or after it, in turn
 * (on the memory store all four). Plays share lanes of one server and run beside each other.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MISTAKES } from '../support/broken-engines.ts';
import { playedPrograms } from '../support/played.ts';
import { openLanes, type PostgresLanes } from '../support/postgres-lanes.ts';
import { eachFlushAndOneMore, everyFlush, sweep } from '../support/sweep.ts';

let lanes: PostgresLanes;
beforeAll(async () => {
  lanes = await openLanes();
});
afterAll(() => lanes.close());

const all = playedPrograms();
const played = new Map(all);
const onLanes = {
  store: (parts: Parameters<PostgresLanes['take']>[0]) => lanes.take(parts),
  // IO takes real time here: a turn is long enough for an answer of the server to arrive.
  turn: () => new Promise<void>((resolve) => setTimeout(resolve, 1)),
};

describe.concurrent.each(all)('%s', (_, { programs, script }) => {
  test('goes on where it was', async () => {
    const { deaths, broken } = await sweep({ programs: programs(), script, ...onLanes }, everyFlush);
    expect(deaths).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });

  test('goes on when the process that recovers it dies too', async () => {
    const { deaths, broken } = await sweep({ programs: programs(), script, ...onLanes }, eachFlushAndOneMore);
    expect(deaths).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });
});

test.each(MISTAKES)('an engine that $does is found out here too', async ({ damage, transcript, finding }) => {
  const { programs, script } = played.get(transcript) ?? expect.fail(`there is no transcript ${transcript}`);
  const { broken } = await sweep({ programs: programs(), script, damage, ...onLanes });
  expect(broken.filter((sentence) => finding.test(sentence))).not.toEqual([]);
});
