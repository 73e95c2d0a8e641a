export * from './door/index.ts';
export * from './engine.ts';
export { decodeEntry, decodeIntent, decodeStored, storable } from './entry.ts';
export * from './machine/index.ts';
export * from './machine.ts';
export { onPausePoint, type PauseListener, type PausePoint } from './pause-point.ts';
export { decodeRunState, type RunStateRecord } from './run-state.ts';
export * from './transcript/index.ts';
