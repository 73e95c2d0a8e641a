/** Opens the store that `--db` names: a PostgreSQL URL, a folder (embedded), or `memory`. */
import { resolve } from 'node:path';
import { nodeRandom } from '../adapters/node-crypto.ts';
import { createSeal } from '../adapters/seal.ts';
import type { RandomPort, SealPort, Store } from '../spec/index.ts';
import { ENGINE } from '../spec/index.ts';
import type { HostKeys } from './keys.ts';

export type StoreKind = 'memory' | 'postgres' | 'pglite';

export const storeKind = (db: string): StoreKind => (db === 'memory' ? 'memory' : /^postgres(ql)?:\/\//.test(db) ? 'postgres' : 'pglite');

export interface OpenedStore {
  readonly store: Store;
  readonly seal: SealPort;
  /** Tells others who find the folder in use where this process serves. */
  announce(address: string): void;
}

/** Each adapter is loaded only when it is asked for: `basalt run` starts without a database client. */
export async function openStore(db: string, keys: HostKeys, now: () => number = Date.now): Promise<OpenedStore> {
  const seal = createSeal(keys.seal);
  const options: { seal: SealPort; now: () => number; random: RandomPort; engines: readonly number[] } = {
    seal,
    now,
    random: nodeRandom,
    engines: [ENGINE],
  };
  const kind = storeKind(db);
  if (kind === 'postgres') {
    const { openPostgres } = await import('../adapters/postgres/index.ts');
    return { store: await openPostgres(db, options), seal, announce: () => undefined };
  }
  if (kind === 'pglite') {
    const { openPglite } = await import('../adapters/pglite/index.ts');
    const store = await openPglite(resolve(db), options);
    return { store, seal, announce: store.announce };
  }
  const { createMemoryStore } = await import('../adapters/memory/index.ts');
  return { store: createMemoryStore(options), seal, announce: () => undefined };
}
