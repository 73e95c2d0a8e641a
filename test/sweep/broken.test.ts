/** The sweep finds out an engine that breaks the protocol. Were it blind, its green would prove nothing. */
import { expect, test } from 'vitest';
import type { Journal } from '../../src/spec/index.ts';
import { answersBeforeDisk, forgetsAnEntry, tearsFlushes } from '../support/broken-engines.ts';
import { playedPrograms } from '../support/played.ts';
import { sweep } from '../support/sweep.ts';

const played = new Map(playedPrograms());

const MISTAKES: readonly (readonly [string, (journal: Journal, process: number) => Journal, string, RegExp])[] = [
  ['acts before its intent is on disk', answersBeforeDisk, 'http/post-answers-flat', /may have been done 2 times/],
  ['stores entries without their rows', tearsFlushes, 'dialog/talk-joins-text', /^dying after flush 1 of 3: said/],
  ['forgets an entry when it takes over', forgetsAnEntry, 'dialog/hear-asks-again', /held bug/],
];

test.each(MISTAKES)('an engine that %s', async (_, damage, name, finding) => {
  const { programs, script } = played.get(name) ?? expect.fail(`there is no transcript ${name}`);
  const { broken } = await sweep({ programs: programs(), script, damage });
  expect(broken.filter((sentence) => finding.test(sentence))).not.toEqual([]);
});
