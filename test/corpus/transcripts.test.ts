/** Every program of the corpus with a transcript, played as it is and with its state through the codec at every effect. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseTranscript, printTranscript } from '../../src/runtime/index.ts';
import { corpusPrograms } from '../support/corpus.ts';
import { expectGolden } from '../support/golden.ts';
import { perform, programsFor } from '../support/theatre.ts';

const all = corpusPrograms();
const played = all.filter(({ golden }) => existsSync(`${golden}.transcript`));

test('there are transcripts', () => expect(played.length).toBeGreaterThan(0));

describe.each(played.map((program) => [`${program.area}/${program.name}`, program] as const))('%s', (_, program) => {
  const path = `${program.golden}.transcript`;
  const script = () => parseTranscript(readFileSync(path, 'utf8'));

  test('plays as its transcript says', async () => {
    const { lines } = await perform({ programs: programsFor(program, all), script: script() });
    expectGolden(path, printTranscript(lines));
  });

  test('plays the same when its state goes through the codec at every effect', async () => {
    const { lines } = await perform({ programs: programsFor(program, all), script: script(), roundTrip: true });
    expect(printTranscript(lines)).toBe(printTranscript(script()));
  });
});
