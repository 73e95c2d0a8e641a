/** Opens the store embedded in a folder. One process only; it survives `kill -9`, not a power cut (PGlite has no fsync). */
import { join } from 'node:path';
import type { Store } from '../../spec/index.ts';
import type { StoreOptions } from '../postgres/index.ts';
import { createStore } from '../postgres/store.ts';
import { connect } from './client.ts';
import { lockFolder } from './lock.ts';

export interface PgliteOptions extends StoreOptions {
  readonly statementMs?: number;
}

export interface PgliteStore extends Store {
  /** Writes into the lock file where this process serves, for whoever finds the folder in use. */
  announce(address: string): void;
}

export async function openPglite(folder: string, options: PgliteOptions): Promise<PgliteStore> {
  const lock = lockFolder(folder);
  try {
    const sql = await connect(join(folder, 'pglite'), { statementMs: options.statementMs ?? 30_000 });
    const store = await createStore(sql, options, async () => ({ engine: 'pglite', durable: 'process-death' }));
    return {
      ...store,
      announce: lock.announce,
      async close() {
        await store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
