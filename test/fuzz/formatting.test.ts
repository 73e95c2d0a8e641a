/** Formatting twice is formatting once; tokens, comments and trees stay. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createParser, dumpTokens, format } from '../../grammar/index.ts';
import { FULL_TABLE } from '../notation/table.ts';
import { damage, ownTrees, script, soup } from '../support/scripts.ts';

const parse = createParser(FULL_TABLE);
const CASES = 10_000;

/** Tokens without their places, case and line ends that formatting may take away. */
const tokens = (text: string) =>
  dumpTokens(text)
    .split('\n')
    .map((line) => line.replace(/^\d+ /, '').replace(/\s+"$/, '"').toLowerCase())
    .filter((line) => line !== '' && !line.startsWith('newline'));

/** Any indentation at all, so that there is something to do. */
const untidy = fc.tuple(script, fc.array(fc.nat({ max: 9 }), { minLength: 7, maxLength: 7 })).map(([text, widths]) =>
  text
    .split('\n')
    .map((line, index) =>
      /^[A-Za-z]/.test(line) && !line.startsWith('lines') ? `${' '.repeat(widths[index % widths.length] as number)}${line}` : line,
    )
    .join('\n'),
);

test('formatting is idempotent and keeps tokens, comments and trees', () => {
  fc.assert(
    fc.property(fc.oneof(script, untidy), (text) => {
      const once = format(text, parse);
      expect(tokens(once)).toEqual(tokens(text));
      expect(format(once, parse)).toBe(once);
      expect(said(once)).toEqual(said(text));
    }),
    { numRuns: CASES },
  );
});
const said = (text: string) =>
  ownTrees(parse(text).tree)
    .map((tree) => tree.toLowerCase())
    .filter((tree) => tree !== '{"kind":"blank"}');

test('also where a script is damaged, or no script at all', () => {
  const damaged = fc.tuple(script, fc.nat(), fc.nat(), fc.nat()).map(([text, at, how, word]) => damage(text, at, how, word));
  fc.assert(
    fc.property(fc.oneof(damaged, soup), (text) => {
      const once = format(text, parse);
      expect(tokens(once)).toEqual(tokens(text));
      expect(format(once, parse)).toBe(once);
    }),
    { numRuns: CASES },
  );
});
