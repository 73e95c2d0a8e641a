/**
 * What a page needs to read a script. The build of the pages puts this in place of the index where only reading is asked
 * for: whole files are shared between parts of a page, and the index would bring the table and the tools of the editor.
 */
export { languageWords } from './format.ts';
export { createParser } from './parser.ts';
