/** The one spelling of a program: JSON with sorted keys. Its hash is the program's name. */
import type { Program } from '../spec/index.ts';

export const canonicalProgram = (program: Program): string => JSON.stringify(program, sortKeys);

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const sorted: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) sorted[key] = (value as Record<string, unknown>)[key];
  return sorted;
}
