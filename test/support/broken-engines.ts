/** Journals that break the protocol, as an engine with that mistake would: the sweep has to find each of them out. */
import type { FlushBatch, FlushReceipt, Journal } from '../../src/spec/index.ts';

const EMPTY: FlushBatch = { entries: [], writes: [] };
const TOLD: FlushReceipt = { stillOurs: [], commands: [], conversations: [], ready: 0, begun: [], hasDeliveries: false };

/** The program is fed an answer whose entry is not on disk: it goes with the next flush. */
const answersBeforeDisk = late((batch) => (isQuiet(batch) ? [EMPTY, batch] : [batch, EMPTY]));

/** Entries and the rows that belong to them go in two transactions. */
const tearsFlushes = late((batch) =>
  isQuiet(batch)
    ? [
        { ...batch, writes: [] },
        { entries: [], writes: batch.writes },
      ]
    : [batch, EMPTY],
);

/** Whoever takes a run over does not see its last entry. */
const forgetsAnEntry = (journal: Journal, process: number): Journal => ({
  ...journal,
  async claim(lease, limit) {
    const claimed = await journal.claim(lease, limit);
    return process === 1 ? claimed : claimed.map((run) => ({ ...run, entries: run.entries.slice(0, -1) }));
  },
});

/** Nobody leaves memory by it, so its receipt can be guessed. */
const isQuiet = ({ writes }: FlushBatch) => writes.every(({ kind }) => kind !== 'park' && kind !== 'end' && kind !== 'held');

/** What is told as stored now, and what in truth only goes with the next flush. */
function late(part: (batch: FlushBatch) => readonly [FlushBatch, FlushBatch]) {
  return (journal: Journal): Journal => {
    let owed = EMPTY;
    return {
      ...journal,
      async flush(lease, number, batch) {
        const [now, later] = part(joined(owed, batch));
        owed = later;
        const receipt = await journal.flush(lease, number, now);
        return later === EMPTY ? receipt : TOLD;
      },
    };
  };
}

const joined = (first: FlushBatch, second: FlushBatch): FlushBatch => ({
  ...second,
  entries: [...first.entries, ...second.entries],
  writes: [...first.writes, ...second.writes],
});

export interface Mistake {
  readonly does: string;
  readonly damage: (journal: Journal, process: number) => Journal;
  /** Where it shows. */
  readonly transcript: string;
  /** What the sweep has to say of it. */
  readonly finding: RegExp;
}

export const MISTAKES: readonly Mistake[] = [
  {
    does: 'acts before its intent is on disk',
    damage: answersBeforeDisk,
    transcript: 'http/post-answers-flat',
    finding: /may have been done 2 times/,
  },
  {
    does: 'stores entries without their rows',
    damage: tearsFlushes,
    transcript: 'dialog/talk-joins-text',
    finding: /^dying after flush 1 of 3: said/,
  },
  {
    does: 'forgets an entry when it takes over',
    damage: forgetsAnEntry,
    transcript: 'dialog/hear-asks-again',
    finding: /held bug/,
  },
];
