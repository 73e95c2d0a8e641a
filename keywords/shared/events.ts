/** Names of events, as programs write them: one spelling, short, and free of what no column stores. */
import { type Faulted, MOST_EVENT_BYTES } from '../../src/spec/index.ts';
import { encodeValue, toText, type Value } from '../../src/values/index.ts';
import { faulted } from './faulted.ts';

const LONGEST_NAME = 120;

/** Lower-case, without blanks around it; nothing where it is no name. */
export function eventName(written: string): string | undefined {
  const name = written.trim().toLowerCase();
  return name === '' || name.length > LONGEST_NAME || /\p{Cc}|\p{Surrogate}/u.test(name) ? undefined : name;
}

export const notAName = (written: string): Faulted =>
  faulted('bad-argument', `"${written.slice(0, 40)}" is no name of an event: write 1 to ${LONGEST_NAME} letters, digits and signs`);

/** Bytes too many, as a fault that says how many there may be. */
export function tooLarge(payload: Value): Faulted | undefined {
  const size = encodeValue(payload).length;
  if (size <= MOST_EVENT_BYTES) return undefined;
  return faulted(
    'entry-size',
    `the event would have ${size} bytes; ${MOST_EVENT_BYTES} are the limit: publish where the data is, not the data`,
  );
}

export const keyText = (key: Value): string | undefined => {
  const text = toText(key).slice(0, LONGEST_NAME);
  return text === '' ? undefined : text;
};
