/** DEFAULT of a PARAM: its first steps in main, so that it holds however the script is started. */

import { assert } from '../../base/index.ts';
import type { Declarations, Operand, Register } from '../../spec/index.ts';
import { Dict, type Value } from '../../values/index.ts';
import { constant, type Frame, placeOf, store } from './frame.ts';

export function lowerDefaults(frame: Frame, { params }: Declarations): void {
  for (const { name, default: fallback } of params) if (fallback !== undefined) lowerDefault(frame, name.toLowerCase(), fallback);
}

function lowerDefault(frame: Frame, name: string, fallback: Value): void {
  const { code } = frame;
  const place = placeOf(frame, name);
  const [missing, given] = [code.block(), code.block()];
  const mark = code.mark();
  const test = code.temp();
  code.emit({ op: 'isNull', to: test, value: place.register, negated: false });
  code.release(mark);
  code.end({ op: 'branch', test, then: missing, otherwise: given });
  code.use(missing);
  store(frame, place, lowerValue(frame, fallback, place.register));
  code.release(mark);
  code.into(given);
}

function lowerValue(frame: Frame, value: Value, into?: Register): Operand {
  if (value === null || typeof value !== 'object') return constant(frame, value);
  const { code } = frame;
  const mark = code.mark();
  const build = (values: readonly Value[]) => values.map((each) => lowerValue(frame, each));
  if (Array.isArray(value)) {
    const items = build(value);
    code.release(mark);
    const to = into ?? code.temp();
    code.emit({ op: 'list', to, items });
    return to;
  }
  assert(value instanceof Dict, 'a literal is a scalar, a list or an object');
  const entries = [...value.entries()];
  const values = build(entries.map(([, each]) => each));
  code.release(mark);
  const to = into ?? code.temp();
  code.emit({ op: 'object', to, fields: entries.map(([key], i) => [key, values[i] as Operand]) });
  return to;
}
