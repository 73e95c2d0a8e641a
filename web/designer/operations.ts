/** What changing a script needs and drawing it does not: loaded behind the first drawing. */
export { commentOf, copyText, linesOf, merge3, plan, slotsOf } from '../../src/language/document/index.ts';
