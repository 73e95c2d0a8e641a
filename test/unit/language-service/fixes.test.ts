import { describe, expect, test } from 'vitest';
import { applyEdits, codeActions, diagnostics } from '../../../src/language/service/index.ts';
import { at, FILE } from '../../support/caret.ts';

const FIXES: readonly (readonly [text: string, title: string, after: string])[] = [
  ['TALKK "hello"\n', 'Write TALK', 'TALK "hello"\n'],
  ['SET BOT MEMRY "a", 1\n', 'Write SET BOT MEMORY', 'SET BOT MEMORY "a", 1\n'],
  ['SET BOT MEMORY "a" 5\n', 'Add a comma', 'SET BOT MEMORY "a", 5\n'],
  ['IF x > 1 THEN\n  TALK "a"\n\nTALK "z"\n', 'Add END IF', 'IF x > 1 THEN\n  TALK "a"\nEND IF\n\nTALK "z"\n'],
  ['  WHILE x\r\n    TALK "a"\r\n', 'Add WEND', '  WHILE x\r\n    TALK "a"\r\n  WEND\r\n'],
  ['IF x TALK "b"\n', 'Add THEN', 'IF x THEN TALK "b"\n'],
  ['FOR EACH i xs\n  TALK i\nNEXT\n', 'Add IN', 'FOR EACH i IN xs\n  TALK i\nNEXT\n'],
  ['y = UPER("a")\nTALK y\n', 'Write UPPER', 'y = UPPER("a")\nTALK y\n'],
  ['customer = 1\nTALK custmer\n', 'Write customer', 'customer = 1\nTALK customer\n'],
  ['TALK hello there world\n', 'Put quotes around it', 'TALK "hello there world"\n'],
  ['TALK "abc\n', 'Add the closing quote', 'TALK "abc"\n'],
  ['x = (1 + 2\nTALK x\n', 'Add )', 'x = (1 + 2)\nTALK x\n'],
  ['TALK 1\nEND IF\n', 'Remove this line', 'TALK 1\n'],
  ['list = [1]\nTALK list(0)\n', 'Write list[…]', 'list = [1]\nTALK list[0]\n'],
  ['1 + LEN("a")\n', 'Assign it: result = …', 'result = 1 + LEN("a")\n'],
  ['TALK "${ 1 + }"\n', 'Write \\${ to mean the signs themselves', 'TALK "\\${ 1 + }"\n'],
  ['IF a THEN GOTO ende\nende_:\nTALK 1\n', 'Write ende_', 'IF a THEN GOTO ende_\nende_:\nTALK 1\n'],
  ['CALL "bok"\n', 'Write book.bas', 'CALL "book.bas"\n'],
  ['BOT "analist" "sum up"\n', 'Write analyst', 'BOT "analyst" "sum up"\n'],
  ['TALK 1 a = 2\n', 'Put it on a line of its own', 'TALK 1\na = 2\n'],
  ['ORCHESTRATE WORKFLOW "w"\n  STEP 1: TALK "a"\n', 'Add END WORKFLOW', 'ORCHESTRATE WORKFLOW "w"\n  STEP 1: TALK "a"\nEND WORKFLOW\n'],
];
const PACKAGE = { scripts: { 'book.bas': 'ADD BOT "analyst" WITH ROLE "x"\n' } };

describe('a fix does what it says, and its problem is gone', () => {
  test.each(FIXES)('%j %s', (text, title, after) => {
    const { project } = at(`${text}|`, PACKAGE);
    const found = codeActions(project, FILE, { start: 0, end: text.length });
    const fix = found.find((each) => each.title === title);
    expect(found.map((each) => each.title)).toContain(title);
    const fixed = applyEdits(text, fix?.edits ?? []);
    expect(fixed).toBe(after);
    const left = diagnostics(project.with(FILE, fixed), FILE);
    expect(left.filter(({ code, message }) => code === fix?.problem.code && message === fix.problem.message)).toEqual([]);
  });
});

test('a bot that nobody added is added above', () => {
  const { project, text } = at('STEP 1: BOT "critic" "judge it"\n|');
  const [fix] = codeActions(project, FILE, { start: 0, end: text.length });
  expect(applyEdits(text, fix?.edits ?? [])).toBe('ADD BOT "critic" WITH ROLE "…"\nSTEP 1: BOT "critic" "judge it"\n');
});
