/** xoshiro128**: the run's own randomness, from its seed. Four words are its whole state. */
export class Random {
  a: number;
  b: number;
  c: number;
  d: number;

  constructor(a: number, b: number, c: number, d: number) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    // All zeros would stay zeros.
    if ((a | b | c | d) === 0) this.a = 0x9e3779b9;
  }

  /** 16 bytes. */
  static fromSeed(seed: Uint8Array): Random {
    const view = new DataView(seed.buffer, seed.byteOffset, 16);
    return new Random(view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12));
  }

  /** Begins anew. */
  reseed(seed: Uint8Array): void {
    const { a, b, c, d } = Random.fromSeed(seed);
    Object.assign(this, { a, b, c, d });
  }

  /** 0 ≤ x < 1, with 53 bits. */
  next(): number {
    return ((this.#word() >>> 5) * 0x4000000 + (this.#word() >>> 6)) / 0x20000000000000;
  }

  #word(): number {
    const { a, b } = this;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const c = this.c ^ a;
    const d = this.d ^ b;
    this.b = (b ^ c) >>> 0;
    this.a = (a ^ d) >>> 0;
    this.c = (c ^ (b << 9)) >>> 0;
    this.d = rotate(d, 11) >>> 0;
    return result;
  }
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
