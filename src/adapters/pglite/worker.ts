/**
 * The thread PGlite lives in: a long statement must not stop the node's timers, and only a thread can be ended
 * in the middle of one. It answers each list of statements with the rows of each, or the first error.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { Statement } from '../postgres/sql.ts';
import { type Answer, createWire } from './wire.ts';

export interface Ask {
  readonly id: number;
  readonly statements: readonly Statement[];
}
export type Reply = { readonly id: number; readonly answers: readonly Answer[] };

const port = parentPort!;
const wire = createWire();
const database = await PGlite.create({ dataDir: (workerData as { folder: string }).folder });

port.on('message', async (asked: Ask | 'close') => {
  if (asked === 'close') {
    await database.close();
    port.postMessage('closed');
    return;
  }
  const bytes = await database.execProtocolRaw(wire.encode(asked.statements), { syncToFs: false });
  port.postMessage({ id: asked.id, answers: wire.decode(bytes, asked.statements) } satisfies Reply);
});
port.postMessage('open');
