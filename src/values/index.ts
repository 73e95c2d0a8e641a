export * from './dict.ts';
export * from './types.ts';
