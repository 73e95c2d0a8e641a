/** The rows of workflows that are not left by their end. */
import { expect, test } from 'vitest';
import { parseTranscript } from '../../src/runtime/index.ts';
import { compiled } from '../support/scripts-compiled.ts';
import { perform } from '../support/theatre.ts';

const rowsOf = async (start: string, script = '') => {
  const { store, run } = await perform({ programs: compiled({ start }), script: parseTranscript(script) });
  return { run: run?.state, rows: (await store.workflows.list({ limit: 10 })).map(({ state }) => state) };
};
const around = (inside: string, more = '') =>
  `${more}\nORCHESTRATE WORKFLOW "w"\n  STEP 1: TALK "one"\n${inside}\nEND WORKFLOW\nout:\nTALK "out"`;

test.each([
  ['RETURN', around('RETURN 1'), 'done', 'done'],
  ['EXIT', around('EXIT'), 'done', 'done'],
  ['GOTO', around('GOTO out'), 'done', 'failed'],
  ['ON ERROR inside it', around('ON ERROR GOTO out\nTHROW "x"'), 'done', 'failed'],
  ['ON ERROR around it', around('THROW "x"', 'ON ERROR GOTO out'), 'done', 'failed'],
  ['CANCEL WORKFLOW', around('CANCEL WORKFLOW'), 'cancelled', 'cancelled'],
  ['REJECT', around('REJECT "no"'), 'failed', 'rejected'],
  ['its end', around(''), 'done', 'done'],
])('a workflow that is left by %s does not go on for ever', async (_, source, run, row) => {
  expect(await rowsOf(source)).toEqual({ run, rows: [row] });
});

test('one that was left before a long wait ends with its run', async () => {
  const source = `${around('GOTO out')}\nWAIT 60`;
  expect(await rowsOf(source, '~ 2m')).toEqual({ run: 'done', rows: ['failed'] });
});
