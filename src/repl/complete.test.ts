import { expect, test } from 'vitest';
import { completions } from './complete.ts';

const NAMES = { variables: [['total', 1] as const, ['title', 'x'] as const], routines: ['greet'] };

const CASES: readonly (readonly [line: string, candidates: readonly string[], piece: string])[] = [
  [':sa', [':save'], ':sa'],
  ['set bot m', ['SET BOT MEMORY '], 'set bot m'],
  ['TALK tit', ['title', 'TITLECASE('], 'tit'],
  ['TALK tot', ['total'], 'tot'],
  ['x = gre', ['greet('], 'gre'],
  ['IF total ', ['THEN '], ''],
  ['ADD BOT "a" WITH R', ['WITH ROLE '], 'WITH R'],
  ['x = nothing_of_the_kind', [], ''],
];

test.each(CASES)('%s', (line, candidates, piece) => {
  const [found, replaced] = completions(line, NAMES);
  expect(replaced).toBe(piece);
  expect(candidates).toEqual(expect.arrayContaining(found));
  expect(found[0]).toBe(candidates[0]);
});

test('a keyword of several words and a name may begin alike', () => {
  const [found, piece] = completions('TALK to', NAMES);
  expect(piece).toBe('TALK to');
  expect(found).toEqual(expect.arrayContaining(['TALK TO ', 'TALK total']));
});
