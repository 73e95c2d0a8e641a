/**
 * What is known of a run from the answers it was fed, beside what its program holds: what it has said, which is the answer of a
 * bot that returns nothing; how many workflows it has begun and not ended, which its own end then ends; and how often it gave
 * the same task to a bot, for the loop detector. All of it is in its checkpoints: a restart forgets nothing.
 */
import { marksOf, toText, type Value, withMarks } from '../values/index.ts';
import type { Ask } from './machine.ts';

/** Whoever says more is cut: it is an answer, not a log. */
const MOST_SAID = 65_536;
/** A loop comes back to what it did; of more different tasks than this the oldest are forgotten. */
const MOST_GIVEN = 256;

/** By the name of the argument that holds what is said. */
const SAYING: Readonly<Record<string, string>> = { TALK: 'message', PRINT: 'message', 'BEGIN TALK': 'body' };
/** Their same arguments again and again are a loop. */
const GIVING = new Set(['BOT', 'DELEGATE TO', 'TRANSFER CONVERSATION', 'BROADCAST TO BOTS']);

/** A run begun by another is named by that and a place (childRun); no other has a dot in its id. */
const isChild = (run: string): boolean => run.includes('.');

export class Telling {
  /** Of a run that another run began; NOTHING as long as it said nothing. */
  said: Value = null;
  openWorkflows = 0;
  /** Answered asks that gave somebody a task, by keyword and hash of the arguments; the last given is last. */
  readonly given = new Map<string, number>();

  /** An ask was answered, well or not. */
  heard(run: string, { keyword, args }: Pick<Ask, 'keyword' | 'args'>, argsHash: Uint8Array, isWell: boolean): void {
    if (GIVING.has(keyword)) this.#count(givenKey(keyword, argsHash));
    else if (!isWell) return;
    else if (keyword === 'ORCHESTRATE WORKFLOW') this.openWorkflows++;
    else if (keyword === 'WORKFLOW END') this.openWorkflows -= args.get('workflow') ? 1 : 0;
    else if (SAYING[keyword] !== undefined && isChild(run)) this.#say(args.get(SAYING[keyword]) ?? null);
  }

  /** The result of a run that ended with this value. */
  resultOf(value: Value): Value {
    return value === null ? this.said : value;
  }

  /** There is nothing a checkpoint would have to hold. */
  get isEmpty(): boolean {
    return this.openWorkflows === 0 && this.said === null && this.given.size === 0;
  }

  #count(key: string): void {
    const times = (this.given.get(key) ?? 0) + 1;
    this.given.delete(key);
    this.given.set(key, times);
    const [oldest] = this.given.keys();
    if (this.given.size > MOST_GIVEN) this.given.delete(oldest as string);
  }

  #say(more: Value): void {
    const before = this.said;
    const text = (before === null ? toText(more) : `${toText(before)}\n${toText(more)}`).slice(0, MOST_SAID);
    this.said = withMarks(text, marksOf(before) | marksOf(more));
  }
}

export const givenKey = (keyword: string, argsHash: Uint8Array): string =>
  `${keyword} ${Array.from(argsHash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
