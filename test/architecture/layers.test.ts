import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** Folder → layer. An import points to a lower layer; folders on one layer never import each other. */
const LAYERS: readonly (readonly [folder: string, layer: number])[] = [
  ['src/base', 0],
  ['src/values', 1],
  ['src/spec', 2],
  ['grammar', 3],
  ['keywords', 3],
  ['functions', 3],
  ['src/compiler', 4],
  ['src/runtime', 4],
  ['src/language/document', 4],
  ['src/language/steps', 5],
  ['src/language/service', 5.5],
  ['src/language', 5],
  ['src/adapters', 6],
  ['src/deploy', 6],
  ['src/server', 7],
  ['src/host', 7],
  ['src/repl', 8],
  ['src/sandbox', 8],
  ['src/cli', 9],
  ['src/main.ts', 10],
  ['web', 7],
];
const PURE_UP_TO = 5.5;
const PACKAGES_IN_PURE_LAYERS = new Map([['grammar', ['chevrotain']]]);

const layerOf = (path: string) => LAYERS.find(([folder]) => path === folder || path.startsWith(`${folder}/`));
const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
const sources = ['src', 'grammar', 'keywords', 'functions', 'web'].filter((folder) => existsSync(folder)).flatMap(files);
const importsOf = (path: string) =>
  [...readFileSync(path, 'utf8').matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)'([^']+)'/g)].map((match) => match[1] as string);
const isTest = (path: string) => /\.test\.tsx?$/.test(path);

test('every source folder has a layer', () => {
  expect(sources.filter((path) => !layerOf(path))).toEqual([]);
});

test('imports point to lower layers', () => {
  const wrong: string[] = [];
  for (const path of sources.filter((each) => !isTest(each))) {
    const [folder, layer] = layerOf(path) as readonly [string, number];
    for (const wanted of importsOf(path).filter((each) => each.startsWith('.'))) {
      const target = normalize(join(dirname(path), wanted));
      const found = layerOf(target);
      if (!found) wrong.push(`${path} imports ${target}, which has no layer`);
      else if (found[0] !== folder && found[1] >= layer) wrong.push(`${path} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** `reading.ts` is the part of an index that a page needs before anything is edited. */
const DOORS = ['index.ts', 'reading.ts'];

test('outsiders import a folder only by its doors', () => {
  const wrong: string[] = [];
  for (const path of sources.filter((each) => !isTest(each))) {
    const [folder] = layerOf(path) as readonly [string, number];
    for (const wanted of importsOf(path).filter((each) => each.startsWith('.'))) {
      const target = normalize(join(dirname(path), wanted));
      const found = layerOf(target)?.[0];
      if (found && found !== folder && found !== 'src/adapters' && !DOORS.some((door) => target === `${found}/${door}`) && target !== found)
        wrong.push(`${path} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('layers below the edges do no IO and use no package', () => {
  const wrong: string[] = [];
  for (const path of sources.filter((each) => !isTest(each))) {
    const [folder, layer] = layerOf(path) as readonly [string, number];
    if (layer > PURE_UP_TO) continue;
    const allowed = PACKAGES_IN_PURE_LAYERS.get(folder) ?? [];
    for (const wanted of importsOf(path)) if (!wanted.startsWith('.') && !allowed.includes(wanted)) wrong.push(`${path} imports ${wanted}`);
    if (/\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bprocess\.|\bsetTimeout\(/.test(readFileSync(path, 'utf8')))
      wrong.push(`${path} reads a clock, randomness or the process`);
  }
  expect(wrong).toEqual([]);
});
