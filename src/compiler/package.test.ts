import { expect, test } from 'vitest';
import { standardLanguage } from '../language/index.ts';
import { compilePackage } from './package.ts';

const language = standardLanguage();
const codes = (scripts: Record<string, string>) =>
  compilePackage({ scripts, language }).diagnostics.flatMap(({ file, diagnostics }) => diagnostics.map((each) => `${file} ${each.code}`));

test('scripts find each other by stem, whatever folder and case the call writes', () => {
  const scripts = { start: 'CALL "tools/Book.bas"\nCALL book\n', 'book.bas': 'TALK "booked"\n' };
  expect(codes(scripts)).toEqual([]);
});

test('a call of a script that is not there names the near miss', () => {
  const { diagnostics, programs, hasErrors } = compilePackage({ scripts: { start: 'CALL "bok"\n', book: 'TALK 1\n' }, language });
  expect(hasErrors).toBe(true);
  expect(programs).toEqual({});
  expect(diagnostics).toMatchObject([
    { file: 'start.bas', diagnostics: [{ code: 'unknown-script', details: { name: 'bok', suggestion: 'book.bas' } }] },
  ]);
});

test('one wrong script keeps the whole package back', () => {
  expect(compilePackage({ scripts: { start: 'TALK 1\n', bad: 'GOTO nowhere\n' }, language }).programs).toEqual({});
});

test('a warning does not', () => {
  const { programs, diagnostics } = compilePackage({ scripts: { start: 'here:\nTALK 1\n' }, language });
  expect(Object.keys(programs)).toEqual(['start']);
  expect(diagnostics[0]?.diagnostics[0]?.code).toBe('unused-label');
});

test('empty scripts and prompts deploy like any other', () => {
  const { programs, hasErrors } = compilePackage({ scripts: { empty: '', prompt: 'You are a guide to the city.\nBe brief.\n' }, language });
  expect(hasErrors).toBe(false);
  expect(Object.keys(programs)).toEqual(['empty', 'prompt']);
});

test('scripts with DESCRIPTION or PARAM are tools', () => {
  const book =
    'PARAM day AS DATE LIKE "2026-11-21" DESCRIPTION "Day"\nPARAM size AS STRING DEFAULT "m"\nDESCRIPTION "Books a visit"\nTALK day + size\n';
  const { tools } = compilePackage({ scripts: { start: 'TALK 1\n', book }, language });
  expect(tools).toEqual([
    {
      name: 'book',
      description: 'Books a visit',
      schema: {
        type: 'object',
        properties: {
          day: { type: 'string', format: 'date', description: 'Day', examples: ['2026-11-21'] },
          size: { type: 'string', default: 'm' },
        },
        required: ['day'],
        additionalProperties: false,
      },
    },
  ]);
});

test('config variables a script mentions are inputs, also where a routine reads them or the script sets them', () => {
  const source = 'CALL tell\nfee = fee * 2\nSUB tell\n  TALK city + fee\nEND SUB\n';
  const { programs } = compilePackage({ scripts: { start: source }, variables: ['City', 'fee', 'unused'], language });
  expect(programs.start?.inputs.map((each) => each.name).sort()).toEqual(['city', 'fee']);
});

test('workflows that run each other are refused in both scripts', () => {
  const { diagnostics, hasErrors } = compilePackage({
    scripts: {
      start: 'ORCHESTRATE WORKFLOW "a"\n  STEP 1: CALL "other.bas"\nEND WORKFLOW',
      other: 'ORCHESTRATE WORKFLOW "b"\n  STEP 1: BOT "third" "go on"\nEND WORKFLOW',
      third: 'ORCHESTRATE WORKFLOW "c"\n  CALL start\n  CALL leaf\nEND WORKFLOW',
      leaf: 'CALL start',
    },
    language,
  });
  expect(hasErrors).toBe(true);
  expect(diagnostics.map(({ file, diagnostics: all }) => [file, all.map(({ code, details }) => [code, details.chain])])).toEqual([
    ['start.bas', [['cyclic-workflow', 'start → other → third → start']]],
    ['other.bas', [['cyclic-workflow', 'other → third → start → other']]],
    ['third.bas', [['cyclic-workflow', 'third → start → other → third']]],
  ]);
});

test('a bot that another script adds is known', () => {
  const { diagnostics } = compilePackage({
    scripts: { start: 'ADD BOT "critic" WITH ROLE "doubts"', judge: 'BOT "critic" "judge" INTO x\nBOT "critik" "judge" INTO x' },
    language,
  });
  expect(diagnostics.flatMap((each) => each.diagnostics.map(({ code, details }) => [code, details.suggestion]))).toEqual([
    ['unknown-bot', 'critic'],
  ]);
});
