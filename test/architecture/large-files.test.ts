import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const MOST_LINES = 500;
const excused = new Map(
  readFileSync('test/architecture/large-files.txt', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => /^(\S+)\s+(.*)$/.exec(line)?.slice(1) as [string, string]),
);
const files = execFileSync('git', ['ls-files', 'src', 'grammar', 'keywords', 'functions', 'web'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.(ts|tsx|css)$/.test(path) && !/\.test\.tsx?$|\/generated\//.test(path));
const large = files.filter((path) => readFileSync(path, 'utf8').split('\n').length - 1 > MOST_LINES);

test('a source file past 500 lines has a reason', () => expect(large.filter((path) => !excused.has(path))).toEqual([]));
test('no reason outlives its file', () => expect([...excused.keys()].filter((path) => !large.includes(path))).toEqual([]));
