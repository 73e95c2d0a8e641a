/** What becomes of the executions, the waits, the children and the journal of a run that is cancelled. */
import { expect, test } from 'vitest';
import { parseTranscript, planFork } from '../../src/runtime/index.ts';
import { compiled } from '../support/scripts-compiled.ts';
import { perform } from '../support/theatre.ts';

const TRIP = `
ORCHESTRATE WORKFLOW "trip"
  STEP 1: TALK "booked"
    COMPENSATE: TALK "given back"
  STEP 2: BOT "slow" "think"
END WORKFLOW`;
const cancelled = async (start: string, script = '- cancel', more: Readonly<Record<string, string>> = {}) => {
  const played = await perform({ programs: compiled({ start, ...more }), script: parseTranscript(script) });
  const said = played.lines.flatMap((line) => (line.kind === 'said' ? [line.text] : []));
  return { ...played, said, id: played.run?.id as string, workflows: await played.store.workflows.list({ limit: 10 }) };
};

test('undone steps make an execution compensated; its run and the run it waits for are cancelled', async () => {
  const { store, run, id, workflows, said } = await cancelled(TRIP, '- cancel', { slow: 'HEAR nothing' });
  expect(said).toEqual(['booked', 'given back']);
  expect(run).toMatchObject({ state: 'cancelled', fault: { code: 'cancelled', message: 'the run was cancelled' } });
  expect(workflows).toMatchObject([{ name: 'trip', state: 'compensated' }]);
  expect(await store.runs.waits(id)).toEqual([]);
  const runs = await store.runs.list({ limit: 10 });
  expect(runs.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  const entries = await store.runs.entries(id);
  const seq = entries.find(({ kind }) => kind === 'cancel')?.seq as number;
  expect(planFork(entries, seq)).toEqual({ kind: 'cancelled', seq });
  expect(planFork(entries, seq - 1)).toMatchObject({ kind: 'plan' });
});

test('where nothing was done yet there is nothing to undo, and the execution is cancelled', async () => {
  const early = TRIP.replace('STEP 1: TALK "booked"', 'STEP 1: HEAR name');
  const { run, workflows, said } = await cancelled(early, '- cancel', { slow: '' });
  expect({ state: run?.state, said }).toEqual({ state: 'cancelled', said: [] });
  expect(workflows).toMatchObject([{ state: 'cancelled' }]);
});

test('a run outside of any workflow ends without another entry', async () => {
  const { run, id, store } = await cancelled('TALK "one"\nHEAR name');
  expect(run?.state).toBe('cancelled');
  expect((await store.runs.entries(id)).map(({ kind }) => kind)).not.toContain('cancel');
});

test('a second cancel changes nothing, and undos that wait are told when they come', async () => {
  const waiting = TRIP.replace('TALK "given back"', 'HEAR permission');
  const { run, workflows } = await cancelled(waiting, '- cancel\n~ 10s\n- cancel\n< yes', { slow: 'HEAR nothing' });
  expect(run?.state).toBe('cancelled');
  expect(workflows).toMatchObject([{ state: 'compensated' }]);
});

test('an undo that a person would have to decide on is given up instead, and the others go on', async () => {
  const posting = TRIP.replace('BOT "slow" "think"', 'TALK "second"\n    COMPENSATE: POST "https://one.example/", "x"\n  HEAR name');
  const { run, said } = await cancelled(posting, '- cancel\n! http.post https://one.example/ "x" -> unknown gone');
  expect(said).toEqual(['booked', 'second', 'given back']);
  expect(run?.state).toBe('cancelled');
});

test('undos that take too long are ended, and the execution says that it was cancelled', async () => {
  const waiting = TRIP.replace('TALK "given back"', 'HEAR permission');
  const { run, workflows } = await cancelled(waiting, '@ config.compensation-timeout 30\n- cancel\n~ 1m', { slow: 'HEAR nothing' });
  expect(run?.fault?.message).toBe('the run was cancelled; what it did was not undone in 30 seconds');
  expect(workflows).toMatchObject([{ state: 'cancelled' }]);
});
