/**
 * Fork: a new run out of an old one, from any of its entries. It gets copies of the entries up to there and an entry
 * `set`: a new seed, and variables that hold other values. What is open there is asked anew, so what tells of it is
 * left behind; only an act of which nobody knows whether it happened cannot be left behind.
 */
import type { Entry } from '../spec/index.ts';
import { decodeIntent } from './entry.ts';
import type { Difference } from './replay.ts';

export type ForkPlan =
  | { readonly kind: 'plan'; readonly entries: readonly Entry[]; readonly address: string; readonly seq: number; readonly at: number }
  | { readonly kind: 'no-such-entry'; readonly first: number; readonly last: number }
  | { readonly kind: 'open-intent'; readonly seq: number; readonly name: string }
  /** From there on the program only undoes what it did. */
  | { readonly kind: 'cancelled'; readonly seq: number };

/** What came of asking for one. */
export type Forked =
  | { readonly kind: 'forked'; readonly id: string }
  | Exclude<ForkPlan, { kind: 'plan' }>
  /** The program of today does not come to that entry. */
  | { readonly kind: 'unlike'; readonly difference: Difference }
  | { readonly kind: 'unknown-variable'; readonly variable: string; readonly known: readonly string[] };

/** The entries that a fork at `seq` takes along, and the address at which it leaves. */
export function planFork(entries: readonly Entry[], seq: number): ForkPlan {
  const until = entries.filter((entry) => entry.seq <= seq);
  const last = until.at(-1);
  if (!last || last.seq !== seq) return { kind: 'no-such-entry', first: entries[0]?.seq ?? 0, last: entries.at(-1)?.seq ?? 0 };
  const cancel = until.find(({ kind }) => kind === 'cancel');
  if (cancel) return { kind: 'cancelled', seq: cancel.seq };
  const answered = new Set(until.filter(isAnswer).map(({ address }) => address));
  const isOpen = ({ kind, address }: Entry) => (kind === 'wait' || kind === 'intent') && !answered.has(address);
  const intents = new Map(until.filter((entry) => entry.kind === 'intent' && isOpen(entry)).map((entry) => [entry.address, entry]));
  for (const intent of intents.values())
    if (!decodeIntent(intent).isClosed) return { kind: 'open-intent', seq: intent.seq, name: intent.name };
  const anchor = until.findLast(({ kind }) => kind !== 'operator') as Entry;
  return { kind: 'plan', entries: until.filter((entry) => !isOpen(entry)), address: anchor.address, seq: seq + 1, at: last.at };
}

const isAnswer = ({ kind }: Entry): boolean => kind === 'answer' || kind === 'fault';
