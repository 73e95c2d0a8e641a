export * from './assert.ts';
export * from './nearest.ts';
export * from './span.ts';
