/** Whatever the text, compiling ends with a program or with errors, and a program always runs: no bug of ours is ever reached. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalProgram, compile } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import { severityOf } from '../../src/spec/index.ts';
import { corpusPrograms } from '../support/corpus.ts';
import { tryProgram } from '../support/run-program.ts';

const CASES = Number(process.env.CASES ?? 10_000);
const language = standardLanguage();
const sources = corpusPrograms()
  .map((each) => each.source)
  .filter((each) => each !== '');
const tokens = sources.flatMap((source) => source.match(/\s+|\w+|"[^"\n]*"|[^\s\w"]/g) ?? []);

function expectSound(text: string): void {
  const { program, diagnostics } = compile(text, { script: 'any.bas', language });
  const isWrong = diagnostics.some((each) => severityOf(each.code) === 'error');
  expect(program === undefined).toBe(isWrong);
  for (const { span } of diagnostics) expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
  if (!program) return;
  expect(JSON.parse(canonicalProgram(program))).toEqual(program);
  for (const code of program.functions) for (const block of code.blocks) expect(block.lines).toHaveLength(block.steps.length + 1);
  tryProgram(program);
}

test('any soup of tokens', () => {
  const soup = fc.array(fc.constantFrom(...tokens), { maxLength: 120, size: 'max' }).map((parts) => parts.join(' '));
  fc.assert(fc.property(soup, expectSound), { numRuns: CASES });
});

test('any damage to a good program', () => {
  const damage = fc.tuple(
    fc.constantFrom(...sources),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom(...tokens)), { minLength: 1, maxLength: 5 }),
  );
  fc.assert(
    fc.property(damage, ([source, changes]) => {
      const parts = source.match(/\s+|\w+|"[^"\n]*"|[^\s\w"]/g) ?? [];
      for (const [where, how, token] of changes) {
        const at = where % (parts.length + 1);
        if (how === 0) parts.splice(at, 1);
        else if (how === 1) parts.splice(at, 0, token);
        else if (how === 2) parts[at] = token;
        else parts.splice(at, 2, parts[at + 1] ?? '', parts[at] ?? '');
      }
      expectSound(parts.join(''));
    }),
    { numRuns: CASES },
  );
});

test('lines of all programs in any order', () => {
  const lines = fc.constantFrom(...sources.flatMap((source) => source.split('\n')));
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 40, size: 'max' }), (chosen) => expectSound(chosen.join('\n'))),
    { numRuns: CASES },
  );
});
