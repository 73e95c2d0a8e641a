/** The language as shipped: grammar, keywords, functions and methods together. Built on first use, for it costs some milliseconds. */
import { functions } from '../../functions/index.ts';
import { createParser, SYNTAX } from '../../grammar/index.ts';
import { keywords } from '../../keywords/index.ts';
import type { Language } from '../compiler/index.ts';
import { METHOD_NAMES } from '../values/index.ts';

let built: Language | undefined;

export function standardLanguage(): Language {
  built ??= { parse: createParser(SYNTAX), table: SYNTAX, keywords, functions, methods: METHOD_NAMES };
  return built;
}
