/** What HEAR … AS TYPE asks for: how an answer is read and normalised, and what to say when it does not fit. */
import type { Value } from '../../src/values/index.ts';

export interface Reading {
  /** The bot's wall clock, as DateTime.ms: for "tomorrow". */
  readonly now: number;
  /** Which of 1.234 and 1,234 is a thousand. */
  readonly decimalComma: boolean;
}

export interface AnswerType {
  /** Upper case; the first is canonical and, lower-cased, what a page sees as `input`. */
  readonly names: readonly [string, ...string[]];
  /** Completes "That does not look like …" in English and Portuguese. */
  readonly wanted: readonly [en: string, pt: string];
  /** The answer is never shown again: the program gets a Secret. */
  readonly secret?: true;
  /** The normalised value, or nothing where the answer does not fit. */
  readonly read: (text: string, reading: Reading) => Value | undefined;
}

/** Reads by a pattern, then gives the text a common shape. */
export const matching =
  (pattern: RegExp, shape: (text: string) => string = (text) => text) =>
  (text: string): string | undefined =>
    pattern.test(text) ? shape(text) : undefined;

export const digitsOf = (text: string): string => text.replace(/\D/g, '');
