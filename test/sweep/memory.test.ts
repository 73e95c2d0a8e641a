/** Every transcript of the corpus, dying before and after each flush, on the memory store. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseTranscript } from '../../src/runtime/index.ts';
import { corpusPrograms } from '../support/corpus.ts';
import { sweep } from '../support/sweep.ts';
import { programsFor } from '../support/theatre.ts';

const all = corpusPrograms();

test.each(all.filter(({ golden }) => existsSync(`${golden}.transcript`)))('$area/$name', async (program) => {
  const script = parseTranscript(readFileSync(`${program.golden}.transcript`, 'utf8'));
  const { deaths, broken } = await sweep({ programs: programsFor(program, all), script });
  expect(deaths).toBeGreaterThan(0);
  expect(broken).toEqual([]);
});
