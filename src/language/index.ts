export * from './describe.ts';
export * from './standard.ts';
