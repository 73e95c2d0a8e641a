/** What runs asked of models: written with their flush, read for `show`. */
import type { Lease, ModelCall } from '../../spec/index.ts';
import type { WriteOf } from './flush-writes.ts';
import { forEyes } from './limits.ts';
import {
  numberArray,
  numberOf,
  optionalNumber,
  optionalText,
  type Row,
  type Sql,
  type Statement,
  statement,
  textArray,
  textOf,
} from './sql.ts';

const COLUMNS = 'run, address, attempt, bot, model, provider, input_tokens, output_tokens, estimated, cost, ms, outcome, at';

export function writeModelCalls(writes: readonly WriteOf<'model-call'>[], { node, epoch }: Lease): Statement {
  const calls = writes.map(({ call }) => call);
  return statement(
    `insert into llm_calls (node, epoch, ${COLUMNS})
     select $1, $2::bigint, * from unnest($3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::bigint[],
       $10::bigint[], $11::boolean[], $12::float8[], $13::bigint[], $14::text[], $15::bigint[])`,
    node,
    epoch,
    textArray(calls.map((each) => each.run)),
    textArray(calls.map((each) => each.address)),
    numberArray(calls.map((each) => each.attempt)),
    textArray(calls.map((each) => each.bot)),
    textArray(calls.map((each) => each.model && forEyes(each.model))),
    textArray(calls.map((each) => forEyes(each.provider))),
    numberArray(calls.map((each) => each.inputTokens)),
    numberArray(calls.map((each) => each.outputTokens)),
    textArray(calls.map((each) => String(each.estimated))),
    numberArray(calls.map((each) => each.cost)),
    numberArray(calls.map((each) => Math.round(each.ms))),
    textArray(calls.map((each) => each.outcome)),
    numberArray(calls.map((each) => each.at)),
  );
}

export const loadModelCalls = async (sql: Sql, run: string): Promise<readonly ModelCall[]> =>
  (await sql.query(`select ${COLUMNS} from llm_calls where run = $1 order by at, address, attempt`, [run])).map(callOf);

function callOf(row: Row): ModelCall {
  const model = optionalText(row.model);
  return {
    run: textOf(row.run),
    address: textOf(row.address),
    attempt: numberOf(row.attempt),
    bot: textOf(row.bot),
    ...(model !== undefined && { model }),
    provider: textOf(row.provider),
    inputTokens: numberOf(row.input_tokens),
    outputTokens: numberOf(row.output_tokens),
    estimated: row.estimated === true,
    cost: optionalNumber(row.cost) ?? null,
    ms: numberOf(row.ms),
    outcome: row.outcome as ModelCall['outcome'],
    at: numberOf(row.at),
  };
}
