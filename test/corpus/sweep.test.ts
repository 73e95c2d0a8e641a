/**
 * This suite, not prose, is the promise of durability: transcripts, dying before and after each flush. Here those in
 * which the world or the visitor has a part; test/sweep plays all of them, and on PostgreSQL.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseTranscript } from '../../src/runtime/index.ts';
import { corpusPrograms } from '../support/corpus.ts';
import { sweep } from '../support/sweep.ts';
import { programsFor } from '../support/theatre.ts';

const all = corpusPrograms();
const played = all
  .filter(({ golden }) => existsSync(`${golden}.transcript`))
  .map((program) => [`${program.area}/${program.name}`, program, parseTranscript(readFileSync(`${program.golden}.transcript`, 'utf8'))] as const)
  .filter(([, { source }, script]) => /parallel/i.test(source) || script.some(({ kind }) => kind === 'heard' || kind === 'clock' || kind === 'effect'));

test.each(played)('%s', async (_, program, script) => {
  const { deaths, broken } = await sweep({ programs: programsFor(program, all), script });
  expect(deaths).toBeGreaterThan(0);
  expect(broken).toEqual([]);
});
