/** Several list functions take a text too, or an object: which of them is given decides what they do. */
import { Dict, marksOf, RowSet, unmark, type Value, withMarks } from '../src/values/index.ts';
import type { Call } from './call.ts';

export const isTextual = (value: Value): boolean => typeof (isCollection(value) ? null : unmark(value)) === 'string';
export const isCollection = (value: Value): boolean => Array.isArray(value) || value instanceof RowSet || value instanceof Dict;

/** A part of a text is as marked as the text. */
export const remarked = (call: Call, text: string): Value => withMarks(text, marksOf(call.raw(0)));
