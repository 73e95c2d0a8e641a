/**
 * Budgets of bots and of the whole server, a row a day. A node takes portions under the row's lock; a portion counts as long
 * as its epoch lives. The flush moves what a call took from the portion to `spent`, in the transaction of the call's row.
 */
import type { BudgetShares, Lease } from '../../spec/index.ts';
import type { WriteOf } from './flush-writes.ts';
import { numberArray, numberOf, type Row, type Sql, type Statement, statement, textArray } from './sql.ts';

export function createBudgetShares(sql: Sql): BudgetShares {
  return {
    take: ({ node, epoch }, { scope, day, limits, least, share }) =>
      sql.transaction(async (session) => {
        const key = [scope.kind, scope.owner, day];
        await session.query(BEGIN_DAY, key);
        const [row] = await session.query('select tokens, usd from budgets where scope = $1 and owner = $2 and day = $3 for update', key);
        const [held] = await session.query(RESERVED, key);
        const [spent, reserved] = [amounts(row!), amounts(held!)];
        const left = {
          tokens: (limits.tokens ?? Number.POSITIVE_INFINITY) - spent.tokens - reserved.tokens,
          usd: (limits.usd ?? Number.POSITIVE_INFINITY) - spent.usd - reserved.usd,
        };
        if (least.tokens > left.tokens || least.usd > left.usd) return { spent, reserved };
        const tokens = Math.floor(Math.min(left.tokens, Math.max(least.tokens, share.tokens)));
        const usd = Math.min(left.usd, Math.max(least.usd, share.usd));
        await session.query(TAKE, [node, epoch, ...key, tokens, usd]);
        return { tokens, usd };
      }),
    async giveBack({ node, epoch }, { scope, day, tokens, usd }) {
      await sql.query(
        `update portions set tokens = tokens - $6::bigint, usd = usd - $7::float8
         where node = $1 and epoch = $2::bigint and scope = $3 and owner = $4 and day = $5`,
        [node, epoch, scope.kind, scope.owner, day, Math.floor(tokens), usd],
      );
    },
  };
}

/** The first of a day counts what was used before a limit was set. */
const BEGIN_DAY = `insert into budgets (scope, owner, day, tokens, usd)
  select $1::text, $2::text, $3::text, coalesce(sum(input_tokens + output_tokens), 0), coalesce(sum(cost), 0) from llm_calls
  where at >= extract(epoch from ($3::text)::date::timestamp at time zone 'UTC') * 1000
    and at < extract(epoch from (($3::text)::date + 1)::timestamp at time zone 'UTC') * 1000
    and ($1::text = 'server' or bot = $2::text)
  on conflict do nothing`;
const RESERVED = `select coalesce(sum(greatest(p.tokens, 0)), 0) as tokens, coalesce(sum(greatest(p.usd, 0)), 0) as usd
  from portions p join nodes n on n.id = p.node and n.epoch = p.epoch where p.scope = $1 and p.owner = $2 and p.day = $3`;
const TAKE = `insert into portions (node, epoch, scope, owner, day, tokens, usd) values ($1, $2::bigint, $3, $4, $5, $6::bigint, $7::float8)
  on conflict (node, scope, owner, day) do update set epoch = excluded.epoch,
    tokens = case when portions.epoch = excluded.epoch then portions.tokens else 0 end + excluded.tokens,
    usd = case when portions.epoch = excluded.epoch then portions.usd else 0 end + excluded.usd`;

const amounts = (row: Row) => ({ tokens: numberOf(row.tokens), usd: numberOf(row.usd) });

/** Only budgets that have a row: where nobody set a limit, two statements find nothing. Locked in one order. */
export function settleBudgets(writes: readonly WriteOf<'model-call'>[], { node, epoch }: Lease): Statement {
  const sums = new Map<string, { scope: string; owner: string; day: string; tokens: number; usd: number }>();
  for (const { call } of writes)
    for (const [scope, owner] of [
      ['bot', call.bot],
      ['server', ''],
    ] as const) {
      const day = new Date(call.at).toISOString().slice(0, 10);
      const key = `${scope}/${owner}/${day}`;
      const sum = sums.get(key) ?? { scope, owner, day, tokens: 0, usd: 0 };
      sum.tokens += call.inputTokens + call.outputTokens;
      sum.usd += call.cost ?? 0;
      sums.set(key, sum);
    }
  const rows = [...sums.values()];
  return statement(
    `with used as (
       select * from unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::float8[]) u (scope, owner, day, tokens, usd)
     ), held as materialized (
       select b.scope, b.owner, b.day, u.tokens, u.usd from budgets b join used u using (scope, owner, day)
       order by b.scope, b.owner, b.day for update of b
     ), spent as (
       update budgets b set tokens = b.tokens + h.tokens, usd = b.usd + h.usd from held h
       where b.scope = h.scope and b.owner = h.owner and b.day = h.day
     )
     update portions p set tokens = p.tokens - h.tokens, usd = p.usd - h.usd from held h
     where p.node = $1 and p.epoch = $2::bigint and p.scope = h.scope and p.owner = h.owner and p.day = h.day`,
    node,
    epoch,
    textArray(rows.map((each) => each.scope)),
    textArray(rows.map((each) => each.owner)),
    textArray(rows.map((each) => each.day)),
    numberArray(rows.map((each) => each.tokens)),
    numberArray(rows.map((each) => each.usd)),
  );
}
