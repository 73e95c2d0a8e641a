/**
 * Hints over NOTIFY, on connections of their own: never inside a flush. A node that is alone says hello now and then,
 * and nothing else; only while others answer does it send what it has.
 */
import postgres from 'postgres';
import type { LogPort } from '../../spec/index.ts';
import type { Line, Listening } from '../shared-bus.ts';
import { translated } from './errors.ts';

const CHANNEL = 'basalt_hints';
/** The server takes 8,000 bytes a message. */
const MOST = 7_900;
const HELLO_MS = 5_000;

export interface NotifySettings {
  readonly url: string;
  /** This process, as on the bus. */
  readonly origin: string;
  readonly log: LogPort;
  readonly helloMs?: number;
}

export async function openNotifyLine({ url, origin, log, helloMs = HELLO_MS }: NotifySettings, { heard, gap }: Listening): Promise<Line> {
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'basalt hints' },
  });
  const peers = new Map<string, number>();
  let isOpen = true;
  const notify = (text: string) =>
    void sql.notify(CHANNEL, text).catch((error: unknown) => {
      if (isOpen) log.log('debug', 'a hint could not be sent', { reason: String(error) });
    });
  const hello = (word: 'hello' | 'here' | 'bye') => notify(`${word} ${origin}`);

  function take(text: string) {
    const [, word, from] = /^(hello|here|bye) (.+)$/s.exec(text) ?? [];
    if (!word || !from) return heard(text);
    if (from === origin) return;
    const isNew = !peers.has(from);
    if (word === 'bye') peers.delete(from);
    else peers.set(from, performance.now());
    if (word === 'hello') hello('here');
    if (isNew) gap();
  }

  let listens = 0;
  // Called again after each connection that broke: what came in between is unknown.
  try {
    await sql.listen(CHANNEL, take, () => {
      hello('hello');
      if (listens++ > 0) gap();
    });
  } catch (error) {
    isOpen = false;
    await sql.end({ timeout: 1 });
    throw translated(error);
  }
  const beat = setInterval(() => {
    const old = performance.now() - 3 * helloMs;
    for (const [peer, at] of peers) if (at < old) peers.delete(peer);
    hello('hello');
  }, helloMs);
  beat.unref();

  return {
    name: 'notify',
    most: MOST,
    get isUp() {
      return peers.size > 0;
    },
    send: notify,
    async close() {
      clearInterval(beat);
      hello('bye');
      isOpen = false;
      await sql.end({ timeout: 1 });
    },
  };
}
