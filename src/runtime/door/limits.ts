/** The limits that a package's config.csv sets on its own use. One that cannot be read is no limit, so nothing may be used. */
import type { UseLimits } from '../../spec/index.ts';
import type { Budgets } from './budget.ts';

type Config = Readonly<Record<string, string>>;

/** `budget-tokens-run`, `budget-usd-run`; never above what the server allows. */
export function runBudgets(config: Config, most: Budgets): Budgets {
  const tokens = Math.min(limitIn(config, 'budget-tokens-run') ?? most.tokens, most.tokens);
  const usd = limitIn(config, 'budget-usd-run') ?? most.money;
  return { ...most, tokens, ...(usd !== undefined && { money: Math.min(usd, most.money ?? usd) }) };
}

/** `budget-tokens-day`, `budget-usd-day`; nothing where neither is set. */
export function dayLimits(config: Config): UseLimits | undefined {
  const tokens = limitIn(config, 'budget-tokens-day');
  const usd = limitIn(config, 'budget-usd-day');
  return tokens === undefined && usd === undefined
    ? undefined
    : { ...(tokens !== undefined && { tokens }), ...(usd !== undefined && { usd }) };
}

function limitIn(config: Config, name: string): number | undefined {
  const text = config[name]?.trim();
  if (!text) return undefined;
  const limit = Number(text);
  return Number.isFinite(limit) && limit >= 0 ? limit : 0;
}
