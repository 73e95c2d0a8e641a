export * from './archive.ts';
export * from './config.ts';
export * from './deployer.ts';
export * from './layout.ts';
