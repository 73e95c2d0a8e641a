import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { createParser, dumpAst, SYNTAX } from '../../grammar/index.ts';
import { keywords, publicKeywords } from '../../keywords/index.ts';
import { compile } from '../../src/compiler/index.ts';

const language = { parse: createParser(SYNTAX), table: SYNTAX, keywords, functions, methods: [] };

/** Of programs whose transcript shows what they do. */
const played = readdirSync('test/corpus', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.bas') && existsSync(`test/corpus/${path.replace(/bas$/, 'transcript')}`))
  .map((path) => compile(readFileSync(`test/corpus/${path}`, 'utf8'), { script: 'start.bas', language }));

test('every keyword is performed by a program of the corpus', () => {
  const used = new Set(
    played.flatMap(({ program, tree }) => [
      ...(program?.keywords.map(({ name }) => name) ?? []),
      ...[...dumpAst(tree).matchAll(/ keyword="([^"]+)"/g)].map((match) => match[1] as string),
    ]),
  );
  expect(keywords.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});

test('every form of a keyword is written in a program of the corpus', () => {
  const written = new Set(played.flatMap(({ tree }) => [...dumpAst(tree).matchAll(/ keyword="([^"]+)" form=(\d+)/g)].map((match) => `${match[1]} ${match[2]}`)));
  const forms = publicKeywords.flatMap(({ name, syntax, params }) =>
    // A keyword of words alone is a name to the parser where nothing follows it.
    [syntax].flat().flatMap((line, form) => (Object.keys(params).length > 0 && line !== name ? [`${name} ${form}`] : [])),
  );
  expect(forms.filter((each) => !written.has(each))).toEqual([]);
});
