/** Processes that die at a chosen call to the journal: from then on nothing answers them any more. */
import type { MortalJournal, StageHooks } from '../../src/host/stage.ts';
import type { Journal } from '../../src/spec/index.ts';

/** `isAfter`: the store has done what it was asked, but the process never hears of it. */
export interface Death {
  readonly call: 'claim' | 'flush';
  readonly nth: number;
  readonly isAfter: boolean;
}

/** How the first processes die, one after the other; the next one lives. */
export type Fate = readonly Death[];

export const describeFate = (fate: Fate): string =>
  fate.map(({ call, nth, isAfter }) => `dying ${isAfter ? 'after' : 'before'} ${call} ${nth}`).join(', then ');

export const fated =
  (fate: Fate, died: () => void): NonNullable<StageHooks['journal']> =>
  (journal, process) => {
    const death = fate[process - 1];
    return death ? mortal(journal, death, died) : { journal, isDead: () => false };
  };

export function mortal(journal: Journal, { call, nth, isAfter }: Death, died: () => void = () => {}): MortalJournal {
  let count = 0;
  let isDead = false;
  const never = new Promise<never>(() => {});
  const alive =
    <A extends unknown[], R>(name: keyof Journal, act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (isDead || (name === call && count >= nth)) return never;
      if (name !== call || ++count < nth) {
        const answer = await act(...args);
        return isDead ? never : answer;
      }
      if (isAfter) await act(...args);
      isDead = true;
      died();
      return never;
    };
  return {
    isDead: () => isDead,
    journal: {
      join: alive('join', journal.join),
      claim: alive('claim', journal.claim),
      flush: alive('flush', journal.flush),
      signals: alive('signals', journal.signals),
      wakeDue: alive('wakeDue', journal.wakeDue),
      sweep: alive('sweep', journal.sweep),
      deliver: alive('deliver', journal.deliver),
      leave: alive('leave', journal.leave),
    },
  };
}
