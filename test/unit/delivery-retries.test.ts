/** A handler that fails is due again after 5, 30 and 300 seconds: its node knows when, without a sweep. */
import { expect, test } from 'vitest';
import { compile } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import { parseTranscript } from '../../src/runtime/index.ts';
import type { Program } from '../../src/spec/index.ts';
import { perform } from '../support/theatre.ts';

const SOURCE = `ON EVENT "order" DO
  PUBLISH EVENT "tried" WITH id = event.id
  THROW "not now"
END ON
PUBLISH EVENT "order" WITH id = 1
FOR n = 1 TO 4
  again = WAIT FOR EVENT "tried"
  TALK "try " + n
NEXT`;

test.each([
  ['~ 4s', 1],
  ['~ 5s', 2],
  ['~ 34s', 2],
  ['~ 35s', 3],
  ['~ 334s', 3],
  ['~ 336s', 4],
])('after %s it was tried %i times', async (moved, tries) => {
  const { program, handlers } = compile(SOURCE, { script: 'start.bas', language: standardLanguage() });
  const { lines } = await perform({ programs: { ...handlers, start: program as Program }, script: parseTranscript(moved) });
  expect(lines.filter(({ kind }) => kind === 'said')).toHaveLength(tries);
});
