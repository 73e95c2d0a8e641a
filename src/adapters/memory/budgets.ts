/** Budgets in memory, by the rules of the real store. */
import type { BudgetShares, ModelCall } from '../../spec/index.ts';
import type { Tables } from './tables.ts';

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const keyOf = (kind: string, owner: string, day: string) => `${kind}/${owner}/${day}`;

export const createBudgetShares = (tables: Tables): BudgetShares => ({
  async take({ node, epoch }, { scope, day, limits, least, share }) {
    const key = keyOf(scope.kind, scope.owner, day);
    const spent = tables.budgets.get(key) ?? usedBefore(tables, scope.kind === 'bot' ? scope.owner : undefined, day);
    tables.budgets.set(key, spent);
    const reserved = { tokens: 0, usd: 0 };
    for (const portion of tables.portions.values())
      if (portion.key === key && tables.nodes.get(portion.node)?.epoch === portion.epoch) {
        reserved.tokens += Math.max(0, portion.tokens);
        reserved.usd += Math.max(0, portion.usd);
      }
    const left = {
      tokens: (limits.tokens ?? Number.POSITIVE_INFINITY) - spent.tokens - reserved.tokens,
      usd: (limits.usd ?? Number.POSITIVE_INFINITY) - spent.usd - reserved.usd,
    };
    if (least.tokens > left.tokens || least.usd > left.usd) return { spent: { ...spent }, reserved };
    const tokens = Math.floor(Math.min(left.tokens, Math.max(least.tokens, share.tokens)));
    const usd = Math.min(left.usd, Math.max(least.usd, share.usd));
    const name = `${node} ${key}`;
    const own = tables.portions.get(name);
    const before = own?.epoch === epoch ? own : { tokens: 0, usd: 0 };
    tables.portions.set(name, { key, node, epoch, tokens: before.tokens + tokens, usd: before.usd + usd });
    return { tokens, usd };
  },
  async giveBack({ node, epoch }, { scope, day, tokens, usd }) {
    const portion = tables.portions.get(`${node} ${keyOf(scope.kind, scope.owner, day)}`);
    if (portion?.epoch !== epoch) return;
    portion.tokens -= Math.floor(tokens);
    portion.usd -= usd;
  },
});

function usedBefore({ modelCalls }: Tables, bot: string | undefined, day: string): { tokens: number; usd: number } {
  const theirs = modelCalls.filter((call) => dayOf(call.at) === day && (bot === undefined || call.bot === bot));
  return {
    tokens: theirs.reduce((sum, call) => sum + call.inputTokens + call.outputTokens, 0),
    usd: theirs.reduce((sum, call) => sum + (call.cost ?? 0), 0),
  };
}

export function settleBudgets(tables: Tables, call: ModelCall, node: string, epoch: number): void {
  for (const key of [keyOf('bot', call.bot, dayOf(call.at)), keyOf('server', '', dayOf(call.at))]) {
    const budget = tables.budgets.get(key);
    if (!budget) continue;
    const used = { tokens: call.inputTokens + call.outputTokens, usd: call.cost ?? 0 };
    budget.tokens += used.tokens;
    budget.usd += used.usd;
    const portion = tables.portions.get(`${node} ${key}`);
    if (portion?.epoch !== epoch) continue;
    portion.tokens -= used.tokens;
    portion.usd -= used.usd;
  }
}
