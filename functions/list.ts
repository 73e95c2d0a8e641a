/**
 * Lists. Those named as verbs of change (PUSH, POP, SHIFT, UNSHIFT) change the list for all who hold it; all others
 * leave it and give a new one. Elements are passed on as they are, with their marks.
 */
import { listChanges } from './list-changes.ts';
import { listParts } from './list-parts.ts';
import { listSearch } from './list-search.ts';
import { listShapes } from './list-shapes.ts';

export const list = [...listParts, ...listShapes, ...listChanges, ...listSearch];
