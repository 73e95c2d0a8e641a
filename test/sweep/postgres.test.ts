/** The crash sweep on a real PostgreSQL: transcripts that ask the world, sleep or run branches. A death takes about a second. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSeal, openPostgres } from '../../src/adapters/postgres/index.ts';
import { parseTranscript } from '../../src/runtime/index.ts';
import { corpusPrograms } from '../support/corpus.ts';
import { cloneDatabase, createDatabase, startPostgres, type TestServer } from '../support/postgres.ts';
import { sweep } from '../support/sweep.ts';
import { programsFor } from '../support/theatre.ts';

const seal = createSeal(new Uint8Array(32));
const all = corpusPrograms();
const played = all
  .filter(({ golden }) => existsSync(`${golden}.transcript`))
  .map(
    (program) =>
      [`${program.area}/${program.name}`, program, parseTranscript(readFileSync(`${program.golden}.transcript`, 'utf8'))] as const,
  )
  .filter(([, { source }, script]) => /parallel/i.test(source) || script.some(({ kind }) => kind === 'clock' || kind === 'effect'))
  .slice(0, 8);

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
  await (await openPostgres(await createDatabase(server.url, 'sweep'), { seal })).close();
});
afterAll(() => server.stop());

test.each(played)('%s', async (_, program, script) => {
  const { deaths, broken } = await sweep({
    programs: programsFor(program, all),
    script,
    store: async (parts) => openPostgres(await cloneDatabase(server.url, 'sweep'), parts),
    // IO takes real time here: a turn is long enough for an answer of the server to arrive.
    turn: () => new Promise((resolve) => setTimeout(resolve, 1)),
  });
  expect(deaths).toBeGreaterThan(0);
  expect(broken).toEqual([]);
});
