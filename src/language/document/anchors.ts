/**
 * Names of steps that outlive edits elsewhere, and the moves of the step itself: a path of labels where the writer
 * gave some, else a hash of the step's own words. Equal ones are counted in the order of the script.
 */
import type { Statement } from '../../spec/index.ts';
import { carriedBy } from './fields.ts';

/** 53 bits in base 36: enough that two steps of one script do not meet by chance. */
export function hashOf(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}

/** The part of a label path that this statement gives: `step:1`, `workflow:orders`, `event:paid`, `sub:go`, `label:again`. */
export function labelOfStatement(statement: Statement, text: string): string | undefined {
  if (statement.kind === 'routine') return `${statement.form.toLowerCase()}:${statement.name.id}`;
  if (statement.kind === 'label') return `label:${statement.name.id}`;
  if (statement.kind !== 'keyword') return undefined;
  const [first] = Object.values(statement.args);
  if (first?.kind !== 'expression' && first?.kind !== 'word') return undefined;
  const label = text.slice(first.span.start, first.span.end).replace(/^["']|["']$/g, '');
  if (carriedBy(statement)) return `${statement.keyword.toLowerCase()}:${label}`;
  const block = LABELLED.get(statement.keyword);
  return block && `${block}:${label}`;
}
const LABELLED = new Map([
  ['ORCHESTRATE WORKFLOW', 'workflow'],
  ['ON EVENT', 'event'],
]);

/** Gives each name once, in the order of the script. */
export class AnchorNames {
  readonly #taken = new Map<string, number>();

  next(name: string): string {
    const before = this.#taken.get(name) ?? 0;
    this.#taken.set(name, before + 1);
    return before === 0 ? name : `${name}~${before + 1}`;
  }
}
