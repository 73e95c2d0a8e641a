import { describe, expect, test } from 'vitest';
import {
  applyEdits,
  folding,
  formatEdits,
  hover,
  lenses,
  outline,
  Project,
  semanticTokens,
  signature,
} from '../../../src/language/service/index.ts';
import { at, FILE } from '../../support/caret.ts';

const HOVERS: readonly (readonly [marked: string, said: string])[] = [
  ['SET BOT ME|MORY "a", 1\n', '**SET BOT MEMORY**'],
  ['x = UP|PER("a")\n', '**UPPER**'],
  ['FOR EA|CH i IN xs\nNEXT\n', '**FOR EACH**'],
  ['IF a THEN\n  x = 1\nEN|D IF\n', '**END IF**'],
  ['x = 1\n\nTALK |x\n', '`x`: variable, set in line 1'],
  ['TALK user|name\n', '`username`: nothing in this script sets it'],
  ['PARAM day AS DATE\nTALK d|ay\n', '`day`: input of this script (PARAM, DATE)'],
  ['SUB a(n)\n  TALK n|\nEND SUB\n', '`n`: parameter of `a`'],
  ['CALL "bo|ok"\n', 'Takes: day AS DATE'],
  ['BOT "criti|c" "x"\n', 'bot, added in book.bas'],
  ['WAIT FOR EVENT "pa|id"\n', 'event, published from outside; awaited in start.bas'],
];
const PACKAGE = { scripts: { 'book.bas': 'DESCRIPTION "Books."\nPARAM day AS DATE\nADD BOT "critic" WITH ROLE "r"\n' } };

describe('hover', () => {
  test.each(HOVERS)('%j', (marked, said) => {
    const { project, offset } = at(marked, PACKAGE);
    expect(hover(project, FILE, offset)?.markdown).toContain(said);
  });
});

const SIGNATURES: readonly (readonly [marked: string, active: string | undefined])[] = [
  ['x = MID("abc", |', 'start'],
  ['x = MID(LEFT("a", |1), 2)', 'length'],
  ['SUB go(a, b)\nEND SUB\nCALL go(1, |', 'b'],
  ['SET BOT MEMORY "a", |', '<value>'],
  ['TALK TO |', '<who>'],
  ['TALK TO "ana", "hel|lo"', '<message>'],
  ['ADD BOT "x" WITH ROLE |', '<role>'],
  ['x = 1|', undefined],
];

describe('signature', () => {
  test.each(SIGNATURES)('%j', (marked, wanted) => {
    const { project, offset } = at(marked);
    const found = signature(project, FILE, offset);
    const span = found?.active === undefined ? undefined : found.parameters[found.active]?.span;
    expect(span && found?.label.slice(span.start, span.end)).toBe(wanted);
  });
});

const SCRIPT = `' about
' this
PARAM day AS DATE
ORCHESTRATE WORKFLOW "w"
  STEP 1: PARALLEL
    BRANCH a: BOT "x" "y"
    BRANCH b: TALK "z"
  END PARALLEL
END WORKFLOW
SUB go(n)
  IF n THEN
    TALK "a \${n} b"
  ELSE
    CALL go(n.left)
  END IF
END SUB
`;

test('outline', () => {
  const shown = (items: ReturnType<typeof outline>, depth = 0): string[] =>
    items.flatMap(({ name, kind, children }) => [`${' '.repeat(depth)}${kind} ${name}`, ...shown(children, depth + 1)]);
  expect(shown(outline(Project.open({ scripts: { [FILE]: SCRIPT } }), FILE))).toEqual([
    'input day',
    'workflow WORKFLOW "w"',
    ' step STEP 1',
    '  branch a',
    '  branch b',
    'routine go',
  ]);
});

test('folding', () => {
  const found = folding(Project.open({ scripts: { [FILE]: SCRIPT } }), FILE).map(({ from, to, kind }) => `${from}-${to} ${kind}`);
  expect(found).toEqual(['1-2 comment', '4-8 block', '5-7 block', '10-15 block', '11-14 block', '13-14 block']);
});

test('words are coloured by what they are', () => {
  const text = 'SUB go(n)\n  TALK "a ${n} b" + n.left.trim() \' c\nEND SUB\nto = 1\nCALL go(to)\n';
  const project = Project.open({ scripts: { [FILE]: text } });
  expect(semanticTokens(project, FILE).map(({ start, end, type }) => `${text.slice(start, end)} ${type}`)).toEqual([
    'SUB keyword',
    'go function',
    'n parameter',
    'TALK keyword',
    '"a ${ string',
    'n parameter',
    '} b" string',
    'n parameter',
    'left property',
    'trim method',
    "' c comment",
    'END keyword',
    'SUB keyword',
    'to variable',
    '1 number',
    'CALL keyword',
    'go function',
    'to variable',
  ]);
});

test('what acts can be tried', () => {
  const project = Project.open({ scripts: { [FILE]: SCRIPT } });
  expect(lenses(project, FILE).map(({ line, keyword }) => `${line} ${keyword}`)).toEqual(['5 STEP', '6 BOT']);
});

test('formatting changes only the lines that need it', () => {
  const text = 'if a then\r\ntalk "x"   \n\n\n\nend if\rTALK 1\n';
  const project = Project.open({ scripts: { [FILE]: text } });
  const edits = formatEdits(project, FILE);
  expect(applyEdits(text, edits)).toBe('IF a THEN\r\n  TALK "x"\n\nEND IF\rTALK 1\n');
  expect(edits.every(({ end }) => end <= text.indexOf('TALK 1'))).toBe(true);
});

test('what was found out about the other scripts stays', () => {
  const project = Project.open({ scripts: { 'a.bas': 'TALK 1\n', 'b.bas': 'TALK 2\n' } });
  const changed = project.with('a.bas', 'TALK 3\n');
  expect(changed.source('b.bas')).toBe(project.source('b.bas'));
  expect(changed.source('a.bas').text).toBe('TALK 3\n');
  expect(changed.with('b.bas', undefined).has('b.bas')).toBe(false);
});
