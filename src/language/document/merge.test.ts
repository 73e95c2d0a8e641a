import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines } from './line-diff.ts';
import { splitLines } from './lines.ts';
import { merge3, resolveConflicts } from './merge.ts';

const lines = (text: string) =>
  text
    .split('')
    .join('\n')
    .concat(text ? '\n' : '');

describe('merge3', () => {
  test.each([
    ['one side', 'abc', 'aXc', 'abc', 'aXc'],
    ['different lines', 'abcd', 'aXcd', 'abcY', 'aXcY'],
    ['neighbouring lines', 'abcd', 'aXcd', 'abYd', 'aXYd'],
    ['the same change', 'abc', 'aXc', 'aXc', 'aXc'],
    ['a line added and the one after it changed', 'abc', 'aXbc', 'aYc', 'aXYc'],
    ['added at two places', 'abc', 'Xabc', 'abcY', 'XabcY'],
    ['deleted and changed elsewhere', 'abcd', 'abd', 'Xbcd', 'Xbd'],
    ['moved on one side', 'abcd', 'bcda', 'abXcd', 'bXcda'],
  ])('%s', (_, base, mine, theirs, merged) => {
    expect(merge3(lines(base), lines(mine), lines(theirs))).toEqual({ text: lines(merged), conflicts: [] });
  });

  test('one line changed by both is a conflict with all three versions; mine stands in the text', () => {
    const merge = merge3('a\nb\nc\n', 'a\nmine\nc\n', 'a\ntheirs\nc\n');
    expect(merge).toEqual({ text: 'a\nmine\nc\n', conflicts: [{ base: 'b\n', mine: 'mine\n', theirs: 'theirs\n', start: 2, end: 7 }] });
    expect(resolveConflicts(merge, ['theirs'])).toBe('a\ntheirs\nc\n');
    expect(resolveConflicts(merge, ['both'])).toBe('a\nmine\ntheirs\nc\n');
    expect(resolveConflicts(merge, [{ text: 'own' }])).toBe('a\nown\nc\n');
  });

  test('two additions at one place are a conflict, for their order is nobody’s', () => {
    const { conflicts } = merge3('a\n', 'a\nmine\n', 'a\ntheirs\n');
    expect(conflicts).toHaveLength(1);
  });

  test('line ends and the mark at the beginning are merged by themselves', () => {
    expect(merge3('a\nb\nc\n', 'a\r\nb\r\nc\r\n', 'a\nX\nc\n')).toEqual({ text: 'a\r\nX\nc\r\n', conflicts: [] });
    expect(merge3('a\nb\n', '\uFEFFa\nb\n', 'X\nb\n')).toEqual({ text: '\uFEFFX\nb\n', conflicts: [] });
    expect(merge3('a\nb\n', 'a\nb', 'a\nb\nc\n')).toEqual({ text: 'a\nb\nc\n', conflicts: [] });
  });

  test('a deletion against a change keeps both in the conflict', () => {
    const merge = merge3('a\nb\nc\n', 'a\nc\n', 'a\nB\nc\n');
    expect(merge).toEqual({ text: 'a\nc\n', conflicts: [{ base: 'b\n', mine: '', theirs: 'B\n', start: 2, end: 2 }] });
    expect(resolveConflicts(merge, ['theirs'])).toBe('a\nB\nc\n');
  });
});

const text = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'TALK 1', ''), fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 12 })
  .map((parts) => parts.map(([line, end]) => line + end).join(''));

test('the hunks of a diff lead from one text to the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { a, b, hunks } = diffLines(before, after);
      const out: string[] = [];
      let at = 0;
      for (const { aStart, aEnd, bStart, bEnd } of hunks) {
        out.push(...a.slice(at, aStart), ...b.slice(bStart, bEnd));
        at = aEnd;
      }
      expect([...out, ...a.slice(at)].join('')).toBe(after);
    }),
    { numRuns: 2000 },
  );
});

test('no line of either side is lost, whatever was changed', () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const { text: merged, conflicts } = merge3(base, mine, theirs);
      const found = (line: string) =>
        merged.includes(line) || conflicts.some((each) => each.mine.includes(line) || each.theirs.includes(line));
      for (const side of [mine, theirs])
        for (const line of splitLines(side)) if (!base.includes(line.trim())) expect(found(line.trim())).toBe(true);
      for (const { start, end, mine: ours } of conflicts) expect(merged.slice(start, end).trim()).toBe(ours.trim());
    }),
    { numRuns: 2000 },
  );
});
