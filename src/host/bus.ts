/** The bus of a node: hints over Redis where there is one, else over the database that nodes share, else in this process. */
import { randomUUID } from 'node:crypto';
import { createLocalBus } from '../adapters/local-bus.ts';
import { createSharedBus, type Line, type Listening, type SharedBus } from '../adapters/shared-bus.ts';
import type { LogPort } from '../spec/index.ts';
import { storeKind } from './store.ts';

export interface BusSettings {
  /** As for `openStore`. */
  readonly db: string;
  /** redis://… */
  readonly redis?: string;
  readonly log: LogPort;
}

/** Clients are loaded only where they are used. */
export async function openBus({ db, redis, log }: BusSettings): Promise<SharedBus> {
  const origin = randomUUID();
  const lines: ((listening: Listening) => Promise<Line>)[] = [];
  if (redis !== undefined) {
    const { openRedisLine } = await import('../adapters/redis/redis-line.ts');
    lines.push((listening) => openRedisLine({ url: redis, log }, listening));
  }
  if (storeKind(db) === 'postgres') {
    const { openNotifyLine } = await import('../adapters/postgres/notify-line.ts');
    lines.push((listening) => openNotifyLine({ url: db, origin, log }, listening));
  }
  return createSharedBus(createLocalBus(log), origin, log, lines);
}
