/** Approvals as people meet them: a mail with a link, the API, the command line; and events from outside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApprovalLinks } from '../../src/adapters/approval-links.ts';
import { systemClock } from '../../src/adapters/clock/system-clock.ts';
import { createSmtpMail } from '../../src/adapters/mail/smtp-mail.ts';
import { startPostman } from '../../src/host/index.ts';
import type { ApprovalQuestion, Lease } from '../../src/spec/index.ts';
import { type ApiServer, publishBot, startApiServer } from '../support/api-server.ts';
import { visitor } from '../support/browserlike.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { basalt } from '../support/terminal.ts';

const links = createApprovalLinks(new Uint8Array(32).fill(3));
let api: ApiServer;
let lease: Lease;
beforeAll(async () => {
  api = await startApiServer({ links, limits: { burst: 100_000 } });
  await publishBot(api.store, 'demo');
  lease = await api.store.journal.join('north', 600_000);
});
afterAll(() => api.close());

/** A run that asks; answers the id of its question. */
async function asked(more: Partial<ApprovalQuestion> = {}): Promise<string> {
  const run = await api.store.runs.start({ bot: 'demo', script: 'start', inputs: null });
  await api.store.journal.claim(lease, 100);
  const question: ApprovalQuestion = {
    mode: 'approve',
    bot: 'demo',
    subject: 'Refund <b>20</b>?',
    from: ['ana', 'ana@example.org'],
    need: 1,
    ...more,
  };
  const wait = { kind: 'wait', run, address: '0.1/2.3', wait: { kind: 'approval', question } } as const;
  await api.store.journal.flush(lease, lease.flush + 1, { entries: [], writes: [wait, { kind: 'park', run }] });
  return `${run}:0.1/2.3`;
}
const stateOf = async (id: string) => (await api.store.approvals.find(id))?.state;
const ask = (method: string, path: string, body?: unknown) => visitor(api.server).ask(method, `/api/v1${path}`, body);
const pathOf = (id: string, decision = '') => `/approvals/${encodeURIComponent(id)}${decision && `/${decision}`}`;

describe('by mail', () => {
  let mails: MailServer;
  beforeAll(async () => {
    mails = await startMailServer();
  });
  afterAll(() => mails.close());

  async function mailed(more: Partial<ApprovalQuestion> = {}): Promise<{ id: string; link: string }> {
    const id = await asked({ mails: { 'ana@example.org': ['ana@example.org'] }, ...more });
    const mail = createSmtpMail({ url: mails.url, from: 'bot@example.org' });
    const log = { log: () => undefined };
    const postman = startPostman({ store: api.store, mail, links, clock: systemClock, log, url: 'http://localhost/', everyMs: 3_600_000 });
    expect(await postman.deliver()).toBe(1);
    await postman.stop();
    // Long lines are folded on their way, with "=" at their ends.
    const text = mails.received.at(-1)!.replace(/=\r\n/g, '').replaceAll('=3D', '=');
    return { id, link: /http:\/\/localhost(\/approve\/\S+)/.exec(text)![1]! };
  }
  const post = (link: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    visitor(api.server).raw('POST', link, { body: new URLSearchParams(fields), headers });

  test('the link shows the question and decides nothing; its form decides, once', async () => {
    const { id, link } = await mailed({ details: '{"order":"<script>7"}' });
    const shown = await visitor(api.server).ask('GET', link);
    expect(shown.status).toBe(200);
    expect(shown.body).toContain('Refund &lt;b&gt;20&lt;/b&gt;?');
    expect(shown.body).toContain('&lt;script&gt;7');
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await stateOf(id)).toBe('open');
    expect((await post(link, {})).status).toBe(400);
    expect((await post(link, { decision: 'maybe' })).status).toBe(400);
    expect((await post(link, { decision: 'approved' }, { origin: 'http://evil.example' })).status).toBe(403);
    expect(await stateOf(id)).toBe('open');
    expect((await post(link, { decision: 'approved', comment: ' fine ' }, { origin: 'http://localhost' })).status).toBe(200);
    expect(await api.store.approvals.find(id)).toMatchObject({ state: 'approved', decidedBy: 'ana@example.org', comment: 'fine' });
    const again = await post(link, { decision: 'rejected' });
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('it was approved by ana@example.org')]);
    expect((await visitor(api.server).ask('GET', link)).status).toBe(409);
  });

  test('a question is answered with what was typed', async () => {
    const { id, link } = await mailed({ mode: 'input', subject: 'Which supplier?' });
    expect((await visitor(api.server).ask('GET', link)).body).toContain('name="answer"');
    expect((await post(link, { answer: 'ACME' })).status).toBe(200);
    expect(await stateOf(id)).toBe('answered');
  });

  test('a link that was altered, has expired or leads nowhere changes nothing', async () => {
    const { id, link } = await mailed();
    for (const bad of [`${link}x`, link.replace(/\.[^.]+$/, ''), '/approve/nothing'])
      expect((await post(bad, { decision: 'approved' })).status).toBe(403);
    const expired = links.sign({ approval: id, who: 'ana', expires: Date.now() - 1 });
    expect((await post(`/approve/${expired}`, { decision: 'approved' })).status).toBe(410);
    const gone = links.sign({ approval: 'r-none:0.1', who: 'ana', expires: Date.now() + 60_000 });
    expect((await post(`/approve/${gone}`, { decision: 'approved' })).status).toBe(404);
    const stranger = links.sign({ approval: id, who: 'eve', expires: Date.now() + 60_000 });
    expect((await post(`/approve/${stranger}`, { decision: 'approved' })).status).toBe(409);
    expect(await stateOf(id)).toBe('open');
  });

  test('a mail that may have arrived is not sent again', async () => {
    await asked({ mails: { ana: ['ana@example.org'] } });
    const log = { log: () => undefined };
    const lost = { send: async () => ({ outcome: 'unknown', reason: 'the line broke' }) as const };
    const postman = startPostman({
      store: api.store,
      mail: lost,
      links,
      clock: systemClock,
      log,
      url: 'http://localhost',
      everyMs: 3_600_000,
    });
    expect(await postman.deliver()).toBe(0);
    expect(await api.store.approvals.takeNotices(10)).toEqual([]);
    await postman.stop();
  });
});

describe('over the API', () => {
  test('what is open is listed, and decided for whoever was asked', async () => {
    const id = await asked({ from: ['kim', 'role:clerk'], details: '{"order":7}' });
    const { body } = await ask('GET', '/approvals?state=open&who=role:clerk');
    expect(body.approvals).toMatchObject([{ id, state: 'open', from: ['kim', 'role:clerk'], details: { order: 7 } }]);
    expect((await ask('GET', pathOf(id))).body).toMatchObject({ id, subject: 'Refund <b>20</b>?' });
    expect((await ask('POST', pathOf(id, 'approve'), {})).body.type).toBe('urn:basalt:problem:not-asked');
    expect((await ask('POST', pathOf(id, 'answer'), { by: 'kim', data: 1 })).body.type).toBe('urn:basalt:problem:wrong-answer');
    const done = await ask('POST', pathOf(id, 'approve'), { by: 'bob', roles: ['clerk'], comment: 'ok', data: { order: 8 } });
    expect(done).toMatchObject({ status: 200, body: { outcome: 'decided', approval: { state: 'approved', decidedBy: 'bob' } } });
    const late = await ask('POST', pathOf(id, 'reject'), { by: 'kim' });
    expect(late).toMatchObject({
      status: 409,
      body: { type: 'urn:basalt:problem:already-decided', cause: expect.stringContaining('approved by bob') },
    });
    expect(api.acts.at(-1)).toMatchObject({ what: 'operator', subject: 'reject kim', bot: 'demo' });
    expect((await ask('POST', pathOf('r-none:0.1', 'approve'), {})).status).toBe(404);
    expect((await ask('GET', pathOf('r-none:0.1'))).status).toBe(404);
  });

  test('others than the operator see none of it', async () => {
    const guarded = api.another({ adminToken: 'a-token-of-enough-length', hosts: ['localhost'] });
    await guarded.listen(0, '0.0.0.0');
    for (const [method, path] of [
      ['GET', '/approvals'],
      ['GET', '/deliveries'],
    ] as const)
      expect((await visitor(guarded).ask(method, `/api/v1${path}`)).status).toBe(401);
  });

  test('events are published, dead letters tried again', async () => {
    expect((await ask('POST', '/bots/demo/events', { name: 'Paid', payload: { id: 7 } })).body).toEqual({ number: 1 });
    expect((await ask('POST', '/bots/demo/events', { name: 'paid' })).body).toEqual({ number: 2 });
    expect((await ask('POST', '/bots/nobody/events', { name: 'paid' })).status).toBe(404);
    expect((await ask('GET', '/deliveries?state=dead')).body).toEqual({ deliveries: [] });
    expect((await ask('POST', '/deliveries/redrive', { id: 'nothing' })).status).toBe(404);
  });
});

describe('from the command line', () => {
  test('basalt approve lists and decides', async () => {
    const server = api.another({});
    const url = `http://localhost:${await server.listen(0)}`;
    const approve = (...args: string[]) => basalt(['approve', ...args, '--server', url]);
    const id = await asked({ from: ['lee', 'mia', 'zoe'], need: 2, subject: 'Pay' });
    expect((await approve('--by', 'lee')).out).toContain('Pay  (lee, mia, zoe; 0 of 2)');
    expect((await approve(id, '--by', 'lee')).out).toBe('noted; 1 of 2 have said yes\n');
    expect(await approve(id, '--by', 'eve')).toMatchObject({ code: 1, err: expect.stringContaining('Somebody else was asked') });
    expect((await approve(id, '--by', 'mia', '--comment', 'go')).out).toBe('approved\n');
    expect(await approve(id, '--reject', '--by', 'zoe')).toMatchObject({ code: 1, err: expect.stringContaining('approved by mia') });
    const question = await asked({ mode: 'input', from: ['lee'] });
    expect((await approve(question, '--answer', '{"a":1}', '--by', 'lee', '--json')).json()).toMatchObject([{ state: 'answered' }]);
    const withdrawn = await asked();
    expect((await approve(withdrawn, '--withdraw')).out).toBe('withdrawn\n');
    expect((await approve(withdrawn, '--withdraw', '--reject')).code).toBe(2);
  });
});
