export * from './repl.ts';
