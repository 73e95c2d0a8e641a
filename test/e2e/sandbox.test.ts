/** The sandbox of a server: a thread that hostile drafts cannot leave, and `basalt serve` that answers others meanwhile. */
import { afterEach, describe, expect, test } from 'vitest';
import { type Rehearsal, Rehearsals, SandboxBusy } from '../../src/sandbox/index.ts';

const draft = (scripts: Record<string, string>): Rehearsal => ({
  scripts,
  config: '',
  of: {},
  real: [],
  policy: 'workshop',
  grants: [],
});
const GOOD = draft({ start: 'RETURN 7\n' });
/** Each run may take so many steps; a hundred of them take longer than anybody waits. */
const SLOW = draft({
  start: 'FOR i = 1 TO 100\n  BOT "spin" "turn ${i}" INTO x ON ERROR SKIP\nNEXT\n',
  spin: 'DO\n  x = x + 1\nLOOP\n',
});
const DOUBLED = 'part = "x"\nFOR k = 1 TO 16\n  part = part + part\nNEXT\n';
const STORING = draft({ start: `${DOUBLED}FOR i = 1 TO 9000\n  SET BOT MEMORY "k" + i, part\nNEXT\nRETURN 1\n` });
const HOLDING = draft({ start: `${DOUBLED}all = []\nFOR i = 1 TO 9000\n  all.PUSH(part + i)\nNEXT\nRETURN 1\n` });

let rehearsals: Rehearsals;
afterEach(() => rehearsals.close());

describe('a thread', () => {
  test('runs one draft after the other', async () => {
    rehearsals = new Rehearsals();
    const answers = await Promise.all([1, 2, 3].map(() => rehearsals.rehearse(GOOD)));
    expect(answers.map(({ result }) => result)).toEqual([7, 7, 7]);
  });

  test('is ended when a draft takes too long, and the next draft gets another', async () => {
    rehearsals = new Rehearsals({ ms: 6000 });
    let turns = 0;
    const beside = setInterval(() => turns++, 10);
    const answer = await rehearsals.rehearse(SLOW);
    clearInterval(beside);
    expect(answer).toMatchObject({ ok: false, state: 'stopped', message: expect.stringContaining('longer than 6 s') });
    // This process had its event loop for itself all the while.
    expect(turns).toBeGreaterThan(50);
    expect((await rehearsals.rehearse(GOOD)).result).toBe(7);
  });

  test('is ended when a draft stores or holds too much', async () => {
    rehearsals = new Rehearsals({ megabytes: 96 });
    for (const large of [STORING, HOLDING])
      expect(await rehearsals.rehearse(large)).toMatchObject({
        ok: false,
        state: 'stopped',
        message: expect.stringContaining('more than 96 MB'),
      });
    expect((await rehearsals.rehearse(GOOD)).result).toBe(7);
  });

  test('takes no more drafts than may wait', async () => {
    rehearsals = new Rehearsals({ queue: 1 });
    const taken = [rehearsals.rehearse(GOOD), rehearsals.rehearse(GOOD)];
    await expect(rehearsals.rehearse(GOOD)).rejects.toThrow(SandboxBusy);
    expect((await Promise.all(taken)).map(({ result }) => result)).toEqual([7, 7]);
  });
});
