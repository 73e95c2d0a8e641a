import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { createParser, SYNTAX } from '../../grammar/index.ts';
import { keywords } from '../../keywords/index.ts';
import { compile, renderDiagnostics } from '../../src/compiler/index.ts';
import { createMachines, DEFAULT_LIMITS } from '../../src/runtime/index.ts';
import type { Fault } from '../../src/spec/index.ts';
import type { Value } from '../../src/values/index.ts';
import { DateTime, Dict, toJson } from '../../src/values/index.ts';
import { evaluate } from '../support/evaluate.ts';

const language = { parse: createParser(SYNTAX), table: SYNTAX, keywords, functions, methods: [] };
const machines = createMachines({ functions, keywords, limits: DEFAULT_LIMITS });

/** What a script answers, by the real parser, compiler and machine. */
function answer(source: string, inputs: readonly (readonly [string, Value])[] = []): Value | Fault {
  const { program, diagnostics } = compile(source, { script: 'test.bas', language, variables: inputs.map(([name]) => name) });
  if (!program) throw new Error(renderDiagnostics(diagnostics, source, 'test.bas'));
  const linker = { program: () => program, variable: () => null };
  const end = machines.start(linker, 'test', Dict.from(inputs), new Uint8Array(16).fill(7)).advance(1e6);
  if (end.kind === 'done') return end.value;
  if (end.kind === 'failed') return end.fault;
  throw new Error(`the script ended ${end.kind}`);
}

describe('every example of the reference runs as written, and in small letters', () => {
  test.each(functions.filter(({ name }) => name !== 'THROW').map((each) => [each.example, each.name] as const))('%s', (example, name) => {
    const expected = toJson(evaluate(example));
    expect(toJson(answer(`RETURN ${example}`) as Value)).toBe(expected);
    expect(toJson(answer(`return ${example.replaceAll(name, name.toLowerCase())}`) as Value)).toBe(expected);
  });
});

test('THROW raises a fault with its message', () => {
  expect(answer('x = THROW("no stock left")')).toMatchObject({ code: 'thrown', message: 'no stock left', line: 1 });
});

const MOMENT = new DateTime(Date.UTC(2026, 10, 21, 9, 30, 15));

describe('spellings of scripts in use', () => {
  test.each([
    ['DATEADD d, "days", 3', '"2026-11-24T09:30:15"'],
    ['DATEADD d, 3, "days"', '"2026-11-24T09:30:15"'],
    ['DATEDIFF d, "2026-12-25", "day"', '34'],
    ['FORMAT d, "DD/MM/YYYY"', '"21/11/2026"'],
    ['FORMAT d AS "DD/MM/YYYY"', '"21/11/2026"'],
    ['"on " + FORMAT d AS "dd/MM" + "!"', '"on 21/11!"'],
    ['FORMAT list AS JSON', '"[3,1,2]"'],
    ['FORMAT RANDOM(5, 5)', '"5"'],
    ['LEN(FORMAT GUID())', '36'],
    ['FIRST list', '3'],
    ['LAST list', '2'],
    ['MAX 3, 9', '9'],
    ['d + DAYS(1)', '"2026-11-22T09:30:15"'],
    ['d - HOURS(1)', '"2026-11-21T08:30:15"'],
    ['d + 45', '"2026-11-21T09:31:00"'],
    ['UCASE$("a") + STR$(1)', '"A1"'],
    ['ubound(list) + UBOUND(nothing_at_all)', '3'],
    ['LEFT("banana", 3) & MID("banana", 4)', '"banana"'],
    ['ROUND(PI, 2)', '3.14'],
    ['RND < 1', 'true'],
    ['IIF(ISNULL(x), "none", x)', '"none"'],
    ['SUM([{ p: 1 }, { p: 2 }], "p")', '3'],
    ['SPLIT("a,b", ",")[1]', '"b"'],
    ['FILTER([{ s: "Open", n: 1 }, { s: "shut", n: 2 }], "s = open AND n < 2")[0].n', '1'],
  ])('%s', (source, expected) =>
    expect(
      toJson(
        answer(`RETURN ${source}`, [
          ['d', MOMENT],
          ['list', [3, 1, 2]],
        ]) as Value,
      ),
    ).toBe(expected),
  );

  test('PUSH as a statement changes the list', () => {
    expect(toJson(answer('l = [1]\nPUSH l, 2\nPUSH(l, 3)\nRETURN l') as Value)).toBe('[1,2,3]');
  });

  test('a trapped error can be asked for in all its spellings', () => {
    const script = 'ON ERROR RESUME NEXT\nx = 1 / 0\nRETURN [ERR, ERR_NUMBER(), ERROR MESSAGE = ERR_DESCRIPTION(), IS_ERROR(), ERROR.code]';
    expect(toJson(answer(script) as Value)).toBe('[11,11,true,true,"division"]');
    expect(toJson(answer('ON ERROR RESUME NEXT\nx = 1 / 0\ny = ERR_CLEAR()\nRETURN [ERR, ERROR MESSAGE]') as Value)).toBe('[0,""]');
  });
});
