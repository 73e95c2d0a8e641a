/**
 * Budgets of one run: reserved before an act at its worst case, settled after it at what it took. They live in the
 * run's state (one owner, so they are exact) and in the entries after it.
 */
import type { Spend } from '../entry.ts';

export interface Budgets {
  /** Effects asked for. */
  readonly asks: number;
  readonly tokens: number;
  /** In the currency of the prices; needs a price for every model used. */
  readonly money?: number;
}

export const DEFAULT_BUDGETS: Budgets = { asks: 1_000_000, tokens: 10_000_000 };

export interface Used {
  asks: number;
  tokens: number;
  money: number;
}

export const nothingUsed = (): Used => ({ asks: 0, tokens: 0, money: 0 });

/** A reservation that is settled exactly once. */
export class Ledger {
  readonly used: Used;
  readonly #limits: Budgets;
  #reserved: Spend = { tokens: 0, money: 0 };

  constructor(limits: Budgets, used: Used) {
    this.#limits = limits;
    this.used = used;
  }

  /** The sentence why not, or nothing. */
  countAsk(): string | undefined {
    if (this.used.asks >= this.#limits.asks) return `this run may ask for ${this.#limits.asks} effects, and has`;
    this.used.asks++;
    return undefined;
  }

  reserve(worst: Spend): string | undefined {
    const tokens = this.used.tokens + this.#reserved.tokens + worst.tokens;
    if (tokens > this.#limits.tokens) return `this run may use ${this.#limits.tokens} tokens; this call could bring it to ${tokens}`;
    const money = this.used.money + this.#reserved.money + worst.money;
    if (this.#limits.money !== undefined) {
      if (Number.isNaN(money)) return 'this run has a money limit, and the price of this model is not known';
      if (money > this.#limits.money) return `this run may spend ${this.#limits.money}; this call could bring it to ${money}`;
    }
    this.#reserved = { tokens: this.#reserved.tokens + worst.tokens, money: this.#reserved.money + (worst.money || 0) };
    return undefined;
  }

  release(worst: Spend): void {
    this.#reserved = { tokens: this.#reserved.tokens - worst.tokens, money: this.#reserved.money - (worst.money || 0) };
  }

  settle(spend: Spend): void {
    this.used.tokens += spend.tokens;
    this.used.money += spend.money;
  }
}
