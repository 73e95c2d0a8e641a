/**
 * Derives what must not be written twice: each generator names its file and its text.
 * `--check` compares instead of writing.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorReference } from './gen/errors.ts';
import { functionReference } from './gen/functions.ts';
import { httpReference } from './gen/http.ts';
import { keywordReference } from './gen/keywords.ts';
import { syntaxTable } from './gen/syntax.ts';

interface Generated {
  readonly file: string;
  readonly text: string;
}

const generators: readonly (() => readonly Generated[] | Promise<readonly Generated[]>)[] = [
  syntaxTable,
  errorReference,
  functionReference,
  httpReference,
  keywordReference,
];

const check = process.argv.includes('--check');
let stale = 0;
for (const generate of generators)
  for (const { file, text } of await generate()) {
    if (currentText(file) === text) continue;
    if (check) {
      console.error(`${file} is stale: run npm run gen`);
      stale++;
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      console.log(`wrote ${file}`);
    }
  }
process.exit(stale ? 1 : 0);

function currentText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
