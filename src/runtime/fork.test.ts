/** From which entries of a journal another run can go on. */
import { expect, test } from 'vitest';
import type { Entry } from '../spec/index.ts';
import { encodeIntent } from './entry.ts';
import { planFork } from './fork.ts';

const entry = (seq: number, kind: Entry['kind'], address = '', more: Partial<Entry> = {}): Entry => ({
  run: 'r',
  seq,
  address,
  kind,
  name: kind === 'begin' ? 'begin' : 'POST',
  argsHash: new Uint8Array(16),
  payload: new Uint8Array(0),
  preview: '',
  at: seq,
  ...more,
});
const intent = (seq: number, isClosed = false) => entry(seq, 'intent', '0.1', { payload: encodeIntent(1, isClosed) });

test('not where nobody knows whether an act happened, but before it, and once its answer is there', () => {
  const entries = [entry(1, 'begin'), intent(2), entry(3, 'answer', '0.1')];
  expect(planFork(entries, 2)).toEqual({ kind: 'open-intent', seq: 2, name: 'POST' });
  expect(planFork(entries, 1)).toMatchObject({ kind: 'plan', entries: [{ seq: 1 }] });
  expect(planFork(entries, 3)).toMatchObject({ kind: 'plan', address: '0.1', entries: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] });
});

test('a try that is known not to have happened is left behind', () => {
  expect(planFork([entry(1, 'begin'), intent(2, true)], 2)).toMatchObject({ kind: 'plan', entries: [{ seq: 1 }] });
});

test('not after a cancel, and not at an entry that is not there', () => {
  const entries = [entry(1, 'begin'), entry(2, 'cancel', '', { name: 'cancel' }), entry(3, 'answer', '0.2')];
  expect(planFork(entries, 3)).toEqual({ kind: 'cancelled', seq: 2 });
  expect(planFork(entries, 9)).toEqual({ kind: 'no-such-entry', first: 1, last: 3 });
});
