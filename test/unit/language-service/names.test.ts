import { describe, expect, test } from 'vitest';
import { applyEdits, definition, Project, prepareRename, references, rename, type Workspace } from '../../../src/language/service/index.ts';
import { at, FILE } from '../../support/caret.ts';

const after = (marked: string, to: string, workspace = {}): string => {
  const { project, offset, text } = at(marked, workspace);
  const found = rename(project, FILE, offset, to);
  return found.ok ? applyEdits(text, found.files.find(({ file }) => file === FILE)?.edits ?? []) : `refused: ${found.why}`;
};

const RENAMED: readonly (readonly [marked: string, to: string, text: string])[] = [
  ['to|tal = 1\nTALK total + Total\n', 'sum_of', 'sum_of = 1\nTALK sum_of + sum_of\n'],
  ['name$ = "a"\nTALK na|me\n', 'who', 'who$ = "a"\nTALK who\n'],
  ['x = 1\nTALK "${x} and ${x + 1|}"\n', 'y', 'refused: no name of this package stands here'],
  ['x = 1\nTALK "${|x} and ${x + 1}"\n', 'y', 'y = 1\nTALK "${y} and ${y + 1}"\n'],
  ['SUB a(n)\n  n| = n + 1\nEND SUB\nn = 5\nTALK n\n', 'm', 'SUB a(m)\n  m = m + 1\nEND SUB\nn = 5\nTALK n\n'],
  [
    'SUB a()\n  t = 1\n  TALK t\nEND SUB\nSUB b()\n  u = 1\n  TALK u|\nEND SUB\n',
    'v',
    'SUB a()\n  t = 1\n  TALK t\nEND SUB\nSUB b()\n  v = 1\n  TALK v\nEND SUB\n',
  ],
  [
    'FUNCTION dou|ble(n)\n  double = n * 2\nEND FUNCTION\nTALK double(2)\n',
    'twice',
    'FUNCTION twice(n)\n  twice = n * 2\nEND FUNCTION\nTALK twice(2)\n',
  ],
  ['again:\nn = n + 1\nIF n < 3 THEN GOTO a|gain\n', 'once_more', 'once_more:\nn = n + 1\nIF n < 3 THEN GOTO once_more\n'],
  ['ADD BOT "critic" WITH ROLE "r"\nBOT "Cri|tic" "judge"\n', 'judge', 'ADD BOT "judge" WITH ROLE "r"\nBOT "judge" "judge"\n'],
  ['PUBLISH EVENT "pa|id"\nWAIT FOR EVENT "paid"\n', 'settled', 'PUBLISH EVENT "settled"\nWAIT FOR EVENT "settled"\n'],
];

describe('renaming', () => {
  test.each(RENAMED)('%j to %s', (marked, to, text) => {
    expect(after(marked, to)).toBe(text);
  });
});

const REFUSED: readonly (readonly [marked: string, to: string, why: string, workspace?: Partial<Workspace>])[] = [
  ['x| = 1\ny = 2\nTALK x + y\n', 'y', 'y is already a variable of this script'],
  ['x| = 1\nTALK x\n', 'not', 'not is a word of the language'],
  ['x| = 1\nTALK x\n', '2x', '"2x" is no name: write letters, digits and _, no digit first'],
  ['x| = 1\nTALK x\n', 'len', 'len is a function of the library'],
  ['x| = 1\nTALK x\n', 'set_bot_memory', 'set_bot_memory is a keyword'],
  ['TALK user|name\n', 'who', 'nothing in this script sets username, so it is given from outside under this name'],
  ['PARAM da|y AS DATE\nTALK day\n', 'when', 'day is a PARAM: whoever calls this script gives it by this name'],
  ['zone = 1\nTALK zo|ne\n', 'area', 'zone is given by config.csv under this name', { variables: ['Zone'] }],
  ['CALL "bo|ok.bas"\n', 'read', 'a script is called by the name of its file: rename the file', { scripts: { 'book.bas': 'TALK 1\n' } }],
  ['BOT "someb|ody" "x"\n', 'else', 'somebody is not added by this package, so it is not renamed here'],
  ['ON EVENT "pa|id" DO\n  TALK 1\nEND ON\n', 'settled', 'nothing in this package publishes "paid": it comes from outside under this name'],
  [
    'BOT "x" READS rep|ort\nTALK report\n',
    'paper',
    'report is also the word that tells a bot what to make; write INTO and a name to part them',
  ],
  [
    'plan| = 1\nBOT "book" "go"\nTALK plan\n',
    'idea',
    'book.bas is given plan by this name, when this script asks it',
    { scripts: { 'book.bas': 'TALK plan\n' } },
  ],
];

describe('what would change the meaning is refused, with the reason', () => {
  test.each(REFUSED.map(([marked, to, why, workspace = {}]) => ({ marked, to, why, workspace })))('$marked to $to', (each) => {
    const { project, offset } = at(each.marked, each.workspace);
    expect(rename(project, FILE, offset, each.to)).toEqual({ ok: false, why: each.why });
  });
});

test('a refusal comes before a new name is asked for', () => {
  const { project, offset } = at('TALK user|name\n');
  expect(prepareRename(project, FILE, offset)).toMatchObject({ ok: false });
});

test('references and definitions cross scripts', () => {
  const scripts = {
    'start.bas': 'BOT "critic" "x"\nCALL "book.bas"\nPUBLISH EVENT "paid"\n',
    'book.bas': 'ADD BOT "critic" WITH ROLE "r"\nON EVENT "paid" DO\n  TALK 1\nEND ON\n',
  };
  const project = Project.open({ scripts });
  const text = scripts['start.bas'];
  const shown = (found: readonly { file: string; span: { start: number; end: number } }[]) =>
    found.map(({ file, span }) => `${file} ${scripts[file as keyof typeof scripts].slice(span.start, span.end)}`);
  expect(shown(definition(project, FILE, text.indexOf('critic')))).toEqual(['book.bas critic']);
  expect(shown(references(project, FILE, text.indexOf('paid')))).toEqual(['start.bas paid', 'book.bas paid']);
  expect(shown(definition(project, FILE, text.indexOf('book.bas')))).toEqual(['book.bas ']);
  const renamed = rename(project, FILE, text.indexOf('paid'), 'settled');
  expect(renamed.ok && renamed.files.map(({ file }) => file)).toEqual(['start.bas', 'book.bas']);
});
