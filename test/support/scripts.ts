/** Scripts for fuzzing the front end: what they are made of, how they are damaged, what of them is left. */
import fc from 'fast-check';
import type { Script, Statement } from '../../src/spec/index.ts';
import { ROWS } from '../notation/table.ts';

const BLOCKS: readonly string[] = [
  'IF a > 1 AND NOT b THEN\n  x = f(a, 2) + list[0].name\nELSE IF a = 0 THEN\n  TALK "none"\nELSE\n  CALL go(1)\nEND IF',
  'FOR EACH item IN items\n  total = total + item.price * 2\n  IF total > 10 THEN EXIT FOR\nNEXT item',
  'FOR i = 1 TO 10 STEP 2\n  list.PUSH(i ^ 2)\nEND FOR',
  "WHILE n < 3\n  n = n + 1 ' count\nWEND",
  'DO\n  n = n - 1\nLOOP UNTIL n = 0',
  'SELECT CASE kind\n  CASE "a", "b"\n    x = 1\n  CASE 1 TO 3\n    x = 2\n  CASE ELSE\n    x = 3\nEND SELECT',
  'SUB go(a)\n  y = a ?? 3\n  RETURN\nEND SUB',
  'WITH order\n  status = status\n  .total = { "a": [1, 2], b: x }\nEND WITH',
  'PARALLEL\n  BRANCH one:\n    x = 1\n  BRANCH two:\n    y = 2\nEND PARALLEL',
  "' a comment, it's here\nREM another\n# and a third",
  'text = "two\nlines" + \'x\'',
  'data = {\n  a: 1,\n  b: [2,\n    3]\n}',
  'again:\nIF a THEN GOTO again ELSE x = 1',
  '',
];
const PROGRAMS = ROWS.flatMap(({ samples }) => samples.map(({ program }) => program)).filter(
  (program) => !/^(HEAR|BEGIN|TABLE)/.test(program),
);

/** A script that parses: blocks and keyword statements, one after the other. */
export const scriptOf = (minLength: number, maxLength: number) =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...BLOCKS) }, { weight: 4, arbitrary: fc.constantFrom(...PROGRAMS) }), {
      minLength,
      maxLength,
    })
    .map((parts) => `${parts.join('\n')}\n`);
export const script = scriptOf(8, 24);

const TOKEN = /"[^"\n]*"|'[^'\n]*'|[A-Za-z_]\w*|\d+(?:\.\d+)?|[^\s\w]/g;
const WORDS = [
  'IF',
  'THEN',
  'ELSE',
  'END',
  'FOR',
  'NEXT',
  'x',
  'TALK',
  'FIND',
  'WHERE',
  'AS',
  'WITH',
  '"',
  '"t"',
  "'",
  '3',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '=',
  '+',
  ':',
  '@',
  'SUB',
  'AND',
  '.',
  '?',
];

/** One token deleted, doubled, swapped with its neighbour or replaced. */
export function damage(text: string, at: number, how: number, word: number): string {
  const tokens = [...text.matchAll(TOKEN)];
  const index = at % Math.max(1, tokens.length);
  const token = tokens[index];
  if (!token) return text;
  const [image] = token;
  const start = token.index;
  const next = tokens[index + 1];
  const put = (with_: string, end = start + image.length) => text.slice(0, start) + with_ + text.slice(end);
  if (how % 4 === 0) return put('');
  if (how % 4 === 1) return put(`${image} ${image}`);
  if (how % 4 === 2 && next) return put(next[0] + text.slice(start + image.length, next.index) + image, next.index + next[0].length);
  return put(WORDS[word % WORDS.length] as string);
}

/** Words and signs in any order. */
export const soup = fc
  .array(
    fc.constantFrom(
      ...WORDS,
      '\n',
      '\n',
      ' ',
      'BEGIN TALK',
      'END TALK',
      'END IF',
      'SELECT CASE',
      '${',
      'HEAR',
      'STEP',
      ';',
      '_\n',
      "' c",
      '#',
      '//',
      'REM',
      '\r\n',
      '\u00e9',
      '\ud83d\ude00',
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(' '));

/** What each statement says by itself, without its place and without the statements inside it. */
export function ownTrees({ body }: Script): string[] {
  return body.flatMap((each) => [own(each), ...inside(each).flatMap((inner) => ownTrees({ body: [inner] } as unknown as Script))]);
}
const PLACES = new Set(['span', 'tile', 'head', 'end', 'comment', 'body', 'words', 'keySpan']);
const own = (statement: Statement): string =>
  JSON.stringify(statement, (key, value) =>
    PLACES.has(key) || (key === 'fields' && statement.kind === 'with') ? undefined : key === 'statement' ? value.kind : value,
  );

export function inside(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.arms.flatMap(({ body }) => body), ...(statement.otherwise?.body ?? [])];
    case 'select':
      return [...statement.cases.flatMap(({ body }) => body), ...(statement.otherwise?.body ?? [])];
    case 'parallel':
      return statement.branches.flatMap(({ body }) => body);
    case 'for':
    case 'forEach':
    case 'loop':
    case 'routine':
    case 'with':
      return statement.body;
    case 'keyword':
      return Object.values(statement.args).flatMap((argument) =>
        argument.kind === 'block' ? argument.body : argument.kind === 'statement' ? [argument.statement] : [],
      );
    default:
      return [];
  }
}

/** The part of `before` that is still there, counted with repetition. */
export function keptShare(before: readonly string[], after: readonly string[]): number {
  const left = new Map<string, number>();
  for (const each of after) left.set(each, (left.get(each) ?? 0) + 1);
  let kept = 0;
  for (const each of before) {
    const count = left.get(each) ?? 0;
    if (count > 0) kept++;
    left.set(each, count - 1);
  }
  return before.length === 0 ? 1 : kept / before.length;
}
