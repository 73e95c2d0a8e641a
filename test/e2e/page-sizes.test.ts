/** What the pages weigh: a gate on bytes, not on time. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '../../scripts/build-web.mjs';

const KIB = 1024;
let folder: string;
let files: readonly string[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'basalt-web-'));
  await buildWeb(folder);
  files = readdirSync(join(folder, 'assets'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(folder, 'assets', name));
const packed = (names: readonly string[]) => names.reduce((sum, name) => sum + gzipSync(read(name)).length, 0) / KIB;

test('the text editor with its worker is at most 1,000 KiB, and brings no worker of another language', () => {
  const scripts = files.filter((name) => /^monaco-.*\.js$/.test(name));
  expect(scripts).toHaveLength(2);
  expect(packed(scripts)).toBeLessThan(1000);
  expect(files.filter((name) => /worker/.test(name))).toEqual(scripts.filter((name) => name.includes('worker')));
});

/** What a script needs before it runs: itself and all it imports, but not what it imports later. */
function firstLoad(name: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, wanted] of read(name)
    .toString()
    .matchAll(/(?:\bfrom|\bimport)\s*"\.\/([\w.-]+\.js)"/g))
    firstLoad(wanted as string, found);
  return found;
}

/** The designer's own page; one that compares versions begins with the diffs too. */
const MOST_AT_FIRST = 120;
const MOST_OF_OTHERS = 126;

test('every page begins with little script, and without the text editor', () => {
  const main = files.find((name) => /^main-.*\.js$/.test(name)) as string;
  const pages = files.filter((name) => /-page-[A-Z0-9]+\.js$/.test(name));
  expect(pages.length).toBeGreaterThan(3);
  for (const page of pages) {
    const loaded = [...firstLoad(page, new Set(firstLoad(main)))];
    expect([page, packed(loaded) <= (page.startsWith('designer-page') ? MOST_AT_FIRST : MOST_OF_OTHERS)]).toEqual([page, true]);
    expect(loaded.filter((name) => name.startsWith('monaco'))).toEqual([]);
  }
});

test('nothing is asked from elsewhere by what is built', () => {
  const style = files.filter((name) => name.endsWith('.css')).map((name) => read(name).toString());
  for (const text of style) expect(text).not.toMatch(/url\(["']?https?:|@import/);
});
