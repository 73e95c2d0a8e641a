/**
 * What is known of a run from the answers it was fed, beside what its program holds: what it has said, which is the answer of a
 * bot that returns nothing; and how many workflows it has begun and not ended, which its own end then ends.
 */
import { marksOf, toText, type Value, withMarks } from '../values/index.ts';
import type { Ask } from './machine.ts';

export interface Telling {
  /** Of a run that another run began; NOTHING as long as it said nothing. */
  readonly said: Value;
  readonly openWorkflows: number;
}

export const NOTHING_TOLD: Telling = { said: null, openWorkflows: 0 };

/** Whoever says more is cut: it is an answer, not a log. */
const MOST_SAID = 65_536;

/** By the name of the argument that holds what is said. */
const SAYING: Readonly<Record<string, string>> = { TALK: 'message', PRINT: 'message', 'BEGIN TALK': 'body' };

/** A run begun by another is named by that and a place (childRun); no other has a dot in its id. */
const isChild = (run: string): boolean => run.includes('.');

export function toldMore(before: Telling, run: string, { keyword, args }: Pick<Ask, 'keyword' | 'args'>): Telling {
  if (keyword === 'ORCHESTRATE WORKFLOW') return { ...before, openWorkflows: before.openWorkflows + 1 };
  if (keyword === 'WORKFLOW END' && args.get('workflow')) return { ...before, openWorkflows: Math.max(0, before.openWorkflows - 1) };
  const said = SAYING[keyword];
  return said !== undefined && isChild(run) ? { ...before, said: joined(before.said, args.get(said) ?? null) } : before;
}

function joined(before: Value, more: Value): Value {
  const text = (before === null ? toText(more) : `${toText(before)}\n${toText(more)}`).slice(0, MOST_SAID);
  return withMarks(text, marksOf(before) | marksOf(more));
}

/** The result of a run that ended with this value. */
export const resultOf = (value: Value, { said }: Telling): Value => (value === null ? said : value);
