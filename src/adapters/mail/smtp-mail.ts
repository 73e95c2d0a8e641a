/**
 * Mail over SMTP. SMTP does not de-duplicate, so what matters is when the line broke: before the server asked for the
 * message nothing was sent; after it nobody knows, unless the server has said so. Hence one connection a message, whose
 * body notes that it is being read.
 */
import { Readable } from 'node:stream';
import { done, type MailMessage, type MailPort, notSent, type Outcome, refused, unknown } from '../../spec/index.ts';

export interface SmtpOptions {
  /** `smtp://user:password@host:587` (STARTTLS where offered), `smtps://…:465`. */
  readonly url: string;
  /** `Basalt <bot@example.org>` */
  readonly from: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

export function createSmtpMail({ url, from, timeoutMs = TIMEOUT_MS }: SmtpOptions): MailPort {
  const server = serverOf(url);
  return {
    async send(message) {
      const [{ default: MailComposer }, { default: SmtpConnection }] = await Promise.all([
        import('nodemailer/lib/mail-composer'),
        import('nodemailer/lib/smtp-connection'),
      ]);
      const mail = new MailComposer({ ...fieldsOf(message), from }).compile();
      const bytes = await mail.build();
      const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs };
      return deliver(new SmtpConnection({ ...server.connection, ...timeouts }), server.auth, mail.getEnvelope(), bytes);
    },
  };
}

/** The same key gives the same id: a person who gets it twice, or a server that looks, can tell. */
const fieldsOf = ({ to, subject, text, html, key }: MailMessage) => ({
  to,
  subject: oneLine(subject),
  text,
  ...(html !== undefined && { html }),
  messageId: `<${Buffer.from(key).toString('base64url')}@basalt>`,
});

const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').slice(0, 200);

function serverOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url);
  if (protocol !== 'smtp:' && protocol !== 'smtps:')
    throw new Error(`a mail server is named smtp://host:port or smtps://host:port, not ${protocol}//…`);
  const secure = protocol === 'smtps:';
  return {
    connection: { host: hostname, port: Number(port) || (secure ? 465 : 587), secure },
    auth: username === '' ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
  };
}

interface Failure extends Error {
  readonly responseCode?: number;
}

/** All that is asked of a connection: its calls answer once, or it fails on the way. */
interface Connection {
  on(event: 'error', listener: (error: Failure) => void): unknown;
  connect(done: (error?: Failure | null) => void): void;
  login(auth: { readonly user: string; readonly pass: string }, done: (error: Failure | null) => void): void;
  send(envelope: object, message: Readable, done: (error: Failure | null) => void): void;
  quit(): void;
  close(): void;
}

async function deliver(
  line: object,
  auth: { readonly user: string; readonly pass: string } | undefined,
  envelope: object,
  bytes: Buffer,
): Promise<Outcome> {
  const connection = line as Connection;
  let isUnderWay = false;
  const body = new Readable({
    read() {
      isUnderWay = true;
      this.push(bytes);
      this.push(null);
    },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject);
      const then = (next: () => void) => (error?: Failure | null) => (error ? reject(error) : next());
      const send = () => connection.send(envelope, body, then(resolve));
      connection.connect(then(() => (auth ? connection.login(auth, then(send)) : send())));
    });
    connection.quit();
    return done(null);
  } catch (error) {
    connection.close();
    return outcomeOf(error as Failure, isUnderWay);
  }
}

/** 4xx: not now. 5xx: never. Without a code: the line. */
function outcomeOf({ message, responseCode }: Failure, isUnderWay: boolean): Outcome {
  if (responseCode !== undefined && responseCode >= 500) return refused(message);
  return responseCode === undefined && isUnderWay ? unknown(message) : notSent(message);
}
