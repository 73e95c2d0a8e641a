/** Random structured programs mean the same to the interpreter, to one that is saved at every effect, and to JavaScript. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile, renderDiagnostics } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import { severityOf } from '../../src/spec/index.ts';
import { randomProgram } from '../support/random-program.ts';
import { runReference } from '../support/reference.ts';
import { tellProgram } from '../support/run-program.ts';

const CASES = Number(process.env.CASES ?? 10_000);

test('a random program does what its JavaScript does', () => {
  let compared = 0;
  const choices = fc.array(fc.nat(999), { minLength: 20, maxLength: 400, size: 'max' });
  fc.assert(
    fc.property(choices, (numbers) => {
      const { basic, javascript } = randomProgram(numbers);
      const { program, diagnostics } = compile(basic, { script: 'random.bas', language: standardLanguage() });
      const errors = diagnostics.filter((each) => severityOf(each.code) === 'error');
      expect(renderDiagnostics(errors, basic, 'random.bas')).toBe('');
      const expected = runReference(javascript, numbers);
      if (!program || !expected) return;
      compared++;
      expect(tellProgram(program, { fuel: 1_000_000, restores: false, order: numbers })).toEqual(expected);
      expect(tellProgram(program, { fuel: 7, restores: true, order: numbers })).toEqual(expected);
    }),
    { numRuns: CASES },
  );
  expect(compared).toBeGreaterThan(CASES * 0.9);
});
