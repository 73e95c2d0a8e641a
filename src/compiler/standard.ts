/** The language as it is shipped: every keyword, every function, the parser over their table. Made when first asked for. */
import { functions } from '../../functions/index.ts';
import { createParser, SYNTAX } from '../../grammar/index.ts';
import { keywords } from '../../keywords/index.ts';
import { METHOD_NAMES } from '../values/index.ts';
import type { Language } from './language.ts';

let standard: Language | undefined;

export function standardLanguage(): Language {
  standard ??= { parse: createParser(SYNTAX), table: SYNTAX, keywords, functions, methods: METHOD_NAMES };
  return standard;
}
