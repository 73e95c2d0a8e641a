/** Every run that a transcript of the corpus makes is run again from its journal alone, and must come to the same end. */
import { describe, expect, test } from 'vitest';
import { TimeTravel } from '../../src/host/index.ts';
import type { Performance } from '../../src/host/stage.ts';
import type { Entry, Program, RunRow } from '../../src/spec/index.ts';
import { playedPrograms } from '../support/played.ts';
import { compiled } from '../support/scripts-compiled.ts';
import { perform } from '../support/theatre.ts';

const travel = ({ store }: Pick<Performance, 'store'>) => new TimeTravel({ store, clock: { now: () => 0 } });

describe.each(playedPrograms())('%s', (_, { programs, script }) => {
  test('is replayed from its journal', async () => {
    const played = await perform({ programs: programs(), script });
    const runs = await played.store.runs.list({ limit: 200 });
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs) {
      const replay = await travel(played).replay(run);
      expect(replay.difference).toBeUndefined();
      expect(replay.matched).toBe((await played.store.runs.entries(run.id)).length);
    }
  });
});

describe('a replay tells', () => {
  const source = 'name = "Ana"\nTALK "Hello " + name\nWAIT 60\nTALK "Bye"\nRETURN 7\n';
  const other = (text: string) => compiled({ start: text });
  async function played(text = source, programs = compiled({ start: text })) {
    const performance = await perform({ programs, script: [{ kind: 'clock', ms: 60_000, text: '60s' }] });
    const run = performance.run as RunRow;
    return { ...performance, run, entries: await performance.store.runs.entries(run.id) };
  }
  /** The journal of one program, and another program or journal in its place. */
  async function replayed(changes: {
    readonly programs?: Readonly<Record<string, Program>>;
    readonly entries?: (entries: readonly Entry[]) => readonly Entry[];
    readonly run?: Partial<RunRow>;
  }) {
    const { store, run, entries } = await played();
    const given = changes.programs ? (await played('', changes.programs)).store : store;
    const version = changes.programs ? ((await given.packages.bot('played'))?.version as string) : run.version;
    const runs = { ...store.runs, entries: async () => changes.entries?.(entries) ?? entries };
    const here = new TimeTravel({ store: { runs, packages: given.packages }, clock: { now: () => 0 } });
    return here.replay({ ...run, version, ...changes.run });
  }

  test('nothing where all is as it was', async () => {
    const replay = await replayed({});
    expect(replay.difference).toBeUndefined();
    expect(replay.end).toEqual({ kind: 'done', value: 7 });
  });
  test.each([
    ['another text', source.replace('Hello', 'Hullo'), { line: 2, expected: 'TALK with the arguments of then (Hello Ana)' }],
    ['another statement', source.replace('TALK "Bye"', 'WAIT 1'), { line: 4, expected: expect.stringMatching(/^TALK at/) }],
    ['a statement less', source.replace('TALK "Bye"\n', ''), { found: 'the program has ended' }],
    ['a statement more', source.replace('RETURN', 'TALK "!"\nRETURN'), { expected: 'the result 7', found: 'the program waits' }],
    ['another result', source.replace('7', '8'), { expected: 'the result 7', found: 'the result 8' }],
    ['a fault', source.replace('RETURN 7', 'THROW "no"'), { expected: 'the result 7', line: 5 }],
  ])('where the program now has %s', async (_, text, difference) => {
    expect((await replayed({ programs: other(text) })).difference).toMatchObject(difference);
  });
  test('which entry was altered, or is missing', async () => {
    const altered = await replayed({ entries: (all) => all.map((each) => (each.seq === 3 ? { ...each, name: 'PRINT' } : each)) });
    expect(altered.difference).toMatchObject({ seq: 3, script: 'start.bas', expected: expect.stringContaining('PRINT') });
    const missing = await replayed({ entries: (all) => all.filter(({ seq }) => seq !== 2) });
    expect(missing.difference).toMatchObject({ seq: 3, line: 2, found: expect.stringContaining('TALK') });
    const headless = await replayed({ entries: (all) => all.slice(1) });
    expect(headless.difference).toMatchObject({ seq: 2, expected: 'an entry that begins the run' });
  });
  test('another end than was stored', async () => {
    expect((await replayed({ run: { result: 8 } })).difference).toMatchObject({ expected: 'the result 8', found: 'the result 7' });
    const fault = { code: 'thrown', message: 'no' } as const;
    expect((await replayed({ run: { state: 'failed', fault } })).difference).toMatchObject({ expected: 'the fault thrown: no' });
  });
});
