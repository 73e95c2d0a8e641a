/** Any text has a tree that covers it; one damaged token costs one line, and about one message. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createParser, print } from '../../grammar/index.ts';
import type { Span } from '../../src/base/index.ts';
import { type Script, severityOf } from '../../src/spec/index.ts';
import { FULL_TABLE } from '../notation/table.ts';
import { damage, inside, keptShare, ownTrees, script, soup } from '../support/scripts.ts';

const parse = createParser(FULL_TABLE);
const CASES = 10_000;

/** The tiles of the file follow each other without a gap; spans lie inside the spans around them. */
function expectCovered(tree: Script): void {
  let at = 0;
  for (const { tile } of tree.body) {
    if (tile.start !== at || tile.end < at) throw new Error(`a gap or an overlap at ${at}`);
    at = tile.end;
  }
  if (at !== tree.text.length) throw new Error(`the tiles end at ${at} of ${tree.text.length}`);
  for (const each of tree.body) expectNested(each, each.tile);
}
function expectNested(node: unknown, outer: Span): void {
  if (typeof node !== 'object' || node === null) return;
  const { span } = node as { span?: Span };
  if (span && (span.start < outer.start || span.end > outer.end || span.end < span.start))
    throw new Error(`span ${span.start}-${span.end} leaves ${outer.start}-${outer.end}`);
  for (const [key, inner] of Object.entries(node)) if (key !== 'tile') expectNested(inner, key === 'key' ? outer : (span ?? outer));
}
function read(text: string) {
  const parsed = parse(text);
  expectCovered(parsed.tree);
  if (print(parsed.tree) !== text) throw new Error('it does not print back');
  return parsed;
}

test('any text parses without throwing and prints back byte for byte', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 })),
      (text) => void read(text),
    ),
    { numRuns: CASES },
  );
});

test('so do 20,000 soups of words and signs', () => {
  fc.assert(
    fc.property(soup, (text) => void read(text)),
    { numRuns: 20_000 },
  );
});

test('scripts put together from sound parts are sound', () => {
  fc.assert(
    fc.property(script, (text) => {
      expect(read(text).diagnostics.filter(({ code }) => severityOf(code) === 'error')).toEqual([]);
    }),
    { numRuns: CASES / 10 },
  );
});

test('one damaged token leaves 95 % of the other lines as they were and about one error', () => {
  let cases = 0;
  let kept = 0;
  let errors = 0;
  fc.assert(
    fc.property(script, fc.nat(), fc.nat(), fc.nat(), (text, at, how, word) => {
      const before = ownTrees(parse(text).tree);
      const { tree, diagnostics } = read(damage(text, at, how, word));
      cases++;
      // The damaged line itself may go.
      kept += Math.min(1, (keptShare(before, ownTrees(tree)) * before.length) / Math.max(1, before.length - 1));
      errors += diagnostics.filter(({ code }) => severityOf(code) === 'error').length;
    }),
    { numRuns: CASES },
  );
  console.log(`kept ${((kept / cases) * 100).toFixed(2)} %, ${(errors / cases).toFixed(3)} errors a damage`);
  expect(kept / cases).toBeGreaterThanOrEqual(0.95);
  expect(errors / cases).toBeLessThanOrEqual(1.3);
});

test('statements inside others are found', () => {
  const [block] = parse('IF a THEN\n  x = 1\nELSE\n  y = 2\nEND IF\n').tree.body;
  expect(inside(block!).map(({ kind }) => kind)).toEqual(['assign', 'assign']);
});
