/** Token buckets by name, in memory: what one visitor or address may do in a short time. */
export class RateLimit {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(burst: number, perSecond: number, now: () => number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Takes one; answers 0, or the seconds until the next one is there. */
  take(name: string): number {
    const now = this.#now();
    const bucket = this.#buckets.get(name) ?? { tokens: this.#burst, at: now };
    bucket.tokens = Math.min(this.#burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * this.#perSecond);
    bucket.at = now;
    this.#buckets.delete(name); // to the end: the map stays in order of last use
    this.#buckets.set(name, bucket);
    const missing = 1 - bucket.tokens;
    if (missing <= 0) bucket.tokens--;
    this.#forgetFull(now);
    return missing <= 0 ? 0 : Math.max(1, Math.ceil(missing / this.#perSecond));
  }

  /** Buckets that are full again say nothing: the oldest go, a few each time. */
  #forgetFull(now: number): void {
    let looked = 0;
    for (const [name, { tokens, at }] of this.#buckets) {
      if (looked++ === 4 || tokens + ((now - at) / 1000) * this.#perSecond < this.#burst) return;
      this.#buckets.delete(name);
    }
  }
}
