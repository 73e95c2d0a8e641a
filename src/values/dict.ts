import type { Value } from './types.ts';

/**
 * A BASIC object: fields in insertion order, found without regard to case, printed as
 * first written. Keys are data: `__proto__` is a field like any other.
 */
export class Dict {
  readonly #values = new Map<string, Value>();
  /** Lower-cased key to its first spelling, only where the two differ. */
  #spellings: Map<string, string> | undefined;

  static from(entries: Iterable<readonly [string, Value]>): Dict {
    const dict = new Dict();
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value {
    // All keys inside are lower-case: one that is found as it stands needs no folding.
    const found = this.#values.get(key);
    return found !== undefined ? found : (this.#values.get(key.toLowerCase()) ?? null);
  }

  has(key: string): boolean {
    return this.#values.has(key.toLowerCase());
  }

  set(key: string, value: Value): void {
    if (isLower(key)) {
      this.#values.set(key, value);
      return;
    }
    const lower = key.toLowerCase();
    if (lower !== key && !this.#values.has(lower)) {
      this.#spellings ??= new Map();
      this.#spellings.set(lower, key);
    }
    this.#values.set(lower, value);
  }

  delete(key: string): boolean {
    const lower = key.toLowerCase();
    this.#spellings?.delete(lower);
    return this.#values.delete(lower);
  }

  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  /** Fields as first written. */
  *entries(): IterableIterator<[string, Value]> {
    for (const [lower, value] of this.#values) yield [this.#spellings?.get(lower) ?? lower, value];
  }

  /** For keys known to be lower-case already (compiled field names): skips the folding. */
  getLower(lower: string): Value {
    return this.#values.get(lower) ?? null;
  }

  setLower(lower: string, value: Value): void {
    this.#values.set(lower, value);
  }
}

/** Surely without anything to fold; cheaper than folding, and most keys are like that. */
function isLower(key: string): boolean {
  if (key.length > 32) return false;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code > 127 || (code >= 65 && code <= 90)) return false;
  }
  return true;
}
