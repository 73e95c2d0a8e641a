/** What an operator did is in the audit log of a real server; whoever changes its rows is found by `basalt audit verify`. */
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { connect } from '../../src/adapters/pglite/client.ts';
import { serveBots } from '../support/serve.ts';
import { basalt } from '../support/terminal.ts';

const serving = serveBots({ waiter: 'WAIT 1000\n' });
afterAll(async () => (await serving).close());

test('cancel is a row of the chain; a row changed behind the server’s back is found', async () => {
  const serve = await serving;
  const data = join(serve.packages, '..', 'data');
  const post = async (path: string, body?: object) => {
    const response = await fetch(`${serve.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
    return (await response.json()) as { readonly id: string };
  };
  const { id } = await post('/runs', { bot: 'waiter', script: 'start' });
  await post(`/runs/${id}/cancel`);
  const whole = await basalt(['audit', 'verify', '--json', '--server', serve.url]);
  expect(whole.code).toBe(0);
  expect(whole.json()).toMatchObject([{ ok: true, chains: 1, rows: 1, broken: [] }]);

  await serve.kill();
  const sql = await connect(join(data, 'pglite'), { statementMs: 30_000 });
  const rows = await sql.query('select what, subject, run, actor from audit order by flush, place');
  expect(rows).toEqual([{ what: 'operator', subject: 'cancel', run: id, actor: 'operator' }]);
  await sql.query("update audit set actor = 'nobody' where subject = 'cancel'");
  await sql.close();
  const broken = await basalt(['audit', 'verify', '--data', data]);
  expect(broken).toMatchObject({
    code: 1,
    out: expect.stringMatching(/was tampered with.*\n {2}first: altered, node .*, epoch 1, flush \d+/),
  });
});

test('without a key there is nothing to verify', async () => {
  expect(await basalt(['audit', 'verify', '--data', '/nowhere'])).toMatchObject({ code: 1, err: expect.stringContaining('--data') });
  expect(await basalt(['audit', 'forget'])).toMatchObject({ code: 2 });
});
