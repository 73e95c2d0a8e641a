import { describe, expect, test } from 'vitest';
import { placeOf } from '../../../src/language/document/index.ts';
import type { Step } from '../../runs/api.ts';
import { read } from './reader.ts';
import { linesOf, type RunEvent, tell } from './run-story.ts';

const step = (id: string, line: number, keyword = 'TALK'): Step => ({
  id,
  keyword,
  label: '',
  script: 'start.bas',
  line,
  state: 'done',
  startedAt: '2026-01-01T00:00:00Z',
  tries: 1,
});
const event = (what: RunEvent['what'], id: string, line: number, keyword?: string): RunEvent => ({ what, step: step(id, line, keyword) });
const done = (id: string, line: number, keyword?: string) => event('done', id, line, keyword);

interface Told {
  readonly acts?: readonly number[];
  readonly isOver?: boolean;
  readonly picks?: ReadonlyMap<string, number>;
}
function story(text: string, events: readonly RunEvent[], { acts = [], isOver = false, picks = new Map() }: Told = {}) {
  const document = read(text);
  const told = tell({ document, events, acts: new Set(acts), isOver, picks, isHandler: false });
  const { ofNode } = linesOf(document);
  const byLine = (found: ReadonlyMap<string, unknown>) =>
    Object.fromEntries([...found].map(([anchor, value]) => [ofNode.get(anchor), value]).sort(([a], [b]) => Number(a) - Number(b)));
  return {
    states: byLine(told.states),
    loops: byLine(told.loops),
    ids: (line: number) => [...told.steps].flatMap(([anchor, each]) => (ofNode.get(anchor) === line ? each.map((one) => one.step.id) : [])),
    loopAt: (line: number) => [...ofNode].find(([anchor, at]) => at === line && placeOf(document, anchor)?.node.lanes.length)?.[0] ?? '',
  };
}

describe('a run told on the steps of its script', () => {
  const TWO = 'TALK "a"\nHEAR x\n';
  test.each<[string, RunEvent[], object]>([
    ['begun', [event('started', '0.1', 1)], { 1: 'running' }],
    ['done, the next one waits', [done('0.1', 1), event('waiting', '0.2', 2, 'HEAR')], { 1: 'done', 2: 'waiting' }],
    ['failed', [done('0.1', 1), event('failed', '0.2', 2, 'HEAR')], { 1: 'done', 2: 'failed' }],
  ])('%s', (_, events, states) => expect(story(TWO, events).states).toEqual(states));

  test('what was open when the run ended is no longer said to run', () => {
    expect(story(TWO, [done('0.1', 1), event('waiting', '0.2', 2, 'HEAR')], { isOver: true }).states).toEqual({ 1: 'done', 2: 'skipped' });
  });

  const IF = 'IF x THEN\n  TALK "yes"\nELSE\n  TALK "no"\nEND IF\nTALK "end"\n';
  test('the branch that was not taken is skipped, at once', () => {
    const told = story(IF, [done('0.1', 4)], { acts: [2, 4, 6] });
    expect(told.states).toEqual({ 1: 'running', 2: 'skipped', 4: 'done' });
  });
  test('a condition without a step in either branch is passed by', () => {
    expect(story(IF, [done('0.1', 6)], { acts: [2, 4, 6] }).states).toEqual({ 2: 'skipped', 4: 'skipped', 6: 'done' });
  });

  const LOOP = 'FOR EACH i IN list\n  TALK i\n  WAIT 1\nNEXT\nTALK "end"\n';
  const TURNS = [done('0.1', 2), done('0.2', 3, 'WAIT'), done('0.3', 2), event('started', '0.4', 3, 'WAIT')];
  test('a loop tells its last turn, or the one that was picked', () => {
    const last = story(LOOP, TURNS);
    expect(last.loops).toEqual({ 1: { count: 2, shown: 1 } });
    expect(last.ids(2)).toEqual(['0.3']);
    expect(last.states).toEqual({ 1: 'running', 2: 'done', 3: 'running' });
    const first = story(LOOP, TURNS, { picks: new Map([[last.loopAt(1), 0]]) });
    expect(first.ids(3)).toEqual(['0.2']);
  });
  test('turns of an inner loop are counted within the outer turn', () => {
    const text = 'FOR i = 1 TO 2\n  FOR j = 1 TO 2\n    TALK j\n  NEXT\n  WAIT 1\nNEXT\n';
    const events = [done('0.1', 3), done('0.2', 3), done('0.3', 5, 'WAIT'), done('0.4', 3)];
    const last = story(text, events);
    expect(last.loops).toEqual({ 1: { count: 2, shown: 1 }, 2: { count: 1, shown: 0 } });
    expect(story(text, events, { picks: new Map([[last.loopAt(1), 0]]) }).loops).toEqual({
      1: { count: 2, shown: 0 },
      2: { count: 2, shown: 1 },
    });
  });
  test('branches of PARALLEL are no turns; those of PARALLEL FOR EACH are', () => {
    const parallel = 'PARALLEL\n  BRANCH a\n    TALK 1\n  BRANCH b\n    TALK 2\nEND PARALLEL\n';
    expect(story(parallel, [done('0.1/1.1', 5), done('0.1/0.1', 3)]).loops).toEqual({});
    const each = 'PARALLEL FOR EACH x IN list\n  TALK x\nEND PARALLEL\n';
    expect(story(each, [done('0.1/0.1', 2), done('0.1/1.1', 2), done('0.1/2.1', 2)]).loops).toEqual({ 1: { count: 3, shown: 2 } });
  });
});
