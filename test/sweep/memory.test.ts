/** Every transcript of the corpus, dying before and after each flush, and once more while recovering, on the memory store. */
import { describe, expect, test } from 'vitest';
import { playedPrograms } from '../support/played.ts';
import { everyDoubleDeath, sweep } from '../support/sweep.ts';

describe.each(playedPrograms())('%s', (_, { programs, script }) => {
  test('goes on where it was', async () => {
    const { deaths, broken } = await sweep({ programs: programs(), script });
    expect(deaths).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });

  test('goes on when the process that recovers it dies too', async () => {
    const { deaths, broken } = await sweep({ programs: programs(), script }, everyDoubleDeath);
    expect(deaths).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });
});
