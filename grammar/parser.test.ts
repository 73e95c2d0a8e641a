import { describe, expect, test } from 'vitest';
import type { Statement } from '../src/spec/index.ts';
import { createParser, dumpAst, print, SYNTAX } from './index.ts';

const parse = createParser(SYNTAX);
const codes = (text: string) => parse(text).diagnostics.map(({ code }) => code);
const kinds = (text: string) => parse(text).tree.body.map(({ kind }) => kind);
const only = (text: string) => parse(text).tree.body[0] as Statement;

describe('every form of control flow is one statement without complaint', () => {
  const forms: readonly (readonly [kind: Statement['kind'], text: string])[] = [
    ['if', 'IF a = 1 THEN\n  x = 1\nELSE IF a = 2 THEN\n  x = 2\nELSEIF a = 3 THEN\n  x = 3\nELSE\n  x = 4\nEND IF\n'],
    ['if', 'if (a) then x = 1\n'],
    ['if', 'IF a THEN TALK "a" ELSE TALK "b"\n'],
    ['if', 'If a Then\n  x = 1\nEnd If'],
    ['forEach', 'FOR EACH a IN b\n  x = a\nNEXT\n'],
    ['forEach', 'FOR EACH a IN b DO\n  x = a\nNEXT a\n'],
    ['forEach', 'For EACH a IN b\n  x = a\nEND For\n'],
    ['forEach', 'FOR a IN b LAST 10 DO\n  x = a\nEND FOR\n'],
    ['for', 'FOR i = 1 TO 10 STEP 2\n  x = i\nNEXT i\n'],
    ['loop', 'DO WHILE a < 3\n  a = a + 1\nLOOP\n'],
    ['loop', 'DO\n  a = a + 1\nLOOP UNTIL a = 3\n'],
    ['loop', 'WHILE a DO\n  a = a - 1\nWEND\n'],
    ['loop', 'WHILE a\n  a = a - 1\nEND WHILE\n'],
    ['select', 'SELECT CASE a\nCASE 1, 2\nx = 1\nCASE "b"\nx = 2\nCASE ELSE\nx = 3\nEND SELECT\n'],
    ['select', 'SELECT a\nCASE 1 TO 3\nx = 1\nCASE IS > 4\nx = 2\nEND SELECT\n'],
    ['select', 'SWITCH a\n  CASE 1, 2\n    x = 1\n  DEFAULT\n    x = 2\nEND SWITCH\n'],
    ['routine', 'SUB go\n  x = 1\n  EXIT SUB\nEND SUB\n'],
    ['routine', 'FUNCTION f(a, b)\n  RETURN a + b\nEND FUNCTION\n'],
    ['call', 'CALL go\n'],
    ['call', 'CALL go(1, 2)\n'],
    ['call', 'CALL "x.bas", 1,\n  2\n'],
    ['with', 'WITH order\n  status = status\n  .total = 3\nEND WITH\n'],
    ['parallel', 'PARALLEL\nBRANCH a:\n  x = 1\nBRANCH b: y = 2\nBRANCH\n  z = 3\nEND PARALLEL\n'],
    ['label', 'again:\n'],
    ['goto', 'GOTO again\n'],
    ['exit', 'EXIT FOR\n'],
    ['exit', 'BREAK\n'],
    ['exit', 'END\n'],
    ['continue', 'CONTINUE\n'],
    ['return', 'RETURN\n'],
    ['return', 'RETURN { "a": 1,\n  b: [1, 2] }\n'],
    ['return', 'RETURN WITH a AS 1, b AS x + 1\n'],
    ['onError', 'ON ERROR RESUME NEXT\n'],
    ['onError', 'ON ERROR GOTO 0\n'],
    ['onError', 'ON ERROR GOTO failed\n'],
    ['clearError', 'CLEAR ERROR\n'],
    ['throw', 'THROW "no"\n'],
    ['throw', 'THROW("no")\n'],
    ['assign', 'LET x = 1\n'],
    ['assign', 'SET a.b = 1\n'],
    ['assign', 'x[UBOUND(x)] = 1\n'],
    ['assign', 'talk = 3\n'],
    ['evaluate', 'list.PUSH(1)\n'],
  ];
  test.each(forms)('%s: %j', (kind, text) => {
    expect(codes(text)).toEqual([]);
    expect(kinds(text)).toEqual([kind]);
  });
});

describe('values', () => {
  const value = (text: string) => {
    const { tree, diagnostics } = parse(`x = ${text}`);
    expect(diagnostics.map(({ code }) => code)).toEqual([]);
    return dumpAst(tree).replace(/ @\d+-\d+/g, '');
  };
  test('precedence', () => {
    expect(value('NOT a = 1 AND b + c * d ^ 2 > -e OR f')).toMatchSnapshot();
    expect(value('a ?? b ? c IS NOT NULL : d NOT IN [1, 2]')).toMatchSnapshot();
    expect(value('a CONTAINS "b" && c LIKE d MOD 2')).toMatchSnapshot();
  });
  test.each([
    ["'it'", 'text value="it"'],
    ['"a ""b"" \\n"', 'text value="a \\"b\\" \\n"'],
    ['"first\nsecond"', 'text value="first\\nsecond"'],
    ['"${a.b} and ${f(\\"x\\") + 1}"', 'template'],
    ['#{a: 1, "b c": 2,}', 'object'],
    ['a?.b?.[0].c', 'member optional=false'],
    ['GET "x"', 'keyword keyword="GET"'],
    ['SESSION ID', 'keyword keyword="SESSION ID"'],
    ['get + 1', 'binary operator="+"'],
    ['HEAR', 'name id="hear"'],
    ['DATEADD d, "days", 3', 'call prefix=true'],
    ['FORMAT NOW() AS "p" + "!"', 'binary operator="+"'],
  ])('%s', (text, shown) => expect(value(text)).toContain(`value: ${shown}`));
});

describe('what is wrong is said once, and the rest is read', () => {
  test.each([
    ['tlak "hi"', ['unknown-keyword']],
    ['TALK', ['missing-argument']],
    ['TALK "hi', ['unclosed-text']],
    ['x = (1 + 2', ['unclosed-bracket']],
    ['x = 1 2', ['extra-text']],
    ['IF a > THEN\n  x = 1\nEND IF', ['expected']],
    ['IF a THEN\n  x = 1', ['missing-end']],
    ['x = 1\nEND IF', ['stray-end']],
    ['FOR i = 1 TO 3\n  IF i THEN\n    x = 1\nNEXT', ['missing-end']],
    ['x = @', ['unknown-character']],
    ['TALK Hello my friend', ['bare-text']],
    ['You are a helpful bot.\nBe kind to ${name}.\nAnswer in verse.', ['prose-file']],
    ['You are a helpful bot.\nBe kind to ${name}.', ['text-or-statement']],
    ['tlak to me\nlike a friend would\nand not at all\n', ['text-or-statement']],
    ['tlak "hello there my friend"', ['unknown-keyword']],
  ])('%j', (text, expected) => {
    expect(codes(text)).toEqual(expected);
    expect(codes(`${text}\ny = 2\n`).filter((code) => code !== 'prose-file').length).toBeLessThanOrEqual(1);
  });

  test('a lost END does not eat its neighbours', () => {
    const { tree } = parse('SUB a\n  IF x THEN\n    y = 1\nEND SUB\nSUB b\n  z = 1\nEND SUB\nTALK "end"\n');
    expect(tree.body.map(({ kind }) => kind)).toEqual(['routine', 'routine', 'keyword']);
  });
});

test.each(['', '\n', '\r\n\r', "' c\n\n  x = 1 ; y = 2  ' d\r\n", 'a b c @@', 'IF', 'BEGIN TALK\n"\nEND TALK\nx=1'])(
  'prints back %j',
  (text) => expect(print(parse(text).tree)).toBe(text),
);

test('statements on one line share it', () => expect(only('x = 1; y = 2\n').tile).toEqual({ start: 0, end: 7 }));

test.each(["\uFEFF' a comment, it's here\nTALK 1\n", '\uFEFFBEGIN TALK\nit\'s "free"\nEND TALK\n'])(
  'the mark that some editors put before the first line is no word: %j',
  (text) => expect(codes(text)).toEqual([]),
);
