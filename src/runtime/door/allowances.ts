/**
 * What bots and the whole house may use a day, shared by all nodes. Asking the database before every call would cost a
 * query each; so a node takes portions of a budget and spends those in memory:
 *
 *   1. reserve  the worst case is kept from our portion; too small, and a larger one is taken from the budget's row,
 *               under its lock, if spent + all living portions + this stay within the limit
 *   2. settle   what the call took rides with its row in the flush: spent grows and our portion shrinks there
 *   3. return   what nobody used for a minute; a dead epoch's portions count no more the moment the epoch ends
 *
 * If we die between 1 and 2, the call's price is lost to the count, as its answer is to the run. Portions are of a day (UTC):
 * those of yesterday bind nobody.
 */
import { type BudgetScope, type BudgetShares, type ClockPort, type Lease, NotSpendable, type UseLimits } from '../../spec/index.ts';
import type { Spend } from '../entry.ts';

export interface Account {
  readonly scope: BudgetScope;
  readonly limits: UseLimits;
}

interface Portion {
  free: { tokens: number; money: number };
  /** Reserved and not settled. */
  open: number;
  forget: () => void;
}

export interface AllowanceParts {
  readonly shares: BudgetShares;
  readonly clock: Pick<ClockPort, 'now' | 'after'>;
  lease(): Lease | undefined;
}

/** A reservation: settled once with what it took. */
export type Settle = (spend: Spend) => void;

const IDLE_MS = 60_000;
/** A portion is this part of the limit, where so much is left. */
const SHARE = 20;

export class Allowances {
  readonly #parts: AllowanceParts;
  readonly #portions = new Map<string, Portion>();
  #epoch = 0;

  constructor(parts: AllowanceParts) {
    this.#parts = parts;
  }

  /** All or none; the sentence why not. */
  async reserve(accounts: readonly Account[], worst: Spend): Promise<Settle | string> {
    const settles: Settle[] = [];
    const giveUp = (reason: string) => {
      for (const settle of settles) settle({ tokens: 0, money: 0 });
      return reason;
    };
    for (const account of accounts) {
      const settle = await this.#one(account, worst).catch((error: unknown) => {
        giveUp('');
        throw error;
      });
      if (typeof settle === 'string') return giveUp(settle);
      settles.push(settle);
    }
    return (spend) => {
      for (const settle of settles) settle(spend);
    };
  }

  async #one({ scope, limits }: Account, worst: Spend): Promise<Settle | string> {
    if (limits.usd !== undefined && Number.isNaN(worst.money))
      return `${nameOf(scope)} has a money limit, and the price of this model is not known`;
    const need = { tokens: limits.tokens === undefined ? 0 : worst.tokens, money: limits.usd === undefined ? 0 : worst.money };
    const day = dayOf(this.#parts.clock.now());
    const portion = this.#portionOf(`${scope.kind}/${scope.owner}/${day}`);
    portion.forget();
    portion.open++;
    try {
      while (portion.free.tokens < need.tokens || portion.free.money < need.money) {
        const lease = this.#parts.lease();
        if (!lease) throw new NotSpendable('this node holds no lease at the moment');
        const missing = { tokens: Math.max(0, need.tokens - portion.free.tokens), usd: Math.max(0, need.money - portion.free.money) };
        const share = { tokens: (limits.tokens ?? 0) / SHARE, usd: (limits.usd ?? 0) / SHARE };
        const taken = await this.#parts.shares.take(lease, { scope, day, limits, least: missing, share });
        if ('spent' in taken) {
          this.#rest(portion, scope, day);
          return refusal(scope, limits, need, taken);
        }
        portion.free.tokens += taken.tokens;
        portion.free.money += taken.usd;
      }
    } catch (error) {
      this.#rest(portion, scope, day);
      throw error;
    }
    portion.free.tokens -= need.tokens;
    portion.free.money -= need.money;
    return (spend) => {
      // What the flush takes off our portion comes off what is free here.
      portion.free.tokens += need.tokens - (limits.tokens === undefined ? 0 : spend.tokens);
      portion.free.money += need.money - (limits.usd === undefined ? 0 : spend.money);
      this.#rest(portion, scope, day);
    };
  }

  #portionOf(key: string): Portion {
    const epoch = this.#parts.lease()?.epoch ?? 0;
    if (epoch !== this.#epoch) this.#portions.clear();
    this.#epoch = epoch;
    const found = this.#portions.get(key);
    if (found) return found;
    const portion: Portion = { free: { tokens: 0, money: 0 }, open: 0, forget: () => {} };
    this.#portions.set(key, portion);
    return portion;
  }

  /** Nothing open: given back after a while, so that an idle node starves no other. */
  #rest(portion: Portion, scope: BudgetScope, day: string): void {
    portion.open--;
    if (portion.open > 0) return;
    portion.forget();
    portion.forget = this.#parts.clock.after(IDLE_MS, () => {
      const lease = this.#parts.lease();
      const { tokens, money } = portion.free;
      portion.free = { tokens: 0, money: 0 };
      if (!lease || lease.epoch !== this.#epoch || (tokens <= 0 && money <= 0)) return;
      // Lost, it only waits for the end of this epoch or day.
      this.#parts.shares.giveBack(lease, { scope, day, tokens: Math.max(0, tokens), usd: Math.max(0, money) }).catch(() => undefined);
    });
  }
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const nameOf = ({ kind, owner }: BudgetScope) => (kind === 'bot' ? `the bot ${owner}` : 'this server');

function refusal(scope: BudgetScope, limits: UseLimits, need: Spend, { spent, reserved }: { spent: UsedUp; reserved: UsedUp }): string {
  const isMoney = limits.usd !== undefined && spent.usd + reserved.usd + need.money > limits.usd;
  return isMoney
    ? `${nameOf(scope)} may spend ${limits.usd} US dollars a day; ${round(spent.usd)} are spent, ${round(reserved.usd)} reserved, and this call could cost ${round(need.money)}`
    : `${nameOf(scope)} may use ${limits.tokens} tokens a day; ${spent.tokens} are used, ${reserved.tokens} reserved, and this call could use ${need.tokens}`;
}

type UsedUp = { readonly tokens: number; readonly usd: number };
const round = (usd: number) => Number(usd.toPrecision(3));
