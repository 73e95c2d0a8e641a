/** The same task again and again: counted across waits, restarts and tries. */
import { expect, test } from 'vitest';
import { parseTranscript } from '../../src/runtime/index.ts';
import { compiled } from '../support/scripts-compiled.ts';
import { perform } from '../support/theatre.ts';

const looping = 'FOR EACH n IN RANGE(1, 20)\n  BOT "echo" "say it" INTO answer\n  n = 0\n  WAIT 5\nNEXT';

test('a task that was given ten times before is refused, however often the run slept in between', async () => {
  const start = 'again:\nBOT "echo" "say it" INTO answer\ntimes = NOTHING\nWAIT 5\nanswer = NOTHING\nGOTO again';
  const { run, store } = await perform({ programs: compiled({ start, echo: 'RETURN 1' }), script: parseTranscript('~ 10m') });
  expect(run).toMatchObject({ state: 'failed', fault: { code: 'loop' } });
  expect((await store.runs.list({ limit: 50 })).filter(({ script }) => script === 'echo')).toHaveLength(10);
});

test('other input is another task', async () => {
  const { run } = await perform({ programs: compiled({ start: looping, echo: 'RETURN n' }), script: parseTranscript('~ 10m') });
  expect(run?.state).toBe('done');
});
