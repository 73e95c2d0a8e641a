export * from './archive.ts';
export * from './compile.ts';
export * from './config.ts';
export * from './deployer.ts';
export * from './layout.ts';
