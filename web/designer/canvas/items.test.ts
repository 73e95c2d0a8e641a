import { expect, test } from 'vitest';
import { createParser, SYNTAX } from '../../../grammar/index.ts';
import { openDocument } from '../../../src/language/document/index.ts';
import { between, itemsOf, slotBehind, slotInWords } from './items.ts';

const SCRIPT = `TALK "a"
IF x = 1 THEN
  TALK "b"
ELSE
  TALK "c"
END IF
IF y THEN TALK "d"
TALK "e"
`;
const { root } = openDocument(SCRIPT, { parse: createParser(SYNTAX), table: SYNTAX });
const names = (folded: ReadonlySet<string>) =>
  itemsOf(root, folded).map(({ node, lane, level }) => `${level} ${lane?.key ?? node.words.split('\n')[0]}`);
const anchorOf = (words: string) => itemsOf(root, undefined).find(({ node, lane }) => !lane && node.words.startsWith(words))!.key;

test('steps and lanes are walked in the order of the script; what is folded is left out', () => {
  const whole = [
    '1 TALK "a"',
    expect.stringMatching(/^1 IF x/),
    '2 then',
    '3 TALK "b"',
    '2 else',
    '3 TALK "c"',
    expect.stringMatching(/^1 IF y/),
    '1 TALK "e"',
  ];
  expect(names(new Set())).toEqual(whole);
  expect(names(new Set([anchorOf('IF x')]))).toEqual(whole.filter((name) => !/^[23]/.test(String(name))));
});
test('a condition on one line begins folded', () => {
  expect(names(new Set([anchorOf('IF y')]))).toContain('3 TALK "d"');
});
test('a choice of several stays in one lane', () => {
  const items = itemsOf(root, undefined);
  expect(between(items, anchorOf('TALK "e"'), anchorOf('IF x'))).toEqual([anchorOf('IF x'), anchorOf('IF y'), anchorOf('TALK "e"')]);
  expect(between(items, anchorOf('TALK "a"'), anchorOf('TALK "b"'))).toEqual([anchorOf('TALK "b"')]);
});
test('places are told in words', () => {
  const items = itemsOf(root, undefined);
  const lane = items.find((each) => each.lane?.key === 'else');
  expect(slotInWords(slotBehind(lane, root), root, items)).toBe('at the beginning of Otherwise of If the x is 1');
  expect(slotInWords(slotBehind(items[0], root), root, items)).toBe('after Say “a”');
  expect(slotBehind(items.at(-1), root)).toEqual({ parent: '', lane: '', index: 4 });
});
