/** xoshiro128**: the run's own randomness, from its seed. Four words are its whole state. */
export class Random {
  readonly #words = new Uint32Array(4);

  constructor(seed: Uint8Array) {
    const view = new DataView(seed.buffer, seed.byteOffset, 16);
    for (let i = 0; i < 4; i++) this.#words[i] = view.getUint32(i * 4);
    // All zeros would stay zeros.
    if (this.#words.every((word) => word === 0)) this.#words[0] = 0x9e3779b9;
  }

  /** 0 ≤ x < 1, with 53 bits. */
  next(): number {
    return ((this.#word() >>> 5) * 0x4000000 + (this.#word() >>> 6)) / 0x20000000000000;
  }

  /** 16 bytes, from which an equal one can be made. */
  state(): Uint8Array {
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < 4; i++) view.setUint32(i * 4, this.#words[i] as number);
    return bytes;
  }

  #word(): number {
    const [a, b, c, d] = this.#words as unknown as [number, number, number, number];
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const mixed = c ^ a;
    const turned = d ^ b;
    this.#words[1] = b ^ mixed;
    this.#words[0] = a ^ turned;
    this.#words[2] = mixed ^ (b << 9);
    this.#words[3] = rotate(turned, 11);
    return result;
  }
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
