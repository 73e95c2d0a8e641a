/** A handler that publishes its own event: bounded, and visible. Played once: a crash sweep of so many runs would take minutes. */
import { expect, test } from 'vitest';
import { compile } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import { parseTranscript, printTranscript } from '../../src/runtime/index.ts';
import { perform } from '../support/theatre.ts';

const SOURCE = `
ON EVENT "echo" DO
  SET BOT MEMORY "echoes", EVENT.n
  PUBLISH EVENT "echo" WITH n = EVENT.n + 1
END ON
PUBLISH EVENT "echo" WITH n = 1
WAIT 60
TALK "stopped after " + GET BOT MEMORY "echoes"
`;

test('it is stopped after 16 of them, its last event is a dead letter, and nothing else is disturbed', async () => {
  const { program, handlers } = compile(SOURCE, { script: 'start.bas', language: standardLanguage() });
  const { lines, store } = await perform({ programs: { ...handlers, start: program! }, script: parseTranscript('~ 2m\n') });
  expect(printTranscript(lines)).toBe('~ 2m\n> stopped after 16\n= done\n');
  expect(await store.events.deliveries({ limit: 10 })).toMatchObject([
    {
      state: 'dead',
      script: 'start~echo',
      tries: 1,
      fault: expect.stringContaining('event 17 in a row'),
      event: { name: 'echo', number: 16 },
    },
  ]);
});
