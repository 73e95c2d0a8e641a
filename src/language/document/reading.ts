/** What drawing a script takes: the document without gestures, merges and diffs. A page that draws first and edits later begins with this. */
export { composeEdits } from './compose.ts';
export * from './document.ts';
export * from './edits.ts';
export * from './history.ts';
export { endingOf, splitLines } from './lines.ts';
export * from './places.ts';
export * from './types.ts';
