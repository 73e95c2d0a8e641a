/** What the store is made of, and what its host hands in. */
import type { RandomPort, SealPort } from '../../spec/index.ts';
import type { Sql } from './sql.ts';

export interface StoreOptions {
  /** Encrypts secret replies until a run takes them; its key stays outside the database. */
  readonly seal: SealPort;
  /** Program time; leases go by the database's clock alone. */
  readonly now?: () => number;
  readonly random?: RandomPort;
  /** Engines of programs this process can run. */
  readonly engines?: readonly number[];
  /** Named points where a test makes a race happen; inert elsewhere. */
  readonly pause?: (point: string) => Promise<void>;
}

export interface StoreParts {
  readonly sql: Sql;
  readonly seal: SealPort;
  readonly engines: readonly number[];
  now(): number;
  newId(): string;
  pause(point: string): Promise<void>;
}
