/** The function library: every function once, found by any of its names. */
import type { FunctionDefinition } from '../src/spec/index.ts';
import { checks } from './check.ts';
import { convert } from './convert.ts';
import { date } from './date.ts';
import { errors } from './error.ts';
import { format } from './format.ts';
import { list } from './list.ts';
import { number } from './number.ts';
import { text } from './text.ts';

export const functions: readonly FunctionDefinition[] = [...date, ...text, ...format, ...number, ...list, ...convert, ...checks, ...errors];

const byName: ReadonlyMap<string, FunctionDefinition> = new Map(
  functions.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each] as const)),
);

/** In any case, and with the `$` that older BASICs put after functions of text (`UCASE$`). */
export const findFunction = (name: string): FunctionDefinition | undefined => byName.get(name.toUpperCase().replace(/\$$/, ''));
