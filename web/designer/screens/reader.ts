/** How the screens read scripts: the grammar alone, without keywords and compiler. */
import { createParser, SYNTAX } from '../../../grammar/index.ts';
import { type Document, openDocument } from '../../../src/language/document/reading.ts';

const reader = { parse: createParser(SYNTAX), table: SYNTAX };
export const read = (text: string): Document => openDocument(text, reader);
