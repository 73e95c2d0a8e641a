export { dumpAst, dumpTokens } from './dump.ts';
export { createExpect, type Expect, type Expected, type ExpectedArgument } from './expect.ts';
export { format, languageWords } from './format.ts';
export { SYNTAX } from './generated/syntax.ts';
export { createParser, type Parse, type Parsed } from './parser.ts';
export { print } from './print.ts';
export { scan, type Token, type TokenKind } from './scan.ts';
