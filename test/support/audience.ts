/**
 * Whoever answers what a random program asks: in an order that the choices decide, several at once now and then, and
 * sometimes with a fault. Interpreter and reference get one each, and must go the same way by it.
 */
export class Audience<Asker> {
  readonly said: string[] = [];
  readonly #waiting: Asker[] = [];
  readonly #order: readonly number[];
  #next = 0;

  constructor(order: readonly number[]) {
    this.#order = order;
  }

  hear(asker: Asker, text: string): void {
    this.said.push(text);
    this.#waiting.push(asker);
  }

  /** Answers for one or more of those who wait, in order. */
  give(): readonly Given<Asker>[] {
    const given: Given<Asker>[] = [];
    do {
      const [asker] = this.#waiting.splice(this.#choose(this.#waiting.length), 1);
      given.push({ asker: asker as Asker, refused: this.#choose(12) === 11 });
    } while (this.#waiting.length > 0 && this.#choose(2) === 1);
    return given;
  }

  #choose(count: number): number {
    return (this.#order[this.#next++ % this.#order.length] ?? 0) % count;
  }
}

export interface Given<Asker> {
  readonly asker: Asker;
  readonly refused: boolean;
}
