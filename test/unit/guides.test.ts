/** Every program that the README and the guides show compiles without an error. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, renderDiagnostics } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';

const pages = ['README.md', 'docs/language.md', ...readdirSync('docs/guides').map((name) => join('docs/guides', name))];
const programs = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^```basic\n([\s\S]*?)^```/gm)].map(
    (match, index) => [`${page} program ${index + 1}`, match[1] as string] as const,
  ),
);

test('there are programs to check', () => expect(programs.length).toBeGreaterThanOrEqual(5));

test.each(programs)('%s', (name, source) => {
  const { program, diagnostics } = compile(source, { script: 'guide.bas', language: standardLanguage() });
  expect(program === undefined ? renderDiagnostics(diagnostics, source, name) : '').toBe('');
});
