/**
 * The document: a script as text and as the tree that is drawn from it. Pure, without keywords and compiler, for the
 * browser, the server and the command line alike.
 */

export { diffLines, type Hunk, type LineDiff } from './line-diff.ts';
export * from './merge.ts';
export { commentOf, linesOf } from './operations/fields.ts';
export { nameOf, numberOf } from './operations/names.ts';
export { plan } from './operations/plan.ts';
export { slotsOf } from './operations/slots.ts';
export { copyText } from './operations/structure.ts';
export * from './reading.ts';
export * from './tree-diff.ts';
