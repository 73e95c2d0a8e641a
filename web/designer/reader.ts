/** How scripts are read here: the parser, and the table of syntax lines that it walks, which is data and comes as such. */
import { createParser } from '../../grammar/index.ts';
import type { Reader } from '../../src/language/document/reading.ts';
import type { SyntaxTable } from '../../src/spec/index.ts';

declare const SYNTAX_FILE: string;

let reader: Promise<Reader> | undefined;

export function scriptReader(): Promise<Reader> {
  reader ??= fetch(SYNTAX_FILE)
    .then(async (answer) => {
      if (!answer.ok) throw new Error(`the syntax of BASIC was not loaded (${answer.status})`);
      const table = (await answer.json()) as SyntaxTable;
      return { parse: createParser(table), table };
    })
    .catch((error: unknown) => {
      reader = undefined;
      throw error;
    });
  return reader;
}
