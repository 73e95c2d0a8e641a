/**
 * Hints over Redis: one channel, two connections (one that listens can do nothing else). Nothing is kept there: Redis
 * may be killed, restarted or flushed at any time, and all that is lost is that others look a few seconds later.
 */
import { Redis } from 'ioredis';
import type { LogPort } from '../../spec/index.ts';
import type { Line, Listening } from '../shared-bus.ts';

const CHANNEL = 'basalt/hints';
const MOST = 1024 * 1024;
const LONGEST_PAUSE_MS = 2_000;

export interface RedisSettings {
  /** redis://… or rediss://… */
  readonly url: string;
  readonly log: LogPort;
}

/** Never fails for want of a server: it is tried again for as long as the line is open. */
export async function openRedisLine({ url, log }: RedisSettings, { heard, gap }: Listening): Promise<Line> {
  const speaker = connect(url);
  const listener = connect(url);
  let isUp = false;
  let isTold = false;
  const down = (error?: unknown) => {
    if (!isTold) log.log('warn', 'Redis does not answer; it is tried again', { ...(error !== undefined && { reason: String(error) }) });
    isTold = true;
    isUp = false;
  };
  for (const each of [speaker, listener]) {
    each.on('error', down);
    each.on('close', () => isUp && down());
  }
  listener.on('message', (_channel: string, text: string) => heard(text));
  const look = () => {
    const wasUp = isUp;
    isUp = speaker.status === 'ready' && listener.status === 'ready';
    if (!isUp || wasUp) return;
    if (isTold) log.log('info', 'Redis answers again');
    isTold = false;
    gap();
  };
  speaker.on('ready', look);
  // Ready means that it has subscribed again: before that a hint could pass unheard.
  listener.on('ready', () => void listener.subscribe(CHANNEL).then(look, down));
  await Promise.allSettled([speaker.connect(), listener.connect()]);
  return {
    name: 'redis',
    most: MOST,
    get isUp() {
      return isUp;
    },
    send: (text) => void speaker.publish(CHANNEL, text).catch(down),
    async close() {
      isTold = true;
      isUp = false;
      speaker.disconnect();
      listener.disconnect();
    },
  };
}

const connect = (url: string): Redis =>
  new Redis(url, {
    lazyConnect: true,
    // What cannot be sent now is not worth sending later.
    enableOfflineQueue: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (tries) => Math.min(50 * 2 ** tries, LONGEST_PAUSE_MS),
  });
