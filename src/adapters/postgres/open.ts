/** Opens the store on a PostgreSQL server. */
import type { Store } from '../../spec/index.ts';
import { connect } from './client.ts';
import type { StoreOptions } from './parts.ts';
import type { Sql } from './sql.ts';
import { createStore } from './store.ts';

export interface PostgresOptions extends StoreOptions {
  /** Connections for hosts; the flush and the node's name have their own. */
  readonly pool?: number;
}

export async function openPostgres(url: string, options: PostgresOptions): Promise<Store> {
  const sql = connect(url, options);
  try {
    return await createStore(sql, options, () => health(sql));
  } catch (error) {
    await sql.close();
    throw error;
  }
}

/** Our sessions ask for synchronous commits; whether those reach the disk is the server's setting. */
async function health(sql: Sql): ReturnType<Store['health']> {
  const [row] = await sql.query(`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as waits`);
  return { engine: 'postgres', durable: row!.fsync === 'on' && row!.waits !== 'off' ? 'power-loss' : 'process-death' };
}
