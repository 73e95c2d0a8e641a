/** Calls back once after a while; events until then share the one call. */
export class Settle {
  readonly #afterMs: number;
  readonly #callback: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(afterMs: number, callback: () => void) {
    this.#afterMs = afterMs;
    this.#callback = callback;
  }

  touch(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#callback();
    }, this.#afterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
