/** Drafts on a stage of their own: what a simulation does, one statement alone, all up to one, and what is told of it. */
import { describe, expect, test } from 'vitest';
import type { SandboxCase } from '../../src/runtime/index.ts';
import { type Rehearsal, rehearse } from '../../src/sandbox/index.ts';

const SCRIPT = `ADD BOT "writer" WITH ROLE "writes"
TALK "Which topic?"
HEAR topic
total = 0
ORCHESTRATE WORKFLOW "article"
  STEP "write": BOT "writer" "write on \${topic}" INTO text
  STEP "agree": HUMAN APPROVAL FROM "manager" FOR "Print: \${text}" TIMEOUT 86400 INTO answer
  IF answer.approved THEN
    total = total + 5
    WAIT DAYS(2)
    TALK "Printed: \${text}"
  ELSE
    TALK "Not printed: \${answer.comment}"
  END IF
  paid = WAIT FOR EVENT "paid" TIMEOUT 3600
  rate = GET "https://rates.example/usd"
END WORKFLOW
RETURN total

ON EVENT "late" DO
  SET BOT MEMORY "late", EVENT.id
END ON
`;

const of = (script: string, more: SandboxCase = {}, rest: Partial<Rehearsal> = {}) =>
  rehearse({ scripts: { start: script }, config: '', of: more, real: [], policy: 'workshop', grants: [], ...rest });
const lines = (steps: readonly { line?: number; keyword: string }[]) => steps.map(({ line, keyword }) => `${line} ${keyword}`);

describe('a whole script', () => {
  test('runs without a word said of anybody: people approve, time passes, all of it is marked as simulated', async () => {
    const answer = await of(SCRIPT);
    expect(answer).toMatchObject({ ok: true, state: 'done', result: 5, problems: [], values: { topic: 'Hello', total: 5 } });
    expect(answer.took.simulatedMs).toBe(2 * 86_400_000 + 3_600_000);
    const outside = answer.steps.filter(({ effect }) => effect === 'simulated').map(({ keyword, note }) => `${keyword}: ${note ?? ''}`);
    expect(outside).toEqual([
      'HEAR: ',
      'BOT MODEL: no answer was given for writer',
      'HUMAN APPROVAL: nobody was named who decides: approved',
      'WAIT: ',
      'WAIT FOR EVENT: ',
      'GET: no answer was given for this call: it is an empty object',
    ]);
    expect(answer.steps.every(({ model }) => model === undefined)).toBe(true);
  });

  test('meets the people, bots, services and events that a case tells of', async () => {
    const answer = await of(SCRIPT, {
      says: ['bees'],
      bots: { Writer: 'Bees fly.' },
      people: [{ about: 'print', by: 'manager', decision: 'rejected', comment: 'too short', after: '2h' }],
      events: [
        { name: 'late', with: { id: 3 } },
        { name: 'Paid', with: { total: 20 } },
      ],
      http: [{ about: 'rates.example', answer: { usd: 1.1 } }],
    });
    expect(answer.said).toEqual([
      { by: 'bot', text: 'Which topic?' },
      { by: 'visitor', text: 'bees' },
      { by: 'question', text: 'Print: Bees fly. (manager)' },
      { by: 'time', text: '2h' },
      { by: 'decision', text: 'manager rejected [Print: Bees fly.] too short -> decided rejected' },
      { by: 'bot', text: 'Not printed: too short' },
      { by: 'event', text: 'Paid {"total":20}' },
      { by: 'event', text: 'late {"id":3}' },
    ]);
    expect(answer.values).toMatchObject({ total: 0, paid: { total: 20 }, rate: { usd: 1.1 } });
    expect(answer.runs.map(({ script, steps }) => [script, lines(steps)])).toEqual([['start', ['21 SET BOT MEMORY']]]);
  });

  test('lets time run out where nobody decides', async () => {
    const answer = await of(SCRIPT, { people: [{ decision: 'nobody' }] });
    expect(answer.said.filter(({ by }) => by === 'time').map(({ text }) => text)).toEqual(['1d', '1h']);
    expect(answer.values.answer).toMatchObject({ approved: false, timedout: true });
  });

  test('two of several people decide one after the other', async () => {
    const answer = await of('x = HUMAN APPROVAL FROM TWO OF "ana", "bob", "role:clerk" FOR "Order"\nRETURN x.approved\n');
    expect(answer.result).toBe(true);
    expect(answer.said.filter(({ by }) => by === 'decision')).toHaveLength(2);
  });

  test('a bot that is a script of the package runs for real, and is told under `runs`', async () => {
    const scripts = { start: 'BOT "clerk" "add" INTO sum\nRETURN sum\n', clerk: 'TALK "adding"\nRETURN 42\n' };
    const answer = await of('', {}, { scripts });
    expect(answer).toMatchObject({ result: 42, runs: [{ script: 'clerk', state: 'done', result: 42 }] });
    expect(answer.runs[0]?.parent).toBeDefined();
    expect(answer.steps.find(({ keyword }) => keyword === 'BOT')?.child).toBe(answer.runs[0]?.id);
  });

  test('bots answer in turn, and may refuse', async () => {
    const script = 'FOR i = 1 TO 3\n  BOT "b" "go ${i}" INTO x\n  said = said + x\nNEXT\nBOT "c" "no" INTO y ON ERROR SKIP\nRETURN said\n';
    const answer = await of(script, { bots: { b: ['1', '2'], c: { refused: 'closed' } } });
    expect(answer.result).toBe('122');
    expect(answer.steps.some(({ fault }) => fault?.message.includes('closed'))).toBe(true);
  });

  test('tells a fault with its line, and the values it had then', async () => {
    const answer = await of('a = 1\nb = a + 1\nTHROW "no more"\n');
    expect(answer).toMatchObject({ ok: false, state: 'failed', fault: { code: 'thrown', line: 3 }, values: { a: 1, b: 2 } });
  });

  test('what waits for somebody who never comes is told by line', async () => {
    const answer = await of('TALK "hi"\nx = WAIT FOR EVENT "never"\n');
    expect(answer).toMatchObject({ ok: true, state: 'waiting', message: 'line 2 waits for an event: never' });
  });

  test('a loop without end is a fault with its line', async () => {
    expect(await of('DO\n  x = x + 1\nLOOP\n')).toMatchObject({ state: 'failed', fault: { code: 'steps', line: 2 } });
  });

  test('a visitor who is asked for ever falls silent', async () => {
    expect(await of('DO\n  HEAR x\nLOOP\n')).toMatchObject({ state: 'waiting', message: 'line 2 waits for what the visitor says' });
  });

  test('what has errors is not run', async () => {
    const answer = await of('TALK "a"\nTALKK "b"\n');
    expect(answer).toMatchObject({ ok: false, state: 'refused', steps: [], problems: [{ file: 'start.bas', line: 2, severity: 'error' }] });
  });

  test('config.csv gives its variables; a secret of the visitor stays closed', async () => {
    const answer = await of('HEAR key AS PASSWORD\nRETURN limit * 2\n', { says: ['s3cret'] }, { config: 'param-limit,4\n' });
    expect(answer.result).toBe(8);
    expect(JSON.stringify(answer.values)).not.toContain('s3cret');
  });
});

describe('one statement', () => {
  test('alone, with pinned variables: its STEP does not count, bots that were added are there', async () => {
    const answer = await of(SCRIPT, { mode: 'step', line: 6, pins: { Topic: 'ants' }, bots: { writer: 'Ants walk.' } });
    expect(answer).toMatchObject({ ok: true, state: 'done', lines: { first: 6, last: 6 }, values: { text: 'Ants walk.', topic: 'ants' } });
    expect(lines(answer.steps)).toEqual(['6 BOT', '6 BOT MODEL']);
    expect(answer.said).toEqual([]);
  });

  test('what changes a pinned variable begins with its value', async () => {
    expect(await of(SCRIPT, { mode: 'step', line: 9, pins: { total: 3 } })).toMatchObject({ steps: [], values: { total: 8 } });
  });

  test('a block is meant by its first line, and goes the way that the pins say', async () => {
    const answer = await of(SCRIPT, { mode: 'step', line: 8, pins: { answer: { approved: false, comment: 'no' } } });
    expect(lines(answer.steps)).toEqual(['13 TALK']);
    expect(answer.lines).toEqual({ first: 8, last: 14 });
  });

  test('inside an event handler, with the event pinned', async () => {
    expect(lines((await of(SCRIPT, { mode: 'step', line: 21, pins: { event: { id: 7 } } })).steps)).toEqual(['21 SET BOT MEMORY']);
  });

  test('routines are there to be called', async () => {
    const script = 'x = Twice(n)\nTALK x\n\nFUNCTION Twice(a)\n  RETURN a * 2\nEND FUNCTION\n';
    expect((await of(script, { mode: 'step', line: 1, pins: { n: 4 } })).values.x).toBe(8);
    expect((await of(script, { mode: 'step', line: 5, pins: { a: 4 } })).result).toBe(8);
  });

  test('is found by its words when lines came above it', async () => {
    const at = 'STEP "write"';
    expect((await of(`' new\n${SCRIPT}`, { mode: 'step', line: 6, at, pins: {} })).lines).toEqual({ first: 7, last: 7 });
  });

  test('is found by what the canvas calls it, and each step says what that is', async () => {
    const whole = await of(SCRIPT);
    const anchors = new Map(whole.steps.map(({ keyword, anchor }) => [keyword, anchor]));
    expect(anchors.get('HUMAN APPROVAL')).toBe('workflow:article/step:agree');
    const anchor = anchors.get('BOT') as string;
    expect(anchor).toBe('workflow:article/step:write');
    expect((await of(SCRIPT, { mode: 'step', anchor, pins: {} })).lines).toEqual({ first: 6, last: 6 });
    expect(await of(SCRIPT, { mode: 'step', anchor: 'step:none' })).toMatchObject({ state: 'refused' });
    // All that was asked stands somewhere on the canvas.
    expect(whole.steps.filter((step) => step.anchor === undefined)).toEqual([]);
  });

  test('every statement of a script runs alone or says why not', async () => {
    const count = SCRIPT.split('\n').length;
    for (let line = 1; line <= count; line++) {
      const { state, steps, lines: meant } = await of(SCRIPT, { mode: 'step', line, pins: { topic: 'x', answer: { approved: true } } });
      expect(['done', 'refused']).toContain(state);
      for (const step of steps) expect(step.line).toBeGreaterThanOrEqual(meant?.first ?? Number.NaN);
      for (const step of steps) expect(step.line).toBeLessThanOrEqual(meant?.last ?? Number.NaN);
    }
  });

  test.each([18, 19, 99])('line %i holds no statement, or none that runs', async (line) => {
    const { state, steps } = await of(SCRIPT, { mode: 'step', line });
    expect(steps).toEqual([]);
    expect(state).toBe(line === 18 ? 'done' : 'refused');
  });
});

describe('up to a line', () => {
  test('ends after that statement, wherever it stands', async () => {
    const answer = await of(SCRIPT, { mode: 'upto', line: 9, says: ['x'] });
    expect(answer).toMatchObject({ ok: true, state: 'done', values: { total: 5 } });
    expect(answer.said.some(({ text }) => text.startsWith('Printed'))).toBe(false);
    expect(lines(answer.steps)).toContain('1 ADD BOT');
  });

  test('also in a loop, a branch and a routine', async () => {
    const script =
      'FOR i = 1 TO 3\n  x = i\n  CALL Say\nNEXT\nPARALLEL\n  BRANCH a\n    TALK "a"\n    WAIT 5\n  BRANCH b\n    TALK "b"\nEND PARALLEL\nTALK "end"\n\nSUB Say\n  TALK "in"\n  TALK "out"\nEND SUB\n';
    const said = async (line: number) =>
      (await of(script, { mode: 'upto', line })).said.flatMap(({ by, text }) => (by === 'bot' ? [text] : []));
    expect((await of(script, { mode: 'upto', line: 2 })).values).toMatchObject({ i: 1, x: 1 });
    expect(await said(15)).toEqual(['in']);
    expect((await said(7)).slice(0, 6)).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
    expect(await said(7)).not.toContain('end');
  });
});

test('expectations that are not met are told in sentences', async () => {
  const expect_ = { state: 'failed', said: ['Which', 'never'], asked: ['Print'], values: { total: 6 }, result: 5 } as const;
  const answer = await of(SCRIPT, { expect: expect_ });
  expect(answer.ok).toBe(false);
  expect(answer.unmet).toEqual([
    'it should be failed, and is done',
    expect.stringContaining('"never" should be said after that'),
    'total should be 6, and is 5',
  ]);
});

test('values of hostile names do no harm', async () => {
  const pins = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}') as SandboxCase['pins'];
  await of('x = constructor\n', { pins: pins as NonNullable<typeof pins> });
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
