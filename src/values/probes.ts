/**
 * Probes: `field=value` texts under which an event's payload is found without reading it. If a field equals a value in
 * the language's sense, the payload has its probe; the other way round is not promised: whoever matches looks again.
 */
import { parseDateTime } from './date-text.ts';
import { Dict } from './dict.ts';
import { unmark } from './marks.ts';
import { toNumber } from './text.ts';
import type { Value } from './types.ts';

const LONGEST = 60;

/** For `field = value`; nothing where equality is wider than one text: NOTHING, 0, TRUE, dates, lists. */
export function probeFor(field: string, value: Value): string | undefined {
  const plain = unmark(value);
  const number = toNumber(plain);
  if (typeof plain === 'number') return plain === 0 || Number.isNaN(plain) ? undefined : probe(field, String(plain));
  if (typeof plain !== 'string' || plain === '' || /^(?:true|false)$/i.test(plain)) return undefined;
  if (number !== undefined) return number === 0 ? undefined : probe(field, String(number));
  return parseDateTime(plain) ? undefined : probe(field, plain);
}

/** All that one payload is found by. */
export function probesOf(payload: Value): readonly string[] {
  const plain = unmark(payload);
  if (!(plain instanceof Dict)) return [];
  const probes = new Set<string>();
  for (const [field, value] of plain.entries()) {
    const each = value === true ? probe(field, '1') : probeFor(field, value);
    if (each !== undefined) probes.add(each);
  }
  return [...probes];
}

/** Cut where it is long, and free of what no column stores. */
const probe = (field: string, value: string): string =>
  `${field.toLowerCase().slice(0, LONGEST)}=${value.slice(0, LONGEST)}`.replace(/\0|\p{Surrogate}/gu, '\ufffd');
