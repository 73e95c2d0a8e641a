export { dumpAst, dumpTokens } from './dump.ts';
export { format } from './format.ts';
export { SYNTAX } from './generated/syntax.ts';
export { createParser, type Parse, type Parsed } from './parser.ts';
export { print } from './print.ts';
