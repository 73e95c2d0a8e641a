import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createParser, SYNTAX } from '../../../grammar/index.ts';
import { applyEdits, composeEdits, History, invertEdits, openDocument, plan, slotBefore, type TextEdit } from './index.ts';
import { placeOf } from './places.ts';

const reader = { parse: createParser(SYNTAX), table: SYNTAX };
const open = (text: string) => new History(openDocument(text, reader));
const typed = (start: number, text: string, end = start): TextEdit[] => [{ start, end, text }];

describe('the undo stack', () => {
  test('typing without a pause is one step, whatever was typed', () => {
    const history = open('TALK 1\n');
    history.type(typed(7, 'x'), 0);
    history.type(typed(8, ' = '), 300);
    history.type(typed(7, 'y', 8), 600);
    history.type(typed(11, '2'), 5000);
    expect(history.document.text).toBe('TALK 1\ny = 2');
    expect(history.undo()?.document.text).toBe('TALK 1\ny = ');
    expect(history.undo()?.document.text).toBe('TALK 1\n');
    expect(history.undo()).toBeUndefined();
    expect(history.redo()?.document.text).toBe('TALK 1\ny = ');
    expect(history.redo()?.document.text).toBe('TALK 1\ny = 2');
  });

  test('typing elsewhere is another step', () => {
    const history = open('TALK 1\nTALK 2\n');
    history.type(typed(6, '0'), 0);
    history.type(typed(14, '0'), 100);
    expect(history.undo()?.document.text).toBe('TALK 10\nTALK 2\n');
  });

  test('gestures and keys share it, with sentences and selections', () => {
    const history = open('TALK 1\nTALK 2\n');
    const [first, second] = history.document.root.children;
    const place = placeOf(history.document, first?.anchor ?? '');
    const planned = plan(history.document, { kind: 'move', anchors: [second?.anchor ?? ''], to: slotBefore(place!) });
    if (!planned.ok) throw new Error(planned.why);
    history.perform(planned, [first?.anchor ?? '']);
    history.type(typed(0, 'x = 1\n'), 0);
    expect(history.undoSentence).toBe('typed');
    history.undo();
    expect(history.undoSentence).toBe('moved step 2 at the beginning');
    expect(history.undo()).toMatchObject({ kind: 'undo', select: [first?.anchor] });
    expect(history.document.text).toBe('TALK 1\nTALK 2\n');
    expect(history.redoSentence).toBe('moved step 2 at the beginning');
    expect(history.redo()).toMatchObject({ kind: 'redo', select: [second?.anchor] });
    expect(history.sentenceSince(0)).toBe(
      'moved step 2 at the beginning; typed; undid: typed; undid: moved step 2 at the beginning; moved step 2 at the beginning',
    );
  });

  test('every listener hears of every change, and by whom', () => {
    const history = open('TALK 1\n');
    const heard: unknown[] = [];
    const stop = history.onChange(({ kind, edits, origin }) => heard.push([kind, edits, origin]));
    history.type(typed(0, "'"), 0, 'pane');
    history.replace('TALK 2\n', 'took in what others wrote');
    stop();
    history.undo();
    expect(heard).toEqual([
      ['typing', typed(0, "'"), 'pane'],
      ['outside', [{ start: 0, end: 7, text: 'TALK 2' }], undefined],
    ]);
  });

  test('the oldest steps are forgotten', () => {
    const history = new History(openDocument('', reader), { steps: 2 });
    for (let i = 0; i < 4; i++) history.type(typed(i, String(i)), i * 10_000);
    history.undo();
    history.undo();
    expect(history.undo()).toBeUndefined();
    expect(history.document.text).toBe('01');
  });
});

const randomEdits = (text: string) =>
  fc.array(fc.tuple(fc.nat(text.length), fc.nat(text.length), fc.string({ maxLength: 3 })), { maxLength: 4 }).map((list) => {
    const edits: TextEdit[] = [];
    for (const [a, b, put] of list.map(([a, b, put]) => [Math.min(a, b), Math.max(a, b), put] as const).sort((x, y) => x[0] - y[0]))
      if (a >= (edits.at(-1)?.end ?? 0)) edits.push({ start: a, end: b, text: put });
    return edits;
  });

test('edits composed do what they do one after the other; inverted they lead back', () => {
  const cases = fc
    .string({ maxLength: 20 })
    .chain((text) =>
      randomEdits(text).chain((first) => fc.tuple(fc.constant(text), fc.constant(first), randomEdits(applyEdits(text, first)))),
    );
  fc.assert(
    fc.property(cases, ([text, first, second]) => {
      const after = applyEdits(applyEdits(text, first), second);
      const both = composeEdits(first, second);
      expect(applyEdits(text, both)).toBe(after);
      expect(applyEdits(after, invertEdits(text, both))).toBe(text);
    }),
    { numRuns: 3000 },
  );
});
