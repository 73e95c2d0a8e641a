/**
 * This suite, not prose, is the promise of durability: transcripts, dying before and after each flush. Here those in
 * which the world or the visitor has a part; test/sweep plays all of them, twice killed, and on PostgreSQL.
 */
import { expect, test } from 'vitest';
import { hasPartners, playedPrograms } from '../support/played.ts';
import { sweep } from '../support/sweep.ts';

test.each(playedPrograms().filter(([, played]) => hasPartners(played)))('%s', async (_, { programs, script }) => {
  const { deaths, broken } = await sweep({ programs: programs(), script });
  expect(deaths).toBeGreaterThan(0);
  expect(broken).toEqual([]);
});
