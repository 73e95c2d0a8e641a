export * from './archive.ts';
export * from './config.ts';
export * from './layout.ts';
