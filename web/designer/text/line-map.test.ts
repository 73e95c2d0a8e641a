import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../../../src/language/document/index.ts';
import { type LineEdit, LineMap } from './line-map.ts';

const RUNS = { numRuns: 10_000 };
const text = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.tuple(fc.constantFrom('', 'a', 'TALK "x"', '\u00e9\ud83d\ude00', '  b'), fc.constantFrom('\n', '\r\n', '\r', '')), {
      maxLength: 8,
    }),
  )
  .map(([marked, lines]) => (marked ? '\uFEFF' : '') + lines.map((each) => each.join('')).join(''));
const typed = fc.constantFrom('', 'x', 'yy', '\n', 'a\nb', '\n\n', '\n  c');

/** What the editor itself makes of an edit: it has LF only. */
function applyLines(shown: string, { range, text: put }: LineEdit): string {
  const starts = [0, ...[...shown.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const start = (starts[range.startLineNumber - 1] as number) + range.startColumn - 1;
  const end = (starts[range.endLineNumber - 1] as number) + range.endColumn - 1;
  return shown.slice(0, start) + put + shown.slice(end);
}

test('what is typed in the editor changes our text alike, and leaves every other line end as it is', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), typed, (before, a, b, put) => {
      const map = new LineMap(before);
      const length = map.shown.length + 1;
      const [from, to] = [a % length, b % length].sort((x, y) => x - y) as [number, number];
      const shown = new LineMap(map.shown);
      const change = { range: shown.range({ start: from, end: to }), text: put };
      const edits = map.toText([change]);
      const after = applyEdits(before, edits);
      expect(new LineMap(after).shown).toBe(applyLines(map.shown, change));
      const ends = (part: string) => part.match(/\r\n|\r|\n/g) ?? [];
      const [edit] = edits;
      expect(ends(before).slice(0, ends(before.slice(0, edit?.start)).length)).toEqual(
        ends(after).slice(0, ends(before.slice(0, edit?.start)).length),
      );
      expect(after.startsWith('\uFEFF')).toBe(before.startsWith('\uFEFF'));
    }),
    RUNS,
  );
});

test('what changes our text changes the editor alike, or is shown anew', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), fc.constantFrom('', 'x', '\r\n', 'a\rb', '\n', 'z\n'), (before, a, b, put) => {
      const [start, end] = [a % (before.length + 1), b % (before.length + 1)].sort((x, y) => x - y) as [number, number];
      const map = new LineMap(before);
      const lines = map.toLines([{ start, end, text: put }]);
      const after = new LineMap(applyEdits(before, [{ start, end, text: put }]));
      if (lines) expect(lines.reduce(applyLines, map.shown)).toBe(after.shown);
    }),
    RUNS,
  );
});

test('places and offsets lead to each other', () => {
  const map = new LineMap('\uFEFFab\r\nc\rd\n');
  expect(map.lineCount).toBe(4);
  expect([1, 3, 5, 7, 9].map((offset) => map.place(offset))).toEqual([
    { lineNumber: 1, column: 1 },
    { lineNumber: 1, column: 3 },
    { lineNumber: 2, column: 1 },
    { lineNumber: 3, column: 1 },
    { lineNumber: 4, column: 1 },
  ]);
  expect(map.offset({ lineNumber: 1, column: 99 })).toBe(3);
});
