export { createSeal } from '../seal.ts';
export { openPostgres, type PostgresOptions } from './open.ts';
export type { StoreOptions } from './parts.ts';
