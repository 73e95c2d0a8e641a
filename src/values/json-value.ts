/** Values of the language as JSON for people and programs outside; secrets stay closed. Not the codec: what is lost here is lost. */
import { FormatError } from './format-error.ts';
import { fromPlain, toPlain } from './json.ts';
import type { Value } from './types.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What has no JSON (a list that holds itself) is told in words: a run must be shown whatever it holds. */
export function jsonOf(value: Value): Json {
  try {
    return toPlain(value) as Json;
  } catch (error) {
    if (error instanceof FormatError) return `(${error.message})`;
    throw error;
  }
}

export const valueOfJson = (json: unknown): Value => fromPlain(json);
