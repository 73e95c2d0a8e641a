/** Whether something is in a text, list or object: one meaning for CONTAINS, INCLUDES, HAS, IN_ARRAY and INDEX_OF. */
import type { Value } from '../src/values/index.ts';
import { areEqual, binary, isTruthy } from '../src/values/index.ts';

/** As the operator CONTAINS. */
export const holds = (where: Value, what: Value): boolean => isTruthy(binary('contains', where, what));

/** From 0; -1 where it is not. */
export const indexIn = (list: readonly Value[], what: Value): number => list.findIndex((each) => areEqual(each, what));
export const lastIndexIn = (list: readonly Value[], what: Value): number => list.findLastIndex((each) => areEqual(each, what));
