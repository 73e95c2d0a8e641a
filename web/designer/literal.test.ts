import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createParser, SYNTAX } from '../../grammar/index.ts';
import { fromLiteral, isLiteral, toLiteral } from './literal.ts';

const parse = createParser(SYNTAX);

test('whatever is typed as a text is that text to the parser, and shown again as typed', () => {
  const typed = fc.string({ unit: fc.constantFrom(...'ab "\\n\t\n\'$x{}é') }).filter((text) => !text.includes('${'));
  fc.assert(
    fc.property(typed, (text) => {
      const basic = toLiteral(text);
      expect(isLiteral(basic)).toBe(true);
      expect(fromLiteral(basic)).toBe(text);
      const { tree, diagnostics } = parse(`x = ${basic}\n`);
      expect(diagnostics).toEqual([]);
      expect(tree.body[0]).toMatchObject({ kind: 'assign', value: { kind: 'text', value: text } });
    }),
    { numRuns: 2000 },
  );
});
test.each(['"a" + b', 'name', '"', '""" ', '"a"b"'])('%s is no plain text', (basic) => expect(isLiteral(basic)).toBe(false));
