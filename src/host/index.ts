export * from './address-file.ts';
export * from './audit.ts';
export * from './bus.ts';
export * from './engine.ts';
export * from './keys.ts';
export * from './session.ts';
export * from './stage.ts';
export * from './store.ts';
