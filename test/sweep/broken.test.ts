/** The sweep finds out an engine that breaks the protocol. Were it blind, its green would prove nothing. */
import { expect, test } from 'vitest';
import { MISTAKES } from '../support/broken-engines.ts';
import { playedPrograms } from '../support/played.ts';
import { sweep } from '../support/sweep.ts';

const played = new Map(playedPrograms());

test.each(MISTAKES)('an engine that $does', async ({ damage, transcript, finding }) => {
  const { programs, script } = played.get(transcript) ?? expect.fail(`there is no transcript ${transcript}`);
  const { broken } = await sweep({ programs: programs(), script, damage });
  expect(broken.filter((sentence) => finding.test(sentence))).not.toEqual([]);
});
