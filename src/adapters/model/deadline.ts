/** Aborts a call when its current phase takes too long, and remembers why. */
export class Deadline {
  readonly #abort = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  #phase: NodeJS.Timeout | undefined;
  /** Set by the first limit that was passed. */
  passed: { readonly whole: boolean; readonly reason: string } | undefined;
  readonly signal: AbortSignal;

  constructor(outer: AbortSignal) {
    this.signal = AbortSignal.any([outer, this.#abort.signal]);
  }

  /** For everything, from now on. */
  whole(ms: number): void {
    this.#timers.push(setTimeout(() => this.#pass({ whole: true, reason: `no whole answer within ${ms} ms` }), ms));
  }

  /** For the phase that begins now; ends the one before. */
  phase(ms: number, reason: string): void {
    clearTimeout(this.#phase);
    this.#phase = setTimeout(() => this.#pass({ whole: false, reason: `${reason} for ${ms} ms` }), ms);
  }

  end(): void {
    clearTimeout(this.#phase);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #pass(passed: { readonly whole: boolean; readonly reason: string }): void {
    this.passed ??= passed;
    this.#abort.abort();
  }
}
