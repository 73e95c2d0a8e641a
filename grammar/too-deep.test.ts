import { expect, test } from 'vitest';
import { createParser, print, SYNTAX } from './index.ts';

const parse = createParser(SYNTAX);

test.each([
  ['parentheses', `x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}\n`],
  ['signs', `x = ${'-'.repeat(20_000)}1\n`],
  ['blocks', 'IF a THEN\n'.repeat(5_000) + 'END IF\n'.repeat(5_000)],
])('%s by the thousands are a mistake of the author, not of the parser', (_, text) => {
  const { tree, diagnostics } = parse(text);
  expect(diagnostics.map((each) => each.code)).toEqual(['too-deep']);
  expect(print(tree)).toBe(text);
  expect(parse('TALK 1\n').diagnostics).toEqual([]);
});
