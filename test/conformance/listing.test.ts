/** Lists stay comfortable with 100,000 rows: every one is served by an index, and in a time that nobody notices. */
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSeal, openPostgres } from '../../src/adapters/postgres/index.ts';
import { listRuns, listWorkflows } from '../../src/adapters/postgres/listing.ts';
import type { RunFilter, WorkflowFilter } from '../../src/spec/index.ts';
import { createDatabase, startPostgres, type TestServer } from '../support/postgres.ts';

const ROWS = 100_000;
/** Far above what is measured (some milliseconds), far below what a table scan for every page would become. */
const MOST_MS = 1_000;

let server: TestServer;
let sql: ReturnType<typeof postgres>;
beforeAll(async () => {
  server = await startPostgres();
  const url = await createDatabase(server.url, 'lists');
  await (await openPostgres(url, { seal: createSeal(new Uint8Array(32)) })).close();
  // As the store's own connections are set.
  sql = postgres(url, { max: 1, onnotice: () => undefined, connection: { enable_seqscan: 'off' } as never });
  await sql.unsafe(`
    insert into runs (id, bot, version, script, engine, state, conversation, inputs, created_at, ended_at)
      select lpad(n::text, 26, '0'), 'bot' || n % 20, 'v', 'start', 1,
        case when n % 1000 = 0 then 'held' when n % 50 = 0 then 'failed' else 'done' end, 'c' || n % 5000, '', n, n
      from generate_series(1, ${ROWS}) n;
    insert into workflow_executions (id, run, bot_id, workflow_definition, current_step, state, started_at)
      select lpad(n::text, 26, '0') || ':0.1', lpad(n::text, 26, '0'), 'bot' || n % 20, 'flow ' || n % 30, 'step ' || n,
        case when n % 100 = 0 then 'running' when n % 51 = 0 then 'failed' else 'done' end, n
      from generate_series(1, ${ROWS}) n;
    analyze`);
}, 120_000);
afterAll(async () => {
  await sql?.end();
  await server?.stop();
});

const limit = 50;
const before = '00000000000000000000050000';
const RUNS: readonly (readonly [string, Omit<RunFilter, 'limit'>])[] = [
  ['all', {}],
  ['a later page', { before }],
  ['of a bot', { bot: 'bot7' }],
  ['of a bot, a later page', { bot: 'bot7', before }],
  ['of a conversation', { conversation: 'c7' }],
  ['held', { state: 'held' }],
  ['failed', { state: 'failed' }],
  ['waiting, of which there is none', { state: 'waiting' }],
  ['done, of a bot', { state: 'done', bot: 'bot7' }],
];
const WORKFLOWS: readonly (readonly [string, Omit<WorkflowFilter, 'limit'>])[] = [
  ['all', {}],
  ['a later page', { before }],
  ['of a run', { run: before }],
  ['of a bot', { bot: 'bot7' }],
  ['by name', { name: 'flow 7' }],
  ['by name, of which there is none', { name: 'nothing' }],
  ['running', { state: 'running' }],
  ['rejected, of which there is none', { state: 'rejected' }],
  ['done', { state: 'done' }],
  ['of an hour long ago', { since: 500, until: 600 }],
  ['of lately', { since: ROWS - 100 }],
  ['by words', { text: 'STEP 4711' }],
  ['by words that are nowhere', { text: 'nowhere' }],
  ['by everything', { bot: 'bot7', name: 'flow 7', state: 'done', since: 1, until: ROWS, text: 'step', before }],
];

interface Plan {
  readonly 'Node Type': string;
  readonly Plans?: readonly Plan[];
}
const nodes = (plan: Plan): readonly string[] => [plan['Node Type'], ...(plan.Plans ?? []).flatMap(nodes)];

async function explain(statement: { readonly text: string; readonly params: readonly unknown[] }) {
  const [row] = await sql.unsafe(`explain (analyze, format json) ${statement.text}`, statement.params as never);
  const [{ Plan: plan, 'Execution Time': ms }] = row!['QUERY PLAN'] as [{ readonly Plan: Plan; readonly 'Execution Time': number }];
  return { nodes: nodes(plan), ms };
}

test.each(RUNS)('runs: %s', async (_, filter) => {
  const { nodes, ms } = await explain(listRuns({ ...filter, limit }));
  expect(nodes.join(', ')).not.toContain('Seq Scan');
  expect(ms).toBeLessThan(MOST_MS);
});
test.each(WORKFLOWS)('executions of workflows: %s', async (_, filter) => {
  const { nodes, ms } = await explain(listWorkflows({ ...filter, limit }));
  expect(nodes.join(', ')).not.toContain('Seq Scan');
  expect(ms).toBeLessThan(MOST_MS);
});
