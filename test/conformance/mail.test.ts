/** The mail port against a real SMTP server: each outcome, and what arrives. */
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createSmtpMail } from '../../src/adapters/mail/smtp-mail.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';

let server: MailServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const MESSAGE = { to: 'ana@example.org', subject: 'Refund\r\nBcc: eve@example.org', text: 'Olá, 20 €\n.\nend', key: 'run:0.1/1' };
const mail = (url: string, timeoutMs = 5_000) => createSmtpMail({ url, from: 'Basalt <bot@example.org>', timeoutMs });

test('a message arrives once, as it was written, and its subject adds no header', async () => {
  server = await startMailServer();
  expect((await mail(server.url).send({ ...MESSAGE, html: '<p>Olá</p>' })).outcome).toBe('done');
  expect(server.received).toHaveLength(1);
  const [message] = server.received as [string];
  expect(message).toContain('To: ana@example.org');
  expect(message).toContain('Subject: Refund Bcc: eve@example.org');
  expect(message).not.toMatch(/^Bcc:/m);
  expect(message).toMatch(/^Message-ID: <cnVuOjAuMS8x@basalt>/im);
  expect(message).toContain('multipart/alternative');
});

test('whoever has to sign in does', async () => {
  const seen: unknown[] = [];
  server = await startMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      seen.push([username, password]);
      done(password === 'p@ss' ? null : new Error('wrong'), { user: username });
    },
  });
  const [scheme, rest] = server.url.split('//') as [string, string];
  expect((await mail(`${scheme}//bot:p%40ss@${rest}`).send(MESSAGE)).outcome).toBe('done');
  expect((await mail(`${scheme}//bot:no@${rest}`).send(MESSAGE)).outcome).toBe('refused');
  expect(seen).toEqual([
    ['bot', 'p@ss'],
    ['bot', 'no'],
  ]);
  expect(server.received).toHaveLength(1);
});

const failing = (code: number) => Object.assign(new Error(code >= 500 ? 'no such mailbox' : 'come back later'), { responseCode: code });

test.each([
  [550, 'refused', 'no such mailbox'],
  [451, 'not-sent', 'come back later'],
] as const)('a recipient answered with %i is %s', async (code, outcome, reason) => {
  server = await startMailServer({ onRcptTo: (_address, _session, done) => done(failing(code)) });
  expect(await mail(server.url).send(MESSAGE)).toMatchObject({ outcome, reason: expect.stringContaining(reason) });
});

test.each([
  [554, 'refused'],
  [452, 'not-sent'],
] as const)('a message answered with %i is %s', async (code, outcome) => {
  server = await startMailServer({
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => done(failing(code)));
    },
  });
  expect((await mail(server.url).send(MESSAGE)).outcome).toBe(outcome);
});

test.each([
  ['354 go on\r\n', 'unknown'],
  ['', 'not-sent'],
] as const)('a line that breaks after DATA, answered with %j, is %s', async (answer, outcome) => {
  const listener = createServer((socket) => {
    let isBody = false;
    socket.on('error', () => undefined);
    socket.write('220 here\r\n');
    socket.on('data', (part) => {
      const text = part.toString();
      if (isBody) socket.destroy();
      else if (!text.startsWith('DATA')) socket.write('250 fine\r\n');
      else if (answer === '') socket.destroy();
      else socket.write(answer, () => (isBody = true));
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  expect((await mail(`smtp://127.0.0.1:${port}`).send(MESSAGE)).outcome).toBe(outcome);
  await new Promise((resolve) => listener.close(resolve));
});

test('nobody listens: certainly not sent', async () => {
  server = await startMailServer();
  const { url } = server;
  await server.close();
  server = undefined;
  expect((await mail(url).send(MESSAGE)).outcome).toBe('not-sent');
});

test('a server of another kind is refused when it is named', () => {
  expect(() => mail('https://mail.example.org')).toThrow('smtp://host:port');
});
